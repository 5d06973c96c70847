import { expect, test } from 'vitest';
import { mondayOf, weeksOf } from '#domain/weeks.ts';

test('a week begins on its Monday, also where that lies in the year before', () => {
  expect(mondayOf('2026-W48')).toBe('2026-11-23');
  expect(mondayOf('2026-W01')).toBe('2025-12-29');
  expect(mondayOf('2026-W53')).toBe('2026-12-28');
  expect(mondayOf('2021-W01')).toBe('2021-01-04');
});

test('the weeks of a period are all it touches, by the days of the team', () => {
  const period = { from: new Date('2026-12-20T23:30:00Z'), to: new Date('2027-01-04T12:00:00Z') };
  // Half past midnight on Monday the 21st in Berlin, still Sunday in London.
  expect(weeksOf(period, 'Europe/Berlin')).toEqual(['2026-W52', '2026-W53', '2027-W01']);
  expect(weeksOf(period, 'Europe/London')).toEqual(['2026-W51', '2026-W52', '2026-W53', '2027-W01']);
});
