import { expect, test } from 'vitest';
import { createRateLimits } from '#src/core/rate-limits.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 23, 9, 0, second));
const THREE_A_MINUTE = { most: 3, seconds: 60 };

test('a burst of the whole rate is allowed, then one in its share of the time', () => {
  const { take } = createRateLimits();
  const waits = [0, 0, 0, 0, 19, 20, 20, 80].map((second) => take('a', THREE_A_MINUTE, at(second)));

  expect(waits).toEqual([0, 0, 0, 20, 1, 0, 20, 0]);
});

test('one who asks too often keeps nobody else away', () => {
  const { take } = createRateLimits();
  for (let n = 0; n < 10; n += 1) take('a', THREE_A_MINUTE, at(0));

  expect(take('b', THREE_A_MINUTE, at(0))).toBe(0);
});

test('a flood is held in so much memory, and who floods longest is forgotten first', () => {
  const { take } = createRateLimits(100);
  const once = { most: 1, seconds: 3_600 };
  for (let n = 0; n < 5_000; n += 1) take(`stranger ${n}`, once, at(0));

  const remembered = Array.from({ length: 5_000 }, (_, n) => take(`stranger ${n}`, once, at(1)) > 0);
  expect(remembered.filter(Boolean).length).toBeLessThanOrEqual(100);
  expect(take('stranger 4999', once, at(1))).toBeGreaterThan(0);
});

test('whoever has used up nothing any more makes room for the next', () => {
  const { take } = createRateLimits(2);
  take('gone', { most: 60, seconds: 60 }, at(0));
  take('here', { most: 1, seconds: 3_600 }, at(0));
  take('next', THREE_A_MINUTE, at(5));

  expect(take('here', { most: 1, seconds: 3_600 }, at(5))).toBeGreaterThan(0);
});
