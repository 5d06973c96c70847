import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attribute, MODELS, roundTo, shareOut, type Win } from '#domain/attribution.ts';

const at = (day: number) => new Date(Date.UTC(2026, 9, day));
const touch = (key: string | null, day: number) => ({ key, at: at(day) });

test('a win of five touches is shared out in four ways', () => {
  const win = {
    id: 'globex',
    touches: [touch('fair', 5), touch('webinar', 1), touch('website', 2), touch('fair', 3), touch('mail', 9)],
  };
  expect(attribute([win])).toEqual([
    { key: 'fair', shares: { first: 0, last: 0, even: 40, position: 13 }, touches: 2, touched: 1 },
    { key: 'mail', shares: { first: 0, last: 100, even: 20, position: 40 }, touches: 1, touched: 1 },
    { key: 'webinar', shares: { first: 100, last: 0, even: 20, position: 40 }, touches: 1, touched: 1 },
    { key: 'website', shares: { first: 0, last: 0, even: 20, position: 7 }, touches: 1, touched: 1 },
  ]);
});

test('one touch has all of a win, and of two each has half by position', () => {
  const wins = [
    { id: 'a', touches: [touch('fair', 1)] },
    { id: 'b', touches: [touch('fair', 1), touch(null, 2)] },
  ];
  expect(attribute(wins)).toEqual([
    { key: 'fair', shares: { first: 200, last: 100, even: 150, position: 150 }, touches: 2, touched: 2 },
    { key: null, shares: { first: 0, last: 100, even: 50, position: 50 }, touches: 1, touched: 1 },
  ]);
});

test('a win without a touch is in no share', () => {
  expect(attribute([{ id: 'a', touches: [] }])).toEqual([]);
});

const anyWins: fc.Arbitrary<Win[]> = fc.array(
  fc.record({
    id: fc.uuid(),
    touches: fc.array(
      fc.record({
        key: fc.constantFrom('fair', 'webinar', 'website', 'mail', null),
        at: fc.integer({ min: 1, max: 28 }).map(at),
      }),
      { maxLength: 12 },
    ),
  }),
  { maxLength: 25 },
);

test('whatever happened, each model gives out every win that has a touch, whole and to the hundredth', () => {
  fc.assert(
    fc.property(anyWins, (wins) => {
      const groups = attribute(wins);
      const known = wins.filter(({ touches }) => touches.length > 0).length;
      for (const model of MODELS) {
        const shares = groups.map((group) => group.shares[model]);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(100 * known);
        expect(shares.every((share) => share >= 0 && Number.isInteger(share))).toBe(true);
      }
    }),
  );
});

test('the order in which touches are told changes nothing', () => {
  fc.assert(
    fc.property(anyWins, (wins) => {
      const turned = wins.map(({ id, touches }) => ({ id, touches: touches.toReversed() }));
      expect(attribute(turned)).toEqual(attribute(wins));
    }),
  );
});

test('parts add up to the whole, whatever their weights', () => {
  expect(shareOut(100, [1, 1, 1])).toEqual([33, 33, 34]);
  expect(shareOut(1, [2, 1, 1, 2])).toEqual([0, 0, 0, 1]);
  expect(roundTo(100, [33.4, 33.3, 33.3])).toEqual([34, 33, 33]);
  expect(roundTo(2, [0.6, 0.7, 0.7])).toEqual([0, 1, 1]);
});
