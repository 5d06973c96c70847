import { getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Db } from '#db/db.ts';
import {
  accounts,
  answers,
  balanceEntries,
  clocks,
  deliveries,
  handoffEvents,
  handoffs,
  identities,
  items,
  leads,
  messages,
  offers,
  rejections,
  routingLog,
  signals,
  stageChanges,
  steps,
} from '#db/schema.ts';

type Named = [table: PgTable, names: readonly [string, ...string[]]];

/** What of a table names a lead, or something of it. */
const OF_A_LEAD: readonly Named[] = [
  [accounts, ['id', 'domain']],
  [deliveries, ['id', 'key']],
  [leads, ['id', 'account_id']],
  [items, ['id', 'delivery_id', 'key', 'lead_id', 'handoff_id']],
  [identities, ['value', 'lead_id']],
  [signals, ['id', 'lead_id']],
  [handoffs, ['id', 'lead_id']],
  [offers, ['handoff_id']],
  [handoffEvents, ['handoff_id']],
  [stageChanges, ['lead_id', 'handoff_id']],
  [clocks, ['id', 'handoff_id']],
  [steps, ['clock_id', 'handoff_id']],
  [rejections, ['id', 'handoff_id', 'lead_id']],
  [routingLog, ['handoff_id']],
  [balanceEntries, ['handoff_id']],
  [messages, ['key', 'marker', 'handoff_id', 'parent_key']],
];
/** What stands once a day, however many leads there are. */
const OF_A_DAY: readonly Named[] = [
  [answers, ['id']],
  [messages, ['key', 'marker']],
];

/** Where the day that was played lies, apart from what is made of it. */
const PLAYED = sql.raw('played');

export async function keepDay(db: Db): Promise<void> {
  await db.execute(sql`create schema ${PLAYED}`);
  for (const [table] of [...OF_A_LEAD, ...OF_A_DAY.filter(([one]) => one !== messages)])
    await db.execute(sql`create table ${playedOf(table)} as select * from ${table}`);
}

const playedOf = (table: PgTable): SQL => sql`${PLAYED}.${sql.identifier(getTableName(table))}`;

/**
 * Makes the rows of the day that was kept once more, in statements over whole tables: so many times as many leads with names
 * of their own, and what is said of all of them once, everything so many days later.
 */
export async function copyDay(db: Db, { of, times }: { of: number; times: number }): Promise<void> {
  for (const [table, names] of OF_A_DAY) {
    const which = table === messages ? sql`t.handoff_id is null and t.kind <> 'home'` : sql`true`;
    await copyRows(db, [table, names], { of, times: 1, suffix: sql`${`~${of}`}::text`, which });
  }
  for (const [table, names] of OF_A_LEAD) {
    const which = table === messages ? sql`t.handoff_id is not null` : sql`true`;
    await copyRows(db, [table, names], { of, times, suffix: sql`${`~${of}.`}::text || copy`, which });
  }
}

type Copy = { of: number; times: number; suffix: SQL; which: SQL };

async function copyRows(db: Db, [table, names]: Named, { of, times, suffix, which }: Copy): Promise<void> {
  const columns = Object.values(getTableColumns(table));
  const made = columns.map((column): SQL => {
    const own = sql`t.${sql.identifier(column.name)}`;
    const type = column.getSQLType();
    if (type === 'bigserial')
      return sql`nextval(pg_get_serial_sequence(${getTableName(table)}, ${column.name}))`;
    if (type === 'timestamp with time zone') return sql`${own} + make_interval(days => ${of})`;
    if (names.includes(column.name)) return sql`${own} || ${suffix}`;
    // The message and the answer of a whole day.
    if (table === rejections && ['message_key', 'answer_id'].includes(column.name))
      return sql`${own} || ${`~${of}`}`;
    return own;
  });
  const listed = columns.map((column) => sql.identifier(column.name));
  await db.execute(sql`
    insert into ${table} (${sql.join(listed, sql`, `)})
    select ${sql.join(made, sql`, `)} from ${playedOf(table)} t, generate_series(1, ${times}::int) as copy where ${which}`);
}
