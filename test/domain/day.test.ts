import { expect, test } from 'vitest';
import { localDate, startOfDay, windowOf } from '#domain/day.ts';

const utc = (time: string) => new Date(`${time}:00Z`);
const berlin = { timeZone: 'Europe/Berlin' };

test('a day begins at local midnight', () => {
  expect(startOfDay(berlin, utc('2026-03-02T09:00'))).toEqual(utc('2026-03-01T23:00'));
  expect(startOfDay(berlin, utc('2026-03-01T23:00'))).toEqual(utc('2026-03-01T23:00'));
  expect(startOfDay(berlin, utc('2026-03-01T22:59'))).toEqual(utc('2026-02-28T23:00'));
});

test('a day in summer begins an hour earlier, also on the day the clocks change', () => {
  expect(startOfDay(berlin, utc('2026-03-29T12:00'))).toEqual(utc('2026-03-28T23:00'));
  expect(startOfDay(berlin, utc('2026-03-30T12:00'))).toEqual(utc('2026-03-29T22:00'));
});

test('where the clocks skip midnight the day begins at one', () => {
  // Havana, 2026-03-08: after 23:59 comes 01:00, which is 05:00 in UTC.
  expect(startOfDay({ timeZone: 'America/Havana' }, utc('2026-03-08T12:00'))).toEqual(
    utc('2026-03-08T05:00'),
  );
});

test('a date is the local one', () => {
  expect(localDate('Europe/Berlin', utc('2026-03-01T23:30'))).toBe('2026-03-02');
  expect(localDate('America/New_York', utc('2026-03-01T23:30'))).toBe('2026-03-01');
});

test('a window begins with its first instant and ends before the next', () => {
  expect(windowOf(utc('2026-03-02T09:00'), 60)).toEqual(utc('2026-03-02T09:00'));
  expect(windowOf(new Date('2026-03-02T09:59:59.999Z'), 60)).toEqual(utc('2026-03-02T09:00'));
  expect(windowOf(utc('2026-03-02T10:00'), 60)).toEqual(utc('2026-03-02T10:00'));
});
