import { getTableColumns, getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Db } from './db.ts';

/**
 * What a transaction writes and asks nothing of. It is gathered, and written by one statement before whatever the transaction
 * asks next, or at its end: a lead makes a dozen rows in as many tables. Whoever reads finds them.
 */

type Row = Record<string, unknown>;
/** A statement that writes a list of rows, which it finds as JSON in its one parameter. */
type Statement = (list: string) => string;
type Insert = { table: PgTable; ifNew: boolean; row: Row };

/** What a transaction is still to write. */
export type Pending = {
  write: (statement: Statement, rows: readonly Row[]) => void;
  insert: (insert: Insert) => void;
  /** A row of a table that is still to be inserted. */
  find: (table: PgTable, id: string) => Row | null;
  /** Keeps it all pending, whatever is asked, until everybody who asked for that says that it is over. */
  hold: () => () => void;
  /** The statement that writes it all, which is then no longer pending; null where there is nothing, or it is held. */
  take: () => { text: string; values: string[] } | null;
};

const pendings = new WeakMap<Db, Pending>();

/** What this transaction is to write later is gathered there. */
export const gatherIn = (tx: Db, pending: Pending): void => void pendings.set(tx, pending);

const pendingOf = (tx: Db): Pending => {
  const pending = pendings.get(tx);
  if (!pending) throw new Error('only a transaction writes something later');
  return pending;
};

/**
 * Writes a list of rows by a statement of ours. It must change no row that the same transaction inserts or changes later
 * as well: of what one statement does to a row twice, one is lost.
 */
export function writeLater(tx: Db, statement: Statement, rows: readonly object[]): void {
  if (rows.length > 0)
    pendingOf(tx).write(
      statement,
      rows.map((row) => ({ ...row })),
    );
}

/** Inserts rows, in the order of those that have the same columns. `ifNew` leaves out those that are there already. */
export function insertLater<Table extends PgTable>(
  tx: Db,
  table: Table,
  rows: readonly Table['$inferInsert'][],
  { ifNew = false } = {},
): void {
  for (const row of rows) pendingOf(tx).insert({ table, ifNew, row: columnsIn(table, row) });
}

/** Changes a row that this transaction is still to insert; false where it is not, and has to be updated. */
export function amendPending<Table extends PgTable>(
  tx: Db,
  table: Table,
  id: string,
  values: Partial<Table['$inferInsert']>,
): boolean {
  const row = pendings.get(tx)?.find(table, id);
  if (!row) return false;
  Object.assign(row, columnsIn(table, values));
  return true;
}

/**
 * Asks what nothing that is pending has any part in: it stays pending meanwhile, and is written at once with what comes
 * after.
 */
export async function askFirst<Answer>(tx: Db, ask: () => Promise<Answer>): Promise<Answer> {
  const release = pendingOf(tx).hold();
  try {
    return await ask();
  } finally {
    release();
  }
}

/** A row by the names of its columns. As JSON its dates, lists and records are read by the types of those. */
function columnsIn(table: PgTable, row: Row): Row {
  const columns = getTableColumns(table);
  return Object.fromEntries(
    Object.entries(row).flatMap(([key, value]) => {
      const column = columns[key];
      return column && value !== undefined ? [[column.name, value]] : [];
    }),
  );
}

export function createPending(): Pending {
  const inserts: Insert[] = [];
  const writes = new Map<string, { statement: Statement; rows: Row[] }>();
  let holds = 0;
  const write = (statement: Statement, rows: readonly Row[]): void => {
    const text = statement('');
    const same = writes.get(text);
    if (same) same.rows.push(...rows);
    else writes.set(text, { statement, rows: [...rows] });
  };
  return {
    write,
    insert: (insert) => void inserts.push(insert),
    find: (table, id) =>
      inserts.find((insert) => insert.table === table && insert.row.id === id)?.row ?? null,
    hold: () => {
      holds += 1;
      return () => {
        holds -= 1;
      };
    },
    take: () => {
      if (holds > 0) return null;
      for (const { table, ifNew, row } of inserts.splice(0))
        write(insertInto(table, Object.keys(row), ifNew), [row]);
      if (writes.size === 0) return null;
      const all = [...writes.values()];
      writes.clear();
      const parts = all.map(({ statement }, index) => `w${index} as (${statement(`$${index + 1}::json`)})`);
      // References are checked when the statement is over: in which order it writes the rows does not matter.
      return {
        text: `with ${parts.join(', ')} select`,
        values: all.map(({ rows }) => JSON.stringify(rows)),
      };
    },
  };
}

function insertInto(table: PgTable, columns: readonly string[], ifNew: boolean): Statement {
  const name = `"${getTableName(table)}"`;
  const names = columns.map((column) => `"${column}"`).join(', ');
  return (list) =>
    `insert into ${name} (${names}) select ${names} from json_populate_recordset(null::${name}, ${list})` +
    (ifNew ? ' on conflict do nothing' : '');
}
