/** `execute` answers a list on Postgres and a result with rows on PGlite. */
export function rowsOf<Row>(result: unknown): Row[] {
  // The shape is that of the query's own select list.
  return (Array.isArray(result) ? result : (result as { rows: Row[] }).rows) as Row[];
}
