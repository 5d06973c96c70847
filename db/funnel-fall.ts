import { sql } from 'drizzle-orm';
import { depthOf } from '#domain/funnel.ts';
import type { State } from '#domain/handoff.ts';
import { STAGE_CODES, type Stage } from '#domain/stages.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Db } from './db.ts';
import { rowsOf } from './rows.ts';
import { ranOut } from './speed.ts';

/** Leads of one source alike in the deepest step they reached, their stage, their latest handoff, and whether it missed a deadline. */
export type FallRow = {
  sourceId: string;
  depth: number;
  stage: Stage;
  state: State | null;
  isLate: boolean;
  count: number;
};

const DEEPER = STAGE_CODES.filter((stage) => depthOf(stage) > 0);
const deeperStages = sql.raw(DEEPER.map((stage) => `'${stage}'`).join(', '));
const depthCases = sql.raw(DEEPER.map((stage) => `when '${stage}' then ${depthOf(stage)}`).join(' '));

/** What became of the leads captured from `from` to `to`, both included, source by source. */
export async function countForFalls(db: Db, { from, to }: { from: Date; to: Date }): Promise<FallRow[]> {
  const since = sql`>= ${from.toISOString()}`;
  return rowsOf(
    await db.execute(sql`
      with cohort as (
        select l.id, l.stage, l.source_id from leads l
        where l.captured_at ${since} and l.captured_at <= ${to.toISOString()} and l.source_id <> ${TEST_SOURCE}
      ),
      depths as (
        select s.lead_id, max(case s.stage ${depthCases} end) as depth
        from stage_changes s
        where s.stage in (${deeperStages}) and s.at ${since} and s.undone_at is null
        group by s.lead_id
      ),
      latest as (
        select distinct on (h.lead_id) h.lead_id, h.id, h.state
        from handoffs h where h.created_at ${since}
        order by h.lead_id, h.created_at desc
      ),
      late as (
        select distinct k.handoff_id from clocks k where k.started_at ${since} and ${ranOut}
      )
      select c.source_id as "sourceId", coalesce(depths.depth, 0)::int as depth, c.stage, latest.state,
        late.handoff_id is not null as "isLate", count(*)::int as count
      from cohort c
      left join depths on depths.lead_id = c.id
      left join latest on latest.lead_id = c.id
      left join late on late.handoff_id = latest.id
      group by 1, 2, 3, 4, 5`),
  );
}
