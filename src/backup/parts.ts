import { createHash } from 'node:crypto';
import type * as z from 'zod';
import {
  anyHeader,
  type BackupHeader,
  countLines,
  END_OF_ROWS,
  FORMAT,
  headerSchema,
  NEWLINE,
  type RowCounts,
  tableSchema,
  trailerSchema,
} from './format.ts';

/** A backup, piece by piece. `rows` are whole lines; `end` is the end of a table. */
export type Part =
  | { type: 'header'; header: BackupHeader }
  | { type: 'table'; name: string }
  | { type: 'rows'; bytes: Buffer }
  | { type: 'end' }
  | { type: 'trailer'; rows: RowCounts };

/** Why a text is no backup, or no longer one. */
export class Malformed extends Error {
  readonly kind: 'not_ours' | 'newer' | 'cut_off' | 'damaged';
  constructor(kind: Malformed['kind'], what: string) {
    super(what);
    this.kind = kind;
  }
}

const LONGEST_HEADER = 1_000_000;
const END = Buffer.from(END_OF_ROWS);
const END_AFTER_ROW = Buffer.from(`\n${END_OF_ROWS}`);

/** Takes the uncompressed text of a backup apart; throws a Malformed where it is not what was written. */
export async function* readParts(text: AsyncIterable<Buffer>): AsyncGenerator<Part> {
  const reading = createReading();
  for await (const lines of wholeLines(text, () => reading.isBegun())) yield* reading.take(lines);
  reading.finish();
}

/** Cuts a stream at line breaks; several lines may come at once. */
async function* wholeLines(text: AsyncIterable<Buffer>, isBegun: () => boolean): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of text) {
    const cut = chunk.lastIndexOf(NEWLINE) + 1;
    if (cut > 0) {
      yield Buffer.concat([...rest, chunk.subarray(0, cut)]);
      rest = [];
      restBytes = 0;
    }
    rest.push(chunk.subarray(cut));
    restBytes += chunk.length - cut;
    if (!isBegun() && restBytes > LONGEST_HEADER) throw new Malformed('not_ours', 'it has no first line');
  }
  if (restBytes > 0) throw new Malformed(isBegun() ? 'cut_off' : 'not_ours', 'it ends within a line');
}

type Reading = {
  isBegun: () => boolean;
  take: (lines: Buffer) => Generator<Part>;
  /** Nothing more comes. */
  finish: () => void;
};

function createReading(): Reading {
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  let header: BackupHeader | null = null;
  let table: string | null = null;
  let tablesRead = 0;
  let isComplete = false;

  /** The rows at the beginning of some lines, and whether they are the table's last. */
  function takeRows(lines: Buffer, name: string): { rows: Buffer; isEnd: boolean; length: number } {
    const at = lines.indexOf(END_AFTER_ROW);
    const isEmpty = lines.subarray(0, END.length).equals(END);
    const rows = isEmpty ? lines.subarray(0, 0) : at === -1 ? lines : lines.subarray(0, at + 1);
    const isEnd = isEmpty || at !== -1;
    const length = rows.length + (isEnd ? END.length : 0);
    hash.update(lines.subarray(0, length));
    counts[name] = (counts[name] ?? 0) + countLines(rows);
    return { rows, isEnd, length };
  }

  function takeLine(bytes: Buffer): Part {
    if (isComplete) throw new Malformed('damaged', 'something stands behind its end');
    if (header === null) {
      header = readHeader(bytes);
      hash.update(bytes);
      return { type: 'header', header };
    }
    const next = header.tables[tablesRead];
    if (!next) {
      const { rows, sha256 } = read(trailerSchema, bytes);
      if (sha256 !== hash.digest('hex')) throw new Malformed('damaged', 'its checksum does not fit');
      if (JSON.stringify(rows) !== JSON.stringify(counts)) {
        throw new Malformed('damaged', 'its rows are not as many as it says');
      }
      isComplete = true;
      return { type: 'trailer', rows };
    }
    const { table: name } = read(tableSchema, bytes);
    if (name !== next.name) throw new Malformed('damaged', 'its tables are not those it says');
    hash.update(bytes);
    table = name;
    tablesRead += 1;
    counts[name] = 0;
    return { type: 'table', name };
  }

  return {
    isBegun: () => header !== null,
    *take(lines) {
      let at = 0;
      while (at < lines.length) {
        if (table === null) {
          const end = lines.indexOf(NEWLINE, at) + 1;
          yield takeLine(lines.subarray(at, end));
          at = end;
        } else {
          const { rows, isEnd, length } = takeRows(lines.subarray(at), table);
          if (rows.length > 0) yield { type: 'rows', bytes: rows };
          if (isEnd) {
            table = null;
            yield { type: 'end' };
          }
          at += length;
        }
      }
    },
    finish: () => {
      if (header === null) throw new Malformed('not_ours', 'it is empty');
      if (!isComplete) throw new Malformed('cut_off', 'its last line is missing');
    },
  };
}

function readHeader(bytes: Buffer): BackupHeader {
  const value = parsed(bytes);
  const any = anyHeader.safeParse(value);
  if (!any.success) throw new Malformed('not_ours', 'its first line is none of ours');
  if (any.data.handoff_backup > FORMAT) {
    throw new Malformed(
      'newer',
      `format ${any.data.handoff_backup}, and this handoff reads format ${FORMAT}`,
    );
  }
  const header = headerSchema.safeParse(value);
  if (!header.success) throw new Malformed('damaged', 'its first line is not as it was written');
  return header.data;
}

function read<Shape extends z.ZodType>(shape: Shape, bytes: Buffer): z.infer<Shape> {
  const result = shape.safeParse(parsed(bytes));
  if (!result.success) throw new Malformed('damaged', 'a line between its tables is not as it was written');
  return result.data;
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
