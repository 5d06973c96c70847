import type { CostFigures } from '#domain/cost.ts';
import type { DaySpan } from '#domain/spend-period.ts';
import type { FunnelModel } from './funnel-models.ts';
import type { Stranger } from './models.ts';

/** What spending can be compared by: what it was told of. */
export const COST_GROUPINGS = ['channel', 'campaign', 'source'] as const;
export type CostGrouping = (typeof COST_GROUPINGS)[number];

export type CostModel = Pick<FunnelModel, 'from' | 'to' | 'periodLabel'> & {
  by: CostGrouping;
  groups: (CostFigures & { name: Stranger })[];
  total: CostFigures;
  /** Figures that are about more days than the period has. */
  cut: number;
  /** Days of the period of which nothing is told. */
  untold: DaySpan[];
};
