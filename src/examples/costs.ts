import { costFigures } from '#domain/cost.ts';
import type { AttributionModel, CostModel, FailuresModel, PlanModel } from '#src/view/cost-models.ts';

/** One valid model of each answer about what leads cost and where they are lost. */

const period = {
  from: new Date('2026-08-25T00:00:00Z'),
  to: new Date('2026-11-23T12:00:00Z'),
  periodLabel: 'last 90 days',
};

/** 100 leads of which 40 were qualified, 20 accepted and 5 qualified by sales, for 1,000 EUR. */
const figures = costFigures(
  {
    leads: [60, 20, 15, 5].map((count, depth) => ({
      ...{ key: null, depth, count, observed: 0b111110, stage: 'disqualified', state: 'completed' },
    })),
    leadTimes: [{ key: null, stage: 'sales_qualified', seconds: 345_600, count: 5 }],
  },
  [{ cents: 100_000, currency: 'EUR' }],
);
const nobody = costFigures({ leads: [], leadTimes: [] }, [{ cents: 21_050, currency: 'EUR' }]);

export function cost(overrides: Partial<CostModel> = {}): CostModel {
  return {
    ...period,
    by: 'channel',
    groups: [
      { ...figures, name: 'webinar' },
      { ...nobody, name: 'trade show' },
    ],
    total: { ...figures, spend: [{ cents: 121_050, currency: 'EUR' }] },
    cut: 1,
    untold: [{ from: '2026-11-01', to: '2026-11-23' }],
    ...overrides,
  };
}

export function failures(overrides: Partial<FailuresModel> = {}): FailuresModel {
  const failing = { count: 31, of: 120, before: 12, change: { type: 'up', before: 0.1 } } as const;
  return {
    ...period,
    before: { from: new Date('2026-05-27T00:00:00Z'), to: new Date('2026-08-24T23:59:59Z') },
    answers: 120,
    points: [{ ...failing, failurePoint: 'qualification_threshold', missed: 0 }],
    reasons: [
      {
        ...failing,
        failurePoint: 'qualification_threshold',
        words: 'Too small',
        mostFrom: { name: 'Webinar', count: 20 },
      },
    ],
    misses: [{ kind: 'accept', count: 4, of: 90, before: 5, change: { type: 'same', before: 0.05 } }],
    top: {
      ...{ failurePoint: 'qualification_threshold', count: 31, of: 35 },
      ...{
        change: 'source',
        reason: 'too_small',
        mostFrom: { sourceId: 'webinar', count: 20 },
        rejections: 31,
      },
    },
    topWords: { reason: 'Too small', source: 'Webinar' },
    evidence: {
      counts: { supported: 2, corrected: 1, conflicts: 0, unverifiable: 1 },
      corrected: [{ fact: 'employees', sourceName: 'Website demo form', count: 1 }],
      asks: [{ fact: 'industry', sourceName: 'Website demo form', count: 1 }],
    },
    ...overrides,
  };
}

export function attribution(overrides: Partial<AttributionModel> = {}): AttributionModel {
  return {
    ...period,
    by: 'source',
    wins: 4,
    wonLeads: 5,
    untouched: 1,
    groups: [
      {
        name: 'Webinar',
        shares: { first: 200, last: 100, even: 150, position: 160 },
        touches: 6,
        touched: 3,
      },
      {
        name: 'Website',
        shares: { first: 100, last: 200, even: 150, position: 140 },
        touches: 5,
        touched: 2,
      },
    ],
    ...overrides,
  };
}

export function plan(overrides: Partial<PlanModel> = {}): PlanModel {
  const conversion = { rate: 0.4, low: 0.37, high: 0.43, came: 400, decided: 1_000, open: 12 };
  const deal = { currency: 'EUR', mean: 1_200_000, low: 1_000_000, high: 1_400_000, deals: 23 };
  return {
    ...period,
    goal: { type: 'place', place: 'closed_won', count: 5 },
    unit: 'quarter',
    plan: {
      ok: true,
      steps: [
        { place: 'lead', label: 'Leads', conversion: null, needed: 250, low: 180.5, high: 340.2, now: 120.4 },
        { place: 'closed_won', label: 'Won', conversion, needed: 5, low: 5, high: 5, now: 2.4 },
      ],
      deal: null,
      breakEven: { money: { cents: 24_000, currency: 'EUR' }, deal },
      budget: null,
      costsNow: [{ cents: 3_150, currency: 'EUR' }],
      pace: { accepted: 210, reps: 4, repWeeks: 35 },
      reps: { needed: 2.4, low: 1.8, high: 3.1 },
    },
    ...overrides,
  };
}
