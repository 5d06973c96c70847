import { Temporal } from 'temporal-polyfill';
import { addBusinessDays, nextMorning } from './calendar.ts';
import type { Hours } from './hours.ts';
import { suggest } from './nearest.ts';
import { WEEKDAYS } from './settings-shapes.ts';

/**
 * Times as people type them, by the clock where they are: how long, until when, from when. A day means its opening: who
 * is away until Friday is back when their work opens on it.
 */

export type Read<Value> = ({ ok: true } & Value) | Problem;
/** What is wrong with the text: the word, what was expected, what it may have meant. */
export type Problem = { ok: false; problem: string };
export const problem = (text: string): Problem => ({ ok: false, problem: text });

export const UNTIL_FORMS =
  '2h, 1h30m, 3 days, until 14:30, until 3pm, until tomorrow 14:00, until monday or until 2026-12-01';
const ABSENCE_FORMS = `${UNTIL_FORMS}; ahead of time: from monday until friday, or 2026-12-24 to 2027-01-02`;

/** Longer than any leave: what lies beyond is a typing error. */
const LONGEST_ABSENCE_DAYS = 366;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june', 'july'],
  ...['august', 'september', 'october', 'november', 'december'],
];
const UNTIL = ['until', 'till', 'til'];
/** Between a beginning and an end. */
const TO = [...UNTIL, 'to', '-', '–', '—'];
const FILLERS = ['at', 'on', 'the'];
/** Parts of a day by when they begin, on the clock. */
const PARTS = { morning: null, noon: 12, midday: 12, afternoon: 12, evening: 18, tonight: 18 } as const;

type Amount = { minutes: number; days: number; businessDays: number };
/** `time` is null for a day as such. */
type Moment = { day: Temporal.PlainDate; time: Temporal.PlainTime | null };
type Clock = { hours: Hours; now: Date };

/** What people may be away for. `from` is null where it begins at once. */
export type Absence = { from: Date | null; until: Date };

/**
 * Reads when something that begins now is over: `2h`, `for 1h30m`, `3 days`, `2bd`, `until 3pm`, `until tomorrow 14:00`,
 * `next monday`, `2026-12-01`.
 */
export function readUntil(text: string, hours: Hours, now: Date): Read<{ until: Date }> {
  const words = wordsOf(text);
  if (words[0] === 'from') {
    return problem(`"from" is for what begins later: expected ${UNTIL_FORMS}`);
  }
  return checked(words, readEnd(words, { hours, now }), UNTIL_FORMS, now);
}

/** The same, and what begins later: `from monday until friday`, `2026-12-24 to 2027-01-02`, `this afternoon`. */
export function readAbsence(text: string, hours: Hours, now: Date): Read<Absence> {
  // A range is also written without a word between its ends.
  const words = wordsOf(text.replaceAll(/(?<=\d)\s*(?:\.{2,}|…|–|—)\s*(?=\d)/g, ' to '));
  const clock = { hours, now };
  const part = readPart(words, clock);
  if (part) return later(words, part, now);
  const isPlanned = words[0] === 'from';
  const rest = isPlanned ? words.slice(1) : words;
  const at = rest.findIndex((word, index) => index > 0 && [...TO, 'for'].includes(word));
  if (!isPlanned && (at === -1 || [...UNTIL, 'for'].includes(rest[0] ?? ''))) {
    const read = checked(words, readEnd(words, clock), ABSENCE_FORMS, now);
    return read.ok ? { ok: true, from: null, until: read.until } : read;
  }
  if (at === -1) {
    return problem(`Until when is missing: expected ${ABSENCE_FORMS}`);
  }
  const begin = rest[0] === 'now' && at === 1 ? momentOf(clock) : readMoment(rest.slice(0, at), clock);
  if (!begin) return notATime(rest.slice(0, at), ABSENCE_FORMS);
  if ('problem' in begin) return begin;
  const from = begin.time === null ? startOf(hours, begin.day) : instantOf(hours, begin);
  const isFor = rest[at] === 'for';
  const end = isFor
    ? readLength(rest.slice(at + 1), { hours, now: from }, begin)
    : readMomentAsEnd(rest.slice(at + 1), { hours, now: from < now ? now : from });
  const read = checked(rest.slice(at + 1), end, ABSENCE_FORMS, from < now ? now : from);
  if (!read.ok) return read;
  return later(words, { from, until: read.until }, now);
}

function later(
  words: readonly string[],
  { from, until }: { from: Date; until: Date },
  now: Date,
): Read<Absence> {
  const isTooFar = from.getTime() - now.getTime() > LONGEST_ABSENCE_DAYS * DAY;
  if (isTooFar)
    return problem(`"${words.join(' ')}" begins more than a year from now: expected ${ABSENCE_FORMS}`);
  return { ok: true, from: from <= now ? null : from, until };
}

/** A time somebody picked to be back at. */
export function checkUntil(until: Date, now: Date): Read<{ until: Date }> {
  if (until <= now) return problem('That time is over. Choose a later one.');
  const isTooFar = until.getTime() - now.getTime() > LONGEST_ABSENCE_DAYS * DAY;
  return isTooFar ? problem('That is more than a year away. Choose an earlier time.') : { ok: true, until };
}

/** `1h30m` is two words to us, and so is `3pm`: a number and what it counts stand apart. */
const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);

function checked(
  words: readonly string[],
  read: Date | Problem | null,
  forms: string,
  after: Date,
): Read<{ until: Date }> {
  const said = words.filter((word, index) => index > 0 || !UNTIL.includes(word));
  if (said.length === 0) return problem(`How long is missing: expected ${forms}`);
  if (read === null) return notATime(said, forms);
  if (!(read instanceof Date)) return read;
  const text = said.join(' ');
  if (read <= after) return problem(`"${text}" is over: expected something later, such as until tomorrow`);
  if (read.getTime() - after.getTime() > LONGEST_ABSENCE_DAYS * DAY)
    return problem(`"${text}" is more than a year away: expected ${forms}`);
  return { ok: true, until: read };
}

/** Which word is not understood, and what it may have meant. */
function notATime(words: readonly string[], forms: string): Problem {
  const known = [
    ...DAYS,
    ...WEEKDAYS,
    'today',
    'tomorrow',
    'this',
    'next',
    'at',
    'for',
    ...Object.keys(PARTS),
  ];
  const strange = words.find((word) => !known.includes(word) && !/\d/.test(word));
  const word = strange ?? words.join(' ');
  const isNumber = /^\d+$/.test(word) ? [`${word}h`, `${word}d`, `${word}m`] : [];
  return problem(
    `"${word}" is not a time: expected ${forms}${suggest(word, [...isNumber, ...known, 'until'])}`,
  );
}

function readEnd(words: readonly string[], clock: Clock): Date | Problem | null {
  const [first = ''] = words;
  if (UNTIL.includes(first)) return readMomentAsEnd(words.slice(1), clock);
  const length = readLength(words[0] === 'for' ? words.slice(1) : words, clock, null);
  return length ?? (first === 'for' ? null : readMomentAsEnd(words, clock));
}

/** So long from the beginning: days by the calendar, the rest as time passes. Of whole days, back at an opening. */
function readLength(
  words: readonly string[],
  { hours, now }: Clock,
  begin: Moment | null,
): Date | Problem | null {
  const amount = readAmount(words.join(' '));
  if (amount === null) return null;
  const { minutes, days, businessDays } = amount;
  // Each day is looked up in the calendar, so what cannot be meant is not begun.
  if (
    days > LONGEST_ABSENCE_DAYS ||
    businessDays > LONGEST_ABSENCE_DAYS ||
    minutes > LONGEST_ABSENCE_DAYS * 1_440
  )
    return problem(`"${words.join(' ')}" is more than a year away: expected ${UNTIL_FORMS}`);
  if (begin?.time === null && minutes === 0 && businessDays === 0)
    return openingOn(hours, begin.day.add({ days }));
  const from = zoned(hours, now)
    .add({ days })
    .add({ minutes: Math.round(minutes) });
  const at = new Date(from.epochMilliseconds);
  return businessDays > 0 ? addBusinessDays(hours, at, businessDays) : at;
}

const UNITS: readonly [RegExp, keyof Amount, number][] = [
  [/^(?:m|mins?|minutes?)$/, 'minutes', 1],
  [/^(?:h|hrs?|hours?)$/, 'minutes', 60],
  [/^(?:d|days?)$/, 'days', 1],
  [/^(?:w|wks?|weeks?)$/, 'days', 7],
  [/^(?:bd|(?:business|working|work) ?days?)$/, 'businessDays', 1],
];
const A_PART = /^(?:and )?(half an|half a|an|a|\d+(?:\.\d+)?) ?((?:business |working |work )?[a-z]+)(?: |$)/;

/** `1h30m`, `1 hour and 30 minutes`, `half an hour`: null where it is no length of time. */
function readAmount(text: string): Amount | null {
  const amount = { minutes: 0, days: 0, businessDays: 0 };
  // `1h30m`: what follows a unit at once stands apart.
  let left = text.replaceAll(/(\d)([a-z]+)(?=\d)/g, '$1$2 ').trim();
  if (left === '') return null;
  while (left !== '') {
    const [whole = '', number = '', unit = ''] = A_PART.exec(left) ?? [];
    const known = UNITS.find(([name]) => name.test(unit));
    if (!known) return null;
    const [, counts, each] = known;
    const times = number.startsWith('half') ? 0.5 : /^an?$/.test(number) ? 1 : Number(number);
    const isWhole = Number.isInteger(times) || counts === 'minutes';
    if (!isWhole) return null;
    amount[counts] += times * each;
    left = left.slice(whole.length);
  }
  return amount;
}

function readMomentAsEnd(words: readonly string[], clock: Clock): Date | Problem | null {
  const moment = readMoment(words, clock);
  if (!moment || 'problem' in moment) return moment;
  return moment.time === null ? openingOn(clock.hours, moment.day) : instantOf(clock.hours, moment);
}

/** A day, a time of today, or both in either order. */
function readMoment(words: readonly string[], clock: Clock): Moment | Problem | null {
  const said = words.filter((word, index) => !FILLERS.includes(word) || index === words.length - 1);
  if (said.length === 0) return null;
  const today = zoned(clock.hours, clock.now).toPlainDate();
  for (let length = said.length; length >= 0; length -= 1) {
    for (const isDayFirst of [true, false]) {
      const [days, times] = isDayFirst
        ? [said.slice(0, length), said.slice(length)]
        : [said.slice(said.length - length), said.slice(0, said.length - length)];
      const day = length === 0 ? today : readDay(days, today);
      const time = times.length === 0 ? null : readTime(times);
      if (day && 'problem' in day) return day;
      if (day && (times.length === 0 || time !== undefined)) return { day, time: time ?? null };
    }
  }
  return null;
}

const momentOf = ({ hours, now }: Clock): Moment => {
  const shown = zoned(hours, now);
  return { day: shown.toPlainDate(), time: shown.toPlainTime() };
};

/** Undefined where it is no time of day; null for a morning, which begins with work. */
function readTime(words: readonly string[]): Temporal.PlainTime | null | undefined {
  const text = words.filter((word) => word !== 'this' && word !== 'in').join('');
  if (text in PARTS) {
    const hour = PARTS[text as keyof typeof PARTS];
    return hour === null ? null : new Temporal.PlainTime(hour);
  }
  const [, hour, minute = '0', half] = /^(\d{1,2})(?::([0-5]\d))?(am|pm)?$/.exec(text) ?? [];
  if (hour === undefined || (half === undefined && !text.includes(':'))) return undefined;
  const shown = Number(hour);
  if (half !== undefined && (shown < 1 || shown > 12)) return undefined;
  const at = half === undefined ? shown : (shown % 12) + (half === 'pm' ? 12 : 0);
  return at > 23 ? undefined : new Temporal.PlainTime(at, Number(minute));
}

function readDay(words: readonly string[], today: Temporal.PlainDate): Temporal.PlainDate | Problem | null {
  const text = words.join(' ');
  if (text === 'today') return today;
  if (text === 'tomorrow') return today.add({ days: 1 });
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  if (text === 'next week') return monday.add({ days: 7 });
  if (text === 'next month') return today.add({ months: 1 }).with({ day: 1 });
  const [, next, name = ''] = /^(next |this )?([a-z]+)$/.exec(text) ?? [];
  const weekday = DAYS.findIndex((day, index) => day === name || WEEKDAYS[index] === name);
  // Next Friday, said on a Thursday, is the one of next week; Monday, said on a Monday, is a week away.
  if (weekday >= 0 && next === 'next ') return monday.add({ days: 7 + weekday });
  if (weekday >= 0) return today.add({ days: ((weekday + 1 - today.dayOfWeek + 6) % 7) + 1 });
  return readDate(words, today);
}

/** `2026-12-24`, `24.12.`, `24 dec`, `december 24 2026`: without a year the next one. */
function readDate(words: readonly string[], today: Temporal.PlainDate): Temporal.PlainDate | Problem | null {
  const text = words.join(' ');
  if (/^\d+-\d+-\d+$/.test(text)) {
    const read = readIsoDate(text);
    return read.ok ? read.date : read;
  }
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/.exec(text) ?? [];
  if (day && month) return inYear(text, { day: Number(day), month: Number(month) }, year, today);
  const named =
    /^(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?(?: (\d{4}))?$/.exec(text) ??
    swapped(/^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?$/.exec(text));
  const number = MONTHS.findIndex((one) => named !== null && one.startsWith(named[2] ?? '?')) + 1;
  if (!named || number === 0) return null;
  return inYear(text, { day: Number(named[1]), month: number }, named[3], today);
}

const swapped = (found: RegExpExecArray | null): (string | undefined)[] | null =>
  found && [found[0], found[2], found[1], found[3]];

function inYear(
  text: string,
  { day, month }: { day: number; month: number },
  year: string | undefined,
  today: Temporal.PlainDate,
): Temporal.PlainDate | Problem {
  const years = year === undefined ? [today.year, today.year + 1] : [Number(year)];
  for (const one of years) {
    const read = readIsoDate(`${one}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
    if (read.ok && (year !== undefined || Temporal.PlainDate.compare(read.date, today) >= 0))
      return read.date;
  }
  return problem(`"${text}" is not a date: expected one such as 2026-09-01`);
}

/** A date as `2026-09-01`, of a day that there is. */
export function readIsoDate(word: string): Read<{ date: Temporal.PlainDate }> {
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

/**
 * The morning of a day that somebody picked from a calendar, as `2026-12-03`, in their own zone; of today its last minute,
 * so that today has not passed before it has. Null where it is no day.
 */
export function pickedDay(day: string, { timeZone }: Pick<Hours, 'timeZone'>, now: Date): Date | null {
  const read = readIsoDate(day);
  if (!read.ok) return null;
  const nine = new Date(read.date.toZonedDateTime({ timeZone, plainTime: '09:00' }).epochMilliseconds);
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const isToday = today.toPlainDate().equals(read.date);
  if (!isToday || nine > now) return nine;
  const midnight = read.date.add({ days: 1 }).toZonedDateTime({ timeZone }).epochMilliseconds;
  return new Date(midnight - MINUTE);
}

/** `this afternoon`, `tomorrow morning`: from its beginning until the next part of a day in which there is work. */
function readPart(words: readonly string[], { hours, now }: Clock): { from: Date; until: Date } | null {
  const part = words.at(-1) ?? '';
  if (part !== 'morning' && part !== 'afternoon' && part !== 'evening' && part !== 'tonight') return null;
  const today = zoned(hours, now).toPlainDate();
  const before = words.slice(0, -1);
  const isToday = before.length === 0 ? part === 'tonight' : before.length === 1 && before[0] === 'this';
  const day = isToday ? today : before.length === 0 ? null : readDay(before, today);
  if (!day || 'problem' in day) return null;
  const noon = instantOf(hours, { day, time: new Temporal.PlainTime(12) });
  const evening = instantOf(hours, { day, time: new Temporal.PlainTime(18) });
  if (part === 'morning') return noon <= now ? null : { from: startOf(hours, day), until: noon };
  const next = openingOn(hours, day.add({ days: 1 }));
  return { from: part === 'afternoon' ? noon : evening, until: next };
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

const zoned = ({ timeZone }: Hours, at: Date): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);

const startOf = ({ timeZone }: Hours, day: Temporal.PlainDate): Date =>
  new Date(day.toZonedDateTime({ timeZone }).epochMilliseconds);

const instantOf = ({ timeZone }: Hours, { day, time }: Moment): Date =>
  new Date(day.toZonedDateTime({ timeZone, plainTime: time ?? undefined }).epochMilliseconds);
