import { type SQL, sql } from 'drizzle-orm';
import { depthOf, type FunnelRows } from '#domain/funnel.ts';
import { addRows, addUnpacked, noRows } from '#domain/pack-funnel.ts';
import type { Grouping } from '#domain/period.ts';
import { USUAL_LEG } from '#domain/settings-shapes.ts';
import { RESPONSE_CLOCKS } from '#domain/sla.ts';
import { STAGE_CODES } from '#domain/stages.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import { type WholeDay, weekOf, wholeDays, withoutDays } from '#domain/whole-days.ts';
import type { Db } from './db.ts';
import { type DaysOf, readKeptDays } from './funnel-days.ts';
import { rowsOf } from './rows.ts';
import { leads } from './schema.ts';
import { countSpeed, inTime, ranOut } from './speed.ts';

/** Leads captured from `from` to `to`, both included. */
export type FunnelScope = {
  from: Date;
  to: Date;
  by: Grouping | null;
  /** Whose weeks, and days, are meant. */
  timeZone: string;
  /** The segment of a lead, for those who group by it, and which version of the settings says so. */
  segments: { of: (lead: ForSegment) => string | null; version: string };
};
type Stretch = Pick<FunnelScope, 'from' | 'to'>;

/** What the segment of a lead is decided by. */
export type ForSegment = Pick<typeof leads.$inferSelect, 'record' | 'sourceId' | 'temperature'>;

/** The scope of one question to the database, with what only it has to know. */
export type Counted = Omit<FunnelScope, 'segments'> & { segmentOfLead: ReadonlyMap<string, string | null> };

const DEEPER = STAGE_CODES.filter((stage) => depthOf(stage) > 0);
const deeperStages = sql.raw(DEEPER.map((stage) => `'${stage}'`).join(', '));
const depthCases = sql.raw(DEEPER.map((stage) => `when '${stage}' then ${depthOf(stage)}`).join(' '));

const captured = ({ from, to }: Stretch): SQL =>
  sql`captured_at >= ${from.toISOString()} and captured_at <= ${to.toISOString()} and source_id <> ${TEST_SOURCE}`;

export const cohort = (scope: Counted): SQL => sql`
  cohort as (
    select l.id, l.stage, l.captured_at, ${keyOfLead(scope)} as key from leads l ${keysOf(scope)} where ${captured(scope)}
  )`;

/** What a lead is grouped by on its own account. By rep, each row says whom it was about. */
function keyOfLead({ by, timeZone, segmentOfLead }: Counted): SQL {
  switch (by) {
    case null:
    case 'rep':
      return sql`null::text`;
    case 'source':
      return sql`l.source_id`;
    case 'campaign':
      return sql`l.campaign`;
    case 'channel':
      return sql`l.record ->> 'channel'`;
    case 'pool':
    case 'reason':
      return sql`g.key`;
    // Looked up in one object. Of a list of leads to join Postgres expects a hundred, and goes through it for each lead.
    case 'segment':
      return sql`${JSON.stringify(Object.fromEntries(segmentOfLead))}::jsonb ->> l.id`;
    case 'week':
      return sql`to_char(l.captured_at at time zone ${timeZone}, 'IYYY-"W"IW')`;
  }
}

/** The keys of leads that stand in none of their own columns: of a pool the one that had the lead last, of reasons the last that stands. */
function keysOf({ by, from }: Counted): SQL {
  switch (by) {
    case 'pool':
      return sql`left join lateral (
        select h.pool_id as key
        from handoffs h where h.lead_id = l.id and h.leg = ${USUAL_LEG} and h.created_at ${since({ from })}
        order by h.created_at desc limit 1
      ) g on true`;
    case 'reason':
      return sql`left join lateral (
        select r.reason as key
        from handoffs h join rejections r on r.handoff_id = h.id
        where h.lead_id = l.id and h.leg = ${USUAL_LEG} and r.at ${since({ from })} and r.undone_at is null
        order by r.at desc limit 1
      ) g on true`;
    case null:
    case 'rep':
    case 'source':
    case 'campaign':
    case 'channel':
    case 'segment':
    case 'week':
      return sql``;
  }
}

/**
 * Nothing happens to a lead before it is captured. Saying so lets each table be read by its index on time: without
 * it Postgres reads all there ever was.
 */
const since = ({ from }: Pick<Stretch, 'from'>): SQL => sql`>= ${from.toISOString()}`;

/** What a row is grouped by: something of its lead, or the rep it was about. */
const keyOf = (by: Grouping | null, rep: SQL): SQL => (by === 'rep' ? rep : sql`c.key`);

/** A year's leads are joined in memory instead of in files; to compile a query takes longer than most of them run. */
const SETTINGS = sql`select set_config('work_mem', '32MB', true), set_config('jit', 'off', true)`;

/** Counts everything the funnel says of the leads of a period: whole days as they are kept, and the rest from the leads. */
export function readFunnelRows(db: Db, scope: FunnelScope): Promise<FunnelRows> {
  const days = wholeDays(scope, scope.timeZone);
  // All of one instant, so that the figures agree with each other.
  return db.transaction(
    async (tx) => {
      await tx.execute(SETTINGS);
      const kept = await readKeptDays(tx, daysOf(scope), days);
      const rows = noRows();
      for (const [day, packed] of kept)
        addUnpacked(rows, packed, scope.by === 'week' ? weekOf(day) : undefined);
      const isKept = ({ day }: WholeDay) => kept.has(day);
      for (const stretch of withoutDays(scope, days.filter(isKept)))
        addRows(rows, await countRows(tx, { ...scope, ...stretch }));
      return rows;
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

/** By what the days of a question are kept. A day lies in one week. */
export const daysOf = ({ by, timeZone, segments }: Omit<FunnelScope, 'from' | 'to'>): DaysOf => ({
  timeZone,
  by: by === 'segment' ? `segment of ${segments.version}` : by === null || by === 'week' ? 'nothing' : by,
});

/**
 * Counts the leads of a stretch. Times, clocks and rejections are those of the first leg, where marketing hands over to
 * sales; later legs have other people and other targets, and show as stages.
 */
export async function countRows(tx: Db, asked: FunnelScope): Promise<FunnelRows> {
  const scope = { ...asked, segmentOfLead: await readSegments(tx, asked) };
  return {
    leads: await countLeads(tx, scope),
    accepts: await countAcceptTimes(tx, scope),
    responses: await countResponseTimes(tx, scope),
    speeds: await countSpeeds(tx, scope),
    meetings: await countMeetings(tx, scope),
    clocks: await countClocks(tx, scope),
    rejections: await countRejections(tx, scope),
  };
}

async function readSegments(tx: Db, scope: FunnelScope): Promise<Counted['segmentOfLead']> {
  if (scope.by !== 'segment') return new Map();
  const { id, record, sourceId, temperature } = leads;
  const found = await tx.select({ id, record, sourceId, temperature }).from(leads).where(captured(scope));
  return new Map(found.map((lead) => [lead.id, scope.segments.of(lead)]));
}

/**
 * A lead belongs to the rep of its first leg, so that an SDR keeps what an AE took over: to the owner, else to
 * whoever rejected it last.
 */
const reps = (scope: Counted): SQL => sql`
  reps as (
    select distinct on (h.lead_id) h.lead_id, coalesce(h.owner_id, (
      select r.rep_id from rejections r
      where r.handoff_id = h.id and r.undone_at is null order by r.at desc limit 1
    )) as rep_id
    from cohort c join handoffs h on h.lead_id = c.id and h.created_at ${since(scope)}
    order by h.lead_id, (h.leg = ${USUAL_LEG}) desc, h.created_at desc
  )`;

const withReps = (scope: Counted): SQL => (scope.by === 'rep' ? sql`, ${reps(scope)}` : sql``);
const joinReps = ({ by }: Counted, leadId: SQL): SQL =>
  by === 'rep' ? sql`left join reps on reps.lead_id = ${leadId}` : sql``;

/** The leads of a period by how far they came. */
export async function countLeads(db: Db, scope: Counted): Promise<FunnelRows['leads']> {
  return rowsOf(
    await db.execute(sql`
    with ${cohort(scope)},
    steps_taken as (
      select s.lead_id, s.is_inferred, case s.stage ${depthCases} end as depth
      from cohort c join stage_changes s on s.lead_id = c.id
      where s.stage in (${deeperStages}) and s.at ${since(scope)} and s.undone_at is null
    ),
    depths as (
      select lead_id, max(depth) as depth, bit_or(1 << depth) filter (where not is_inferred) as observed
      from steps_taken group by lead_id
    ),
    latest as (
      select distinct on (h.lead_id) h.lead_id, h.state
      from cohort c join handoffs h on h.lead_id = c.id and h.created_at ${since(scope)}
      order by h.lead_id, h.created_at desc
    )${withReps(scope)}
    select ${keyOf(scope.by, sql`reps.rep_id`)} as key, coalesce(depths.depth, 0)::int as depth,
      coalesce(depths.observed, 0)::int as observed, c.stage, latest.state, count(*)::int as count
    from cohort c
    left join depths on depths.lead_id = c.id
    left join latest on latest.lead_id = c.id
    ${joinReps(scope, sql`c.id`)}
    group by 1, 2, 3, 4, 5`),
  );
}

/** Only of handoffs that were measured: a lead with a meeting in the calendar waits for no acceptance. */
async function countAcceptTimes(db: Db, scope: Counted): Promise<FunnelRows['accepts']> {
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

async function countResponseTimes(db: Db, scope: Counted): Promise<FunnelRows['responses']> {
  return rowsOf(
    await db.execute(sql`
    with ${cohort(scope)}
    select ${keyOf(scope.by, sql`h.owner_id`)} as key,
      round(extract(epoch from h.responded_at - h.first_offered_at))::int as seconds, count(*)::int as count
    from cohort c join handoffs h on h.lead_id = c.id and h.leg = ${USUAL_LEG} and h.created_at ${since(scope)}
    where h.responded_at is not null and h.first_offered_at is not null
    group by 1, 2`),
  );
}

const countSpeeds = (db: Db, scope: Counted): Promise<FunnelRows['speeds']> =>
  countSpeed(
    db,
    sql`${cohort(scope)}, those as (
      select h.id, h.lead_id, h.leg, h.created_at, h.responded_at, c.captured_at as lead_captured_at, ${keyOf(scope.by, sql`h.owner_id`)} as key
      from cohort c join handoffs h on h.lead_id = c.id and h.leg = ${USUAL_LEG} and h.created_at ${since(scope)}
      where h.responded_at is not null
    )`,
  );

// What senders write on a meeting that took place, and on one that did not. Any other is one in the calendar.
const HELD = '(held|attended|completed|took place)';
const NO_SHOW = '(no.?show|not (attend|show)|missed)';
const CANCELLED = 'cancel';

/** Meetings the form booked, those reps logged, and those later signals tell of. */
async function countMeetings(db: Db, scope: Counted): Promise<FunnelRows['meetings']> {
  return rowsOf(
    await db.execute(sql`
    with ${cohort(scope)},
    told as (
      select c.id as lead_id, c.key, true as booked, false as held, false as missed
      from cohort c join leads l on l.id = c.id
      where jsonb_typeof(l.record -> 'meeting') = 'object'
      union all
      select c.id, c.key, e.event ->> 'outcome' = 'meeting_booked' or e.event ->> 'channel' = 'meeting',
        e.event ->> 'channel' = 'meeting' and e.event ->> 'outcome' <> 'no_answer',
        e.event ->> 'channel' = 'meeting' and e.event ->> 'outcome' = 'no_answer'
      from handoff_events e
      join handoffs h on h.id = e.handoff_id and h.created_at ${since(scope)}
      join cohort c on c.id = h.lead_id
      where e.type = 'responded' and e.at ${since(scope)}
        and (e.event ->> 'outcome' = 'meeting_booked' or e.event ->> 'channel' = 'meeting')
      union all
      select c.id, c.key, title !~* ${CANCELLED}, title ~* ${HELD} and title !~* ${NO_SHOW}, title ~* ${NO_SHOW}
      from (select s.lead_id, coalesce(s.title, '') as title from signals s where s.type = 'meeting') as meeting
      join cohort c on c.id = meeting.lead_id
    ),
    had as (
      select lead_id, key, bool_or(booked) as booked, bool_or(held) as held, bool_or(missed) as missed
      from told group by lead_id, key
    )${withReps(scope)}
    select ${scope.by === 'rep' ? sql`reps.rep_id` : sql`had.key`} as key,
      count(*) filter (where had.booked)::int as booked,
      count(*) filter (where had.held)::int as held,
      count(*) filter (where had.missed and not had.held)::int as "noShow"
    from had ${joinReps(scope, sql`had.lead_id`)}
    group by 1`),
  );
}

const responseClocks = sql.raw(RESPONSE_CLOCKS.map((kind) => `'${kind}'`).join(', '));

/** A clock that stopped because the lead went to somebody else, and one that still runs in time, tell nothing. */
async function countClocks(db: Db, scope: Counted): Promise<FunnelRows['clocks']> {
  return rowsOf(
    await db.execute(sql`
    with ${cohort(scope)}
    select ${keyOf(scope.by, sql`k.rep_id`)} as key,
      case k.kind when 'accept' then 'accept' else 'response' end as kind,
      count(*) filter (where ${inTime})::int as attained,
      count(*) filter (where ${ranOut})::int as breached
    from cohort c
    join handoffs h on h.lead_id = c.id and h.leg = ${USUAL_LEG} and h.created_at ${since(scope)}
    join clocks k on k.handoff_id = h.id and k.kind in ('accept', ${responseClocks}) and k.started_at ${since(scope)}
      and (k.met or k.breached_at is not null)
    group by 1, 2`),
  );
}

async function countRejections(db: Db, scope: Counted): Promise<FunnelRows['rejections']> {
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
