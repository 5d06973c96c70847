import { sql } from 'drizzle-orm';
import { depthOf } from '#domain/funnel.ts';
import type { State } from '#domain/handoff.ts';
import { USUAL_LEG } from '#domain/settings-shapes.ts';
import { STAGE_CODES, type Stage } from '#domain/stages.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Db } from './db.ts';
import { rowsOf } from './rows.ts';

/** Leads that were responded to after equally long, alike in whether they qualified, their stage and their latest handoff. */
export type FreshnessRow = {
  seconds: number;
  isQualified: boolean;
  stage: Stage;
  state: State;
  count: number;
};

const QUALIFIED = STAGE_CODES.filter((stage) => depthOf(stage) >= depthOf('sales_qualified'));
const qualified = sql.raw(QUALIFIED.map((stage) => `'${stage}'`).join(', '));

/** Of the leads captured from `from` to `to`, both included, those that sales responded to: by the seconds from capture. */
export async function countFreshness(
  db: Db,
  { from, to }: { from: Date; to: Date },
): Promise<FreshnessRow[]> {
  return rowsOf(
    await db.execute(sql`
      with cohort as (
        select l.id, l.stage, l.captured_at from leads l
        where l.captured_at >= ${from.toISOString()} and l.captured_at <= ${to.toISOString()}
          and l.source_id <> ${TEST_SOURCE}
      ),
      responded as (
        select c.id, c.stage, c.captured_at, min(h.responded_at) as responded_at
        from cohort c
        join handoffs h on h.lead_id = c.id and h.leg = ${USUAL_LEG} and h.responded_at is not null
          and h.created_at >= ${from.toISOString()}
        group by c.id, c.stage, c.captured_at
      ),
      latest as (
        select distinct on (h.lead_id) h.lead_id, h.state
        from responded r join handoffs h on h.lead_id = r.id and h.created_at >= ${from.toISOString()}
        order by h.lead_id, h.created_at desc
      )
      select greatest(0, round(extract(epoch from r.responded_at - r.captured_at)))::int as seconds,
        exists (
          select from stage_changes s
          where s.lead_id = r.id and s.stage in (${qualified}) and s.undone_at is null
        ) as "isQualified",
        r.stage, latest.state, count(*)::int as count
      from responded r join latest on latest.lead_id = r.id
      group by 1, 2, 3, 4`),
  );
}
