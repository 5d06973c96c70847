import type { Attribution } from '#domain/attribution.ts';
import type { CostFigures } from '#domain/cost.ts';
import type { FailureFigures } from '#domain/failures.ts';
import type { Money } from '#domain/money-words.ts';
import type { DealValue, Needed, Pace, PlanGoal, PlanRefusal, PlanStep } from '#domain/plan.ts';
import type { PlanUnit } from '#domain/plan-request.ts';
import type { DaySpan } from '#domain/spend-period.ts';
import type { FunnelModel } from './funnel-models.ts';
import type { EvidenceModel } from './home-models.ts';
import type { Stranger } from './models.ts';

type Said = Pick<FunnelModel, 'from' | 'to' | 'periodLabel'>;

/** What spending can be compared by: what it was told of. */
export const COST_GROUPINGS = ['channel', 'campaign', 'source'] as const;
export type CostGrouping = (typeof COST_GROUPINGS)[number];

export type CostModel = Said & {
  by: CostGrouping;
  groups: (CostFigures & { name: Stranger })[];
  total: CostFigures;
  /** Figures that are about more days than the period has. */
  cut: number;
  /** Days of the period of which nothing is told. */
  untold: DaySpan[];
};

export type AttributionModel = Said & {
  by: CostGrouping;
  /** Companies that signed in the period, and how many of their leads are won. */
  wins: number;
  wonLeads: number;
  /** Wins of which nothing is known that happened before. */
  untouched: number;
  groups: (Omit<Attribution, 'key'> & { name: Stranger })[];
};

type Reason = FailureFigures['reasons'][number];

export type FailuresModel = Said &
  Omit<FailureFigures, 'reasons'> & {
    before: { from: Date; to: Date };
    reasons: (Omit<Reason, 'reason' | 'mostFrom'> & {
      words: Stranger;
      mostFrom: { name: Stranger; count: number };
    })[];
    /** How what SDRs rejected stood against the record. */
    evidence: EvidenceModel;
    /** Of the top failure, where it is one of rejections. */
    topWords: { reason: Stranger; source: Stranger } | null;
  };

export type PlanModel = Said & {
  goal: PlanGoal;
  unit: PlanUnit;
  /** Why nothing is planned, or the steps back to the leads with the words of their stages. */
  plan: { ok: false; refusal: PlanRefusal; placeLabel: string | null } | ({ ok: true } & MadePlan);
};
export type MadePlan = {
  steps: (PlanStep & { label: string })[];
  deal: DealValue | null;
  /** What a lead may cost: before deals pay nothing, and by the budget. Null where it is not known, or not asked. */
  breakEven: { money: Money; deal: DealValue } | null;
  budget: { money: Money; share: number | null } | null;
  /** What a lead costs in the base period, in each currency. */
  costsNow: Money[];
  pace: Pace;
  reps: Needed | null;
};
