import type { Attribution } from '#domain/attribution.ts';
import type { CostGrouping } from './cost-models.ts';
import type { FunnelModel } from './funnel-models.ts';
import type { Stranger } from './models.ts';

export type AttributionModel = Pick<FunnelModel, 'from' | 'to' | 'periodLabel'> & {
  by: CostGrouping;
  /** Companies that signed in the period, and how many of their leads are won. */
  wins: number;
  wonLeads: number;
  /** Wins of which nothing is known that happened before. */
  untouched: number;
  groups: (Omit<Attribution, 'key'> & { name: Stranger })[];
};
