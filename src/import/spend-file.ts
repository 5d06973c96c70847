import type { Db } from '#db/db.ts';
import {
  importTeller,
  insertSpendImport,
  lockSpend,
  readSpendOf,
  type StandingSpend,
  storeSpend,
} from '#db/spend.ts';
import { clashesAmong, replaceSpend } from '#domain/replace-spend.ts';
import { type SpendFigure, sumAlike } from '#domain/spend.ts';
import type { DaySpan } from '#domain/spend-period.ts';
import { type CsvFile, readRecords } from './csv.ts';
import { readSpendRow, type SpendReading } from './spend-row.ts';

/** A row that was read, and the line where it begins. */
export type SpendRow = SpendFigure & { line: number };
export type RowProblem = { line: number; what: string };
export type SpendInFile = { rows: number; good: SpendRow[]; problems: RowProblem[] };

/** Reads all rows of a file of spending; a row that cannot be counted is named by its line, with what was expected. */
export async function readSpendFile(
  file: CsvFile,
  reading: SpendReading,
  onProgress: (bytesRead: number) => void,
): Promise<SpendInFile> {
  const problems: RowProblem[] = [];
  const read: SpendRow[] = [];
  let rows = 0;
  for await (const { line, cells, bytesRead } of readRecords(file)) {
    onProgress(bytesRead);
    // Exports end in empty rows.
    if (cells.every((cell) => cell.trim() === '')) continue;
    rows += 1;
    const row = readSpendRow(reading, cells);
    if (row.ok) read.push({ ...row.figure, line });
    else problems.push({ line, what: row.problem });
  }
  const clashes = clashesAmong(read);
  const out = new Set(clashes.map(({ told }) => told));
  return {
    rows,
    good: read.filter((row) => !out.has(row)),
    problems: [
      ...problems,
      ...clashes.map(({ told, earlier }) => ({
        line: told.line,
        what: `${daysOf(told)} shares days with line ${earlier.line} (${daysOf(earlier)}); expected each day of a place once`,
      })),
    ].toSorted((a, b) => a.line - b.line),
  };
}

export const daysOf = ({ from, to }: DaySpan): string => (from === to ? from : `${from} to ${to}`);

export type StoredSpend = { id: string; stored: number; replaced: number; problems: RowProblem[] };

/** Stores what a file says, all or nothing; what is known of the same days is replaced, and counts again when it is taken back. */
export function storeSpendFile(
  db: Db,
  { name, good }: { name: string; good: readonly SpendRow[] },
  { now, newId }: { now: Date; newId: () => string },
): Promise<StoredSpend> {
  const id = newId();
  return db.transaction(async (tx) => {
    await lockSpend(tx);
    const standing = await readSpendOf(tx, hullOf(good));
    const { replaced, clashing } = replaceSpend(standing, good);
    const out = new Set(clashing.map(({ told }) => told));
    const stored = sumAlike(good.filter((row) => !out.has(row)));
    const problems = clashing.map(({ told, standing: one }) => ({
      line: told.line,
      what: `${daysOf(told)} is a part of ${daysOf(one)}, which is known as one figure (${tellerWords(one)}); expected all its days in one file`,
    }));
    if (stored.length > 0) {
      await insertSpendImport(tx, { id, file: name, at: now });
      await storeSpend(tx, { toldBy: importTeller(id), toldAt: now }, { stored, replaced }, newId);
    }
    return { id, stored: stored.length, replaced: replaced.length, problems };
  });
}

/** From the first day to the last of all of them. */
const hullOf = (spans: readonly DaySpan[]): DaySpan =>
  spans.reduce((hull, { from, to }) => ({
    from: from < hull.from ? from : hull.from,
    to: to > hull.to ? to : hull.to,
  }));

/** `import:x` as the command that takes it back names it. */
export const tellerWords = ({ toldBy }: Pick<StandingSpend, 'toldBy'>): string =>
  toldBy.replace(/^(import|source):/, '$1 ');
