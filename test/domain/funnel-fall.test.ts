import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FALL_PARTS, hasFallen, type StepLeads, splitChange } from '#domain/funnel-fall.ts';

const of = (
  sourceId: string,
  came: number,
  rejected: number,
  missed: number,
  undecided: number,
): StepLeads => ({
  sourceId,
  came,
  rejected,
  missed,
  undecided,
});

test('every source sends on a larger share, and fewer come on: it is the mix of sources', () => {
  // Referrals go from 60 to 70 in a hundred, ads from 20 to 25; but there are many more ads now.
  const before = [of('referrals', 60, 40, 0, 0), of('ads', 20, 80, 0, 0)];
  const now = [of('referrals', 28, 12, 0, 0), of('ads', 40, 120, 0, 0)];
  expect(hasFallen(now, before)).toBe(false);
  // 80 of 200 before, 68 of 200 now.
  expect(splitChange(now, before)).toEqual({
    now: { came: 68, of: 200 },
    before: { came: 80, of: 200 },
    change: -60,
    // Referrals: (0.5 + 0.2) / 2 × 10 points; ads: (0.5 + 0.8) / 2 × 5 points; together 6.75 points up.
    // Mix: 65 × (0.2 − 0.5) + 22.5 × (0.8 − 0.5) = −12.75 points.
    parts: { rejected: 67, missed: 0, undecided: 0, mix: -127 },
    mostly: 'mix',
    everySourceHeld: true,
  });
});

test('more rejections of the same sources are quality, and more missed deadlines capacity', () => {
  const before = [of('web', 70, 20, 5, 5)];
  expect(splitChange([of('web', 50, 40, 5, 5)], before)).toMatchObject({
    change: -200,
    parts: { rejected: -200, missed: 0, undecided: 0, mix: 0 },
    mostly: 'rejected',
    everySourceHeld: false,
  });
  expect(splitChange([of('web', 50, 20, 20, 10)], before)).toMatchObject({
    change: -200,
    parts: { rejected: 0, missed: -150, undecided: -50, mix: 0 },
    mostly: 'missed',
  });
});

test('a source that sent leads only once changes nothing but the mix', () => {
  const change = splitChange([of('web', 50, 50, 0, 0), of('fair', 0, 100, 0, 0)], [of('web', 50, 50, 0, 0)]);
  expect(change?.parts).toEqual({ rejected: 0, missed: 0, undecided: 0, mix: -250 });
});

test('without leads at either time there is no change', () => {
  expect(splitChange([], [of('web', 1, 0, 0, 0)])).toBe(null);
  expect(splitChange([of('web', 0, 0, 0, 0)], [of('web', 1, 0, 0, 0)])).toBe(null);
});

test('a fall that chance explains is none', () => {
  expect(hasFallen([of('web', 9, 10, 0, 0)], [of('web', 10, 9, 0, 0)])).toBe(false);
  expect(hasFallen([of('web', 45, 55, 0, 0)], [of('web', 50, 50, 0, 0)])).toBe(false);
  expect(hasFallen([of('web', 30, 70, 0, 0)], [of('web', 50, 50, 0, 0)])).toBe(true);
});

const count = fc.nat(400);
const leads = fc.array(
  fc.record({
    sourceId: fc.constantFrom('web', 'ads', 'fair', 'partner', 'list'),
    came: count,
    rejected: count,
    missed: count,
    undecided: count,
  }),
  { maxLength: 8 },
);
const total = (rows: StepLeads[]) =>
  rows.reduce((sum, one) => sum + one.came + one.rejected + one.missed + one.undecided, 0);
const came = (rows: StepLeads[]) => rows.reduce((sum, one) => sum + one.came, 0);

test('whatever happens, the parts are the change, exactly', () => {
  fc.assert(
    fc.property(leads, leads, (now, before) => {
      fc.pre(total(now) > 0 && total(before) > 0);
      const split = splitChange(now, before);
      const parts = FALL_PARTS.map((part) => split?.parts[part] ?? Number.NaN);
      expect(parts.every(Number.isInteger)).toBe(true);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(split?.change);
      const truth = 1_000 * (came(now) / total(now) - came(before) / total(before));
      expect(Math.abs((split?.change ?? 0) - truth)).toBeLessThanOrEqual(0.5 + 1e-9);
    }),
    { numRuns: 5_000 },
  );
});

test('the other way round everything has the other sign, to the rounding', () => {
  fc.assert(
    fc.property(leads, leads, (now, before) => {
      fc.pre(total(now) > 0 && total(before) > 0);
      const [there, back] = [splitChange(now, before), splitChange(before, now)];
      for (const part of FALL_PARTS) {
        expect(Math.abs((there?.parts[part] ?? 0) + (back?.parts[part] ?? 0))).toBeLessThanOrEqual(2);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('where every source sends on as much as before or more, the rest together pulls nothing down', () => {
  fc.assert(
    fc.property(leads, leads, (now, before) => {
      fc.pre(total(now) > 0 && total(before) > 0);
      const split = splitChange(now, before);
      fc.pre(split?.everySourceHeld === true);
      const { rejected = 0, missed = 0, undecided = 0 } = split?.parts ?? {};
      expect(rejected + missed + undecided).toBeGreaterThanOrEqual(-3);
    }),
    { numRuns: 2_000 },
  );
});
