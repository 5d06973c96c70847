import { expect, test } from 'vitest';
import { instantOf, wallTime } from '#sandbox/page/client/zone-time.ts';

const seconds = (instant: string): number => Date.parse(instant) / 1000;

test('an instant is shown as the clock on the wall there', () => {
  expect(wallTime(seconds('2026-11-23T09:00:00Z'), 'Europe/Berlin')).toBe('2026-11-23T10:00');
  expect(wallTime(seconds('2026-11-23T02:00:00Z'), 'America/New_York')).toBe('2026-11-22T21:00');
  expect(wallTime(seconds('2026-11-23T09:00:00Z'), 'Asia/Kolkata')).toBe('2026-11-23T14:30');
});

test('a time on the wall is the instant it stands for, in summer and in winter', () => {
  expect(instantOf('2026-11-23T10:00', 'Europe/Berlin')).toBe(seconds('2026-11-23T09:00:00Z'));
  expect(instantOf('2026-07-01T10:00', 'Europe/Berlin')).toBe(seconds('2026-07-01T08:00:00Z'));
});

test('of a time the clocks repeat, the first is meant', () => {
  expect(instantOf('2026-10-25T02:30', 'Europe/Berlin')).toBe(seconds('2026-10-25T00:30:00Z'));
});

test('a time the clocks skip is as long after the jump as it was meant to be', () => {
  // 02:30 does not exist: at 02:00 the clocks go to 03:00.
  expect(instantOf('2026-03-29T02:30', 'Europe/Berlin')).toBe(seconds('2026-03-29T01:30:00Z'));
});

test('what is no time is none', () => {
  expect(instantOf('soon', 'Europe/Berlin')).toBeNull();
});
