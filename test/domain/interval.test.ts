import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compareCounts,
  compareMedians,
  compareShares,
  FEWEST_TO_COMPARE,
  medianRanks,
  wilson,
} from '#domain/interval.ts';

test('the interval is that of Wilson', () => {
  // Newcombe 1998, table I: 81 of 263 and 0 of 20.
  expect(wilson(81, 263)).toEqual({
    rate: 81 / 263,
    low: expect.closeTo(0.2553, 4),
    high: expect.closeTo(0.3662, 4),
  });
  expect(wilson(0, 20)).toEqual({ rate: 0, low: 0, high: expect.closeTo(0.1611, 4) });
  expect(wilson(0, 0)).toEqual({ rate: null, low: null, high: null });
});

test('a share rose or fell when Newcombe’s interval of the difference leaves nothing out', () => {
  // Newcombe 1998, table II: 56 of 70 against 48 of 80 differ by 0.0524 to 0.3339.
  const more = { cases: 56, of: 70 };
  const fewer = { cases: 48, of: 80 };
  expect(compareShares(more, fewer)).toEqual({ type: 'up', before: 0.6 });
  expect(compareShares(fewer, more)).toEqual({ type: 'down', before: 0.8 });
});

test('what chance explains is about the same', () => {
  expect(compareShares({ cases: 30, of: 60 }, { cases: 26, of: 60 })).toEqual({
    type: 'same',
    before: 26 / 60,
  });
});

test('few cases are not compared, whatever they say', () => {
  expect(compareShares({ cases: 19, of: 19 }, { cases: 0, of: 100 })).toEqual({ type: 'too_few', before: 0 });
  expect(compareShares({ cases: 50, of: 100 }, { cases: 0, of: 0 })).toEqual({
    type: 'too_few',
    before: null,
  });
  expect(compareCounts(12, 3)).toEqual({ type: 'too_few', before: 3 });
});

test('from twenty cases on shares are compared, on both sides', () => {
  expect(compareShares({ cases: 20, of: 20 }, { cases: 0, of: 20 })).toEqual({ type: 'up', before: 0 });
  expect(compareShares({ cases: 19, of: 19 }, { cases: 0, of: 20 }).type).toBe('too_few');
  expect(compareShares({ cases: 20, of: 20 }, { cases: 0, of: 19 }).type).toBe('too_few');
});

test('so are counts of twenty together, and medians of twenty each', () => {
  expect(compareCounts(18, 2)).toEqual({ type: 'up', before: 2 });
  expect(compareCounts(18, 1).type).toBe('too_few');
  const slow = { median: 9, low: 8, high: 12, count: 20 };
  const quick = { median: 4, low: 3, high: 6, count: 20 };
  expect(compareMedians(quick, slow)).toEqual({ type: 'down', before: 9 });
  expect(compareMedians(quick, { ...slow, count: 19 }).type).toBe('too_few');
});

test('counts of equal times differ when one has clearly more than half of both', () => {
  expect(compareCounts(128, 80)).toEqual({ type: 'up', before: 80 });
  expect(compareCounts(80, 128)).toEqual({ type: 'down', before: 128 });
  expect(compareCounts(100, 90)).toEqual({ type: 'same', before: 90 });
});

test('medians differ when their intervals do not touch', () => {
  const slow = { median: 9, low: 8, high: 12, count: 40 };
  const quick = { median: 4, low: 3, high: 6, count: 40 };
  expect(compareMedians(quick, slow)).toEqual({ type: 'down', before: 9 });
  expect(compareMedians(slow, quick)).toEqual({ type: 'up', before: 4 });
  expect(compareMedians({ ...quick, high: 8 }, slow)).toEqual({ type: 'same', before: 9 });
  expect(compareMedians({ ...quick, count: 19 }, slow)).toEqual({ type: 'too_few', before: 9 });
  expect(compareMedians(quick, null)).toEqual({ type: 'too_few', before: null });
});

test('a hundred values have their median between the fortieth and the sixty-first', () => {
  expect(medianRanks(100)).toEqual({ low: 40, high: 61 });
  expect(medianRanks(1)).toEqual({ low: 1, high: 1 });
});

const of = fc.integer({ min: FEWEST_TO_COMPARE, max: 2_000 });
const share = of.chain((all) => fc.record({ cases: fc.nat({ max: all }), of: fc.constant(all) }));
const OPPOSITE = { up: 'down', down: 'up', same: 'same', too_few: 'too_few' } as const;

test('every rate lies within its interval, and the interval within nothing and all', () => {
  fc.assert(
    fc.property(share, ({ cases, of: all }) => {
      const { rate, low, high } = wilson(cases, all);
      return (
        rate !== null && low !== null && high !== null && 0 <= low && low <= rate && rate <= high && high <= 1
      );
    }),
  );
});

test('what rose from one time to the next fell from the next to the first', () => {
  fc.assert(
    fc.property(share, share, fc.nat({ max: 500 }), fc.nat({ max: 500 }), (now, before, many, few) => {
      expect(compareShares(before, now).type).toBe(OPPOSITE[compareShares(now, before).type]);
      expect(compareCounts(few, many).type).toBe(OPPOSITE[compareCounts(many, few).type]);
    }),
  );
});

test('whatever rose, its rate is higher than before', () => {
  fc.assert(
    fc.property(share, share, (now, before) => {
      const { type } = compareShares(now, before);
      return type !== 'up' || now.cases / now.of > before.cases / before.of;
    }),
  );
});

test('the ranks around a median are ranks, and the middle lies between them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), (count) => {
      const { low, high } = medianRanks(count);
      return (
        1 <= low &&
        low <= Math.ceil(count / 2) &&
        Math.floor(count / 2) + 1 <= Math.max(high, 1) &&
        high <= count
      );
    }),
  );
});
