import type { TransactionSql } from 'postgres';
import type { Level } from '#db/levels.ts';
import { MIGRATIONS_TABLE } from './database.ts';

/** Runs migrations in the transaction of a restore, and writes them down as drizzle does, which has one of its own. */
export async function raiseSchema(tx: TransactionSql, levels: readonly Level[]): Promise<void> {
  await tx.unsafe(`create schema if not exists ${MIGRATIONS_TABLE.split('.')[0]}`);
  await tx.unsafe(
    `create table if not exists ${MIGRATIONS_TABLE} (id serial primary key, hash text not null, created_at bigint)`,
  );
  for (const { statements, hash, createdAt } of levels) {
    for (const statement of statements) await tx.unsafe(statement);
    await tx.unsafe(`insert into ${MIGRATIONS_TABLE} (hash, created_at) values ('${hash}', ${createdAt})`);
  }
}

/** The next number of each counted column comes after the highest there is. */
export async function setSequences(tx: TransactionSql): Promise<void> {
  const counted = await tx.unsafe<{ sequence: string; table: string; column: string }[]>(`
    select pg_get_serial_sequence(quote_ident(relname), attname) as sequence,
      quote_ident(relname) as table, quote_ident(attname) as column
    from pg_class join pg_attribute on attrelid = pg_class.oid
    where relnamespace = current_schema()::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped
      and pg_get_serial_sequence(quote_ident(relname), attname) is not null`);
  for (const { sequence, table, column } of counted) {
    await tx.unsafe(
      `select setval('${sequence}', max(${column})) from ${table} having max(${column}) is not null`,
    );
  }
}
