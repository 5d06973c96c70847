import { createReadStream, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { detectEncoding, type Encoding, NotAnExport } from './encoding.ts';

/** A CSV file that is understood as far as its first line. */
export type CsvFile = {
  path: string;
  bytes: number;
  encoding: Encoding;
  delimiter: string;
  /** The names of its columns, as written. */
  header: string[];
  /** Whether its first line only says what the delimiter is, as Excel writes it. */
  hasHint: boolean;
};

/** One record of the file; `line` is where it begins, `bytesRead` how far the file was read for it. */
export type CsvRecord = { line: number; cells: string[]; bytesRead: number };

const DELIMITERS = [',', ';', '\t', '|'];
const HEAD_BYTES = 64 * 1024;
const LONGEST_RECORD = 1_000_000;
const HINT = /^sep=(.)\r?\n/i;

/**
 * Opens an export: finds its encoding, its delimiter and its columns.
 *
 * @throws NotAnExport when it cannot be one
 */
export async function openCsv(path: string): Promise<CsvFile> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new NotAnExport('there is no such file');
  if (found.isDirectory()) throw new NotAnExport('this is a folder; expected a CSV file');
  const encoding = await detectEncoding(path);
  const head = await readHead(path, encoding);
  const hint = HINT.exec(head)?.[1];
  const delimiter = hint ?? findDelimiter(head);
  const file = { path, bytes: found.size, encoding, delimiter, header: [], hasHint: hint !== undefined };
  for await (const { cells } of recordsOf(file)) {
    const header = cells.map((name) => name.trim());
    if (header.every((name) => name === '')) break;
    return { ...file, header };
  }
  throw new NotAnExport('the file has no header line; expected the names of the columns in the first line');
}

/** The rows of an export, one after the other: however long it is, only a few are in memory. */
export async function* readRecords(file: CsvFile): AsyncGenerator<CsvRecord> {
  let isHeader = true;
  for await (const record of recordsOf(file)) {
    if (!isHeader) yield record;
    isHeader = false;
  }
}

async function* recordsOf(file: Omit<CsvFile, 'header'>): AsyncGenerator<CsvRecord> {
  let bytesRead = 0;
  const decoder = new TextDecoder(file.encoding.name);
  // The parser takes the end of a line inside quotes for two, when it is written as two characters.
  let held = '';
  const oneEnding = (text: string, isLast: boolean): string => {
    const whole = held + text;
    held = !isLast && whole.endsWith('\r') ? '\r' : '';
    return whole.slice(0, whole.length - held.length).replaceAll('\r\n', '\n');
  };
  const decode = new Transform({
    transform: (chunk: Buffer, _, done) => {
      bytesRead += chunk.length;
      done(null, oneEnding(decoder.decode(chunk, { stream: true }), false));
    },
    flush: (done) => done(null, oneEnding(decoder.decode(), true)),
  });
  const parser = parse({
    delimiter: file.delimiter,
    from_line: file.hasHint ? 2 : 1,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_RECORD,
  });
  const source = createReadStream(file.path);
  source.once('error', (error) => parser.destroy(error));
  source.pipe(decode).pipe(parser);
  let next = 1;
  try {
    for await (const read of parser) {
      // With `info` each is the record and what is known of it.
      const { record, info } = read as { record: string[]; info: { lines: number } };
      yield { line: info.lines - newlinesIn(record), cells: record, bytesRead };
      next = info.lines + 1;
    }
  } catch (error) {
    if (isCsvError(error)) throw new NotAnExport(explain(error, next), { cause: error });
    throw error;
  } finally {
    source.destroy();
  }
}

const newlinesIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);

const isCsvError = (error: unknown): error is CsvError =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');

function explain({ code }: CsvError, line: number): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE') {
    return `line ${line}: a quote (") is opened there and never closed; put two quotes ("") for one inside a text`;
  }
  return `line ${line}: not readable as CSV (${code})`;
}

async function readHead(path: string, encoding: Encoding): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return new TextDecoder(encoding.name).decode(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** The delimiter that occurs most in the header line, outside of quotes. */
function findDelimiter(head: string): string {
  const counts = new Map(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let isQuoted = false;
  for (const letter of head) {
    if (letter === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (letter === '\n' || letter === '\r') break;
    const count = counts.get(letter);
    if (count !== undefined) counts.set(letter, count + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most?.[0] ?? ',';
}
