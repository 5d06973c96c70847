import { createHash } from 'node:crypto';
import { type BackupHeader, countLines, END_OF_ROWS, line } from './format.ts';

/** The rows of one table, and how many there have to be. */
export type TableRows = { name: string; expected: number; rows: AsyncIterable<Buffer> };

/** Everything that stands in a backup, before it is compressed. */
export async function* bodyOf(
  header: BackupHeader,
  tables: Iterable<TableRows>,
  onRows: (added: number) => void,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  const hashed = (bytes: Buffer): Buffer => {
    hash.update(bytes);
    return bytes;
  };
  yield hashed(line(header));
  for (const { name, expected, rows } of tables) {
    yield hashed(line({ table: name }));
    let count = 0;
    for await (const bytes of rows) {
      const added = countLines(bytes);
      count += added;
      onRows(added);
      yield hashed(bytes);
    }
    if (count !== expected) throw new Error(`table ${name}: ${count} rows came, of ${expected}`);
    counts[name] = count;
    yield hashed(Buffer.from(END_OF_ROWS));
  }
  yield line({ rows: counts, sha256: hash.digest('hex') });
}
