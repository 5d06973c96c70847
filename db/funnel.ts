import { type SQL, sql } from 'drizzle-orm';
import { depthOf, type FunnelRows } from '#domain/funnel.ts';
import type { Grouping } from '#domain/period.ts';
import { USUAL_LEG } from '#domain/settings.ts';
import { STAGE_CODES } from '#domain/stages.ts';
import type { Db } from './open.ts';
import { rowsOf } from './routing.ts';

/** Leads captured from `from` to `to`, both included. */
export type FunnelScope = { from: Date; to: Date; by: Grouping | null };

const DEEPER = STAGE_CODES.filter((stage) => depthOf(stage) > 0);
const deeperStages = sql.raw(DEEPER.map((stage) => `'${stage}'`).join(', '));
const depthCases = sql.raw(DEEPER.map((stage) => `when '${stage}' then ${depthOf(stage)}`).join(' '));

const cohort = ({ from, to }: FunnelScope): SQL => sql`
  cohort as (
    select id, source_id, stage from leads
    where captured_at >= ${from.toISOString()} and captured_at <= ${to.toISOString()}
  )`;

/**
 * Nothing happens to a lead before it is captured. Saying so lets each table be read by its index on time: without
 * it Postgres reads all there ever was.
 */
const since = ({ from }: FunnelScope): SQL => sql`>= ${from.toISOString()}`;

/** What a row is grouped by: its lead's source, or the rep it was about. */
function keyOf(by: Grouping | null, rep: SQL): SQL {
  switch (by) {
    case null:
      return sql`null::text`;
    case 'source':
      return sql`c.source_id`;
    case 'rep':
      return rep;
  }
}

/**
 * Counts everything the funnel says of the leads of a period. Times, clocks and rejections are those of the first
 * leg, where marketing hands over to sales; later legs have other people and other targets, and show as stages.
 */
export async function readFunnelRows(db: Db, scope: FunnelScope): Promise<FunnelRows> {
  return {
    leads: await countLeads(db, scope),
    accepts: await countAcceptTimes(db, scope),
    clocks: await countAcceptClocks(db, scope),
    rejections: await countRejections(db, scope),
  };
}

/**
 * A lead belongs to the rep of its first leg, so that an SDR keeps what an AE took over: to the owner, else to
 * whoever rejected it last.
 */
async function countLeads(db: Db, scope: FunnelScope): Promise<FunnelRows['leads']> {
  const reps = sql`,
    reps as (
      select distinct on (h.lead_id) h.lead_id, coalesce(h.owner_id, (
        select r.rep_id from rejections r
        where r.handoff_id = h.id and r.undone_at is null order by r.at desc limit 1
      )) as rep_id
      from cohort c join handoffs h on h.lead_id = c.id and h.created_at ${since(scope)}
      order by h.lead_id, (h.leg = ${USUAL_LEG}) desc, h.created_at desc
    )`;
  const isByRep = scope.by === 'rep';
  return rowsOf(
    await db.execute(sql`
    with ${cohort(scope)},
    depths as (
      select s.lead_id, max(case s.stage ${depthCases} end) as depth
      from cohort c join stage_changes s on s.lead_id = c.id
      where s.stage in (${deeperStages}) and s.at ${since(scope)} and s.undone_at is null
      group by s.lead_id
    ),
    latest as (
      select distinct on (h.lead_id) h.lead_id, h.state
      from cohort c join handoffs h on h.lead_id = c.id and h.created_at ${since(scope)}
      order by h.lead_id, h.created_at desc
    )${isByRep ? reps : sql``}
    select ${keyOf(scope.by, sql`reps.rep_id`)} as key, coalesce(depths.depth, 0)::int as depth,
      c.stage, latest.state, count(*)::int as count
    from cohort c
    left join depths on depths.lead_id = c.id
    left join latest on latest.lead_id = c.id
    ${isByRep ? sql`left join reps on reps.lead_id = c.id` : sql``}
    group by 1, 2, 3, 4`),
  );
}

/** Only of handoffs that were measured: a lead with a meeting in the calendar waits for no acceptance. */
async function countAcceptTimes(db: Db, scope: FunnelScope): Promise<FunnelRows['accepts']> {
  return rowsOf(
    await db.execute(sql`
    with ${cohort(scope)}
    select ${keyOf(scope.by, sql`h.owner_id`)} as key,
      round(extract(epoch from h.accepted_at - h.first_offered_at))::int as seconds, count(*)::int as count
    from cohort c join handoffs h on h.lead_id = c.id and h.leg = ${USUAL_LEG} and h.created_at ${since(scope)}
    where h.accepted_at is not null and h.first_offered_at is not null
      and exists (
        select from clocks k
        where k.handoff_id = h.id and k.kind = 'accept' and k.started_at ${since(scope)}
      )
    group by 1, 2`),
  );
}

/** A clock that stopped because the lead went to somebody else, and one that still runs in time, tell nothing. */
async function countAcceptClocks(db: Db, scope: FunnelScope): Promise<FunnelRows['clocks']> {
  return rowsOf(
    await db.execute(sql`
    with ${cohort(scope)}
    select ${keyOf(scope.by, sql`k.rep_id`)} as key,
      count(*) filter (where k.met and k.breached_at is null)::int as attained,
      count(*) filter (where k.breached_at is not null)::int as breached
    from cohort c
    join handoffs h on h.lead_id = c.id and h.leg = ${USUAL_LEG} and h.created_at ${since(scope)}
    join clocks k on k.handoff_id = h.id and k.kind = 'accept' and k.started_at ${since(scope)}
      and (k.met or k.breached_at is not null)
    group by 1`),
  );
}

async function countRejections(db: Db, scope: FunnelScope): Promise<FunnelRows['rejections']> {
  return rowsOf(
    await db.execute(sql`
    with ${cohort(scope)}
    select ${keyOf(scope.by, sql`r.rep_id`)} as key, r.failure_point as "failurePoint", count(*)::int as count
    from cohort c
    join handoffs h on h.lead_id = c.id and h.leg = ${USUAL_LEG} and h.created_at ${since(scope)}
    join rejections r on r.handoff_id = h.id and r.at ${since(scope)} and r.undone_at is null
    group by 1, 2`),
  );
}
