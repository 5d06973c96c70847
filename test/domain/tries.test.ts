import { expect, test } from 'vitest';
import { nextTryAfter } from '#domain/tries.ts';

test('what fails is tried again after 5 s, 5 min, 30 min, and then after 2, 5, 10, 14, 20 and 24 hours', () => {
  const hours = (count: number) => count * 3_600_000;
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9].map(nextTryAfter)).toEqual([
    ...[5_000, 300_000, 1_800_000],
    ...[hours(2), hours(5), hours(10), hours(14), hours(20), hours(24)],
  ]);
});

test('nobody waits after the tenth try', () => {
  expect([10, 11, 1_000].map(nextTryAfter)).toEqual([null, null, null]);
});
