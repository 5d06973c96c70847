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
import type { Hours } from '#domain/handoff.ts';
import { WEEKDAYS } from '#domain/settings.ts';

/** The calendar against a clock that is read minute by minute, around every change of it. */

const RUNS = 3000;
const MINUTE = 60_000;
const DAY = 24 * 60;
const WINDOW_DAYS = 16;
const STARTS: Record<string, string[]> = {
  'Europe/Berlin': ['2026-03-22', '2026-10-18', '2026-06-01'],
  'America/New_York': ['2026-03-01', '2026-10-25'],
  'Australia/Lord_Howe': ['2026-03-29', '2026-09-27'],
  'Asia/Kolkata': ['2026-12-20'],
  'America/Havana': ['2026-03-01', '2026-10-25'], // changes at midnight
  'Pacific/Apia': ['2011-12-22'], // leaves out a day
};

/** For every minute of a window, the furthest the local clock has shown, in minutes since 1970. */
type Readings = { timeZone: string; start: number; furthest: Int32Array };

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
  const furthest = new Int32Array(WINDOW_DAYS * DAY);
  let offset = 0;
  let shown = Number.NEGATIVE_INFINITY;
  for (let minute = 0; minute < furthest.length; minute += 1) {
    const utc = start / MINUTE + minute;
    // No zone changes its clock at another time than a quarter of an hour.
    if (minute % 15 === 0) offset = localMinute(parts, utc) - utc;
    shown = Math.max(shown, utc + offset);
    furthest[minute] = shown;
  }
  return { timeZone, start, furthest };
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

/** Which minutes of the window are worked, by the words of the settings alone. */
function workedMinutes(hours: Hours, { start, furthest }: Readings): Uint8Array {
  const firstDay = start / MINUTE / DAY - 2;
  const byTheClock = new Uint8Array((WINDOW_DAYS + 6) * DAY);
  for (let day = 0; day < WINDOW_DAYS + 4; day += 1) {
    const date = new Date((firstDay + day) * DAY * MINUTE);
    if (hours.holidays.includes(date.toISOString().slice(0, 10))) continue;
    for (const block of hours.week[WEEKDAYS[(date.getUTCDay() + 6) % 7] ?? 'mon'] ?? []) {
      const [from = 0, to = 0] = block
        .split('-')
        .map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
      byTheClock.fill(1, day * DAY + from, day * DAY + (to <= from ? to + DAY : to));
    }
  }
  const worked = new Uint8Array(furthest.length);
  for (let minute = 0; minute < worked.length; minute += 1) {
    worked[minute] = byTheClock[(furthest[minute] ?? 0) - firstDay * DAY] ?? 0;
  }
  return worked;
}

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 59))
  .map(([hour, minute]) => {
    return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  });
const block = fc.tuple(time, fc.oneof(time, fc.constant('24:00'))).map(([from, to]) => `${from}-${to}`);
const day = fc.array(block, { maxLength: 3 });
const week = fc.record({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day });
const scene = fc.constantFrom(...WINDOWS).chain((window) =>
  fc.record({
    window: fc.constant(window),
    hours: fc.record({
      timeZone: fc.constant(window.timeZone),
      week,
      holidays: fc.array(
        fc
          .integer({ min: 0, max: WINDOW_DAYS - 1 })
          .map((after) => new Date(window.start + after * DAY * MINUTE).toISOString().slice(0, 10)),
        { maxLength: 3 },
      ),
    }),
    // Two days at the edge stay free, so that last evening's shift and the end of the work are in the window.
    from: fc.integer({ min: 2 * DAY, max: 12 * DAY }),
    minutes: fc.integer({ min: 1, max: 3 * DAY }),
  }),
);

/** The oracle's answers; undefined where the window ends too early to tell. */
function lookUp(worked: Uint8Array, from: number, minutes: number) {
  const opening = worked.indexOf(1, from);
  let left = minutes;
  let end = from;
  while (end < worked.length && left > 0) {
    left -= worked[end] ?? 0;
    end += 1;
  }
  return {
    isOpen: worked[from] === 1,
    opening: opening === -1 ? undefined : opening,
    end: left > 0 ? undefined : end,
    between: worked
      .subarray(from, Math.min(from + minutes, worked.length))
      .reduce((sum, one) => sum + one, 0),
  };
}

test(`every answer is that of a clock read minute by minute (${RUNS} calendars)`, () => {
  fc.assert(
    fc.property(scene, ({ window, hours, from, minutes }) => {
      const at = (minute: number) => new Date(window.start + minute * MINUTE);
      const minuteOf = (instant: Date) => (instant.getTime() - window.start) / MINUTE;
      const expected = lookUp(workedMinutes(hours, window), from, minutes);
      const until = Math.min(from + minutes, window.furthest.length);
      expect({
        isOpen: isOpen(hours, at(from)),
        opening: expected.opening === undefined ? undefined : minuteOf(nextOpening(hours, at(from))),
        end: expected.end === undefined ? undefined : minuteOf(addWorkingMinutes(hours, at(from), minutes)),
        between: workingMinutesBetween(hours, at(from), at(until)),
      }).toEqual(expected);
    }),
    { numRuns: RUNS },
  );
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
    { numRuns: RUNS / 10 },
  );
});

test('minutes may be added at once or one part after the other', () => {
  fc.assert(
    fc.property(worked, ({ hours, from, minutes, more }) => {
      const inTwo = addWorkingMinutes(hours, addWorkingMinutes(hours, from, minutes), more + 1);
      expect(inTwo).toEqual(addWorkingMinutes(hours, from, minutes + more + 1));
    }),
    { numRuns: RUNS / 10 },
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
    { numRuns: RUNS / 10 },
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
    { numRuns: RUNS / 10 },
  );
});
