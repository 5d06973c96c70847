import type { Db } from '#db/db.ts';
import { countFreshness, type FreshnessRow } from '#db/freshness.ts';
import { freshness, type RespondedLeads } from '#domain/freshness.ts';
import { outlookOf } from '#domain/funnel.ts';
import type { Period } from '#domain/period.ts';
import type { FreshnessModel } from './pipeline-models.ts';

/** How the leads captured in a period fared, by how long they waited for the first response. */
export async function loadFreshness(db: Db, request: Period, now: Date): Promise<FreshnessModel> {
  const period = { from: request.from, to: request.to < now ? request.to : now };
  const rows = await countFreshness(db, period);
  return { ...period, periodLabel: request.label, ...freshness(rows.map(becameOf)) };
}

function becameOf({ seconds, isQualified, count, ...row }: FreshnessRow): RespondedLeads {
  const nothing = { seconds, qualified: 0, given_up: 0, open: 0 };
  if (isQualified) return { ...nothing, qualified: count };
  const outlook = outlookOf(row);
  // What was merged or erased is no answer at all.
  if (outlook === 'gone') return nothing;
  return outlook === 'over' ? { ...nothing, given_up: count } : { ...nothing, open: count };
}
