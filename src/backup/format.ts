import * as z from 'zod';

/**
 * The file of a backup: gzip of lines of text.
 *
 *     {"handoff_backup":1,"product":…,"server":…,"taken_at":…,"migration":…,"tables":[{"name":…,"columns":[…]},…]}
 *     {"table":"accounts"}
 *     the rows of the table, a line each, as Postgres' COPY writes them in its text format
 *     \.
 *     the same for each table, in the order of the first line
 *     {"rows":{"accounts":12,…},"sha256":"of every byte before this line"}
 *
 * docs/operations.md says it to people.
 */

export const FORMAT = 1;
export const NEWLINE = 10;
/** Ends the rows of a table. No row can look like it: COPY doubles the backslash of data. */
export const END_OF_ROWS = '\\.\n';

const table = z.object({ name: z.string().min(1), columns: z.array(z.string().min(1)).min(1) });

/** What any version of the file can be told by. */
export const anyHeader = z.object({ handoff_backup: z.number() });
export const headerSchema = z.object({
  handoff_backup: z.literal(FORMAT),
  /** The version of the program that made it. */
  product: z.string(),
  /** Of which server, in its own words: `15.20 (Debian …)`. */
  server: z.string(),
  taken_at: z.iso.datetime(),
  /** The newest migration of the schema. */
  migration: z.string(),
  tables: z.array(table),
});
export const tableSchema = z.strictObject({ table: z.string() });
export const trailerSchema = z.strictObject({
  rows: z.record(z.string(), z.number().int()),
  sha256: z.string(),
});

export type BackupHeader = z.infer<typeof headerSchema>;
export type TableColumns = z.infer<typeof table>;
/** How many rows each table has. */
export type RowCounts = Readonly<Record<string, number>>;

export const line = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);

/** A row is one line: line breaks in data are written as `\n`. */
export function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
