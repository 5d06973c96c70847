import type { CalendarPeriod } from '#domain/calendar-period.ts';
import type { Coverage } from '#domain/coverage.ts';
import type { RepPipeline } from '#domain/deal-reps.ts';
import type { Watched } from '#domain/deal-watch.ts';
import type { Accuracy, BackCast, Forecast } from '#domain/forecast.ts';
import type { Freshness } from '#domain/freshness.ts';
import type { FallPart, StepFall } from '#domain/funnel-fall.ts';
import type { Velocity } from '#domain/velocity.ts';
import type { Stranger } from './models.ts';

/** What the answers about deals and about the reasons behind figures are drawn from. */

export type VelocityModel = {
  from: Date;
  to: Date;
  periodLabel: string;
  by: 'source' | 'segment' | null;
  /** What `by segment` means with these settings. */
  segmentsAre: string;
  /** `before` is the equally long time before; null where nothing of the kind was there. */
  rows: { name: Stranger | null; now: Velocity; before: Velocity | null }[];
};

export type CoverageModel = {
  /** One for each period and currency. */
  rows: (Omit<Coverage, 'steps'> & {
    /** `probability` as the settings say it; null where they do not. */
    steps: (Omit<Coverage['steps'][number], 'subStage'> & {
      name: Stranger | null;
      probability: number | null;
    })[];
  })[];
  periods: CalendarPeriod[];
  /** Whether the settings have a target for any of these periods. */
  hasTarget: boolean;
  /** Whether the settings have sub-stages at all. */
  hasSteps: boolean;
  needed: { times: number; won: number; closed: number } | null;
  /** Open deals in no sum. */
  withoutAmount: number;
};

export type WatchedDealModel = {
  lead: Stranger;
  company: Stranger | null;
  ownerName: Stranger | null;
  amount: number | null;
  currency: string | null;
  closeOn: string | null;
  reasons: Watched[];
};

export type ForecastModel = {
  quarter: CalendarPeriod;
  now: Forecast;
  /** What would have been said on its first day. */
  firstDay: Forecast;
  backCasts: BackCast[];
  accuracies: Accuracy[];
  /** Those whom the reader may see; null in a channel. */
  reps: { from: Date; rows: (Omit<RepPipeline, 'repId'> & { name: Stranger })[]; hidden: number } | null;
  /** `rows` is null where the reader may not read leads, and in a channel. */
  watched: { total: number; rows: WatchedDealModel[] | null };
};

export type FreshnessModel = Freshness & { from: Date; to: Date; periodLabel: string };

export type FallModel = Omit<StepFall, 'from' | 'to'> & {
  fromLabel: string;
  toLabel: string;
  mostly: FallPart | null;
};
