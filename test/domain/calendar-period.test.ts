import { expect, test } from 'vitest';
import { calendarPeriod, isPeriodName, quarterOf, readCalendarPeriod } from '#domain/calendar-period.ts';

test('a quarter begins and ends with the days of the zone', () => {
  expect(calendarPeriod('2026-Q4', 'Europe/Berlin')).toEqual({
    name: '2026-Q4',
    // Summer time ends in between.
    from: new Date('2026-09-30T22:00:00Z'),
    to: new Date('2026-12-31T23:00:00Z'),
    firstDay: '2026-10-01',
    lastDay: '2026-12-31',
  });
});

test('a month and a year are periods, and what is written otherwise is none', () => {
  expect(calendarPeriod('2028-02', 'UTC')).toMatchObject({ firstDay: '2028-02-01', lastDay: '2028-02-29' });
  expect(calendarPeriod('2027', 'UTC')).toMatchObject({ firstDay: '2027-01-01', lastDay: '2027-12-31' });
  expect(['2027-13', '2027-Q5', 'Q1 2027', '27-Q1', '2027-1', ''].filter(isPeriodName)).toEqual([]);
  expect(calendarPeriod('2027-Q5', 'UTC')).toBe(null);
});

test('the quarter of an instant is that of the local day, and quarters before it are counted over the year', () => {
  // New Year has come in Auckland.
  expect(quarterOf('Pacific/Auckland', new Date('2026-12-31T12:00:00Z')).name).toBe('2027-Q1');
  expect(quarterOf('UTC', new Date('2026-12-31T12:00:00Z')).name).toBe('2026-Q4');
  expect(quarterOf('UTC', new Date('2026-02-10T12:00:00Z'), -1)).toMatchObject({
    name: '2025-Q4',
    to: new Date('2026-01-01T00:00:00Z'),
  });
  expect(quarterOf('UTC', new Date('2026-05-31T12:00:00Z'), -6).name).toBe('2024-Q4');
});

test.each(['2027-Q1', '2027 q1', '2027q1', 'Q1 2027', ' q1  2027 ', 'next quarter'])(
  '%s is the first quarter of 2027',
  (text) => {
    const read = readCalendarPeriod(text, 'UTC', new Date('2026-11-23T09:00:00Z'));
    expect(read.ok && read.period?.name).toBe('2027-Q1');
  },
);
