import { Temporal } from 'temporal-polyfill';
import { nearest, suggest } from './nearest.ts';
import { problem, type Read, readIsoDate } from './typed-time.ts';

/** Periods as people say them behind a slash command, by the days and weeks of the team. */

export const GROUPINGS = [
  'source',
  'campaign',
  'channel',
  'rep',
  'pool',
  'segment',
  'week',
  'reason',
] as const;
export type Grouping = (typeof GROUPINGS)[number];

export type Period = {
  from: Date;
  /** The last instant that belongs to the period; it may be to come. */
  to: Date;
  label: string;
};
/** A period, and what its figures are grouped by. */
export type FunnelRequest<By extends Grouping = Grouping> = Period & { by: By | null };

/** What a report can be asked for: how it groups, and what else a mistyped word may have meant. */
export type Askable<By extends Grouping> = { groupings: readonly By[]; others: readonly string[] };

const USUAL_PERIOD = '90d';
/** Periods as help and problems list them. */
export const PERIOD_FORMS = 'today, week, last month, this quarter, 30d, 2026-10 or 2026-09-01..2026-09-30';
const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june', 'july'],
  ...['august', 'september', 'october', 'november', 'december'],
];
const UNITS = ['week', 'month', 'quarter', 'year'] as const;
type Unit = (typeof UNITS)[number];
const KNOWN = [
  ...['today', 'yesterday', '7d', '30d', '90d'],
  ...UNITS.flatMap((unit) => [unit, `this ${unit}`, `last ${unit}`]),
  ...MONTHS,
];
const ALONE = ['this', 'last', 'previous'];
/** What changes nothing: `for the last month`. Charts are drawn anyway. */
const FILLERS = ['for', 'in', 'of', 'over', 'the', 'during', 'chart'];

/** Reads `[period] [by source|rep|…]`, in any order. */
export function readRequest<By extends Grouping>(
  text: string,
  { groupings, others }: Askable<By>,
  timeZone: string,
  now: Date,
): Read<{ request: FunnelRequest<By> }> {
  const words = wordsOf(text);
  const at = words.indexOf('by');
  const by = at === -1 ? null : readGrouping(words[at + 1], groupings);
  if (by?.ok === false) return by;
  const rest = at === -1 ? words : [...words.slice(0, at), ...words.slice(at + 2)];
  const read = readWords(rest, { timeZone, now, others, groupings });
  return read.ok ? { ok: true, request: { ...read.period, by: by?.by ?? null } } : read;
}

/** Reads a period alone; nothing means the usual one. */
export const readPeriod = (text: string, timeZone: string, now: Date): Read<{ period: Period }> =>
  readWords(wordsOf(text), { timeZone, now, others: [], groupings: [] });

/** The time just before a period, equally long, which it is compared with. */
export function periodBefore({ from, to }: { from: Date; to: Date }): { from: Date; to: Date } {
  const length = to.getTime() - from.getTime();
  return { from: new Date(from.getTime() - length - 1), to: new Date(from.getTime() - 1) };
}

// Some keyboards make one character of the dots.
const RANGE = /\s*(?:\.{2,}|…)\s*/g;

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replaceAll(RANGE, '..')
    .replaceAll(/(\w)\s+(?:to|until|till|–|—|-)\s+(?=\w)/g, '$1..')
    .split(/[\s,]+/)
    .filter((word) => word !== '' && !FILLERS.includes(word));

function readGrouping<By extends Grouping>(
  word: string | undefined,
  groupings: readonly By[],
): Read<{ by: By }> {
  const by = groupings.find((grouping) => grouping === word);
  if (by) return { ok: true, by };
  if (groupings.length === 0) return problem('There is nothing to group this by: leave “by” out');
  const [last, ...first] = groupings.toReversed();
  const list = first.length === 0 ? last : `${first.toReversed().join(', ')} or ${last}`;
  const expected = `expected by ${list}`;
  if (word === undefined) return problem(`"by" says nothing alone: ${expected}`);
  return problem(`"${word}" is nothing to group by: ${expected}${suggest(word, groupings)}`);
}

type Asked = { timeZone: string; now: Date; others: readonly string[]; groupings: readonly Grouping[] };

function readWords(words: readonly string[], asked: Asked): Read<{ period: Period }> {
  const said = words.length === 0 ? USUAL_PERIOD : words.join(' ');
  const whole = periodOf(said, asked);
  if (whole) return whole;
  const [first = '', ...rest] = words;
  // What reads alone is a period, and the next word begins another.
  for (let count = words.length - 1; count > 0; count -= 1) {
    const begin = periodOf(words.slice(0, count).join(' '), asked);
    if (begin?.ok === false) return begin;
    if (begin) {
      const extra = words.slice(count).join(' ');
      const isPeriod = periodOf(extra, asked)?.ok === true;
      return isPeriod
        ? problem(`"${extra}" is a second period: expected one of ${PERIOD_FORMS}`)
        : notAPeriod(extra, asked);
    }
  }
  const isSplit = ALONE.includes(first) && rest.length > 0;
  return notAPeriod(isSplit || nearest(said, KNOWN) !== null ? said : first, asked);
}

function notAPeriod(said: string, { others, groupings }: Asked): Read<{ period: Period }> {
  const grouping = groupings.find((one) => one === said);
  const meant = grouping ? `; did you mean "by ${grouping}"?` : suggest(said, [...KNOWN, ...others]);
  return problem(`"${said}" is not a period: expected ${PERIOD_FORMS}${meant}`);
}

/** Null where it is no form of a period at all. */
function periodOf(said: string, { timeZone, now }: Asked): Read<{ period: Period }> | null {
  const today = localDay(timeZone, now);
  const days = (span: Span): Read<{ period: Period }> => periodOfDays(span, { timeZone, now });
  const upToNow = (from: Temporal.PlainDate, label: string): Read<{ period: Period }> => ({
    ok: true,
    period: { from: startOf(timeZone, from), to: now, label },
  });

  const [, amount, unit] =
    /^(?:last |past )?(\d+) ?(d|w|days?|weeks?|months?|quarters?|years?)$/.exec(said) ?? [];
  if (amount && unit) {
    const back = agoOf(today, Math.min(Number(amount), MOST_BACK), unit);
    if (back.count === 0) return problem(`"${said}" is no time at all: expected ${PERIOD_FORMS}`);
    if (isTooLongAgo(back.from)) return tooLongAgo(said);
    return upToNow(back.from, `last ${back.count} ${back.unit}${back.count === 1 ? '' : 's'}`);
  }

  const [, which = 'this', name] = /^(?:(this|last|previous) )?(week|month|quarter|year)$/.exec(said) ?? [];
  if (isUnit(name)) {
    const begin = beginOf(name, today);
    if (which === 'this') return upToNow(begin, `this ${name}`);
    return days({ from: before(name, begin), end: begin, label: `last ${name}` });
  }
  if (/^(?:tomorrow|next (?:week|month|quarter|year))$/.test(said)) return stillToCome(said);

  const [, first, last] = /^(.+?)\.\.(.+)$/.exec(said) ?? [];
  if (first && last) return readRange(first, last, { timeZone, now });
  if (said === 'today') return upToNow(today, 'today');
  const span = spanOf(said, today);
  if (span) return days(span);
  return /^\d{4}-\d{1,2}-\d{1,2}$/.test(said) ? readIsoDateAsProblem(said) : null;
}

/** More than anybody asks for, and within what a calendar can count. */
const MOST_BACK = 100_000;
const FIRST_DAY = Temporal.PlainDate.from('2000-01-01');
const isTooLongAgo = (day: Temporal.PlainDate): boolean => Temporal.PlainDate.compare(day, FIRST_DAY) < 0;
const tooLongAgo = (said: string) => problem(`"${said}" is too long ago: expected a time since ${FIRST_DAY}`);
const stillToCome = (said: string) => problem(`"${said}" is still to come: expected a day that has begun`);

/** Weeks are said as days. */
function agoOf(
  today: Temporal.PlainDate,
  amount: number,
  unit: string,
): { from: Temporal.PlainDate; count: number; unit: string } {
  const [letter = ''] = unit;
  if (letter === 'd' || letter === 'w') {
    const count = amount * (letter === 'w' ? 7 : 1);
    return { from: today.subtract({ days: count }), count, unit: 'day' };
  }
  const months = { m: 1, q: 3, y: 12 }[letter] ?? 1;
  return { from: today.subtract({ months: amount * months }), count: amount, unit: unit.replace(/s$/, '') };
}

const isUnit = (name: string | undefined): name is Unit => UNITS.some((unit) => unit === name);

/** Weeks begin on Monday. */
function beginOf(unit: Unit, day: Temporal.PlainDate): Temporal.PlainDate {
  switch (unit) {
    case 'week':
      return day.subtract({ days: day.dayOfWeek - 1 });
    case 'month':
      return day.with({ day: 1 });
    case 'quarter':
      return day.with({ month: day.month - ((day.month - 1) % 3), day: 1 });
    case 'year':
      return day.with({ month: 1, day: 1 });
  }
}

function before(unit: Unit, begin: Temporal.PlainDate): Temporal.PlainDate {
  const length = { week: { weeks: 1 }, month: { months: 1 }, quarter: { months: 3 }, year: { years: 1 } };
  return begin.subtract(length[unit]);
}

/** Whole days; `end` is the first that does not belong to them. */
type Span = { from: Temporal.PlainDate; end: Temporal.PlainDate; label: string };

/** What names days of the calendar: `2026-09-01`, `yesterday`, `2026-10`, `october 2026`, `q3`, `2025`. */
function spanOf(said: string, today: Temporal.PlainDate): Span | null {
  if (said === 'today') return { from: today, end: today.add({ days: 1 }), label: said };
  if (said === 'yesterday') return { from: today.subtract({ days: 1 }), end: today, label: said };
  const date = /^\d{4}-/.test(said) ? readIsoDate(said) : null;
  if (date?.ok) return { from: date.date, end: date.date.add({ days: 1 }), label: said };
  return monthOf(said, today) ?? quarterOf(said, today) ?? yearOf(said);
}

/** `2026-10`, `october`, `october 2026`; a month without its year is the last one that has begun. */
function monthOf(said: string, today: Temporal.PlainDate): Span | null {
  const [, year, number] = /^(\d{4})-(\d{1,2})$/.exec(said) ?? [];
  const [, name, named] = /^([a-z]{3,9})(?: (\d{4}))?$/.exec(said) ?? [];
  const month = number ? Number(number) : MONTHS.findIndex((one) => name && one.startsWith(name)) + 1;
  if (month < 1 || month > 12) return null;
  const latest = month <= today.month ? today.year : today.year - 1;
  const from = Temporal.PlainDate.from({ year: Number(year ?? named ?? latest), month, day: 1 });
  const label = `${MONTHS[month - 1]?.replace(/^./, (letter) => letter.toUpperCase())} ${from.year}`;
  return { from, end: from.add({ months: 1 }), label };
}

/** `2026-q3`, `q3 2026`, `q3`, which is the last one that has begun. */
function quarterOf(said: string, today: Temporal.PlainDate): Span | null {
  const found = /^(?:(?<before>\d{4})[- ]?)?q(?<quarter>[1-4])(?:[- ]?(?<behind>\d{4}))?$/.exec(said)?.groups;
  if (!found || (found.before && found.behind)) return null;
  const month = Number(found.quarter) * 3 - 2;
  const latest = month <= today.month ? today.year : today.year - 1;
  const year = Number(found.before ?? found.behind ?? latest);
  const from = Temporal.PlainDate.from({ year, month, day: 1 });
  return { from, end: from.add({ months: 3 }), label: `Q${found.quarter} ${year}` };
}

function yearOf(said: string): Span | null {
  if (!/^\d{4}$/.test(said)) return null;
  const from = Temporal.PlainDate.from({ year: Number(said), month: 1, day: 1 });
  return { from, end: from.add({ years: 1 }), label: said };
}

type Where = { timeZone: string; now: Date };

/** From the first day of one to the last of the other. */
function readRange(first: string, last: string, where: Where): Read<{ period: Period }> {
  const today = localDay(where.timeZone, where.now);
  const begin = spanOf(first, today);
  if (!begin) return readIsoDateAsProblem(first);
  const finish = spanOf(last, today);
  if (!finish) return readIsoDateAsProblem(last);
  if (Temporal.PlainDate.compare(begin.from, finish.end) >= 0) {
    return problem(`"${first}..${last}" ends before it begins; did you mean "${last}..${first}"?`);
  }
  // What ends far ahead has as long a time before it, in which there was no calendar.
  if (Temporal.PlainDate.compare(finish.from, today.add({ years: 1 })) > 0) {
    return problem(`"${last}" is far ahead: expected a time up to a year from now`);
  }
  const label = first === last ? begin.label : `${begin.label} to ${finish.label}`;
  return periodOfDays({ from: begin.from, end: finish.end, label }, where);
}

/** What is none, in words that say how one is written. */
function readIsoDateAsProblem(said: string): { ok: false; problem: string } {
  const read = readIsoDate(said);
  return read.ok ? problem(`"${said}" is not a date`) : read;
}

/** The days from the first up to the beginning of another. */
function periodOfDays({ from, end, label }: Span, { timeZone, now }: Where): Read<{ period: Period }> {
  if (isTooLongAgo(from)) return tooLongAgo(String(from));
  const begin = startOf(timeZone, from);
  if (begin > now) return stillToCome(String(from));
  return {
    ok: true,
    period: { from: begin, to: new Date(startOf(timeZone, end).getTime() - 1), label },
  };
}

function localDay(timeZone: string, at: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
}

const startOf = (timeZone: string, day: Temporal.PlainDate): Date =>
  new Date(day.toZonedDateTime({ timeZone }).epochMilliseconds);
