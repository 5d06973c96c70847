import type { FailureFigures } from '#domain/failures.ts';
import type { FunnelModel } from './funnel-models.ts';
import type { Stranger } from './models.ts';

type Reason = FailureFigures['reasons'][number];

export type FailuresModel = Pick<FunnelModel, 'from' | 'to' | 'periodLabel'> &
  Omit<FailureFigures, 'reasons'> & {
    before: { from: Date; to: Date };
    reasons: (Omit<Reason, 'reason' | 'mostFrom'> & {
      words: Stranger;
      mostFrom: { name: Stranger; count: number };
    })[];
    /** Of the top failure, where it is one of rejections. */
    topWords: { reason: Stranger; source: Stranger } | null;
  };
