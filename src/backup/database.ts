import type { TransactionSql } from 'postgres';
import type { Ask } from '#db/analytics.ts';
import { type Level, readLevels } from '#db/levels.ts';
import { MIGRATIONS_TABLE } from '#db/raise-schema.ts';
import { quoted } from './copy.ts';
import type { RowCounts, TableColumns } from './format.ts';

/** What a backup has to know of a database. All of it is asked inside the transaction of the backup or restore. */

/** Whatever answers a query without parameters: a transaction of `postgres`, or the reader of 0.2's folders. */
export type Asking = Pick<TransactionSql, 'unsafe'>;

/** Asks as the raising of a schema does. */
export const askIn =
  (tx: Asking): Ask =>
  async <Row extends object>(statement: string) =>
    // The statement says what it answers.
    [...(await tx.unsafe(statement))] as unknown as Row[];

/** How values are written as text, and how long may be waited, whatever the server or the role says. */
export async function settle(tx: Asking): Promise<void> {
  // Those that only newer servers know are left out: transaction_timeout came with Postgres 17.
  await tx.unsafe(`
    select set_config(wanted.name, wanted.value, true)
    from (values ('DateStyle', 'ISO, YMD'), ('TimeZone', 'UTC'), ('IntervalStyle', 'postgres'),
      ('bytea_output', 'hex'), ('extra_float_digits', '1'), ('row_security', 'off'),
      ('statement_timeout', '0'), ('transaction_timeout', '0'),
      ('idle_in_transaction_session_timeout', '0')) as wanted (name, value)
    where exists (select from pg_settings where pg_settings.name = wanted.name)`);
}

/** Every table in the place where ours are, with the columns that hold something. */
export async function tablesIn(tx: Asking): Promise<TableColumns[]> {
  return tx.unsafe<TableColumns[]>(`
    select relname as name, array_to_json(array_agg(attname order by attnum)) as columns
    from pg_class join pg_attribute on attrelid = pg_class.oid
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
      and attnum > 0 and not attisdropped and attgenerated = ''
    group by relname order by relname`);
}

/** The server's version in its own words. */
export async function serverVersion(tx: Asking): Promise<string> {
  const [row] = await tx.unsafe<{ version: string }[]>(`select current_setting('server_version') as version`);
  return row?.version ?? '';
}

/** Which of our levels the schema is at: null where there is none, `unknown` where a newer program made it. */
export async function levelIn(tx: Asking): Promise<Level | 'unknown' | null> {
  const [found] = await tx.unsafe<{ is: boolean }[]>(
    `select to_regclass('${MIGRATIONS_TABLE}') is not null as is`,
  );
  if (!found?.is) return null;
  const [newest] = await tx.unsafe<{ createdAt: string }[]>(
    `select created_at as "createdAt" from ${MIGRATIONS_TABLE} order by created_at desc limit 1`,
  );
  if (!newest) return null;
  return readLevels().find(({ createdAt }) => createdAt === Number(newest.createdAt)) ?? 'unknown';
}

export async function countRows(tx: Asking, tables: readonly string[]): Promise<RowCounts> {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const [row] = await tx.unsafe<{ count: string }[]>(`select count(*) as count from ${quoted(table)}`);
    counts[table] = Number(row?.count);
  }
  return counts;
}
