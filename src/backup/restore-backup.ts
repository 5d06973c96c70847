import { Readable } from 'node:stream';
import type { TransactionSql } from 'postgres';
import { readLevels } from '#db/levels.ts';
import { openPostgres } from '#db/open.ts';
import { raiseSchema } from '#db/raise-schema.ts';
import { TABLES } from '#db/tables.ts';
import { BackupProblem } from './backup-problem.ts';
import { inTransaction } from './connection.ts';
import { copyIn, quoted } from './copy.ts';
import { askIn, countRows, settle, tablesIn } from './database.ts';
import type { BackupHeader, RowCounts, TableColumns } from './format.ts';
import type { Part } from './parts.ts';
import { checkBackup, type OnBytes, readBackup } from './read-file.ts';
import { setSequences } from './set-sequences.ts';
import { clearTarget } from './target.ts';

export type RestoreRun = {
  url: string;
  path: string;
  onChecked: OnBytes;
  onLoaded: OnBytes;
};

export type Restored = { header: BackupHeader; rows: RowCounts };

const STATEMENT_SECONDS = 600;
const NAMED = 5;

/**
 * Fills an empty database from a backup: all of it, or nothing. The file is read to its end before anything is
 * changed.
 */
export async function restoreBackup(run: RestoreRun): Promise<Restored> {
  const { header, rows } = await checkBackup(run.path, run.onChecked);
  const levels = readLevels();
  const at = levels.findIndex(({ name }) => name === header.migration);
  if (at === -1) throw tooNew(run.path, header);
  await inTransaction(run.url, '', async (tx) => {
    await settle(tx);
    await clearTarget(tx);
    await raiseSchema(askIn(tx), levels.slice(0, at + 1));
    await load(tx, header, run);
    await refuseDifference(tx, rows);
    await setSequences(tx);
    await raiseSchema(askIn(tx), levels.slice(at + 1));
    // Until it has counted, the database plans as if the tables were empty.
    await tx.unsafe(`analyze ${TABLES.map(quoted).join(', ')}`);
  });
  await finish(run.url);
  return { header, rows };
}

const tooNew = (path: string, { product, migration }: BackupHeader) =>
  new BackupProblem(
    `${path} was made by handoff ${product}, whose tables (${migration}) this version does not know: bring this one up to date first`,
  );

async function load(tx: TransactionSql, header: BackupHeader, { path, onLoaded }: RestoreRun): Promise<void> {
  await refuseOtherTables(tx, header);
  const columns = new Map(header.tables.map((table) => [table.name, table.columns]));
  const parts = readBackup(path, onLoaded);
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    const part = next.value;
    if (part.type !== 'table') continue;
    await copyIn(tx, part.name, columns.get(part.name) ?? [], Readable.from(rowsOf(parts)));
  }
}

/** The rows of the table that was just named. */
async function* rowsOf(parts: AsyncGenerator<Part>): AsyncGenerator<Buffer> {
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    if (next.value.type !== 'rows') return;
    yield next.value.bytes;
  }
}

/** A database whose tables were changed by hand is caught here, with what is different. */
async function refuseOtherTables(tx: TransactionSql, { tables, migration }: BackupHeader): Promise<void> {
  const columnsOf = (some: readonly TableColumns[]): string[] =>
    some.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column}`));
  const here = columnsOf(await tablesIn(tx));
  const there = columnsOf(tables);
  const different = [
    ...here.filter((name) => !there.includes(name)),
    ...there.filter((name) => !here.includes(name)),
  ];
  if (different.length === 0) return;
  throw new BackupProblem(
    `the tables of the backup are not those of ${migration}: ${different.slice(0, NAMED).join(', ')}; somebody changed them by hand`,
  );
}

async function refuseDifference(tx: TransactionSql, rows: RowCounts): Promise<void> {
  const stored = await countRows(tx, Object.keys(rows));
  const wrong = Object.keys(rows).find((table) => stored[table] !== rows[table]);
  if (wrong !== undefined) {
    throw new Error(`table ${wrong}: ${stored[wrong]} rows were stored, of ${rows[wrong]}`);
  }
}

/** What every start does besides migrations; it may be done any number of times. */
async function finish(url: string): Promise<void> {
  const database = openPostgres(url, STATEMENT_SECONDS);
  try {
    await database.migrate();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BackupProblem(`Everything is restored. What is left, the next start of the app does: ${why}`, {
      cause,
    });
  } finally {
    await database.close();
  }
}
