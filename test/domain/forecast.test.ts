import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quarterOf } from '#domain/calendar-period.ts';
import type { DealHistory } from '#domain/deal-history.ts';
import { accuracies, backCast, forecastAt } from '#domain/forecast.ts';
import { deal, on, times } from './deal-figures.ts';

const START = new Date('2026-10-01T00:00:00Z');
const quarter = quarterOf('UTC', START);
const earlier = Array.from({ length: 14 }, (_, index) => quarterOf('UTC', START, -1 - index));

/** Each quarter twenty open on its first day, of which `won` are won in it, and as many are opened and won within it. */
const steady = (won: number, quarters = 8): DealHistory[] =>
  earlier.slice(0, quarters).flatMap(({ from, name }) => {
    const before = new Date(from.getTime() - 10 * 86_400_000).toISOString().slice(0, 10);
    const within = new Date(from.getTime() + 20 * 86_400_000).toISOString().slice(0, 10);
    const label = (kind: string) => ({ source: `${name} ${kind}` });
    return [
      ...times(won, { opened: before, won: within, ...label('won') }),
      ...times(20 - won, { opened: before, lost: within, ...label('lost') }),
      ...times(won, { opened: within, won: within, ...label('fresh') }),
    ];
  });

const openNow = times(20, { opened: '2026-09-21' });

test('open deals bring the share of their like that was won by the end of earlier quarters, and new ones as many as before', () => {
  const forecast = forecastAt([...steady(5), ...openNow], { quarter, at: START }, earlier);
  expect(forecast).toMatchObject({
    ok: true,
    learntFrom: 8,
    expected: [
      {
        currency: 'EUR',
        won: { amount: 0, count: 0 },
        // 20 × 10,000 × 25 %.
        open: { amount: 50_000, count: 20 },
        fresh: 50_000,
        total: 100_000,
      },
    ],
  });
});

test('in the middle of a quarter what is won stands, and the rest is compared with the same day of earlier quarters', () => {
  const deals = [...steady(5), ...times(2, { opened: '2026-09-21', won: '2026-10-10' })];
  // By the thirtieth day everything of earlier quarters was decided.
  const forecast = forecastAt(deals, { quarter, at: on('2026-10-31') }, earlier);
  expect(forecast).toMatchObject({
    expected: [{ won: { amount: 20_000, count: 2 }, open: { count: 0 }, fresh: 0, total: 20_000 }],
  });
});

test('what stands open on a day on which nothing ever did is compared with nothing, and nothing is expected of it', () => {
  const forecast = forecastAt([...steady(5), ...openNow], { quarter, at: on('2026-10-31') }, earlier);
  expect(forecast).toMatchObject({ expected: [{ open: { amount: 0, count: 20 }, total: 0 }] });
  expect(forecast.ok && forecast.levels.at(-1)).toEqual({ level: 'nothing', count: 20 });
});

test('a step and a segment with twenty cases speak for themselves', () => {
  const like = (step: string, segment: string, won: number) => [
    ...times(won, { opened: '2026-06-21', won: '2026-07-20', step, segment }),
    ...times(20 - won, { opened: '2026-06-21', lost: '2026-07-20', step, segment }),
  ];
  const deals = [
    deal({ opened: '2026-03-01', lost: '2026-03-02' }),
    ...like('contract', 'enterprise', 15),
    ...like('contract', 'small', 5),
    ...like('discovery', 'small', 2),
    deal({ opened: '2026-09-21', step: 'contract', segment: 'enterprise' }),
    deal({ opened: '2026-09-21', step: 'contract', segment: 'nobody knows' }),
    deal({ opened: '2026-09-21', step: 'new step', segment: 'small' }),
    deal({ opened: '2026-09-21', step: 'new step', segment: 'small', closeOn: '2027-02-01' }),
  ];
  const forecast = forecastAt(deals, { quarter, at: START }, earlier);
  expect(forecast).toMatchObject({
    levels: [
      { level: 'segment_and_step', count: 1 },
      { level: 'step', count: 1 },
      { level: 'close_date', count: 1 },
      { level: 'all', count: 1 },
      { level: 'nothing', count: 0 },
    ],
  });
  const open = forecast.ok ? (forecast.expected[0]?.open.amount ?? 0) : 0;
  // 15 of 20, 20 of 40, 22 of 60, and 22 of 60 again: nothing that was due later is known.
  expect(open).toBeCloseTo(10_000 * (15 / 20 + 20 / 40 + 22 / 60 + 22 / 60), 6);
});

test('with nineteen closed deals, or no whole quarter before, nothing is forecast', () => {
  const nineteen = times(19, { opened: '2026-03-01', won: '2026-05-01' });
  expect(forecastAt(nineteen, { quarter, at: START }, earlier)).toEqual({
    ok: false,
    because: 'few_closed',
    closed: 19,
  });
  const young = times(20, { opened: '2026-07-02', won: '2026-08-01' });
  expect(forecastAt(young, { quarter, at: START }, earlier)).toEqual({
    ok: false,
    because: 'no_quarter_before',
  });
});

test('currencies are never added', () => {
  const deals = [
    ...steady(5),
    ...openNow,
    ...times(4, { opened: '2026-09-21', currency: 'USD', amount: 1_000 }),
  ];
  const forecast = forecastAt(deals, { quarter, at: START }, earlier);
  expect(forecast).toMatchObject({
    expected: [
      { currency: 'EUR', open: { amount: 50_000 } },
      { currency: 'USD', open: { amount: 1_000 }, fresh: 0 },
    ],
  });
});

test('six quarters are cast back, with error and bias against what was won in them', () => {
  // From the second quarter before on, half as many are won as ever before.
  const deals = [...steady(8, 10).filter(({ sourceId }) => !/^2026-Q[23]/.test(sourceId)), ...steady(4, 2)];
  const casts = backCast(deals, earlier.slice(0, 6), earlier);
  expect(casts.map(({ quarter: { name }, forecast }) => [name, forecast.ok])).toEqual([
    ['2025-Q2', true],
    ['2025-Q3', true],
    ['2025-Q4', true],
    ['2026-Q1', true],
    ['2026-Q2', true],
    ['2026-Q3', true],
  ]);
  const [eur, ...others] = accuracies(casts);
  expect(others).toEqual([]);
  expect(eur?.quarters.map(({ expected, actual }) => [Math.round(expected), actual])).toEqual([
    [160_000, 160_000],
    [160_000, 160_000],
    [160_000, 160_000],
    [160_000, 160_000],
    [160_000, 80_000],
    // Of the eight quarters before one was worse: (7 × 8 + 4) / 8 = 7.5 of twenty, and 7.5 new ones.
    [150_000, 80_000],
  ]);
  // 150,000 missed, all of it upwards, of 800,000 won.
  expect(eur?.error).toBeCloseTo(150 / 800, 10);
  expect(eur?.bias).toBeCloseTo(150 / 800, 10);
});

test('a quarter in which nothing was won has an error that is no share of anything', () => {
  const deals = steady(5, 3).filter(
    ({ sourceId }) => sourceId !== '2026-Q3 won' && sourceId !== '2026-Q3 fresh',
  );
  const [eur] = accuracies(backCast(deals, earlier.slice(0, 1), earlier));
  expect(eur).toMatchObject({ error: null, bias: null, quarters: [{ name: '2026-Q3', actual: 0 }] });
});

const told = fc.record({
  opened: fc.integer({ min: 0, max: 1_000 }),
  days: fc.integer({ min: 0, max: 200 }),
  became: fc.constantFrom('won', 'lost', 'open'),
  amount: fc.integer({ min: 1, max: 1_000 }),
  step: fc.constantFrom('a', 'b'),
  segment: fc.constantFrom('x', 'y', null),
  moved: fc.integer({ min: 0, max: 200 }),
});
const dayOf = (day: number) => new Date(Date.UTC(2024, 0, 1) + day * 86_400_000).toISOString().slice(0, 10);
type Drawn = typeof told extends fc.Arbitrary<infer Row> ? Row : never;
const make = (one: Drawn) =>
  deal({
    opened: dayOf(one.opened),
    amount: one.amount,
    step: one.step,
    segment: one.segment,
    ...(one.became === 'won' && { won: dayOf(one.opened + one.days) }),
    ...(one.became === 'lost' && { lost: dayOf(one.opened + one.days) }),
    later: [
      [dayOf(one.opened + one.moved), 'close_on', dayOf(one.opened + one.moved + 90)],
      [dayOf(one.opened + one.moved), 'amount', String(one.amount * 3)],
    ],
  });

/** A deal with all forgotten that came after an instant. */
const forgotten = (deals: readonly DealHistory[], at: Date): DealHistory[] =>
  deals
    .filter(({ knownAt }) => knownAt <= at)
    .map((one) => ({
      ...one,
      end: one.end && one.end.at <= at ? one.end : null,
      changes: one.changes.filter((change) => change.at <= at),
    }));

test('what is cast back knows nothing of what came after the first day of its quarter', () => {
  fc.assert(
    fc.property(fc.array(told, { minLength: 60, maxLength: 150 }), (rows) => {
      const deals = rows.map(make);
      for (const past of earlier.slice(0, 6)) {
        const moment = { quarter: past, at: past.from };
        expect(forecastAt(deals, moment, earlier)).toEqual(
          forecastAt(forgotten(deals, past.from), moment, earlier),
        );
      }
    }),
    { numRuns: 60 },
  );
});

test('no less than nothing and no more than everything is expected of what is open', () => {
  fc.assert(
    fc.property(fc.array(told, { minLength: 60, maxLength: 150 }), (rows) => {
      const forecast = forecastAt(rows.map(make), { quarter, at: START }, earlier);
      fc.pre(forecast.ok);
      for (const { open, won, fresh, total } of forecast.ok ? forecast.expected : []) {
        expect(open.amount).toBeGreaterThanOrEqual(0);
        expect(open.amount).toBeLessThanOrEqual(open.count * 3_000);
        expect(total).toBeCloseTo(won.amount + open.amount + fresh, 6);
      }
    }),
    { numRuns: 60 },
  );
});
