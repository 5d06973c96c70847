import type { Hours } from './hours.ts';
import { isoDate, localDay, sinceMidnight, weekdayOf } from './local-time.ts';

/**
 * When a source that is silent should not be. Each has a rhythm of its own: so much is expected of each hour of its week. A
 * silence is as long as what should have come meanwhile, and is one when that is more than chance leaves out, and far more than
 * this source ever left out before: campaigns come in bursts, and their pauses are no news.
 */

/** What came in one hour; `hour` counts from 1970, in UTC. */
export type HourCount = { hour: number; count: number };
/** The hours in which something came, the oldest first. */
export type Counts = readonly HourCount[];

export const HOUR_MS = 3_600_000;
export const hourOf = (at: Date): number => Math.floor(at.getTime() / HOUR_MS);

const DAY_HOURS = 24;
const WEEK_HOURS = 7 * DAY_HOURS;
/** So far back a rhythm is learned from; and no rhythm is known that is shorter, or made of less. */
export const LEARNED_WEEKS = 8;
const FEWEST_WEEKS = 3;
const FEWEST_HOURS = 6;
/** How much an hour of the week borrows from its weekday and its hour of the day, in weeks of its own. */
const BORROWED_WEEKS = 2;
/** Where less came lately than before, less is expected. */
const LATELY_HOURS = 2 * WEEK_HOURS;
/** Chosen by simulation: `test/domain/rhythm.test.ts`. */
const BEYOND_CHANCE = 8;
const BEYOND_BEFORE = 7;
const OF_A_WORKING_DAY = 0.8;

/** How the hours from `first` on stand in the team's week. Hours of no weight are left out of everything. */
export type Calendar = { first: number; slots: Uint8Array; days: Int32Array; weights: Uint8Array };

/** The hours up to and with that of `to`. Days off, days with hours of their own and outages of ours say nothing of a source. */
export function calendarOf(
  hours: Pick<Hours, 'timeZone' | 'holidays' | 'special'>,
  outages: readonly { from: Date; to: Date }[],
  { from, to }: { from: number; to: number },
): Calendar {
  const length = Math.max(0, to - from + 1);
  const slots = new Uint8Array(length);
  const days = new Int32Array(length);
  const weights = new Uint8Array(length).fill(1);
  const { timeZone, holidays, special = {} } = hours;
  const isOff = (day: number) => holidays.includes(isoDate(day)) || Object.hasOwn(special, isoDate(day));
  let last = { day: Number.NaN, isOff: false };
  for (let index = 0; index < length; index += 1) {
    const at = (from + index) * HOUR_MS;
    const day = localDay(timeZone, at);
    if (day !== last.day) last = { day, isOff: isOff(day) };
    days[index] = day;
    slots[index] = weekdayOf(day) * DAY_HOURS + Math.floor(sinceMidnight(timeZone, day, at) / HOUR_MS);
    if (last.isOff) weights[index] = 0;
  }
  for (const outage of outages) {
    weights.fill(0, Math.max(0, hourOf(outage.from) - from), Math.max(0, hourOf(outage.to) - from + 1));
  }
  return { first: from, slots, days, weights };
}

/** What is expected of each hour of the week, and of what it was learned. */
export type Rhythm = { expected: Float64Array; from: number; lastHour: number; counts: Counts };

/** The rhythm of a source before it was heard last; null where too little came, or for too short a time. */
export function learnRhythm(all: Counts, calendar: Calendar): Rhythm | null {
  const lastHour = all.at(-1)?.hour;
  const firstHour = all[0]?.hour;
  if (lastHour === undefined || firstHour === undefined) return null;
  const from = Math.max(firstHour, lastHour + 1 - LEARNED_WEEKS * WEEK_HOURS);
  const counts = all.slice(all.findIndex(({ hour }) => hour >= from));
  if (lastHour - from < FEWEST_WEEKS * WEEK_HOURS || counts.length < FEWEST_HOURS) return null;
  const expected = expectedOfWeek(counts, calendar, { from, lastHour });
  const since = Math.max(from, lastHour + 1 - LATELY_HOURS);
  const should = expectedBetween(expected, calendar, since, lastHour);
  const came = counts.reduce((sum, { hour, count }) => (hour >= since ? sum + count : sum), 0);
  const lately = Math.min(1, (came + 1) / (should + 1));
  return { expected: expected.map((one) => one * lately), from, lastHour, counts };
}

function expectedOfWeek(
  counts: Counts,
  { first, slots, weights }: Calendar,
  { from, lastHour }: { from: number; lastHour: number },
): Float64Array {
  const came = new Float64Array(WEEK_HOURS);
  const seen = new Float64Array(WEEK_HOURS);
  for (let index = from - first; index <= lastHour - first; index += 1) {
    seen[slots[index] ?? 0] = (seen[slots[index] ?? 0] ?? 0) + (weights[index] ?? 0);
  }
  for (const { hour, count } of counts) {
    const slot = slots[hour - first] ?? 0;
    came[slot] = (came[slot] ?? 0) + count * (weights[hour - first] ?? 0);
  }
  const ofDay = sums(came, seen, (slot) => Math.floor(slot / DAY_HOURS));
  const ofHour = sums(came, seen, hourAmongAlike);
  const ofAlike = sums(came, seen, (slot) => (isWeekend(slot) ? 1 : 0));
  return came.map((sum, slot) => {
    const mean = ofAlike(slot);
    const borrowed = mean === 0 ? 0 : (ofDay(slot) * ofHour(slot)) / mean;
    return (sum + BORROWED_WEEKS * borrowed) / ((seen[slot] ?? 0) + BORROWED_WEEKS);
  });
}

const isWeekend = (slot: number): boolean => slot >= 5 * DAY_HOURS;
/** The hour of the day; that of weekends apart. */
const hourAmongAlike = (slot: number): number => (slot % DAY_HOURS) + (isWeekend(slot) ? DAY_HOURS : 0);

/** What came in an hour on average, among those that are of one kind. */
function sums(
  came: Float64Array,
  seen: Float64Array,
  kindOf: (slot: number) => number,
): (slot: number) => number {
  const totals = new Map<number, { came: number; seen: number }>();
  for (const [slot, count] of came.entries()) {
    const total = totals.get(kindOf(slot)) ?? { came: 0, seen: 0 };
    total.came += count;
    total.seen += seen[slot] ?? 0;
    totals.set(kindOf(slot), total);
  }
  return (slot) => {
    const total = totals.get(kindOf(slot));
    return total && total.seen > 0 ? total.came / total.seen : 0;
  };
}

function expectedBetween(
  expected: Float64Array,
  { first, slots, weights }: Calendar,
  from: number,
  to: number,
): number {
  let sum = 0;
  for (let index = from - first; index <= to - first; index += 1) {
    sum += (expected[slots[index] ?? 0] ?? 0) * (weights[index] ?? 0);
  }
  return sum;
}

/** How much of what was expected on a day came from all sources together; of each no more counts than this. */
const COUNTED_OF_EACH = 5;
/** On this much of a day it stands still as usual; on a usual day hardly any source has less. */
const AS_USUAL = 0.7;
/** With less expected of all others, nothing is known of a day. */
const FEWEST_OF_OTHERS = 10;

type Share = { expected: number; came: number };
/** By day: what each source adds, and all of them together. */
export type Days = { of: ReadonlyMap<string, ReadonlyMap<number, Share>>; all: ReadonlyMap<number, Share> };

/** How quiet each day was with all sources: a day off that no calendar has is one on which everybody sends less. */
export function readDays(
  rhythms: ReadonlyMap<string, Rhythm>,
  counts: ReadonlyMap<string, Counts>,
  calendar: Calendar,
  until: number,
): Days {
  const of = new Map<string, ReadonlyMap<number, Share>>();
  const all = new Map<number, Share>();
  for (const [id, rhythm] of rhythms) {
    const days = sharesOf(rhythm, counts.get(id) ?? [], calendar, until);
    of.set(id, days);
    for (const [day, share] of days) {
      const total = all.get(day) ?? { expected: 0, came: 0 };
      all.set(day, { expected: total.expected + share.expected, came: total.came + share.came });
    }
  }
  return { of, all };
}

function sharesOf(rhythm: Rhythm, counts: Counts, calendar: Calendar, until: number): Map<number, Share> {
  const { first, slots, days, weights } = calendar;
  const sums_ = new Map<number, Share>();
  for (let index = rhythm.from - first; index <= until - first; index += 1) {
    const day = days[index] ?? 0;
    const share = sums_.get(day) ?? { expected: 0, came: 0 };
    share.expected += (rhythm.expected[slots[index] ?? 0] ?? 0) * (weights[index] ?? 0);
    sums_.set(day, share);
  }
  for (const { hour, count } of counts) {
    const share = hour < rhythm.from || hour > until ? undefined : sums_.get(days[hour - first] ?? 0);
    if (share) share.came += count;
  }
  for (const share of sums_.values()) {
    const counted = Math.min(share.expected, COUNTED_OF_EACH);
    share.came = share.expected === 0 ? 0 : counted * Math.min(1, share.came / (AS_USUAL * share.expected));
    share.expected = counted;
  }
  return sums_;
}

/** How much of the usual the others sent that day, from 0 to 1. */
function usualness({ of, all }: Days, id: string, day: number): number {
  const total = all.get(day);
  const own = of.get(id)?.get(day) ?? { expected: 0, came: 0 };
  if (!total || total.expected - own.expected < FEWEST_OF_OTHERS) return 1;
  return (total.came - own.came) / (total.expected - own.expected);
}

type Heard = {
  calendar: Calendar;
  days: Days;
  now: Date;
  /** The first hour in which anybody listened. */
  heardFrom: number;
};

/** What should have come from a source since it was heard, where that makes a silence; else null. */
export function silenceOf(
  id: string,
  rhythm: Rhythm,
  { calendar, days, now, heardFrom }: Heard,
): number | null {
  const { lastHour } = rhythm;
  const expectedIn = expectation(id, rhythm, calendar, days);
  const nowHour = hourOf(now);
  let expected = 0;
  for (let hour = Math.max(lastHour + 1, heardFrom); hour < nowHour; hour += 1) expected += expectedIn(hour);
  if (nowHour > lastHour) expected += expectedIn(nowHour) * (now.getTime() / HOUR_MS - nowHour);
  // Most of the time it is far from that, and the past need not be gone through.
  return expected >= BEYOND_CHANCE && expected >= enoughOf(rhythm, expectedIn) ? expected : null;
}

function expectation(
  id: string,
  { expected }: Rhythm,
  { first, slots, weights, days: dayOf }: Calendar,
  days: Days,
): (hour: number) => number {
  const known = new Map<number, number>();
  return (hour) => {
    const index = hour - first;
    const day = dayOf[index] ?? 0;
    const part = known.get(day) ?? usualness(days, id, day);
    known.set(day, part);
    return (expected[slots[index] ?? 0] ?? 0) * (weights[index] ?? 0) * part;
  };
}

/**
 * More than chance would leave out once in years, more than the longest pause there was (the fewer there were, the less that
 * says), and most of a working day: a day off that is in no calendar must not look like a silence.
 */
function enoughOf(
  { from, lastHour, counts, expected }: Rhythm,
  expectedIn: (hour: number) => number,
): number {
  const perMonth = Math.log(1 + (counts.length * 30 * DAY_HOURS) / (lastHour - from + 1));
  const longer = (perMonth + BEYOND_BEFORE) / Math.log(2 + counts.length);
  const workingDay = expected.reduce((sum, one) => sum + one, 0) / 5;
  return Math.max(
    BEYOND_CHANCE + perMonth,
    longer * longestPause({ from, lastHour, counts }, expectedIn),
    OF_A_WORKING_DAY * workingDay,
  );
}

function longestPause(
  { from, lastHour, counts }: Pick<Rhythm, 'from' | 'lastHour' | 'counts'>,
  expectedIn: (hour: number) => number,
): number {
  const heard = new Set(counts.map(({ hour }) => hour));
  let longest = 0;
  let pause = 0;
  for (let hour = from; hour <= lastHour; hour += 1) {
    pause = heard.has(hour) ? 0 : pause + expectedIn(hour);
    longest = Math.max(longest, pause);
  }
  return longest;
}

/** All sources together are asked about under this name. */
export const ALL_SOURCES = '*';

/**
 * The sources that are silent, with what should have come from each. Where nothing comes from any of several, that is one
 * silence: the way to us is broken, not all of them. `told` are known to be silent, and say nothing of a day.
 */
export function findSilences(
  counts: ReadonlyMap<string, Counts>,
  of: {
    hours: Parameters<typeof calendarOf>[0];
    outages: Parameters<typeof calendarOf>[1];
    heardFrom: ReadonlyMap<string, Date>;
    told: ReadonlySet<string>;
    now: Date;
  },
): Map<string, number> {
  const until = hourOf(of.now);
  const first = Math.min(until, ...[...counts.values()].flatMap((all) => all[0]?.hour ?? []));
  const calendar = calendarOf(of.hours, of.outages, { from: first, to: until });
  const listened = (id: string): number => hourOf(of.heardFrom.get(id) ?? of.now);
  const silent = (id: string, rhythm: Rhythm, days: Days, heardFrom: number): [string, number][] => {
    const expected = silenceOf(id, rhythm, { calendar, days, now: of.now, heardFrom });
    return expected === null ? [] : [[id, expected]];
  };
  const rhythms = rhythmsOf(counts, calendar);
  const heard = new Map([...rhythms].filter(([id]) => !of.told.has(id)));
  const all =
    heard.size < 2
      ? null
      : learnRhythm(addedUp([...heard.keys()].map((id) => counts.get(id) ?? [])), calendar);
  if (all) {
    const none = { of: new Map(), all: new Map() };
    const together = silent(ALL_SOURCES, all, none, Math.min(...[...heard.keys()].map(listened)));
    if (together.length > 0) return new Map(together);
  }
  const days = readDays(heard, counts, calendar, until);
  return new Map([...heard].flatMap(([id, rhythm]) => silent(id, rhythm, days, listened(id))));
}

const rhythmsOf = (counts: ReadonlyMap<string, Counts>, calendar: Calendar): Map<string, Rhythm> =>
  new Map(
    [...counts].flatMap(([id, all]) => {
      const rhythm = learnRhythm(all, calendar);
      return rhythm ? [[id, rhythm] as const] : [];
    }),
  );

function addedUp(all: readonly Counts[]): Counts {
  const sums_ = new Map<number, number>();
  for (const { hour, count } of all.flat()) sums_.set(hour, (sums_.get(hour) ?? 0) + count);
  return [...sums_].map(([hour, count]) => ({ hour, count })).toSorted((a, b) => a.hour - b.hour);
}
