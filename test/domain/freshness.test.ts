import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshness, type RespondedLeads } from '#domain/freshness.ts';

const after = (minutes: number, qualified: number, given_up: number, open = 0): RespondedLeads => ({
  seconds: minutes * 60,
  qualified,
  given_up,
  open,
});

test('a lead that is not decided yet is no failure', () => {
  const [fast] = freshness([after(1, 3, 1, 40)]).buckets;
  expect(fast).toMatchObject({
    label: 'under 5 min',
    qualified: 3,
    decided: 4,
    open: 40,
    rate: { rate: 0.75 },
  });
});

test('five minutes to the second are no longer under five minutes', () => {
  const { buckets } = freshness([after(4.99, 1, 0), after(5, 1, 0), after(1440, 1, 0), after(1439, 1, 0)]);
  expect(buckets.map(({ label, decided }) => [label, decided])).toEqual([
    ['under 5 min', 1],
    ['5–10 min', 1],
    ['10–30 min', 0],
    ['30–60 min', 0],
    ['1–4 h', 0],
    ['4–24 h', 1],
    ['over 24 h', 1],
  ]);
});

test('the odds of five minutes against thirty have an interval, and need twenty decided on both sides', () => {
  // 40 of 60 against 10 of 50, worked out by hand: ln 7.62 = 2.031, its spread 1.96 × 0.4398 = 0.862.
  const { odds } = freshness([after(2, 40, 20), after(45, 10, 40)]);
  expect(odds?.times).toBeCloseTo((40.5 * 40.5) / (20.5 * 10.5), 10);
  expect(odds?.low).toBeCloseTo(3.22, 2);
  expect(odds?.high).toBeCloseTo(18.04, 2);
  expect(freshness([after(2, 19, 0), after(45, 10, 40)]).odds).toBe(null);
  expect(freshness([after(2, 40, 20), after(29, 10, 40)]).odds).toBe(null);
});

test('where nobody of the slow ones qualified the odds stay a number', () => {
  const { odds } = freshness([after(2, 20, 0), after(45, 0, 20)]);
  expect(Number.isFinite(odds?.times)).toBe(true);
  expect(Number.isFinite(odds?.high)).toBe(true);
});

test('each lead stands in one bucket, whatever its time', () => {
  const row = fc.record({
    seconds: fc.nat(3 * 86_400),
    qualified: fc.nat(50),
    given_up: fc.nat(50),
    open: fc.nat(50),
  });
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const { buckets } = freshness(rows);
      const all = (of: (row: RespondedLeads) => number) => rows.reduce((sum, one) => sum + of(one), 0);
      expect(buckets.reduce((sum, { decided }) => sum + decided, 0)).toBe(
        all((one) => one.qualified + one.given_up),
      );
      expect(buckets.reduce((sum, { open }) => sum + open, 0)).toBe(all((one) => one.open));
    }),
  );
});
