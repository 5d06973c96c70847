import { type Ask, areViewsCurrent, dropViews, makeViews } from './analytics.ts';
import { type Level, readLevels } from './levels.ts';

/** Where drizzle writes down which migrations were done. */
export const MIGRATIONS_TABLE = 'drizzle.__drizzle_migrations';

/** Brings tables and views up to date, where they are not. What a newer program made is left as it is. */
export async function bringUpToDate(ask: Ask): Promise<void> {
  await makeMigrationsTable(ask);
  const levels = readLevels();
  const [row] = await ask<{ newest: string | null }>(
    `select max(created_at) as newest from ${MIGRATIONS_TABLE}`,
  );
  const newest = Number(row?.newest ?? 0);
  const pending = levels.filter(({ createdAt }) => createdAt > newest);
  const isNewer = newest > (levels.at(-1)?.createdAt ?? 0);
  if (isNewer || (pending.length === 0 && (await areViewsCurrent(ask)))) return;
  const grants = await dropViews(ask);
  await raiseSchema(ask, pending);
  await makeViews(ask, grants);
}

/** Runs migrations, and writes them down as drizzle's own migrator does, which makes no views. */
export async function raiseSchema(ask: Ask, levels: readonly Level[]): Promise<void> {
  await makeMigrationsTable(ask);
  for (const { statements, hash, createdAt } of levels) {
    for (const statement of statements) await ask(statement);
    await ask(`insert into ${MIGRATIONS_TABLE} (hash, created_at) values ('${hash}', ${createdAt})`);
  }
}

async function makeMigrationsTable(ask: Ask): Promise<void> {
  await ask(`create schema if not exists ${MIGRATIONS_TABLE.split('.')[0]}`);
  await ask(
    `create table if not exists ${MIGRATIONS_TABLE} (id serial primary key, hash text not null, created_at bigint)`,
  );
}
