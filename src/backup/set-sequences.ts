import type { TransactionSql } from 'postgres';

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
