import type { Attribution } from '#domain/attribution.ts';
import type { CostFigures } from '#domain/cost.ts';
import type { FailureFigures } from '#domain/failures.ts';
import type { DaySpan } from '#domain/spend-period.ts';
import type { FunnelModel } from './funnel-models.ts';
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
    /** Of the top failure, where it is one of rejections. */
    topWords: { reason: Stranger; source: Stranger } | null;
  };
