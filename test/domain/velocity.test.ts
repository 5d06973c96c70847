import fc from 'fast-check';
import { expect, test } from 'vitest';
import { velocities } from '#domain/velocity.ts';
import { deal, on, times } from './deal-figures.ts';

const quarter = { from: on('2026-07-01'), to: on('2026-10-01') };
const whole = () => null;

/** Twenty closed in the quarter, of which eight were won after 40 days, at 10,000; six are open. */
const enough = [
  ...times(8, { opened: '2026-07-02', won: '2026-08-11' }),
  ...times(12, { opened: '2026-06-01', lost: '2026-08-01' }),
  ...times(6, { opened: '2026-09-01', amount: 99_000 }),
];

test('opportunities × average value × win rate ÷ cycle', () => {
  const [row, ...others] = velocities(enough, quarter, whole);
  expect(others).toEqual([]);
  expect(row?.velocity).toMatchObject({
    currency: 'EUR',
    open: 6,
    won: 8,
    closed: 20,
    winRate: { rate: 0.4 },
    value: { mean: 10_000, count: 8 },
    cycle: { days: 40, count: 8 },
  });
  expect(row?.velocity.perDay).toBeCloseTo((6 * 10_000 * 0.4) / 40, 10);
});

test('nineteen closed deals are too few to say', () => {
  expect(velocities(enough.slice(1), quarter, whole)[0]?.velocity).toMatchObject({
    closed: 19,
    perDay: null,
  });
});

test('currencies stand apart, and deals whose amount nobody said come last', () => {
  const deals = [
    ...enough,
    ...times(3, { opened: '2026-09-01', currency: 'USD' }),
    ...times(30, { opened: '2026-09-01', amount: null }),
  ];
  expect(
    velocities(deals, quarter, whole).map(({ velocity: { currency, open, perDay } }) => [
      currency,
      open,
      perDay === null,
    ]),
  ).toEqual([
    ['EUR', 6, false],
    ['USD', 3, true],
    [null, 30, true],
  ]);
});

test('what ended before the period, or began after it, is no part of it', () => {
  const deals = [
    ...times(5, { opened: '2026-05-01', won: '2026-06-30' }),
    ...times(5, { opened: '2026-10-02' }),
    deal({ opened: '2026-05-01' }),
  ];
  expect(velocities(deals, quarter, whole)).toMatchObject([
    { velocity: { open: 1, closed: 0, perDay: null } },
  ]);
});

test('a deal nobody saw begin has no cycle, and counts as won', () => {
  const unseen = times(20, { opened: '2026-08-01', won: '2026-08-01' }).map((one) => ({
    ...one,
    openedAt: null,
  }));
  expect(velocities(unseen, quarter, whole)[0]?.velocity).toMatchObject({
    won: 20,
    cycle: { days: null, count: 0 },
    perDay: null,
  });
});

test('twice the amounts are twice the velocity, and groups part the deals', () => {
  const one = fc.record({
    day: fc.integer({ min: 1, max: 28 }),
    amount: fc.integer({ min: 1, max: 100_000 }),
    became: fc.constantFrom('won', 'lost', 'open'),
    source: fc.constantFrom('web', 'ads'),
  });
  const two = (day: number) => String(day).padStart(2, '0');
  fc.assert(
    fc.property(fc.array(one, { minLength: 30, maxLength: 60 }), (told) => {
      const make = (by: number) =>
        told.map(({ day, amount, became, source }) =>
          deal({
            opened: `2026-07-${two(day)}`,
            amount: amount * by,
            source,
            ...(became === 'won' && { won: `2026-08-${two(day)}` }),
            ...(became === 'lost' && { lost: `2026-09-${two(day)}` }),
          }),
        );
      const [single] = velocities(make(1), quarter, whole);
      const [double] = velocities(make(2), quarter, whole);
      expect(double?.velocity.perDay ?? 0).toBeCloseTo(2 * (single?.velocity.perDay ?? 0), 3);
      const parts = velocities(make(1), quarter, ({ sourceId }) => sourceId);
      const sum = (of: 'open' | 'won' | 'closed') =>
        parts.reduce((total, { velocity }) => total + velocity[of], 0);
      expect([sum('open'), sum('won'), sum('closed')]).toEqual([
        single?.velocity.open,
        single?.velocity.won,
        single?.velocity.closed,
      ]);
    }),
  );
});
