import { readNumber } from '#domain/read-number.ts';
import { cellOf } from './columns.ts';
import { type ReadDate, readDate } from './dates.ts';
import type { RowProblem } from './imported-lead.ts';
import { fold } from './mapping.ts';
import { PLACE_NAMES, PLACES, type Place } from './places.ts';
import type { RowContext } from './row-context.ts';

/** The cells of one row by place, and what was wrong with them so far. */
export type Cells = {
  text: (place: Place) => string | null;
  /** A value the lead can do without is left out with a warning. */
  date: (place: Place) => ReadDate | null;
  number: (place: Place) => number | undefined;
  flag: (place: Place) => boolean | undefined;
  /** What a word of the export means by a table of the mapping; undefined where the table does not know it. */
  meaning: <Value>(place: Place, table: Record<string, Value>) => Value | null | undefined;
  /** The row cannot be taken. */
  refuse: (kind: string, place: Place | null) => void;
  warn: (kind: string, place: Place | null) => void;
  refusals: readonly RowProblem[];
  warnings: readonly RowProblem[];
};

/** Words of the CRM and dates, which help to find what is wrong. What a cell says of a person is never repeated. */
const SPOKEN: readonly Place[] = PLACE_NAMES.filter(
  (place) => PLACES[place] === 'time' || ['channel', 'stage', 'status', 'owner', 'reason'].includes(place),
);
const NOTHING = ['', '-', '--', 'null', 'n/a'];
const YES = ['true', 'yes', 'y', '1', 'x', 'ja', 'wahr', 'checked'];
const NO = ['false', 'no', 'n', '0', 'nein', 'falsch', 'unchecked'];
const AMBIGUOUS =
  'a date that may be day first or month first; say which: --dates day_first or --dates month_first';
const UNREADABLE = 'not a date; expected one such as 2026-11-03 10:15, 03.11.2026 or 11/3/2026 10:15 AM';

export function cellsOf(
  { mapping, binding, dateOrder, timeZone }: RowContext,
  row: readonly string[],
): Cells {
  const refusals: RowProblem[] = [];
  const warnings: RowProblem[] = [];
  const isBlank = (text: string): boolean => {
    const folded = fold(text);
    return NOTHING.includes(folded) || mapping.blanks.includes(folded);
  };
  const text = (place: Place) => cellOf(binding, place, row, isBlank);
  const problem = (kind: string, place: Place | null): RowProblem => ({
    kind,
    column: place && (mapping.columns[place]?.[0] ?? null),
    value: place && SPOKEN.includes(place) ? text(place) : null,
  });
  const warn = (kind: string, place: Place | null) => void warnings.push(problem(kind, place));
  return {
    text,
    date: (place) => {
      const written = text(place);
      if (written === null) return null;
      const reading = readDate(written, dateOrder, timeZone);
      if (reading.ok) return reading.date;
      // Which day was meant concerns the whole file: a row without it would be wrong in silence.
      if (reading.because === 'ambiguous') refusals.push(problem(AMBIGUOUS, place));
      else warn(UNREADABLE, place);
      return null;
    },
    number: (place) => {
      const written = text(place);
      const read = written === null ? undefined : readHeadcount(written);
      if (written !== null && read === undefined) warn('not a number, left out', place);
      return read;
    },
    flag: (place) => {
      const written = text(place);
      if (written === null) return undefined;
      if (YES.includes(fold(written))) return true;
      if (NO.includes(fold(written))) return false;
      warn('neither yes nor no, left out', place);
      return undefined;
    },
    meaning: (place, table) => {
      const written = text(place);
      if (written === null) return null;
      return Object.hasOwn(table, fold(written)) ? table[fold(written)] : undefined;
    },
    refuse: (kind, place) => void refusals.push(problem(kind, place)),
    warn,
    refusals,
    warnings,
  };
}

/**
 * A headcount, by the reader of webhooks: 420, 1,200, 10,000+; of a range its lower end, which is certain. A dot before
 * three digits parts thousands, as in `1.200`: nobody counts thousandths of a person. `~` or `>` may stand before it.
 */
export function readHeadcount(written: string): number | undefined {
  const bare = written.trim().replace(/^[^\d<>≤≥-]{1,3}(?=\d)/, '');
  const read = (locale: string | null) => readNumber(bare, { isWhole: true, locale })?.value;
  const count = read(null) ?? read('de');
  return count !== undefined && Number.isInteger(count) && count >= 0 ? count : undefined;
}
