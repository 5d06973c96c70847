import { expect, test } from 'vitest';
import { funnelFigures } from '#domain/funnel.ts';
import { dealValue, type PlanBase, paceOf, planBack, repsFor } from '#domain/plan.ts';

/** Leads that came so deep and no further, all decided. */
const alike = (depth: number, count: number) => ({
  ...({ key: null, depth, count, observed: 0b111110, stage: 'disqualified', state: 'completed' } as const),
});
/** Of 1,000 leads 400 became MQL, 200 SAL, 100 SQL, 50 opportunities and 20 were won; 40 meetings were held. */
const figures = funnelFigures({
  leads: [alike(0, 600), alike(1, 200), alike(2, 100), alike(3, 50), alike(4, 30), alike(5, 20)],
  accepts: [],
  responses: [],
  speeds: [],
  meetings: [{ key: null, booked: 60, held: 40, noShow: 5 }],
  clocks: [],
  rejections: [],
});
const base = (overrides: Partial<PlanBase> = {}): PlanBase => ({
  ...{ figures, units: 2, deals: [] },
  ...overrides,
});
const won = (count: number) => ({ type: 'place', place: 'closed_won', count }) as const;

const stepsOf = (planned: ReturnType<typeof planBack>) =>
  planned.ok ? planned.plan.steps.map(({ place, needed, now }) => [place, Math.round(needed), now]) : planned;

test('wins are worked back stage by stage, beside what there is in as long a time now', () => {
  expect(stepsOf(planBack(won(5), base()))).toEqual([
    ['lead', 250, 500],
    ['marketing_qualified', 100, 200],
    ['sales_accepted', 50, 100],
    ['sales_qualified', 25, 50],
    ['opportunity', 13, 25],
    ['closed_won', 5, 10],
  ]);
});

test('the interval is that of one rate where there is one, and narrower than all at their worst where there are more', () => {
  const planned = planBack({ type: 'place', place: 'marketing_qualified', count: 40 }, base());
  if (!planned.ok) throw new Error('refused');
  const [leads, mqls] = planned.plan.steps;
  // 400 of 1,000: 37.0 % to 43.1 % by Wilson.
  expect([leads?.low, leads?.needed, leads?.high].map((one) => Math.round(one ?? 0))).toEqual([93, 100, 108]);
  expect(mqls).toMatchObject({ needed: 40, low: 40, high: 40 });

  const all = planBack(won(5), base());
  if (!all.ok) throw new Error('refused');
  const worst = figures.stages.reduce(
    (leadsNeeded, { conversion }) => leadsNeeded / (conversion.low ?? 1),
    5,
  );
  const first = all.plan.steps[0];
  expect(first?.high).toBeGreaterThan(first?.needed ?? 0);
  expect(first?.high).toBeLessThan(worst);
  expect(first?.low).toBeLessThan(first?.needed ?? 0);
});

test('meetings are those held, of the leads that were accepted', () => {
  expect(stepsOf(planBack({ type: 'place', place: 'meeting', count: 20 }, base()))).toEqual([
    ['lead', 500, 500],
    ['marketing_qualified', 200, 200],
    ['sales_accepted', 100, 100],
    ['meeting', 20, 20],
  ]);
});

test('a sum is worked back by what a deal is worth on average, with its own uncertainty', () => {
  const deals = Array.from({ length: 20 }, (_, index) => ({
    cents: index % 2 === 0 ? 900_000 : 1_100_000,
    currency: 'EUR',
  }));
  const planned = planBack({ type: 'money', cents: 5_000_000, currency: 'EUR' }, base({ deals }));
  expect(stepsOf(planned)).toMatchObject([['lead', 250, 500], {}, {}, {}, {}, ['closed_won', 5, 10]]);
  expect(planned).toMatchObject({ ok: true, plan: { deal: { mean: 1_000_000, deals: 20 } } });
  const wins = planned.ok ? planned.plan.steps.at(-1) : undefined;
  expect(wins?.low).toBeLessThan(5);
  expect(wins?.high).toBeGreaterThan(5);
  expect(planBack({ type: 'money', cents: 100, currency: 'USD' }, base({ deals }))).toEqual({
    ok: false,
    refusal: { type: 'few_deals', currency: 'USD', deals: 0 },
  });
});

test('where too few are decided at one step, or none came on, there is no plan', () => {
  const few = funnelFigures({ ...EMPTY, leads: [alike(0, 30), alike(1, 19)] });
  expect(planBack(won(5), base({ figures: few }))).toEqual({
    ok: false,
    refusal: { type: 'few_decided', place: 'sales_accepted', decided: 19, came: 0 },
  });
  const none = funnelFigures({ ...EMPTY, leads: [alike(0, 30)] });
  expect(planBack(won(5), base({ figures: none }))).toEqual({
    ok: false,
    refusal: { type: 'nobody_came', place: 'marketing_qualified', decided: 30 },
  });
});

const EMPTY = { accepts: [], responses: [], speeds: [], meetings: [], clocks: [], rejections: [] };

test('what a deal is worth is said of one currency alone', () => {
  const deals = [
    { cents: 100, currency: 'EUR' },
    { cents: 300, currency: 'EUR' },
    { cents: 9_000, currency: 'USD' },
  ];
  expect(dealValue(deals, 'EUR')).toMatchObject({ currency: 'EUR', mean: 200, deals: 2 });
  expect(dealValue(deals, 'GBP')).toBeNull();
});

test('reps are those that would accept so many, at the pace of the weeks in which they accepted any', () => {
  const pace = paceOf([
    { repId: 'ana', week: '2026-40', count: 12 },
    { repId: 'ana', week: '2026-41', count: 8 },
    { repId: 'ben', week: '2026-41', count: 10 },
  ]);
  expect(pace).toEqual({ accepted: 30, reps: 2, repWeeks: 3 });
  expect(repsFor({ needed: 60, low: 40, high: 90 }, 2, pace)).toEqual({ needed: 3, low: 2, high: 4.5 });
  expect(repsFor({ needed: 60, low: 40, high: 90 }, 2, paceOf([]))).toBeNull();
});
