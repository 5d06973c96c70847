import { localDate } from '#domain/day.ts';
import { readSpend, type SpendFigure } from '#domain/spend.ts';
import { checkSpan, type DaySpan, readDaySpan, SPEND_PERIODS } from '#domain/spend-period.ts';
import { problem, type Read } from '#domain/typed-time.ts';
import { type DateOrder, readDate } from './dates.ts';

/** What was spent, in a file: which column says what, and what a row says. */

export const SPEND_COLUMNS = {
  period: [
    ...[
      'period',
      'month',
      'day',
      'date',
      'week',
      'quarter',
      'from',
      'start',
      'start date',
      'start date (in utc)',
    ],
    ...['reporting starts', 'monat', 'tag', 'datum', 'von'],
  ],
  to: ['to', 'until', 'end', 'end date', 'reporting ends', 'bis'],
  source: ['source', 'lead source', 'utm source', 'quelle'],
  channel: ['channel', 'kanal'],
  campaign: ['campaign', 'campaign name', 'utm campaign', 'kampagne'],
  amount: ['amount', 'spend', 'amount spent', 'total spent', 'spent', 'cost', 'kosten', 'ausgaben', 'betrag'],
  currency: ['currency', 'currency code', 'account currency', 'währung', 'währungscode'],
} as const;
type SpendPlaceName = keyof typeof SPEND_COLUMNS;
const PLACES = Object.keys(SPEND_COLUMNS) as SpendPlaceName[]; // its own keys

/** Where each is found in a file; a place that no column names is missing. `currencyInHeader`: as in `Amount spent (EUR)`. */
export type SpendBinding = {
  at: Partial<Record<SpendPlaceName, number>>;
  currencyInHeader: string | null;
};

const CURRENCY_AT_END = /\s*[([]([A-Z]{3})[)\]]$/;
const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, ' ');

/** Finds the columns in a header; of several for one place the first of our list. */
export function bindSpendColumns(header: readonly string[]): { binding: SpendBinding; unused: string[] } {
  const names = header.map((name) => plain(name.trim().replace(CURRENCY_AT_END, '')));
  const at: SpendBinding['at'] = {};
  for (const place of PLACES) {
    const found = SPEND_COLUMNS[place].map((name) => names.indexOf(name)).find((one) => one !== -1);
    if (found !== undefined) at[place] = found;
  }
  const used = new Set(Object.values(at));
  const amount = at.amount === undefined ? '' : (header[at.amount] ?? '');
  return {
    binding: { at, currencyInHeader: CURRENCY_AT_END.exec(amount.trim())?.[1] ?? null },
    unused: header.filter((name, index) => name !== '' && !used.has(index)),
  };
}

/** How a file is to be understood beyond its own words. */
export type SpendReading = {
  binding: SpendBinding;
  /** Of rows that name none; null where each has to. */
  currency: string | null;
  dateOrder: DateOrder | null;
  now: Date;
  timeZone: string;
};

const AMBIGUOUS = 'may be day first or month first; say which: --dates day_first or --dates month_first';

/** What a row says was spent, or why it cannot be counted. */
export function readSpendRow(reading: SpendReading, cells: readonly string[]): Read<{ figure: SpendFigure }> {
  const { binding } = reading;
  const cell = (place: SpendPlaceName): string | null => {
    const at = binding.at[place];
    const text = at === undefined ? '' : (cells[at] ?? '').trim();
    return text === '' ? null : text;
  };
  const period = readPeriod(cell('period'), cell('to'), reading);
  if (!period.ok) return period;
  const amount = cell('amount');
  if (amount === null) return problem('no amount: expected what was spent, such as 1,250.00');
  const place = { source: cell('source'), channel: cell('channel'), campaign: cell('campaign') };
  const currency = cell('currency') ?? binding.currencyInHeader;
  return readSpend({ amount, currency, usualCurrency: reading.currency, ...place }, period.span);
}

function readPeriod(
  from: string | null,
  to: string | null,
  { dateOrder, timeZone, now }: SpendReading,
): Read<{ span: DaySpan }> {
  if (from === null) return problem(`no period: expected ${SPEND_PERIODS}`);
  const begin = readDays(from, dateOrder);
  if (!begin.ok) return begin;
  const end = to === null ? begin : readDays(to, dateOrder);
  if (!end.ok) return end;
  return checkSpan({ from: begin.span.from, to: end.span.to }, localDate(timeZone, now));
}

function readDays(written: string, dateOrder: DateOrder | null): Read<{ span: DaySpan }> {
  const read = readDate(written, dateOrder, 'UTC');
  if (read.ok) {
    const day = localDate('UTC', read.date.at);
    return { ok: true, span: { from: day, to: day } };
  }
  return read.because === 'ambiguous' ? problem(`period "${written}" ${AMBIGUOUS}`) : readDaySpan(written);
}
