import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addBusinessDays,
  addWorkingMinutes,
  isOpen,
  nextMorning,
  nextOpening,
  workingMinutesBetween,
} from '#domain/calendar.ts';
import type { Hours } from '#domain/hours.ts';
import { WEEKDAYS } from '#domain/settings-shapes.ts';

/** The calendar against a clock that is read minute by minute, around every change of it. */

const CALENDARS = 2500;
const QUESTIONS = 40;
const CASES = CALENDARS * QUESTIONS;
const RUNS = 300;
const MINUTE = 60_000;
const DAY = 24 * 60;
const WINDOW_DAYS = 16;
const STARTS: Record<string, string[]> = {
  'Europe/Berlin': ['2026-03-22', '2026-10-18', '2026-06-01'],
  'America/New_York': ['2026-03-01', '2026-10-25'],
  'America/St_Johns': ['2026-03-01', '2026-10-25'], // half an hour
  'Australia/Sydney': ['2026-03-29', '2026-09-27'],
  'Australia/Lord_Howe': ['2026-03-29', '2026-09-27'], // changes by half an hour
  'Pacific/Chatham': ['2026-03-29', '2026-09-20'], // a quarter of an hour, and changes
  'America/Santiago': ['2026-03-29', '2026-08-30'], // changes at midnight, in the south
  'Asia/Kolkata': ['2026-12-20'],
  'Asia/Kathmandu': ['2026-12-20'], // a quarter of an hour
  'America/Havana': ['2026-03-01', '2026-10-25'], // changes at midnight
  'Pacific/Apia': ['2011-12-22'], // leaves out a day
};

/** For every minute of a window what the local clock shows, and the furthest it has shown, in minutes since 1970. */
type Readings = { timeZone: string; start: number; shown: Int32Array; furthest: Int32Array };

function readClock(timeZone: string, date: string): Readings {
  const parts = new Intl.DateTimeFormat('en-u-hc-h23', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const start = Date.parse(`${date}T00:00:00Z`);
  const shown = new Int32Array(WINDOW_DAYS * DAY);
  const furthest = new Int32Array(shown.length);
  let offset = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let minute = 0; minute < shown.length; minute += 1) {
    const utc = start / MINUTE + minute;
    // No zone changes its clock at another time than a quarter of an hour.
    if (minute % 15 === 0) offset = localMinute(parts, utc) - utc;
    shown[minute] = utc + offset;
    most = Math.max(most, utc + offset);
    furthest[minute] = most;
  }
  return { timeZone, start, shown, furthest };
}

function localMinute(format: Intl.DateTimeFormat, utcMinute: number): number {
  const parts = Object.fromEntries(
    format.formatToParts(utcMinute * MINUTE).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute) / MINUTE;
}

const WINDOWS = Object.entries(STARTS).flatMap(([timeZone, dates]) =>
  dates.map((date) => readClock(timeZone, date)),
);

const dateOf = (localDay: number): string => new Date(localDay * DAY * MINUTE).toISOString().slice(0, 10);

/** Minutes after midnight at which the blocks of a local day begin and end, by the words of the settings alone. */
function blocksOn(hours: Hours, localDay: number): [from: number, to: number][] {
  const date = dateOf(localDay);
  if (hours.holidays.includes(date)) return [];
  const weekday = WEEKDAYS[(((localDay + 3) % 7) + 7) % 7] ?? 'mon';
  const texts = hours.special?.[date] ?? hours.week[weekday] ?? [];
  return texts.map((block) => {
    const [from = 0, to = 0] = block
      .split('-')
      .map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
    return [from, to <= from ? to + DAY : to];
  });
}

/**
 * What the oracle knows of a calendar: which minutes of the window are worked, how many were before each, and the first
 * worked one from each on (the length of the window where there is none).
 */
type Oracle = { worked: Uint8Array; before: Int32Array; next: Int32Array };

function consult(hours: Hours, { start, furthest }: Readings): Oracle {
  const firstDay = start / MINUTE / DAY - 2;
  const byTheClock = new Uint8Array((WINDOW_DAYS + 6) * DAY);
  for (let day = 0; day < WINDOW_DAYS + 4; day += 1) {
    for (const [from, to] of blocksOn(hours, firstDay + day)) {
      byTheClock.fill(1, day * DAY + from, day * DAY + to);
    }
  }
  const worked = new Uint8Array(furthest.length);
  const before = new Int32Array(furthest.length + 1);
  for (let minute = 0; minute < worked.length; minute += 1) {
    worked[minute] = byTheClock[(furthest[minute] ?? 0) - firstDay * DAY] ?? 0;
    before[minute + 1] = (before[minute] ?? 0) + (worked[minute] ?? 0);
  }
  const next = new Int32Array(furthest.length + 1).fill(furthest.length);
  for (let minute = worked.length - 1; minute >= 0; minute -= 1) {
    next[minute] = worked[minute] === 1 ? minute : (next[minute + 1] ?? 0);
  }
  return { worked, before, next };
}

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 59))
  .map(([hour, minute]) => {
    return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  });
const block = fc.tuple(time, fc.oneof(time, fc.constant('24:00'))).map(([from, to]) => `${from}-${to}`);
const office = fc.constantFrom<string[][]>(
  ['09:00-17:00'],
  ['09:00-12:30', '13:30-18:00'],
  ['22:00-06:00'],
  [],
);
const day = fc.oneof(fc.array(block, { maxLength: 3 }), office);
const week = fc.record({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day });
const calendar = fc.constantFrom(...WINDOWS).chain((window) => {
  const date = fc
    .integer({ min: 0, max: WINDOW_DAYS - 1 })
    .map((after) => dateOf(window.start / MINUTE / DAY + after));
  return fc.record({
    window: fc.constant(window),
    hours: fc.record({
      timeZone: fc.constant(window.timeZone),
      week,
      holidays: fc.array(date, { maxLength: 3 }),
      // Half days and exceptional openings; one may fall on a weekend, or on a holiday, which wins.
      special: fc.array(fc.tuple(date, day), { maxLength: 4 }).map((days) => Object.fromEntries(days)),
    }),
    questions: fc.array(
      fc.record({
        // Two days at the edge stay free, so that last evening's shift and the end of the work are in the window.
        from: fc.integer({ min: 2 * DAY, max: 12 * DAY }),
        minutes: fc.integer({ min: 1, max: 3 * DAY }),
        days: fc.integer({ min: 1, max: 3 }),
      }),
      { minLength: QUESTIONS, maxLength: QUESTIONS },
    ),
  });
});

/** The oracle's answers; undefined where the window ends too early to tell. */
function lookUp({ worked, before, next }: Oracle, from: number, minutes: number) {
  const done = before[from] ?? 0;
  const until = Math.min(from + minutes, worked.length);
  const opening = next[from] ?? worked.length;
  let end: number | undefined = from;
  while (end < worked.length && (before[end] ?? 0) < done + minutes) end += 1;
  if ((before[end] ?? 0) < done + minutes) end = undefined;
  return {
    isOpen: worked[from] === 1,
    opening: opening === worked.length ? undefined : opening,
    end,
    between: (before[until] ?? 0) - done,
  };
}

/**
 * So many days with work further, at the same local time: before that day's work at its opening, after it at its
 * closing. Undefined where the window ends too early, and where work runs past midnight: which day such an hour belongs
 * to, no clock says.
 */
function daysFurther(hours: Hours, { shown, furthest }: Readings, from: number, days: number) {
  const today = Math.floor((shown[from] ?? 0) / DAY);
  const time = (shown[from] ?? 0) - today * DAY;
  const last = Math.floor((shown.at(-1) ?? 0) / DAY);
  let left = days;
  for (let localDay = today + 1; localDay < last; localDay += 1) {
    const blocks = blocksOn(hours, localDay).toSorted(([a], [b]) => a - b);
    // A part of the window whose day the clock jumps over has no minute in it.
    const isWorked = furthest.some((reading) =>
      blocks.some(([start, end]) => localDay * DAY + start <= reading && reading < localDay * DAY + end),
    );
    if (isWorked) left -= 1;
    if (left > 0 || !isWorked) continue;
    const closing = Math.max(...blocks.map(([, end]) => end));
    const isIn = blocks.some(([start, end]) => start <= time && time <= end);
    const opening = blocks.find(([start]) => start >= time)?.[0] ?? closing;
    const meant = localDay * DAY + (isIn ? time : Math.min(opening, closing));
    const found = furthest.findIndex((reading) => reading >= meant);
    return found === -1 ? undefined : found;
  }
  return undefined;
}

const runsPastMidnight = ({ week, special = {} }: Hours): boolean =>
  [...Object.values(week), ...Object.values(special)]
    .flat()
    .some((text) => text.slice(6) <= text.slice(0, 5));

test(`every answer is that of a clock read minute by minute (${CASES} cases)`, () => {
  let asked = 0;
  fc.assert(
    fc.property(calendar, ({ window, hours, questions }) => {
      const at = (minute: number) => new Date(window.start + minute * MINUTE);
      const minuteOf = (instant: Date) => (instant.getTime() - window.start) / MINUTE;
      const oracle = consult(hours, window);
      const expected = questions.map(({ from, minutes }) => lookUp(oracle, from, minutes));
      const answers = questions.map(({ from, minutes }, index) => ({
        isOpen: isOpen(hours, at(from)),
        opening: expected[index]?.opening === undefined ? undefined : minuteOf(nextOpening(hours, at(from))),
        end:
          expected[index]?.end === undefined
            ? undefined
            : minuteOf(addWorkingMinutes(hours, at(from), minutes)),
        between: workingMinutesBetween(hours, at(from), at(Math.min(from + minutes, window.furthest.length))),
      }));
      asked += questions.length;
      expect(answers).toEqual(expected);
    }),
    { numRuns: CALENDARS },
  );
  expect(asked).toBeGreaterThanOrEqual(100_000);
}, 120_000);

test('business days are those of a calendar on the wall and a clock beside it', () => {
  let answered = 0;
  fc.assert(
    fc.property(calendar, ({ window, hours, questions }) => {
      fc.pre(!runsPastMidnight(hours));
      for (const { from, days } of questions.slice(0, 5)) {
        const expected = daysFurther(hours, window, from, days);
        if (expected === undefined) continue;
        const end = addBusinessDays(hours, new Date(window.start + from * MINUTE), days);
        expect((end.getTime() - window.start) / MINUTE).toBe(expected);
        answered += 1;
      }
    }),
    { numRuns: RUNS },
  );
  expect(answered).toBeGreaterThanOrEqual(RUNS);
});

const worked = fc.record({
  hours: fc.record({
    timeZone: fc.constantFrom(...Object.keys(STARTS)),
    week: week.filter((days) => Object.values(days).some((blocks) => blocks.length > 0)),
    holidays: fc.constant([]),
  }),
  from: fc
    .integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2026-12-31T00:00:00Z') })
    .map((instant) => new Date(instant)),
  minutes: fc.integer({ min: 1, max: 5000 }),
  more: fc.integer({ min: 0, max: 5000 }),
  days: fc.integer({ min: 1, max: 10 }),
});

test('minutes that were added are found again between', () => {
  fc.assert(
    fc.property(worked, ({ hours, from, minutes }) => {
      expect(workingMinutesBetween(hours, from, addWorkingMinutes(hours, from, minutes))).toBe(minutes);
    }),
    { numRuns: RUNS },
  );
});

test('minutes may be added at once or one part after the other', () => {
  fc.assert(
    fc.property(worked, ({ hours, from, minutes, more }) => {
      const inTwo = addWorkingMinutes(hours, addWorkingMinutes(hours, from, minutes), more + 1);
      expect(inTwo).toEqual(addWorkingMinutes(hours, from, minutes + more + 1));
    }),
    { numRuns: RUNS },
  );
});

test('a later start, or more to do, never ends earlier', () => {
  fc.assert(
    fc.property(worked, ({ hours, from, minutes, more }) => {
      const end = addWorkingMinutes(hours, from, minutes).getTime();
      const later = new Date(from.getTime() + more * MINUTE);
      expect(addWorkingMinutes(hours, later, minutes).getTime()).toBeGreaterThanOrEqual(end);
      expect(addWorkingMinutes(hours, from, minutes + more).getTime()).toBeGreaterThanOrEqual(end);
    }),
    { numRuns: RUNS },
  );
});

test('a business day and the next morning lie ahead, and inside work or at its end', () => {
  fc.assert(
    fc.property(worked, ({ hours, from, days }) => {
      const morning = nextMorning(hours, from);
      const end = addBusinessDays(hours, from, days);
      const justBefore = new Date(end.getTime() - 1);
      expect(morning.getTime()).toBeGreaterThan(from.getTime());
      expect(isOpen(hours, morning)).toBe(true);
      expect(end.getTime()).toBeGreaterThan(from.getTime());
      expect(isOpen(hours, end) || isOpen(hours, justBefore)).toBe(true);
      expect(addBusinessDays(hours, from, days + 1).getTime()).toBeGreaterThanOrEqual(end.getTime());
    }),
    { numRuns: RUNS },
  );
});
