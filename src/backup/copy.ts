import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TransactionSql } from 'postgres';

/** The streams of `COPY`, with what the driver (3.4.9) lacks: test/backup/copy.test.ts says what that is. */

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Columns, as a statement lists them. */
export const namesOf = (columns: readonly string[]): string => columns.map(quoted).join(', ');

/** Every row of a table, in the text format of Postgres: a line each. */
export const copyOut = (
  tx: TransactionSql,
  table: string,
  columns: readonly string[],
): AsyncGenerator<Buffer> => readCopy(tx, `copy ${quoted(table)} (${namesOf(columns)}) to stdout`);

/** What a \`copy … to stdout\` answers, as it comes. */
export async function* readCopy(tx: TransactionSql, statement: string): AsyncGenerator<Buffer> {
  const stream = await tx.unsafe(statement).readable();
  yield* stream;
  // A last row of 64 KB or more leaves the connection paused, and whatever is asked next would wait for ever.
  stream._read(0);
}

/** Stores rows in the text format of Postgres. */
export async function copyIn(
  tx: TransactionSql,
  table: string,
  columns: readonly string[],
  rows: Readable,
): Promise<void> {
  const query = tx.unsafe(`copy ${quoted(table)} (${namesOf(columns)}) from stdin`);
  // What the database says after the last row was sent, a broken constraint, the driver tells only its own query.
  const refused = new Promise<never>((_, reject) => hear(query, reject));
  await Promise.race([refused, query.writable().then((stream) => pipeline(rows, stream))]);
}

function hear(query: object, listen: (error: unknown) => void): void {
  // The driver's own field, of which its types do not tell.
  const told = query as { reject: (error: unknown) => void };
  const { reject } = told;
  told.reject = (error) => {
    listen(error);
    reject(error);
  };
}
