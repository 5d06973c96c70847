import { expect, test } from 'vitest';
import { chanceOfSoMany } from '#domain/suggest/exact-test.ts';

test('the lady tasting tea: four of four by chance once in seventy', () => {
  expect(chanceOfSoMany({ cases: 4, of: 4 }, { cases: 0, of: 4 })).toBeCloseTo(1 / 70, 12);
  // 17 of 70 have three or more.
  expect(chanceOfSoMany({ cases: 3, of: 4 }, { cases: 1, of: 4 })).toBeCloseTo(17 / 70, 12);
});

test('what must be is certain', () => {
  expect(chanceOfSoMany({ cases: 0, of: 10 }, { cases: 3, of: 10 })).toBeCloseTo(1, 12);
  expect(chanceOfSoMany({ cases: 5, of: 5 }, { cases: 5, of: 5 })).toBeCloseTo(1, 12);
});
