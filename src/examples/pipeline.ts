import { calendarPeriod } from '#domain/calendar-period.ts';
import { freshness } from '#domain/freshness.ts';
import { wilson } from '#domain/interval.ts';
import type { Velocity } from '#domain/velocity.ts';
import type {
  CoverageModel,
  FallModel,
  ForecastModel,
  FreshnessModel,
  VelocityModel,
} from '#src/view/pipeline-models.ts';

/** One of each answer about deals, with words of strangers where there are any. */

const FROM = new Date('2026-08-25T00:00:00Z');
const TO = new Date('2026-11-23T12:00:00Z');

function period(name: string) {
  const known = calendarPeriod(name, 'UTC');
  if (!known) throw new Error(`${name} is no period: expected one such as 2026-Q4`);
  return known;
}

export const velocityOf = (overrides: Partial<Velocity> = {}): Velocity => ({
  currency: 'EUR',
  open: 6,
  won: 8,
  closed: 20,
  winRate: wilson(8, 20),
  value: { mean: 10_000, count: 8 },
  cycle: { days: 40, count: 8 },
  perDay: 600,
  ...overrides,
});

export const velocity = (overrides: Partial<VelocityModel> = {}): VelocityModel => ({
  from: FROM,
  to: TO,
  periodLabel: 'last 90 days',
  by: 'source',
  segmentsAre: 'as in the settings',
  rows: [
    { name: 'Website', now: velocityOf(), before: velocityOf({ perDay: 500 }) },
    { name: 'Webinar', now: velocityOf({ perDay: 250 }), before: null },
  ],
  ...overrides,
});

export const coverage = (overrides: Partial<CoverageModel> = {}): CoverageModel => ({
  periods: [period('2026-Q4')],
  rows: [
    {
      period: period('2026-Q4'),
      currency: 'EUR',
      target: 250_000,
      won: { amount: 50_000, count: 1 },
      left: 200_000,
      due: { amount: 300_000, count: 4 },
      overdue: { amount: 50_000, count: 1 },
      later: { amount: 70_000, count: 1 },
      steps: [
        {
          name: 'Discovery',
          probability: 0.2,
          all: { amount: 120_000, count: 2 },
          due: { amount: 50_000, count: 1 },
        },
        {
          name: 'Proposal sent',
          probability: 0.5,
          all: { amount: 250_000, count: 3 },
          due: { amount: 250_000, count: 3 },
        },
      ],
      times: 1.5,
    },
  ],
  hasTarget: true,
  hasSteps: true,
  needed: { times: 4, won: 10, closed: 40 },
  withoutAmount: 1,
  ...overrides,
});

const made = (total: number): ForecastModel['now'] => ({
  ok: true,
  closed: 80,
  learntFrom: 8,
  levels: [
    { level: 'segment_and_step', count: 4 },
    { level: 'step', count: 2 },
  ],
  expected: [
    {
      currency: 'EUR',
      won: { amount: 50_000, count: 1 },
      open: { amount: 90_000, count: 6 },
      fresh: total - 140_000,
      total,
    },
  ],
});

export const forecast = (overrides: Partial<ForecastModel> = {}): ForecastModel => ({
  quarter: period('2026-Q4'),
  now: made(180_000),
  firstDay: made(200_000),
  backCasts: [
    { quarter: period('2026-Q2'), forecast: { ok: false, because: 'few_closed', closed: 12 }, actual: [] },
    {
      quarter: period('2026-Q3'),
      forecast: made(150_000),
      actual: [{ currency: 'EUR', sum: { amount: 120_000, count: 6 } }],
    },
  ],
  accuracies: [
    {
      currency: 'EUR',
      quarters: [{ name: '2026-Q3', expected: 150_000, actual: 120_000 }],
      error: 0.25,
      bias: 0.25,
    },
  ],
  reps: {
    from: FROM,
    rows: [
      {
        name: 'Eva Novak',
        deals: 12,
        slipped: 3,
        meanDays: 24,
        stepsBack: 1,
        closed: 20,
        won: 4,
        expectedWon: 9.5,
        against: 'down',
      },
    ],
    hidden: 2,
  },
  watched: {
    total: 2,
    rows: [
      {
        lead: 'Grace Hopper',
        company: 'Globex',
        ownerName: 'Eva Novak',
        amount: 40_000,
        currency: 'EUR',
        closeOn: '2026-11-20',
        reasons: [
          { reason: 'overdue', closeOn: '2026-11-20' },
          { reason: 'moved_often', times: 2 },
        ],
      },
    ],
  },
  ...overrides,
});

export const speed = (overrides: Partial<FreshnessModel> = {}): FreshnessModel => ({
  from: FROM,
  to: TO,
  periodLabel: 'last 90 days',
  ...freshness([
    { seconds: 120, qualified: 20, given_up: 10, open: 4 },
    { seconds: 2_400, qualified: 6, given_up: 24, open: 2 },
  ]),
  ...overrides,
});

export const fall = (overrides: Partial<FallModel> = {}): FallModel => ({
  fromLabel: 'MQL',
  toLabel: 'SAL',
  now: { came: 60, of: 120 },
  before: { came: 84, of: 120 },
  change: -200,
  parts: { rejected: -120, missed: -50, undecided: -40, mix: 10 },
  mostly: 'rejected',
  everySourceHeld: false,
  ...overrides,
});
