import type { Attainment, Conversion, FunnelChanges, Meetings, Times } from '#domain/funnel.ts';
import type { Bottleneck } from '#domain/funnel-tree.ts';
import type { Change } from '#domain/interval.ts';
import type { Grouping } from '#domain/period.ts';
import type { FailurePoint } from '#domain/settings.ts';
import type { SpeedShare } from '#domain/speed.ts';
import type { Stranger } from './models.ts';
import type { FallModel } from './pipeline-models.ts';

export type FunnelModel = {
  from: Date;
  to: Date;
  periodLabel: string;
  /** null for the whole; else one group each. */
  by: Grouping | null;
  /** What `by segment` means with these settings. */
  segmentsAre: string;
  /** The equally long time before; null where none is compared, because the groups are times themselves. */
  before: { from: Date; to: Date; leads: number } | null;
  /** Nothing where there are no leads. */
  groups: FunnelGroup[];
  /** All groups taken together. */
  whole: FunnelGroup;
  /** Groups that whoever reads may not see. */
  hidden: number;
  /** The steps that let fewer come on than before, and why; none where it is grouped. */
  falls: FallModel[];
};

export type FunnelGroup = {
  /** What it is grouped by, as rows have it. */
  key: string | null;
  name: Stranger | null;
  leads: number;
  /** In nurture now: never qualified, or recycled. */
  nurtured: number;
  stages: {
    label: string;
    reached: number;
    /** In the stage for all we know, though nobody saw them enter it. */
    inferred: number;
    /** Of the cohort in the stage before: how many came on, how many still may. */
    conversion: Conversion;
    /** The share the settings aim for. */
    target: number | null;
  }[];
  accept: Times & { targetMinutes: number | null };
  response: Times;
  responseSpread: number[];
  /** From capture to first response, and its shares: the system's, the person's, and what of it was snoozed. */
  speed: Record<SpeedShare, Times>;
  /** Of the person's clocks alone. */
  sla: Attainment & { target: number };
  responseSla: Attainment & { target: number };
  meetings: Meetings;
  rejections: { failurePoint: FailurePoint; count: number }[];
  /** Leads whose latest handoff stands there now. */
  waiting: number;
  snoozed: number;
  /** Null where there is nothing to compare with. */
  changes: FunnelChanges | null;
  /** Counts of the time before; null where there were no leads. */
  before: { leads: number; reached: number[] } | null;
};

/** The funnel from its revenue end. */
export type FunnelTreeModel = Pick<FunnelModel, 'from' | 'to' | 'periodLabel'> & {
  leads: number;
  /** The last stage first; the label of what each comes from. */
  steps: {
    label: string;
    fromLabel: string;
    reached: number;
    inferred: number;
    conversion: Conversion;
    target: number | null;
    change: Change | null;
  }[];
  meetings: Meetings;
  bottleneck: { words: Bottleneck; label: string; fromLabel: string } | null;
};
