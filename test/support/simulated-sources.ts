import { isoDate, localDay, sinceMidnight, weekdayOf } from '#domain/local-time.ts';
import {
  type Calendar,
  type Counts,
  calendarOf,
  type Days,
  HOUR_MS as HOUR,
  type HourCount,
  hourOf,
  learnRhythm,
  type Rhythm,
  readDays,
  silenceOf,
} from '#domain/rhythm.ts';
import { chance } from './chance.ts';

/** Sources as teams have them: each with a rate, a week and habits of its own, drawn from a seed. */

const ZONE = 'Europe/Berlin';

export type SimulatedSource = { id: string; perDay: number; habit: Habit; counts: Counts };
const HABITS = ['office', 'all_day', 'bursts', 'campaigns', 'fading', 'handfuls'] as const;
type Habit = (typeof HABITS)[number];

function poisson(random: () => number, mean: number): number {
  if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count += 1;
  return count;
}

const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

export type World = {
  from: Date;
  days: number;
  /** Days on which everybody sends this part of the usual. */
  quiet: Readonly<Record<string, number>>;
};

const OFFICE = [
  0, 0, 0, 0, 0, 0, 0.1, 0.3, 0.8, 1.2, 1.4, 1.3, 1, 1.1, 1.3, 1.2, 1, 0.6, 0.3, 0.2, 0.15, 0.1, 0.05, 0,
];
const ALL_DAY = [
  0.5, 0.3, 0.2, 0.2, 0.2, 0.3, 0.5, 0.8, 1, 1.2, 1.3, 1.3, 1.3, 1.3, 1.2, 1.2, 1.2, 1.2, 1.3, 1.5, 1.6, 1.5,
  1.2, 0.8,
];

export function simulateSource(seed: number, world: World): SimulatedSource {
  const random = chance(seed);
  const habit = HABITS[Math.floor(random() * HABITS.length)] ?? 'office';
  // From one a week to five hundred a day.
  const perDay = (1 / 7) * (500 * 7) ** random();
  const byHour = habit === 'all_day' ? ALL_DAY : random() < 0.6 ? OFFICE : ALL_DAY;
  const total = byHour.reduce((sum, one) => sum + one, 0);
  const weekend = byHour === OFFICE ? random() * 0.3 : 0.4 + random() * 0.8;
  // From day to day it is not the same: the smaller, the more it varies.
  const evenness = 2 + random() * 10;
  const counts: HourCount[] = [];
  const start = world.from.getTime();
  let burstUntil = 0;
  let burst = 1;
  let day = Number.NaN;
  let ofDay = 1;
  for (let hour = 0; hour < world.days * 24; hour += 1) {
    const at = start + hour * HOUR;
    const today = localDay(ZONE, at);
    if (today !== day) {
      day = today;
      ofDay = gammaOf(random, evenness) / evenness;
      ofDay *= weekdayOf(day) >= 5 ? weekend : 1;
      ofDay *= world.quiet[isoDate(day)] ?? 1;
      if (habit === 'bursts' && at > burstUntil) {
        burst = 1;
        if (random() < 1 / 21) {
          burst = 3 + random() * 12;
          burstUntil = at + (1 + random() * 5) * 24 * HOUR;
        }
      }
      if (habit === 'campaigns' && at > burstUntil) {
        const isOn = burst === 0 || burstUntil === 0;
        burst = isOn ? 2 : 0;
        burstUntil = at + (isOn ? 3 + random() * 10 : 3 + random() * 12) * 24 * HOUR;
      }
      if (habit === 'fading') burst = 1.6 - 1.3 * (hour / (world.days * 24));
    }
    const local = Math.floor(sinceMidnight(ZONE, day, at) / HOUR);
    const mean = (perDay * ofDay * burst * (byHour[local] ?? 0)) / total;
    const size = habit === 'handfuls' ? 5 : 1;
    const count = poisson(random, mean / size) * size;
    if (count > 0) counts.push({ hour: Math.floor(at / HOUR), count });
  }
  return { id: `source-${seed}`, perDay, habit, counts };
}

/** Marsaglia and Tsang, for shapes above 1. */
function gammaOf(random: () => number, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

const LEARNED_DAYS = 56;
const MONTHS = 4;
const DAYS = LEARNED_DAYS + 122;
const FROM = new Date('2026-09-01T00:00:00Z');
/** What everybody sends of the usual: on days off, on one that no calendar has, and around Christmas. */
const QUIET: Record<string, number> = {
  '2026-10-03': 0.1,
  '2026-11-18': 0.15,
  '2026-12-24': 0.2,
  '2026-12-25': 0.05,
  '2026-12-26': 0.1,
  '2026-12-31': 0.2,
  '2027-01-01': 0.05,
  '2027-01-06': 0.5,
  ...Object.fromEntries([21, 22, 23, 27, 28, 29, 30].map((day) => [`2026-12-${day}`, 0.5])),
};
const TEAM = {
  timeZone: ZONE,
  holidays: ['2026-10-03', '2026-12-25', '2026-12-26', '2027-01-01'],
  special: { '2026-12-24': ['09:00-12:00'], '2026-12-31': ['09:00-12:00'] },
};

export const simulateTeam = (seed: number): SimulatedSource[] =>
  Array.from({ length: 100 }, (_, index) =>
    simulateSource(seed * 1_000 + index, { from: FROM, days: DAYS, quiet: QUIET }),
  );

const FIRST = hourOf(FROM);
const NOBODY: Days = { of: new Map(), all: new Map() };

/** What came before an hour. */
function before(counts: Counts, hour: number): Counts {
  let low = 0;
  let high = counts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((counts[middle]?.hour ?? hour) < hour) low = middle + 1;
    else high = middle;
  }
  return counts.slice(0, low);
}

/**
 * Looks at the sources every three hours for four months, as the app does, who learns from the same; each rhythm is learned once a
 * day, for the sake of time. Or lets those with twenty a day die at several times, and counts the working hours until it shows.
 */
export function judge(
  sources: readonly SimulatedSource[],
  how: 'together' | 'each alone' | 'dying',
): { alarms: string[]; months: number; toldAfter: number[] } {
  const calendar = calendarOf(TEAM, [], { from: FIRST, to: FIRST + DAYS * 24 });
  if (how === 'dying') return { alarms: [], months: MONTHS, toldAfter: untilTold(sources, calendar) };
  const alarms: string[] = [];
  const told = new Map<string, number>();
  const counts = new Map(sources.map((source) => [source.id, source.counts]));
  for (let day = LEARNED_DAYS; day < DAYS; day += 1) {
    const morning = FIRST + day * 24;
    const rhythms = new Map<string, Rhythm>();
    for (const { id, counts: all } of sources) {
      const rhythm = learnRhythm(before(all, morning), calendar);
      if (rhythm) rhythms.set(id, rhythm);
    }
    for (let hour = morning + 1; hour <= morning + 24; hour += 3) {
      const days = how === 'together' ? readDays(rhythms, counts, calendar, hour - 1) : NOBODY;
      for (const { id, counts: all } of sources) {
        const known = rhythms.get(id);
        const heard = before(all, hour);
        const lastHour = heard.at(-1)?.hour ?? hour;
        if (!known || told.get(id) === lastHour || hour - lastHour < 3) continue;
        const rhythm = { ...known, lastHour, counts: heard.filter((one) => one.hour >= known.from) };
        const silence = silenceOf(id, rhythm, { calendar, days, now: new Date(hour * HOUR), heardFrom: 0 });
        if (silence === null) continue;
        told.set(id, lastHour);
        alarms.push(`${id} at ${new Date(hour * HOUR).toISOString()}`);
      }
    }
  }
  return { alarms, months: MONTHS, toldAfter: [] };
}

/** In working hours, the shortest first. Whose campaigns end by themselves do not die. */
function untilTold(sources: readonly SimulatedSource[], calendar: Calendar): number[] {
  const busy = sources.filter(({ perDay, habit }) => perDay >= 20 && habit !== 'campaigns');
  return busy
    .flatMap(({ id, perDay, counts }) =>
      [0, 1, 2, 3, 4, 5].map((no) => {
        const death = FIRST + (LEARNED_DAYS + 4 + no * 19) * 24 + ((Math.floor(perDay * 13) + no * 5) % 24);
        const rhythm = learnRhythm(before(counts, death), calendar);
        return rhythm && workUntilTold(id, rhythm, calendar, death);
      }),
    )
    .filter((worked) => worked !== null)
    .toSorted((a, b) => a - b);
}

function workUntilTold(id: string, rhythm: Rhythm, calendar: Calendar, death: number): number {
  let worked = 0;
  for (let hour = death; ; hour += 1) {
    const silence = silenceOf(id, rhythm, {
      ...{ calendar, days: NOBODY, heardFrom: 0 },
      now: new Date(hour * HOUR),
    });
    if (silence !== null) return worked;
    const slot = calendar.slots[hour - FIRST] ?? 0;
    const isWork = slot < 120 && slot % 24 >= 9 && slot % 24 < 18 && calendar.weights[hour - FIRST] === 1;
    worked += isWork ? 1 : 0;
  }
}
