import type { Db } from '#db/db.ts';
import { readFailures } from '#db/failures.ts';
import { failureFigures } from '#domain/failures.ts';
import { type FunnelRequest, periodBefore } from '#domain/period.ts';
import { reasonWords, sourceName } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import type { FailuresModel } from './cost-models.ts';
import { loadEvidence } from './evidence-figures.ts';
import { soFar } from './funnel.ts';

/** What was rejected and missed in a period, held against the equally long one before. */
export async function loadFailures(
  db: Db,
  { settings }: SettingsInForce,
  request: FunnelRequest,
  now: Date,
): Promise<FailuresModel> {
  const period = soFar(request, now);
  const before = periodBefore(period);
  const figures = failureFigures(await readFailures(db, period), await readFailures(db, before));
  const { top } = figures;
  return {
    ...period,
    periodLabel: request.label,
    before,
    ...figures,
    evidence: await loadEvidence(db, settings, period),
    reasons: figures.reasons.map(({ reason, mostFrom, ...rest }) => ({
      ...rest,
      words: reasonWords(settings, reason),
      mostFrom: { name: sourceName(settings, mostFrom.sourceId), count: mostFrom.count },
    })),
    topWords:
      top === null || !('reason' in top)
        ? null
        : { reason: reasonWords(settings, top.reason), source: sourceName(settings, top.mostFrom.sourceId) },
  };
}
