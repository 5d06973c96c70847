import { and, desc, eq, gte, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { ClockKind } from '#domain/clock.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Db } from './db.ts';
import { rowsOf } from './rows.ts';
import { type MessageKind, messages } from './schema.ts';
import { countSpeed, inTime, ranOut, type SpeedRow } from './speed.ts';
import type { Team } from './team-work.ts';

/** Which digests there were, and what managers' are made of. */

/** After `from`, up to `to`. */
export type Period = { from: Date; to: Date };

/** Those of these messages that there are. */
export async function keysThatExist(db: Db, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await db
    .select({ key: messages.key })
    .from(messages)
    .where(inArray(messages.key, [...keys]));
  return new Set(rows.map(({ key }) => key));
}

/** Up to when a place was told last; null when it never was: a digest that came too late was never sent. */
export async function lastDigest(db: Db, place: string): Promise<Date | null> {
  const [row] = await db
    .select({ detail: messages.detail })
    .from(messages)
    .where(
      and(
        // Of no handoff: an index finds those among all the cards.
        isNull(messages.handoffId),
        eq(messages.kind, 'digest'),
        eq(messages.place, place),
        isNotNull(messages.postedAt),
      ),
    )
    .orderBy(desc(messages.createdAt))
    .limit(1);
  return row ? new Date(String(row.detail.to)) : null;
}

/**
 * Which of these readers have a weekly digest in Slack, or still to come there, since `since`: each with the Monday of its
 * week, as 2026-11-23.
 */
export async function weeksTold(
  db: Db,
  kind: MessageKind,
  places: readonly string[],
  { since, now }: { since: Date; now: Date },
): Promise<{ place: string; monday: string }[]> {
  if (places.length === 0) return [];
  return db
    .select({ place: messages.place, monday: sql<string>`${messages.detail} ->> 'monday'` })
    .from(messages)
    .where(
      and(
        isNull(messages.handoffId),
        eq(messages.kind, kind),
        inArray(messages.place, [...places]),
        gte(messages.createdAt, since),
        // What Slack did not take until its time was over was told to nobody.
        or(
          isNotNull(messages.postedAt),
          sql`(${messages.detail} ->> 'until')::timestamptz > ${now.toISOString()}`,
        ),
      ),
    );
}

export type Happened = { received: number; accepted: number; rejected: number; responded: number };

/** What came to a team, and what it did. What an import brought was neither. */
export async function countHappened(db: Db, team: Team, period: Period): Promise<Happened> {
  const reps = idsIn(team.repIds);
  const [row] = rowsOf<Happened>(
    await db.execute(sql`
      select
        (select count(*)::int from handoffs h
          where ${within(sql`h.created_at`, period)} and h.source_id <> ${TEST_SOURCE} and (
            (h.owner_id is null and h.pool_id in (${idsIn(team.poolIds)}))
            or exists (select from offers o where o.handoff_id = h.id and o.rep_id in (${reps}))
          )) as received,
        (select count(*)::int from handoffs h
          where ${within(sql`h.accepted_at`, period)} and ${isWorkOf(reps)}) as accepted,
        (select count(*)::int from rejections r
          where ${within(sql`r.at`, period)} and r.undone_at is null and r.source_id <> ${TEST_SOURCE}
            and r.rep_id in (${reps})
            and exists (select from handoffs h where h.id = r.handoff_id and h.offer_no > 0)) as rejected,
        (select count(*)::int from handoffs h
          where ${within(sql`h.responded_at`, period)} and ${isWorkOf(reps)}) as responded`),
  );
  if (!row) throw new Error('an aggregate without a group answers one row');
  return row;
}

export type ClockCount = { repId: string | null; kind: ClockKind; attained: number; breached: number };

// Longer than any clock runs: what started earlier is not looked through every morning.
const LONGEST_DAYS = 120;

/** A team's clocks that were met, and those that ran out; without a rep those of leads that waited for its pools. */
export async function countClocks(db: Db, team: Team, period: Period): Promise<ClockCount[]> {
  const since = new Date(period.from.getTime() - LONGEST_DAYS * 24 * 3_600_000);
  return rowsOf(
    await db.execute(sql`
      select k.rep_id as "repId", k.kind,
        count(*) filter (where ${inTime} and ${within(sql`k.stopped_at`, period)})::int as attained,
        count(*) filter (where ${ranOut} and ${within(sql`k.breached_at`, period)})::int as breached
      from clocks k join handoffs h on h.id = k.handoff_id
      where k.started_at >= ${since.toISOString()} and h.source_id <> ${TEST_SOURCE}
        and (h.offer_no > 0 or k.kind = 'unassigned')
        and (k.rep_id in (${idsIn(team.repIds)}) or (k.rep_id is null and h.pool_id in (${idsIn(team.poolIds)})))
        and (${within(sql`k.stopped_at`, period)} or ${within(sql`k.breached_at`, period)})
      group by k.rep_id, k.kind`),
  );
}

/** How fast a team's leads were reached that were responded to then. */
export const countTeamSpeed = (db: Db, { repIds }: Team, period: Period): Promise<SpeedRow[]> =>
  countSpeed(
    db,
    sql`those as (
      select h.id, h.lead_id, h.leg, h.created_at, h.responded_at, l.captured_at as lead_captured_at, null::text as key
      from handoffs h join leads l on l.id = h.lead_id
      where ${within(sql`h.responded_at`, period)} and ${isWorkOf(idsIn(repIds))}
    )`,
  );

const within = (instant: SQL, { from, to }: Period): SQL =>
  sql`(${instant} > ${from.toISOString()} and ${instant} <= ${to.toISOString()})`;

/** As a subquery, because a list that may be empty is no list in SQL. */
const idsIn = (ids: readonly string[]): SQL =>
  sql`select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)`;

const isWorkOf = (reps: SQL): SQL =>
  sql`h.owner_id in (${reps}) and h.offer_no > 0 and h.source_id <> ${TEST_SOURCE}`;
