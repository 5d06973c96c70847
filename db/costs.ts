import { sql } from 'drizzle-orm';
import { type CostRows, LEAD_TIME_STAGES } from '#domain/cost.ts';
import type { Db } from './db.ts';
import { type Counted, cohort, countLeads } from './funnel.ts';
import { rowsOf } from './rows.ts';

const timedStages = sql.raw(LEAD_TIME_STAGES.map((stage) => `'${stage}'`).join(', '));

/** How far the leads of a period came, and how long after their capture; what was only concluded has no time. */
export async function readCostRows(db: Db, scope: Counted): Promise<CostRows> {
  const leads = await countLeads(db, scope);
  const leadTimes = rowsOf<CostRows['leadTimes'][number]>(
    await db.execute(sql`
      with ${cohort(scope)},
      entered as (
        select s.lead_id, s.stage, min(s.at) as at from stage_changes s
        where s.stage in (${timedStages}) and s.at >= ${scope.from.toISOString()}
          and s.undone_at is null and not s.is_inferred
        group by s.lead_id, s.stage
      )
      select c.key, e.stage, greatest(0, round(extract(epoch from e.at - c.captured_at)))::int as seconds,
        count(*)::int as count
      from cohort c join entered e on e.lead_id = c.id
      group by 1, 2, 3`),
  );
  return { leads, leadTimes };
}
