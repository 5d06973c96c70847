import { Temporal } from 'temporal-polyfill';
import { problem, type Read } from './typed-time.ts';

/** Days of the calendar, the last included, as `2026-11-30`: texts that are in the order of time. */
export type DaySpan = { from: string; to: string };

export const SPEND_PERIODS = '2026-10, 2026-10-05, 2026-W41, 2026-Q4, October 2026 or 2026-10-01..2026-10-15';

const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june', 'july'],
  ...['august', 'september', 'october', 'november', 'december'],
];
const LONGEST_DAYS = 366;
const FIRST_YEAR = 1990;

/** Reads the days that a figure is about. What is written otherwise, or begins after today, is refused. */
export function readSpendPeriod(written: string, today: string): Read<{ span: DaySpan }> {
  const read = readDaySpan(written);
  return read.ok ? checkSpan(read.span, today) : read;
}

/** The days that people write as one word, whenever they are. */
export function readDaySpan(written: string): Read<{ span: DaySpan }> {
  const text = written.trim();
  const [, first, last] = /^(.+?)\s*(?:\.{2,}|…|\s(?:to|until|bis|-|–)\s)\s*(.+)$/.exec(text) ?? [];
  const [begin, end] = [spanOf(first ?? text), spanOf(last ?? first ?? text)];
  if (begin === null || end === null)
    return problem(`period "${text.slice(0, 40)}": expected ${SPEND_PERIODS}`);
  return { ok: true, span: { from: begin.from, to: end.to } };
}

/** Whether days are some of which something can have been spent. */
export function checkSpan(span: DaySpan, today: string): Read<{ span: DaySpan }> {
  const said = `${span.from} to ${span.to}`;
  if (span.from > span.to) return problem(`period ${said} ends before it begins`);
  if (span.from > today) return problem(`period ${said} is still to come: expected what was spent already`);
  if (daysIn(span) > LONGEST_DAYS) return problem(`period ${said}: expected a year at most`);
  return { ok: true, span };
}

function spanOf(text: string): DaySpan | null {
  const [, day] = /^(\d{4}-\d{1,2}-\d{1,2})(?:[T ].*)?$/.exec(text) ?? [];
  if (day !== undefined) {
    const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
    return spanFrom({ year, month, day: date }, { days: 1 });
  }
  const [, year, month] = /^(\d{4})[-/.](\d{1,2})$/.exec(text) ?? /^(\d{4})(\d{2})$/.exec(text) ?? [];
  if (month !== undefined)
    return spanFrom({ year: Number(year), month: Number(month), day: 1 }, { months: 1 });
  const [, monthFirst, yearLast] = /^(\d{1,2})[-/.](\d{4})$/.exec(text) ?? [];
  if (yearLast !== undefined)
    return spanFrom({ year: Number(yearLast), month: Number(monthFirst), day: 1 }, { months: 1 });
  const named = /^([a-z]{3,9})\.?[ -](\d{4})$/i.exec(text);
  if (named) return namedMonth(named[1] ?? '', Number(named[2]));
  const quarter = /^(\d{4})[- ]?q([1-4])$/i.exec(text) ?? swapped(/^q([1-4])[ -/]?(\d{4})$/i.exec(text));
  if (quarter)
    return spanFrom({ year: Number(quarter[1]), month: 3 * Number(quarter[2]) - 2, day: 1 }, { months: 3 });
  const [, weekYear, week] = /^(\d{4})-?w(\d{1,2})$/i.exec(text) ?? [];
  return week === undefined ? null : isoWeek(Number(weekYear), Number(week));
}

const swapped = (found: RegExpExecArray | null): string[] | null =>
  found && [found[0], found[2] ?? '', found[1] ?? ''];

function namedMonth(word: string, year: number): DaySpan | null {
  const at = MONTHS.findIndex((name) => name.startsWith(word.toLowerCase()));
  return at === -1 ? null : spanFrom({ year, month: at + 1, day: 1 }, { months: 1 });
}

/** The week of ISO 8601: that with the year's 4 January is the first. */
function isoWeek(year: number, week: number): DaySpan | null {
  const fourth = dateOf({ year, month: 1, day: 4 });
  if (fourth === null) return null;
  const monday = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: week - 1 });
  // Some years have 53.
  const isOfYear = week >= 1 && monday.add({ days: 3 }).year === year;
  return isOfYear ? { from: monday.toString(), to: monday.add({ days: 6 }).toString() } : null;
}

function spanFrom(start: { year: number; month: number; day: number }, length: Temporal.DurationLike) {
  const from = dateOf(start);
  return from && { from: from.toString(), to: from.add(length).subtract({ days: 1 }).toString() };
}

function dateOf({
  year,
  month,
  day,
}: {
  year: number;
  month: number;
  day: number;
}): Temporal.PlainDate | null {
  if (year < FIRST_YEAR || year > 9999 || month < 1 || month > 12 || day < 1) return null;
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return day > first.daysInMonth ? null : first.with({ day });
}

/** How many days they are. */
export const daysIn = ({ from, to }: DaySpan): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days + 1;

/** The day after, or before, another one. */
export const dayAfter = (day: string, days = 1): string =>
  Temporal.PlainDate.from(day).add({ days }).toString();
