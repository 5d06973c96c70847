import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** The rows of a query that is written as text; their shape is that of its own select list. */
export function rowsOf<Row>(result: unknown): Row[] {
  return (result as { rows: Row[] }).rows;
}

/** One of these, however many: a list of parameters would be another statement for each length. */
export const isAnyOf = (column: SQLWrapper, values: readonly string[]): SQL =>
  sql`${column} = any(${sql.param([...values])}::text[])`;
