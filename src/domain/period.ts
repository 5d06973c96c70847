import { Temporal } from 'temporal-polyfill';
import { suggest } from '#domain/nearest.ts';
import { addBusinessDays, nextMorning } from './calendar.ts';
import type { Hours } from './hours.ts';
import { type Delay, delaySchema, WEEKDAYS } from './settings-shapes.ts';

/** Periods and moments as people type them behind a slash command. */

export const GROUPINGS = ['source', 'campaign', 'channel', 'rep', 'segment', 'week'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export type FunnelRequest = {
  from: Date;
  /** The last instant that belongs to the period. */
  to: Date;
  label: string;
  by: Grouping | null;
};
type Period = Omit<FunnelRequest, 'by'>;

/** What was read, or what is wrong with the text: the word, what was expected, what it may have meant. */
type Read<Value> = ({ ok: true } & Value) | Problem;
type Problem = { ok: false; problem: string };

const problem = (text: string): Problem => ({ ok: false, problem: text });

const USUAL_PERIOD = '90d';
const PERIODS = ['7d', '30d', '90d', 'quarter'];
const PERIOD_FORMS = '7d, 30d, 90d, quarter or 2026-09-01..2026-09-30';
const UNTIL_FORMS = '2h, until 14:30, until monday or until 2026-12-01';
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
/** Longer than any leave: what lies beyond is a typing error. */
const LONGEST_ABSENCE_DAYS = 366;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Reads `[7d|30d|90d|quarter|from..to] [by source|rep|…]`, in any order, by the team's days. */
export function readFunnelRequest(
  text: string,
  timeZone: string,
  now: Date,
): Read<{ request: FunnelRequest }> {
  const words = wordsOf(text);
  const at = words.indexOf('by');
  const by = at === -1 ? null : readGrouping(words[at + 1]);
  if (by?.ok === false) return by;
  const others = at === -1 ? words : [...words.slice(0, at), ...words.slice(at + 2)];
  for (const word of others) {
    const read = readPeriod(word, timeZone, now);
    if (!read.ok) return read;
  }
  const [word = USUAL_PERIOD, extra] = others;
  if (extra !== undefined) return problem(`"${extra}" is a second period: expected one of ${PERIOD_FORMS}`);
  const read = readPeriod(word, timeZone, now);
  return read.ok ? { ok: true, request: { ...read.period, by: by?.by ?? null } } : read;
}

/** The time just before a period, equally long, which it is compared with. */
export function periodBefore({ from, to }: { from: Date; to: Date }): { from: Date; to: Date } {
  const length = to.getTime() - from.getTime();
  return { from: new Date(from.getTime() - length - 1), to: new Date(from.getTime() - 1) };
}

/**
 * Reads when somebody is back: `2h`, `2bd`, `until 14:30`, `until tomorrow`, `until monday`, `until 2026-12-01`.
 * Somebody away until a day is back when their work opens on it, or on the next day they work.
 */
export function readUntil(text: string, hours: Hours, now: Date): Read<{ until: Date }> {
  const words = wordsOf(text);
  const [word, extra] = words[0] === 'until' ? words.slice(1) : words;
  if (word === undefined) return problem(`How long is missing: expected ${UNTIL_FORMS}`);
  const read = readMoment(word, hours, now);
  if (!read.ok) return read;
  if (extra !== undefined) return problem(`"${extra}" is one word too many: expected ${UNTIL_FORMS}`);
  if (read.until <= now)
    return problem(`"${word}" is over: expected something later, such as until tomorrow`);
  return read.until.getTime() - now.getTime() > LONGEST_ABSENCE_DAYS * DAY ? tooFar(word) : read;
}

/** A time somebody picked to be back at. */
export function checkUntil(until: Date, now: Date): Read<{ until: Date }> {
  if (until <= now) return problem('That time is over. Choose a later one.');
  const isTooFar = until.getTime() - now.getTime() > LONGEST_ABSENCE_DAYS * DAY;
  return isTooFar ? problem('That is more than a year away. Choose an earlier time.') : { ok: true, until };
}

const wordsOf = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean);
const tooFar = (word: string): Problem =>
  problem(`"${word}" is more than a year away: expected ${UNTIL_FORMS}`);

function readGrouping(word: string | undefined): Read<{ by: Grouping }> {
  const by = GROUPINGS.find((grouping) => grouping === word);
  if (by) return { ok: true, by };
  const expected = `expected by ${GROUPINGS.slice(0, -1).join(', ')} or ${GROUPINGS.at(-1)}`;
  if (word === undefined) return problem(`"by" says nothing alone: ${expected}`);
  return problem(`"${word}" is nothing to group by: ${expected}${suggest(word, GROUPINGS)}`);
}

function readPeriod(word: string, timeZone: string, now: Date): Read<{ period: Period }> {
  const today = localDay(timeZone, now);
  const upToNow = (from: Temporal.PlainDate, label: string): Read<{ period: Period }> => ({
    ok: true,
    period: { from: startOf(timeZone, from), to: now, label },
  });
  const days = /^([1-9]\d{0,2})d$/.exec(word)?.[1];
  if (days) return upToNow(today.subtract({ days: Number(days) }), `last ${days} days`);
  if (word === 'quarter') {
    const month = today.month - ((today.month - 1) % 3);
    return upToNow(today.with({ month, day: 1 }), 'this quarter');
  }
  // Some keyboards make one character of the dots.
  const [, first, last] = /^(.+?)(?:\.{2,}|…)(.+)$/.exec(word) ?? [];
  if (first && last) return readDates(first, last, timeZone, now);
  const grouping = GROUPINGS.find((one) => one === word);
  const meant = grouping ? `; did you mean "by ${grouping}"?` : suggest(word, [...PERIODS, 'tree']);
  return problem(`"${word}" is not a period: expected ${PERIOD_FORMS}${meant}`);
}

function readDates(first: string, last: string, timeZone: string, now: Date): Read<{ period: Period }> {
  const begin = readDate(first);
  if (!begin.ok) return begin;
  const end = readDate(last);
  if (!end.ok) return end;
  if (Temporal.PlainDate.compare(begin.date, end.date) > 0) {
    return problem(`"${first}..${last}" ends before it begins; did you mean "${last}..${first}"?`);
  }
  const from = startOf(timeZone, begin.date);
  if (from > now) return problem(`"${first}" is still to come: expected a day that has begun`);
  const to = new Date(startOf(timeZone, end.date.add({ days: 1 })).getTime() - 1);
  const label = first === last ? first : `${first} to ${last}`;
  return { ok: true, period: { from, to, label } };
}

function readDate(word: string): Read<{ date: Temporal.PlainDate }> {
  const [, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(word) ?? [];
  if (!year || !month || !day) return problem(`"${word}" is not a date: expected one such as 2026-09-01`);
  const parts = {
    year: Number(year),
    month: Math.max(1, Number(month)),
    day: Math.max(1, Number(day)),
  };
  const date = Temporal.PlainDate.from(parts, { overflow: 'constrain' });
  if (date.toString() === word) return { ok: true, date };
  return problem(`"${word}" is not a date: expected one such as 2026-09-01; did you mean "${date}"?`);
}

function readMoment(word: string, hours: Hours, now: Date): Read<{ until: Date }> {
  const delay = delaySchema.safeParse(word);
  if (delay.success) return afterDelay(word, delay.data, hours, now);
  const today = localDay(hours.timeZone, now);
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(word) ?? [];
  if (hour && minute) {
    const time = Temporal.PlainTime.from({ hour: Number(hour), minute: Number(minute) });
    const at = today.toZonedDateTime({ timeZone: hours.timeZone, plainTime: time });
    return { ok: true, until: new Date(at.epochMilliseconds) };
  }
  const backOn = (day: Temporal.PlainDate): Read<{ until: Date }> => ({
    ok: true,
    until: openingOn(hours, day),
  });
  if (word === 'tomorrow') return backOn(today.add({ days: 1 }));
  const weekday = DAYS.findIndex((day, index) => day === word || WEEKDAYS[index] === word) + 1;
  // Monday, said on a Monday, is a week away.
  if (weekday > 0) return backOn(today.add({ days: ((weekday - today.dayOfWeek + 6) % 7) + 1 }));
  if (/^\d+-\d+-\d+$/.test(word)) return onDate(word, backOn, today);
  const amount = Number.parseInt(word, 10);
  const lengths = amount > 0 ? [`${amount}h`, `${amount}d`, `${amount}m`] : [];
  const meant = suggest(word, [...lengths, 'tomorrow', ...DAYS]);
  return problem(`"${word}" is not a time: expected ${UNTIL_FORMS}${meant}`);
}

function onDate(
  word: string,
  backOn: (day: Temporal.PlainDate) => Read<{ until: Date }>,
  today: Temporal.PlainDate,
): Read<{ until: Date }> {
  const read = readDate(word);
  if (!read.ok) return read;
  const { days } = read.date.since(today);
  return days > LONGEST_ABSENCE_DAYS ? tooFar(word) : backOn(read.date);
}

function afterDelay(word: string, delay: Delay, hours: Hours, now: Date): Read<{ until: Date }> {
  switch (delay.unit) {
    case 'minutes':
      return { ok: true, until: new Date(now.getTime() + delay.amount * MINUTE) };
    case 'business_days':
      // Each day is looked up in the calendar, so what cannot be meant is not begun.
      if (delay.amount > LONGEST_ABSENCE_DAYS) return tooFar(word);
      return { ok: true, until: addBusinessDays(hours, now, delay.amount) };
    case 'next_morning':
      return { ok: true, until: nextMorning(hours, now) };
  }
}

/** The opening of this day, or of the first day after it that has work. */
function openingOn(hours: Hours, day: Temporal.PlainDate): Date {
  // Asked from the noon before, because at midnight a night shift of the day before may still go on.
  const noonBefore = day.subtract({ days: 1 }).toZonedDateTime({
    timeZone: hours.timeZone,
    plainTime: '12:00',
  });
  return nextMorning(hours, new Date(noonBefore.epochMilliseconds));
}

function localDay(timeZone: string, at: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
}

const startOf = (timeZone: string, day: Temporal.PlainDate): Date =>
  new Date(day.toZonedDateTime({ timeZone }).epochMilliseconds);
