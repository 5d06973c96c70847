import {
  and,
  count,
  desc,
  eq,
  gte,
  inArray,
  isNull,
  lte,
  max,
  ne,
  notInArray,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { CorrectableFact, Verdict } from '#domain/evidence.ts';
import type { WeighedRows } from '#domain/evidence-figures.ts';
import type { HandoffEvent } from '#domain/handoff.ts';
import { OPEN_STATES } from '#domain/handoff.ts';
import type { LeadSignal } from '#domain/lead.ts';
import { USUAL_LEG } from '#domain/settings-shapes.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import { byCover } from './covers.ts';
import type { Db } from './db.ts';
import { rowsOf } from './rows.ts';
import { handoffEvents, handoffs, items, leads, messages, rejections, returns, signals } from './schema.ts';
import { inTime, isSentBack, ranOut } from './speed.ts';

/** What App Homes show. */

/** The first handoffs of a list, in order, and how many it has in all. */
export type Section = { ids: string[]; total: number };
export const EMPTY: Section = { ids: [], total: 0 };

/** Where an open handoff stands for its owner: each in one, so that none is in no list. */
export type OwnWork = Record<'offered' | 'returned' | 'accepted' | 'working' | 'deals' | 'snoozed', Section>;

export const isDeal = sql`(${handoffs.state} in ('accepted', 'working') and ${handoffs.deal} is not null)`;

/**
 * A rep's open handoffs: those the next team sent back and those with a deal apart, the others by state. The next
 * deadline is first, of those snoozed the next to come back, of deals the next to be signed.
 */
export async function openWorkOf(db: Db, repId: string, most: number): Promise<OwnWork> {
  const found = await sections(db, most, {
    where: and(eq(handoffs.ownerId, repId), inArray(handoffs.state, [...OPEN_STATES])),
    section: sql`case
      when ${handoffs.state} = 'offered' and ${isSentBack(sql`${handoffs.id}`)} then 'returned'
      when ${isDeal} then 'deals' else ${handoffs.state} end`,
    due: sql`case when ${handoffs.state} = 'snoozed' then ${handoffs.snoozedUntil}
      when ${isDeal} then (${handoffs.deal} ->> 'closeOn')::date else ${runsOut} end`,
  });
  const of = (name: keyof OwnWork): Section => found.get(name) ?? EMPTY;
  return {
    offered: of('offered'),
    returned: of('returned'),
    accepted: of('accepted'),
    working: of('working'),
    deals: of('deals'),
    snoozed: of('snoozed'),
  };
}

/** The first of a handoff's deadlines. */
export const runsOut = sql`(
  select min(k.deadline_at) from clocks k
  where k.handoff_id = ${handoffs.id} and k.stopped_at is null and k.paused_at is null)`;

/** The handoffs that fit, sorted into sections by what `section` says of each; those it says null of are left out. */
export async function sections(
  db: Db,
  most: number,
  query: { where: SQL | undefined; section: SQL; due: SQL },
): Promise<Map<string, Section>> {
  const rows = rowsOf<{ id: string; section: string; total: number }>(
    await db.execute(sql`
      with placed as (
        select ${handoffs.id} as id, ${query.section} as section, ${query.due} as due,
          ${handoffs.createdAt} as created_at
        from ${handoffs} where ${query.where}
      ), ranked as (
        select id, section, count(*) over (partition by section)::int as total,
          row_number() over (partition by section order by due nulls last, created_at, id) as place
        from placed where section is not null
      )
      select id, section, total from ranked where place <= ${most} order by section, place`),
  );
  const bySection = Map.groupBy(rows, (row) => row.section);
  return new Map(
    [...bySection].map(([name, found]) => [
      name,
      { ids: found.map((row) => row.id), total: found[0]?.total ?? 0 },
    ]),
  );
}

/** The latest signals of several leads, each lead's freshest first. */
export async function latestSignals(
  db: Db,
  leadIds: readonly string[],
  most: number,
): Promise<Map<string, LeadSignal[]>> {
  if (leadIds.length === 0) return new Map();
  const ranked = db
    .select({
      leadId: signals.leadId,
      type: signals.type,
      at: signals.at,
      title: signals.title,
      place: sql<number>`row_number() over (partition by ${signals.leadId} order by ${signals.at} desc)`.as(
        'place',
      ),
    })
    .from(signals)
    .where(inArray(signals.leadId, [...leadIds]))
    .as('ranked');
  const rows = await db.select().from(ranked).where(sql`${ranked.place} <= ${most}`).orderBy(desc(ranked.at));
  const byLead = Map.groupBy(rows, (row) => row.leadId);
  return new Map(
    [...byLead].map(([leadId, found]) => [
      leadId,
      found.map((row) => ({
        // The column was filled from the same list.
        type: row.type as LeadSignal['type'],
        at: row.at.toISOString(),
        title: row.title ?? undefined,
        url: undefined,
      })),
    ]),
  );
}

/** What happened last to each handoff, and when its owner was last reminded. `unseen` are events that do not count. */
export async function latestEvents(
  db: Db,
  handoffIds: readonly string[],
  unseen: readonly HandoffEvent['type'][],
): Promise<Map<string, { version: number; remindedAt: Date | null }>> {
  if (handoffIds.length === 0) return new Map();
  const rows = await db
    .select({
      handoffId: handoffEvents.handoffId,
      version: sql<number>`coalesce(max(${handoffEvents.id}) filter (where ${notInArray(handoffEvents.type, [...unseen])}), 0)::int`,
      remindedAt:
        sql<Date | null>`max(${handoffEvents.at}) filter (where ${handoffEvents.type} = 'reminded')`.mapWith(
          handoffEvents.at,
        ),
    })
    .from(handoffEvents)
    .where(inArray(handoffEvents.handoffId, [...handoffIds]))
    .groupBy(handoffEvents.handoffId);
  return new Map(rows.map(({ handoffId, ...latest }) => [handoffId, latest]));
}

export type Week = {
  offered: number;
  accepted: number;
  rejected: number;
  /** From the offer to the acceptance, where a clock measured it. */
  medianSeconds: number | null;
  timed: number;
  attained: number;
  measured: number;
  turns: number;
  credits: number;
};

/**
 * What became of a rep's offers since then. Each offer counts by itself: what somebody else accepted later is not
 * theirs, and what they covered for somebody is no offer of their own; what somebody covered for them and came back
 * still is. A clock that stopped because the lead went on, and one that still runs in time, tell nothing.
 */
export async function weekOf(
  db: Db,
  { repId, poolIds }: { repId: string; poolIds: readonly string[] },
  since: Date,
): Promise<Week> {
  const pools = JSON.stringify(poolIds);
  const from = since.toISOString();
  const [row] = rowsOf<Week>(
    await db.execute(sql`
      with held as (
        select o.no as first_no, t.handoff_id, t.no, t.rep_id, t.offered_at, t.ended_at, h.accepted_at,
          h.accepted_at >= t.offered_at and not exists (
            select from offers later
            where later.handoff_id = t.handoff_id and later.no > t.no and later.offered_at <= h.accepted_at
          ) as is_accepted
        from offers o
        join handoffs h on h.id = o.handoff_id and h.source_id <> ${TEST_SOURCE}
        join offers t on t.handoff_id = o.handoff_id and t.rep_id = o.rep_id and t.no >= o.no and not exists (
          select from offers step
          where step.handoff_id = o.handoff_id and step.no > o.no and step.no <= t.no
            and not ${byCover(sql`step`)})
        where o.rep_id = ${repId} and o.offered_at >= ${from} and not ${byCover(sql`o`)}
      ), mine as (
        select bool_or(t.is_accepted) as is_accepted, bool_or(${inTime}) as is_met, bool_or(${ranOut}) as is_missed,
          min(extract(epoch from t.accepted_at - t.offered_at)) filter (where t.is_accepted and k.id is not null) as seconds,
          bool_or(exists (
            select from rejections r
            where r.handoff_id = t.handoff_id and r.rep_id = t.rep_id and r.undone_at is null
              and r.at >= t.offered_at and r.at <= coalesce(t.ended_at, r.at)
          )) as is_rejected
        from held t
        left join clocks k on k.handoff_id = t.handoff_id and k.offer_no = t.no and k.kind = 'accept'
          and k.started_at >= ${from}
        group by t.handoff_id, t.first_no
      ), turns as (
        select count(*) filter (where kind in ('turn', 'catch_up'))::int as turns,
          (count(*) filter (where kind = 'credit') - count(*) filter (where kind = 'debit'))::int as credits
        from balance_entries
        where rep_id = ${repId} and at >= ${from}
          and pool_id in (select jsonb_array_elements_text(${pools}::jsonb))
      )
      select count(*)::int as offered, count(*) filter (where is_accepted)::int as accepted,
        count(*) filter (where is_rejected)::int as rejected,
        percentile_cont(0.5) within group (order by seconds) as "medianSeconds", count(seconds)::int as timed,
        count(*) filter (where is_met and is_missed is not true)::int as attained,
        count(*) filter (where is_met or is_missed)::int as measured,
        (select turns from turns) as turns, (select credits from turns) as credits
      from mine`),
  );
  if (!row) throw new Error('an aggregate without a group answers one row');
  return row;
}

/** Rejections since then by source and reason, the most frequent first. */
export function rejectionsBySource(db: Db, since: Date, most: number) {
  return db
    .select({
      sourceId: rejections.sourceId,
      reason: rejections.reason,
      count: count(),
      total: sql<number>`(sum(count(*)) over ())::int`,
    })
    .from(rejections)
    .innerJoin(handoffs, eq(handoffs.id, rejections.handoffId))
    .where(and(gte(rejections.at, since), isMarketings))
    .groupBy(rejections.sourceId, rejections.reason)
    .orderBy(desc(count()), rejections.sourceId, rejections.reason)
    .limit(most);
}

/** Of a rejection and its handoff, that it is a word to marketing. */
const isMarketings = and(
  isNull(rejections.undoneAt),
  ne(rejections.sourceId, TEST_SOURCE),
  // What an AE sends back is none.
  eq(handoffs.leg, USUAL_LEG),
  // Nor is what its SDR then gave up.
  sql`not ${isSentBack(sql`${handoffs.id}`)}`,
);

/** Rejections of a time, both its ends included, by failure point and reason, the most frequent first. */
export function rejectionsByReason(db: Db, { from, to }: { from: Date; to: Date }) {
  return db
    .select({ failurePoint: rejections.failurePoint, reason: rejections.reason, count: count() })
    .from(rejections)
    .innerJoin(handoffs, eq(handoffs.id, rejections.handoffId))
    .where(and(gte(rejections.at, from), lte(rejections.at, to), isMarketings))
    .groupBy(rejections.failurePoint, rejections.reason)
    .orderBy(desc(count()), rejections.failurePoint, rejections.reason);
}

/** The same rejections, by how they stood against the record and by which fact of which source. */
export function weighedRejections(db: Db, { from, to }: { from: Date; to: Date }): Promise<WeighedRows> {
  const weighed = (name: string) => sql`${rejections.weighed} ->> ${sql.raw(`'${name}'`)}`;
  const fact = sql<CorrectableFact | null>`${weighed('fact')}`;
  const without = sql<Verdict | null>`${weighed('without')}`;
  const isCorrected = sql<boolean>`(${weighed('corrected')} is not null and ${rejections.objectedAt} is null)`;
  const { evidence, sourceId } = rejections;
  return db
    .select({ evidence, fact, without, isCorrected, sourceId, count: count() })
    .from(rejections)
    .innerJoin(handoffs, eq(handoffs.id, rejections.handoffId))
    .where(and(gte(rejections.at, from), lte(rejections.at, to), isMarketings))
    .groupBy(evidence, fact, without, isCorrected, sourceId);
}

/** What comes back to sales on a day that is still to come, the first first, with why sales gave it up. */
export async function returnsAhead(db: Db, most: number) {
  const reason = sql<string>`(select e.event ->> 'reason' from handoff_events e
    where e.handoff_id = ${returns.handoffId} and e.type in ('recycled', 'rejected') order by e.id desc limit 1)`;
  const rows = await db
    .select({
      record: leads.record,
      reason: sql<string>`coalesce(${reason}, '')`,
      until: returns.dueAt,
      total: sql<number>`(count(*) over ())::int`,
    })
    .from(returns)
    .innerJoin(leads, eq(leads.id, returns.leadId))
    .where(isNull(returns.endedAt))
    .orderBy(returns.dueAt, returns.id)
    .limit(most);
  return { rows, total: rows[0]?.total ?? 0 };
}

/** How many did not come back because they had as often as they may. */
export const returnsOverLimit = (db: Db, since: Date): Promise<number> =>
  db.$count(returns, and(eq(returns.end, 'limit'), gte(returns.endedAt, since)));

/** How many items could not be read, and when the last of them came. */
export async function quarantine(db: Db): Promise<{ count: number; lastAt: Date | null }> {
  const [row] = await db
    .select({ count: count(), lastAt: max(items.at) })
    .from(items)
    .where(eq(items.outcome, 'quarantined'));
  return row ?? { count: 0, lastAt: null };
}

/** Messages that Slack does not take, by place and by what it says. */
export function heldMessages(db: Db, most: number) {
  return db
    .select({ place: messages.place, problem: messages.problem, count: count() })
    .from(messages)
    .where(sql`shown < wanted and ${messages.problem} is not null`)
    .groupBy(messages.place, messages.problem)
    .orderBy(desc(count()), messages.place)
    .limit(most);
}
