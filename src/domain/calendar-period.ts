import { Temporal } from 'temporal-polyfill';
import { suggest } from './nearest.ts';
import { problem, type Read } from './typed-time.ts';

/** Years, quarters and months of the calendar, as targets and forecasts name them. */

/** `from` belongs to it, `to` is where the next one begins. */
export type CalendarPeriod = { name: string; from: Date; to: Date; firstDay: string; lastDay: string };

const FORM = /^(?<year>20\d\d)(?:-(?:Q(?<quarter>[1-4])|(?<month>0[1-9]|1[0-2])))?$/;

/** How a period is written. */
export const PERIOD_NAMES = 'a year (2027), a quarter (2027-Q1) or a month (2027-01)';

/** Whether it names a period. */
export const isPeriodName = (name: string): boolean => FORM.test(name);

/** The period of this name, by the days of this zone; null where it names none. */
export function calendarPeriod(name: string, timeZone: string): CalendarPeriod | null {
  const parts = FORM.exec(name)?.groups;
  if (!parts) return null;
  const year = Number(parts.year);
  if (parts.quarter !== undefined) return periodOf(name, timeZone, year, Number(parts.quarter) * 3 - 2, 3);
  if (parts.month !== undefined) return periodOf(name, timeZone, year, Number(parts.month), 1);
  return periodOf(name, timeZone, year, 1, 12);
}

const UNITS = { month: 1, quarter: 3, year: 12 } as const;
const WHICH = { last: -1, this: 0, next: 1 } as const;
const SAID = Object.keys(UNITS).flatMap((unit) => Object.keys(WHICH).map((which) => `${which} ${unit}`));

/** Reads a period as people say it: `2027-q1`, `2027-01`, `next quarter`, `month`. Nothing at all is null. */
export function readCalendarPeriod(
  text: string,
  timeZone: string,
  now: Date,
): Read<{ period: CalendarPeriod | null }> {
  const said = text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  if (said === '') return { ok: true, period: null };
  // `q1 2027` and `2027q1` as well, as people write quarters.
  const written = said.replace(/^(q[1-4])[- ]?(\d{4})$/, '$2-$1').replace(/^(\d{4}) ?(q[1-4])$/, '$1-$2');
  const named = calendarPeriod(written.toUpperCase(), timeZone);
  if (named) return { ok: true, period: named };
  const [, which, unit] = /^(?:(last|this|next) )?(month|quarter|year)$/.exec(said) ?? [];
  if (unit) {
    const length = UNITS[unit as keyof typeof UNITS];
    const away = WHICH[(which ?? 'this') as keyof typeof WHICH];
    return { ok: true, period: periodAround(timeZone, now, length, away) };
  }
  return problem(
    `"${text.trim()}" is no such period: expected this quarter, next month, or ${PERIOD_NAMES}${suggest(said, SAID)}`,
  );
}

/** The quarter in which an instant lies, or one so many quarters from there. */
export const quarterOf = (timeZone: string, at: Date, away = 0): CalendarPeriod =>
  periodAround(timeZone, at, UNITS.quarter, away);

/** The period of so many months in which an instant lies, or one so many of them from there. */
function periodAround(timeZone: string, at: Date, months: 1 | 3 | 12, away: number): CalendarPeriod {
  const { year, month } = Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .with({ day: 1 })
    .add({ months: away * months });
  const first = month - ((month - 1) % months);
  const names = {
    1: `${year}-${String(first).padStart(2, '0')}`,
    3: `${year}-Q${Math.ceil(month / 3)}`,
    12: String(year),
  };
  return periodOf(names[months], timeZone, year, first, months);
}

function periodOf(
  name: string,
  timeZone: string,
  year: number,
  month: number,
  months: number,
): CalendarPeriod {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  const next = first.add({ months });
  const startOf = (day: Temporal.PlainDate) => new Date(day.toZonedDateTime({ timeZone }).epochMilliseconds);
  return {
    name,
    from: startOf(first),
    to: startOf(next),
    firstDay: first.toString(),
    lastDay: next.subtract({ days: 1 }).toString(),
  };
}
