import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CostRows, centsWithin, costFigures, costGroups, untoldDays } from '#domain/cost.ts';
import { dayAfter } from '#domain/spend-period.ts';

/** Leads that came so deep and no further, of which a decision is known. */
const leads = (key: string | null, depth: number, count: number): CostRows['leads'][number] => ({
  ...{ key, depth, count, observed: 0b111110, stage: 'disqualified', state: 'completed' },
});

test('each cost is what was spent over how many came so far, the effective one over the share that became MQL', () => {
  const rows: CostRows = {
    leads: [
      leads('webinar', 0, 60),
      leads('webinar', 1, 20),
      leads('webinar', 2, 15),
      leads('webinar', 3, 5),
    ],
    leadTimes: [
      { key: 'webinar', stage: 'sales_qualified', seconds: 86_400, count: 3 },
      { key: 'webinar', stage: 'sales_qualified', seconds: 172_800, count: 2 },
    ],
  };
  const figures = costFigures(rows, [
    { cents: 90_000, currency: 'EUR' },
    { cents: 10_000, currency: 'EUR' },
  ]);
  expect(figures).toMatchObject({
    leads: 100,
    spend: [{ cents: 100_000, currency: 'EUR' }],
    reached: { sales_accepted: 20, sales_qualified: 5, closed_won: 0 },
    perLead: { cents: 1_000, currency: 'EUR' },
    per: {
      sales_accepted: { cents: 5_000, currency: 'EUR' },
      sales_qualified: { cents: 20_000, currency: 'EUR' },
      closed_won: null,
    },
  });
  // 10 EUR a lead, of which 40 of 100 became MQL.
  expect(figures.effective?.cents).toBeCloseTo(2_500);
  expect(figures.leadTime.sales_qualified).toMatchObject({ count: 5, median: { median: 1_440 } });
  expect(figures.leadTime.closed_won).toMatchObject({ count: 0, median: null });
});

test('of two currencies nothing is divided, and of few decided leads no effective cost is made', () => {
  const rows: CostRows = { leads: [leads(null, 1, 10)], leadTimes: [] };
  const both = [
    { cents: 500, currency: 'EUR' },
    { cents: 700, currency: 'USD' },
  ];
  expect(costFigures(rows, both)).toMatchObject({
    spend: [both[1], both[0]],
    perLead: null,
    effective: null,
    per: { sales_accepted: null },
  });
  expect(costFigures(rows, [{ cents: 500, currency: 'EUR' }])).toMatchObject({
    perLead: { cents: 50, currency: 'EUR' },
    effective: null,
  });
});

test('groups are those of the leads and of the spending, most spent first and without a name last', () => {
  const rows: CostRows = {
    leads: [leads('referral', 0, 9), leads('webinar', 0, 2), leads(null, 0, 50)],
    leadTimes: [],
  };
  const groups = costGroups(rows, [
    { key: 'fair', cents: 900, currency: 'EUR' },
    { key: 'webinar', cents: 100, currency: 'EUR' },
  ]);
  expect(groups.map(({ key, figures }) => [key, figures.leads, figures.spend[0]?.cents ?? null])).toEqual([
    ['fair', 0, 900],
    ['webinar', 2, 100],
    ['referral', 9, null],
    [null, 50, null],
  ]);
});

test('of a month that a period cuts, its days of the period count', () => {
  const october = { from: '2026-10-01', to: '2026-10-31', cents: 31_000 };
  expect(centsWithin(october, { from: '2026-10-22', to: '2026-11-20' })).toBe(10_000);
  expect(centsWithin(october, { from: '2026-09-01', to: '2026-12-31' })).toBe(31_000);
  expect(centsWithin(october, { from: '2026-10-31', to: '2026-10-31' })).toBe(1_000);
  expect(centsWithin(october, { from: '2026-11-01', to: '2026-11-30' })).toBe(0);
  expect(centsWithin({ ...october, cents: 100 }, { from: '2026-10-01', to: '2026-10-15' })).toBe(48);
});

test('however a figure is cut, its parts add up to it', () => {
  fc.assert(
    fc.property(
      fc.nat(10_000_000_000_000),
      fc.integer({ min: 1, max: 366 }),
      fc.nat(400),
      (cents, days, cut) => {
        const figure = { from: '2026-01-01', to: dayAfter('2026-01-01', days - 1), cents };
        const middle = dayAfter('2025-12-15', cut);
        const parts = [
          centsWithin(figure, { from: '2025-01-01', to: middle }),
          centsWithin(figure, { from: dayAfter(middle), to: '2028-01-01' }),
        ];
        expect(parts.every((part) => part >= 0)).toBe(true);
        expect((parts[0] ?? 0) + (parts[1] ?? 0)).toBe(cents);
      },
    ),
  );
});

test('days of which nothing is told are named, between, before and after what is', () => {
  const period = { from: '2026-10-01', to: '2026-12-31' };
  expect(
    untoldDays(period, [
      { from: '2026-11-10', to: '2026-11-20' },
      { from: '2026-09-01', to: '2026-10-05' },
      { from: '2026-11-12', to: '2026-11-12' },
      { from: '2026-11-21', to: '2026-12-01' },
    ]),
  ).toEqual([
    { from: '2026-10-06', to: '2026-11-09' },
    { from: '2026-12-02', to: '2026-12-31' },
  ]);
  expect(untoldDays(period, [{ from: '2026-09-01', to: '2027-01-31' }])).toEqual([]);
  expect(untoldDays(period, [])).toEqual([period]);
});
