import { expect, test } from 'vitest';
import { dayAfter, daysIn, readSpendPeriod } from '#domain/spend-period.ts';

const daysOf = (written: string, today = '2026-11-30') => {
  const read = readSpendPeriod(written, today);
  return read.ok ? `${read.span.from} ${read.span.to}` : read.problem;
};

test('months, days, weeks, quarters and stretches are read as people write them', () => {
  const october = '2026-10-01 2026-10-31';
  expect(daysOf('2026-10')).toBe(october);
  expect(daysOf('202610')).toBe(october);
  expect(daysOf('10/2026')).toBe(october);
  expect(daysOf('Oct 2026')).toBe(october);
  expect(daysOf('october 2026')).toBe(october);
  expect(daysOf('2026-02')).toBe('2026-02-01 2026-02-28');
  expect(daysOf('2026-10-05')).toBe('2026-10-05 2026-10-05');
  expect(daysOf('2026-10-05T00:00:00Z')).toBe('2026-10-05 2026-10-05');
  expect(daysOf('2026-Q3')).toBe('2026-07-01 2026-09-30');
  expect(daysOf('Q3 2026')).toBe('2026-07-01 2026-09-30');
  expect(daysOf('2026-10-01..2026-10-15')).toBe('2026-10-01 2026-10-15');
  expect(daysOf('2026-10-01 to 2026-10-15')).toBe('2026-10-01 2026-10-15');
  expect(daysOf('2026-09 – 2026-10')).toBe('2026-09-01 2026-10-31');
});

test('weeks are those of ISO 8601, of which some years have 53', () => {
  expect(daysOf('2026-W01')).toBe('2025-12-29 2026-01-04');
  expect(daysOf('2026-W41')).toBe('2026-10-05 2026-10-11');
  expect(daysOf('2020-W53')).toBe('2020-12-28 2021-01-03');
  expect(daysOf('2025-W53')).toMatch(/^period "2025-W53": expected /);
});

test('a month that is not over may be told of; one that has not begun may not', () => {
  expect(daysOf('2026-11', '2026-11-02')).toBe('2026-11-01 2026-11-30');
  expect(daysOf('2026-12')).toBe(
    'period 2026-12-01 to 2026-12-31 is still to come: expected what was spent already',
  );
});

test('what no calendar has, and what nobody means, is refused', () => {
  expect(daysOf('2026-13')).toBe(
    'period "2026-13": expected 2026-10, 2026-10-05, 2026-W41, 2026-Q4, October 2026 or 2026-10-01..2026-10-15',
  );
  expect(daysOf('2026-02-30')).toMatch(/^period "2026-02-30": expected /);
  expect(daysOf('last month')).toMatch(/^period "last month": expected /);
  expect(daysOf('')).toMatch(/^period "": expected /);
  expect(daysOf('2026-10-15..2026-10-01')).toBe('period 2026-10-15 to 2026-10-01 ends before it begins');
  expect(daysOf('2024-01-01..2026-01-01')).toBe('period 2024-01-01 to 2026-01-01: expected a year at most');
});

test('days are counted with the first and the last', () => {
  expect(daysIn({ from: '2026-10-01', to: '2026-10-31' })).toBe(31);
  expect(daysIn({ from: '2026-10-31', to: '2026-10-31' })).toBe(1);
  expect(dayAfter('2026-10-31')).toBe('2026-11-01');
  expect(dayAfter('2026-11-01', -1)).toBe('2026-10-31');
});
