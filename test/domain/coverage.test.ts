import { expect, test } from 'vitest';
import { calendarPeriod } from '#domain/calendar-period.ts';
import { coverages, timesNeeded, withoutAmount } from '#domain/coverage.ts';
import { deal, on, times } from './deal-figures.ts';

const period = calendarPeriod('2026-Q4', 'UTC');
if (!period) throw new Error('2026-Q4 is a quarter');
const moment = { steps: ['discovery', 'contract'], now: on('2026-11-23'), today: '2026-11-23' };

const deals = [
  deal({ opened: '2026-10-01', amount: 40_000, won: '2026-10-20' }),
  deal({ opened: '2026-08-01', amount: 5_000, won: '2026-09-20' }),
  deal({ opened: '2026-10-02', amount: 30_000, closeOn: '2026-11-01', step: 'contract' }),
  deal({ opened: '2026-11-01', amount: 60_000, closeOn: '2026-12-31', step: 'discovery' }),
  deal({ opened: '2026-11-02', amount: 70_000, closeOn: '2027-01-01', step: 'discovery' }),
  deal({ opened: '2026-11-03', amount: 1_000, closeOn: null, step: 'dropped' }),
  deal({ opened: '2026-11-04', amount: 2_000, closeOn: null }),
  deal({ opened: '2026-11-05', amount: 8_000, currency: 'USD', closeOn: '2026-12-01' }),
  deal({ opened: '2026-11-06', amount: null }),
  deal({ opened: '2026-10-02', amount: 90_000, lost: '2026-11-20' }),
];

test('what is open and due is held against what is left to win, each currency by itself', () => {
  const [eur, usd, ...others] = coverages(deals, period, [{ currency: 'EUR', amount: 100_000 }], moment);
  expect(others).toEqual([]);
  expect(eur).toEqual({
    period,
    currency: 'EUR',
    target: 100_000,
    won: { amount: 40_000, count: 1 },
    left: 60_000,
    due: { amount: 90_000, count: 2 },
    overdue: { amount: 30_000, count: 1 },
    later: { amount: 73_000, count: 3 },
    steps: [
      { subStage: 'discovery', all: { amount: 130_000, count: 2 }, due: { amount: 60_000, count: 1 } },
      { subStage: 'contract', all: { amount: 30_000, count: 1 }, due: { amount: 30_000, count: 1 } },
      { subStage: 'dropped', all: { amount: 1_000, count: 1 }, due: { amount: 0, count: 0 } },
      { subStage: null, all: { amount: 2_000, count: 1 }, due: { amount: 0, count: 0 } },
    ],
    times: 1.5,
  });
  expect(usd).toMatchObject({
    currency: 'USD',
    target: null,
    left: null,
    times: null,
    due: { amount: 8_000 },
  });
  expect(withoutAmount(deals, moment.now)).toBe(1);
});

test('a target that is reached leaves nothing to cover', () => {
  expect(coverages(deals, period, [{ currency: 'EUR', amount: 40_000 }], moment)[0]).toMatchObject({
    left: 0,
    times: null,
  });
});

test('a target without any deal is a target all the same', () => {
  expect(coverages([], period, [{ currency: 'CHF', amount: 10 }], moment)).toMatchObject([
    { currency: 'CHF', left: 10, times: 0, due: { amount: 0, count: 0 }, steps: [] },
  ]);
});

test('how much has to be open follows from the share that is won, of twenty closed deals at least', () => {
  const lately = { from: on('2025-11-23'), to: on('2026-11-23') };
  const closed = [
    ...times(5, { opened: '2026-02-01', won: '2026-03-01' }),
    ...times(15, { opened: '2026-02-01', lost: '2026-03-01' }),
  ];
  expect(timesNeeded(closed, lately)).toEqual({ times: 4, won: 5, closed: 20 });
  expect(timesNeeded(closed.slice(1), lately)).toBe(null);
  expect(
    timesNeeded(closed.slice(5).concat(times(5, { opened: '2026-01-01', lost: '2026-02-01' })), lately),
  ).toBe(null);
});
