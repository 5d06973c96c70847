import { expect, test } from 'vitest';
import { instantOf, isoDate, localDay, sinceMidnight, weekdayOf, zoneNamed } from '#domain/local-time.ts';

const HOUR = 3_600_000;
const at = (instant: string): number => new Date(instant).getTime();
const sunday = localDay('Europe/Berlin', at('2026-10-25T00:30:00Z'));

test('a day is the one the local calendar shows', () => {
  // 00:30 in Berlin, 17:30 the day before in Denver.
  const instant = at('2026-11-22T23:30:00Z');

  expect(isoDate(localDay('Europe/Berlin', instant))).toBe('2026-11-23');
  expect(isoDate(localDay('America/Denver', instant))).toBe('2026-11-22');
});

test('days are counted from Thursday 1 January 1970, backwards as well', () => {
  expect([weekdayOf(0), weekdayOf(4), weekdayOf(-4)]).toEqual([3, 0, 6]);
  expect([isoDate(0), isoDate(-4)]).toEqual(['1970-01-01', '1969-12-28']);
});

test('on the day the clocks go back, three in the morning is four hours after midnight', () => {
  expect(new Date(instantOf('Europe/Berlin', sunday, 0))).toEqual(new Date('2026-10-24T22:00:00Z'));
  expect(new Date(instantOf('Europe/Berlin', sunday, 3 * HOUR))).toEqual(new Date('2026-10-25T02:00:00Z'));
});

test('a time the clocks jump over is the instant at which they jumped', () => {
  const spring = localDay('Europe/Berlin', at('2026-03-29T12:00:00Z'));

  expect(new Date(instantOf('Europe/Berlin', spring, 2.5 * HOUR))).toEqual(new Date('2026-03-29T01:00:00Z'));
});

test('a clock that shows half past two twice shows it twice', () => {
  expect(sinceMidnight('Europe/Berlin', sunday, at('2026-10-25T00:30:00Z'))).toBe(2.5 * HOUR);
  expect(sinceMidnight('Europe/Berlin', sunday, at('2026-10-25T01:30:00Z'))).toBe(2.5 * HOUR);
});

test('the clocks of one zone are told apart across their changes, in whatever order they are asked for', () => {
  const shown = (instant: string) =>
    sinceMidnight('Europe/Berlin', localDay('Europe/Berlin', at(instant)), at(instant));
  expect([
    shown('2026-07-01T10:00:00Z'),
    shown('2026-12-01T10:00:00Z'),
    shown('2027-07-01T10:00:00Z'),
    shown('2026-10-25T00:59:59.999Z'),
    shown('2026-10-25T01:00:00Z'),
    shown('2026-03-29T00:59:59.999Z'),
    shown('2026-03-29T01:00:00Z'),
  ]).toEqual([12 * HOUR, 11 * HOUR, 12 * HOUR, 3 * HOUR - 1, 2 * HOUR, 2 * HOUR - 1, 3 * HOUR]);
});

test('a zone that never changes its clocks, and one that has not since 1945, are asked like any other', () => {
  expect(sinceMidnight('UTC', localDay('UTC', at('2026-07-01T10:00:00Z')), at('2026-07-01T10:00:00Z'))).toBe(
    10 * HOUR,
  );
  expect(
    sinceMidnight(
      'Asia/Kolkata',
      localDay('Asia/Kolkata', at('2026-07-01T10:00:00Z')),
      at('2026-07-01T10:00:00Z'),
    ),
  ).toBe(15.5 * HOUR);
});

test('a time zone is one that can be counted in, as its name is spelled', () => {
  expect(['europe/berlin', 'UTC', '+01:30', 'US/Eastern'].map(zoneNamed)).toEqual([
    'Europe/Berlin',
    'UTC',
    '+01:30',
    'US/Eastern',
  ]);
  // Intl takes the first four.
  expect(['PST', 'IST', 'BST', '\u221205:00', 'Eastern Time', '', '__proto__'].map(zoneNamed)).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});
