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
    .replaceAll(/(\d)\s+(?:to|until|till|–|—|-)\s+(?=\d)/g, '$1..')
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
  const days = (from: Temporal.PlainDate, end: Temporal.PlainDate, label: string): Read<{ period: Period }> =>
    periodOfDays({ from, end, label }, { timeZone, now });
  const upToNow = (from: Temporal.PlainDate, label: string): Read<{ period: Period }> => ({
    ok: true,
    period: { from: startOf(timeZone, from), to: now, label },
  });

  if (said === 'today') return upToNow(today, 'today');
  if (said === 'yesterday') return days(today.subtract({ days: 1 }), today, 'yesterday');

  const [, amount, unit] = /^(?:last |past )?([1-9]\d{0,2}) ?(d|days?|w|weeks?)$/.exec(said) ?? [];
  if (amount && unit) {
    const length = Number(amount) * (unit.startsWith('w') ? 7 : 1);
    return upToNow(today.subtract({ days: length }), `last ${length} ${length === 1 ? 'day' : 'days'}`);
  }

  const [, which = 'this', name] = /^(?:(this|last|previous) )?(week|month|quarter|year)$/.exec(said) ?? [];
  if (isUnit(name)) {
    const begin = beginOf(name, today);
    if (which === 'this') return upToNow(begin, `this ${name}`);
    return days(before(name, begin), begin, `last ${name}`);
  }

  const month = monthOf(said, today);
  if (month) return days(month.from, month.from.add({ months: 1 }), month.label);

  const [, first, last] = /^(.+?)\.\.(.+)$/.exec(said) ?? [];
  if (first && last) return readDates(first, last, { timeZone, now });
  if (!/^\d{4}-\d{1,2}-\d{1,2}$/.test(said)) return null;
  return readDates(said, said, { timeZone, now });
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

/** `2026-10`, `october`, `october 2026`; a month without its year is the last one that has begun. */
function monthOf(
  said: string,
  today: Temporal.PlainDate,
): { from: Temporal.PlainDate; label: string } | null {
  const [, year, number] = /^(\d{4})-(\d{1,2})$/.exec(said) ?? [];
  const [, name, named] = /^([a-z]{3,9})(?: (\d{4}))?$/.exec(said) ?? [];
  const month = number ? Number(number) : MONTHS.findIndex((one) => name && one.startsWith(name)) + 1;
  if (month < 1 || month > 12) return null;
  const latest = month <= today.month ? today.year : today.year - 1;
  const from = Temporal.PlainDate.from({ year: Number(year ?? named ?? latest), month, day: 1 });
  const label = `${MONTHS[month - 1]?.replace(/^./, (letter) => letter.toUpperCase())} ${from.year}`;
  return { from, label };
}

type Where = { timeZone: string; now: Date };

function readDates(first: string, last: string, where: Where): Read<{ period: Period }> {
  const begin = readIsoDate(first);
  if (!begin.ok) return begin;
  const end = readIsoDate(last);
  if (!end.ok) return end;
  if (Temporal.PlainDate.compare(begin.date, end.date) > 0) {
    return problem(`"${first}..${last}" ends before it begins; did you mean "${last}..${first}"?`);
  }
  const label = first === last ? first : `${first} to ${last}`;
  return periodOfDays({ from: begin.date, end: end.date.add({ days: 1 }), label }, where);
}

/** The days from the first up to the beginning of another. */
function periodOfDays(
  { from, end, label }: { from: Temporal.PlainDate; end: Temporal.PlainDate; label: string },
  { timeZone, now }: Where,
): Read<{ period: Period }> {
  const begin = startOf(timeZone, from);
  if (begin > now) return problem(`"${from}" is still to come: expected a day that has begun`);
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
