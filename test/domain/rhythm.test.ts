import { expect, test } from 'vitest';
import { findSilences, type HourCount, hourOf } from '#domain/rhythm.ts';
import { judge, simulateTeam } from '../support/simulated-sources.ts';

const hours = { timeZone: 'Europe/Berlin', holidays: [], special: undefined };
const MONDAY = new Date('2026-11-23T09:00:00Z');

/** Two deliveries an hour from nine to five on every working day of these weeks before Monday 23 November, ten o'clock. */
function office(weeks: number): HourCount[] {
  const now = hourOf(MONDAY);
  return Array.from({ length: weeks * 168 }, (_, index) => now - weeks * 168 + index)
    .filter((hour) => {
      const at = new Date(hour * 3_600_000);
      return at.getUTCDay() % 6 !== 0 && at.getUTCHours() >= 8 && at.getUTCHours() < 16;
    })
    .map((hour) => ({ hour, count: 2 }));
}

const find = (
  counts: Record<string, HourCount[]>,
  now: Date,
  more: Partial<Parameters<typeof findSilences>[1]> = {},
) => [
  ...findSilences(new Map(Object.entries(counts)), {
    hours,
    outages: [],
    heardFrom: new Map(Object.keys(counts).map((id) => [id, new Date('2026-01-01T00:00:00Z')])),
    told: new Set(),
    now,
    ...more,
  }).keys(),
];

const EVENING = new Date('2026-11-23T17:00:00Z');
const NOON = new Date('2026-11-23T11:00:00Z');

test('a source of sixteen deliveries a day is silent in the evening of its first day without one, and not at noon', () => {
  expect(find({ website: office(8) }, NOON)).toEqual([]);
  expect(find({ website: office(8) }, EVENING)).toEqual(['website']);
});

test('over a weekend on which it never sends it is not silent', () => {
  const friday = office(8).filter(({ hour }) => hour < hourOf(new Date('2026-11-21T00:00:00Z')));
  expect(find({ website: friday }, new Date('2026-11-23T07:00:00Z'))).toEqual([]);
});

test('a day off of the team, one with hours of its own, and an outage of ours count for nothing', () => {
  const website = office(8);
  expect(find({ website }, EVENING, { hours: { ...hours, holidays: ['2026-11-23'] } })).toEqual([]);
  const special = { '2026-11-23': ['09:00-12:00'] };
  expect(find({ website }, EVENING, { hours: { ...hours, special } })).toEqual([]);
  expect(find({ website }, EVENING, { outages: [{ from: MONDAY, to: EVENING }] })).toEqual([]);
});

test('one that nobody looked after until now has no silence yet', () => {
  const heardFrom = new Map([['website', new Date('2026-11-23T16:00:00Z')]]);
  expect(find({ website: office(8) }, EVENING, { heardFrom })).toEqual([]);
});

test('before three weeks, or of a handful of deliveries, nobody knows a rhythm', () => {
  expect(find({ website: office(2) }, EVENING)).toEqual([]);
  expect(find({ website: office(8).slice(0, 5) }, EVENING)).toEqual([]);
});

test('a day on which the others are as quiet is no silence of anybody', () => {
  const busy = Object.fromEntries(['a', 'b', 'c'].map((id) => [id, office(8)]));
  const one = (hour: number): HourCount => ({ hour, count: 1 });
  const trickle = [hourOf(MONDAY) + 1, hourOf(MONDAY) + 5].map(one);
  const quiet = Object.fromEntries(Object.entries(busy).map(([id, all]) => [id, [...all, ...trickle]]));
  expect(find({ website: office(8), ...quiet }, EVENING)).toEqual([]);
  const usual = Array.from({ length: 8 }, (_, index) => ({ hour: hourOf(MONDAY) + index - 1, count: 2 }));
  const sending = Object.fromEntries(Object.entries(busy).map(([id, all]) => [id, [...all, ...usual]]));
  expect(find({ website: office(8), ...sending }, EVENING)).toEqual(['website']);
});

test('where nothing comes from any source, that is one silence', () => {
  expect(find({ website: office(8), forms: office(8) }, EVENING)).toEqual(['*']);
});

test('where the largest fell silent and was told, the others are not silent with it', () => {
  const forms = [...office(8), { hour: hourOf(EVENING) - 1, count: 1 }];
  expect(find({ website: office(8), forms }, EVENING, { told: new Set(['website']) })).toEqual([]);
});

/** Four months of a hundred sources, from one delivery a week to five hundred a day, with holidays. */
test.each([
  { seed: 1, team: 'together', falseAlarms: 3 },
  { seed: 3, team: 'each alone', falseAlarms: 3 },
] as const)(
  'a hundred sources $team are not told silent more than once a month (seed $seed)',
  ({ seed, team, falseAlarms }) => {
    const { alarms, months } = judge(simulateTeam(seed), team);
    expect(alarms.length / months).toBeLessThanOrEqual(1);
    expect(alarms).toHaveLength(falseAlarms);
  },
);

test('of sources with twenty deliveries a day or more that die half are told within a working day, nine of ten within two', () => {
  const { toldAfter } = judge(simulateTeam(2), 'dying');
  const after = (part: number) => toldAfter[Math.floor((toldAfter.length - 1) * part)];
  expect(toldAfter.length).toBeGreaterThan(100);
  expect({ half: after(0.5), nineOfTen: after(0.9), all: after(1) }).toEqual({
    half: 9,
    nineOfTen: 14,
    all: 32,
  });
});
