/** The rows of a query that is written as text; their shape is that of its own select list. */
export function rowsOf<Row>(result: unknown): Row[] {
  return (result as { rows: Row[] }).rows;
}
