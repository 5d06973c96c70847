import { expect, test } from 'vitest';
import { dueSince, isReadingDue, isToldNow, restAfter } from '#domain/mirror-run.ts';

const berlin = (now: string) => dueSince('Europe/Berlin', '02:30', new Date(now)).toISOString();

test('all accounts are due since the last such time of day, where the team is', () => {
  // 02:29 and 02:30 in Berlin.
  expect(berlin('2026-11-23T01:29:00Z')).toBe('2026-11-22T01:30:00.000Z');
  expect(berlin('2026-11-23T01:30:00Z')).toBe('2026-11-23T01:30:00.000Z');
});

test('in the night the clocks go forward there is such a time too, and when they go back it comes once', () => {
  expect(berlin('2026-03-29T12:00:00Z') <= '2026-03-29T01:30:00.000Z').toBe(true);
  expect(berlin('2026-10-25T01:15:00Z')).toBe(berlin('2026-10-25T12:00:00Z'));
});

test('they are read when they were never read, when it was begun, and when they were not read since', () => {
  const dueAt = new Date('2026-11-23T01:30:00Z');
  const before = new Date('2026-11-22T01:30:00Z');
  expect(isReadingDue(null, dueAt)).toBe(true);
  expect(isReadingDue({ startedAt: dueAt, wholeSince: dueAt }, dueAt)).toBe(true);
  expect(isReadingDue({ startedAt: null, wholeSince: before }, dueAt)).toBe(true);
  expect(isReadingDue({ startedAt: null, wholeSince: dueAt }, dueAt)).toBe(false);
});

test('a CRM is left alone for a minute, then longer, at most half an hour', () => {
  expect([1, 2, 3, 5, 6, 50].map(restAfter)).toEqual([60, 120, 240, 960, 1_800, 1_800]);
});

test('ops hear of a refusal at once, and of what may pass when it failed three times', () => {
  expect([isToldNow(1, true), isToldNow(2, false), isToldNow(3, false)]).toEqual([true, false, true]);
});
