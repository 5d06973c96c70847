import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from './db.ts';
import { hotness, hottestFirst } from './handoffs.ts';
import { accounts, handoffs, leads } from './schema.ts';

/** Leads that wait for an owner. */

/** Where leads of a pool lie to be claimed: in its batches, and in a channel where it has one for that. */
export type LyingPlace = { poolId: string; channel: string | null };

const IN_BATCHES = 'batch';

/** That a handoff waits to be offered: it is for nobody yet, and lies nowhere, or where nobody can take it any more. */
export const waitsForOwner = (places: readonly LyingPlace[]): SQL | undefined => {
  const list = JSON.stringify(
    places.flatMap(({ poolId, channel }) => [
      { pool: poolId, place: IN_BATCHES },
      ...(channel === null ? [] : [{ pool: poolId, place: channel }]),
    ]),
  );
  const place = sql`case when starts_with(claim_key, 'batch:') then ${IN_BATCHES} else split_part(claim_key, ':', 5) end`;
  const canBeTaken = sql`(coalesce(pool_id, ''), ${place}) in (
    select pool, place from jsonb_to_recordset(${list}::jsonb) as p(pool text, place text))`;
  return and(
    sql`state = 'waiting'`,
    isNull(handoffs.reservedFor),
    or(isNull(handoffs.claimKey), sql`not ${canBeTaken}`),
  );
};

export type Waiting = Awaited<ReturnType<typeof waitingHandoffs>>[number];

/** Handoffs that wait for an owner, in the order they should be offered: hot first, then the oldest; from after one of them. */
export async function waitingHandoffs(
  db: Db,
  places: readonly LyingPlace[],
  { after, most }: { after: { hotness: number; createdAt: Date; id: string } | null; most: number },
) {
  const isBehind =
    after &&
    sql`(${hotness}, ${handoffs.createdAt}, ${handoffs.id})
      > (${after.hotness}::int, ${after.createdAt.toISOString()}::timestamptz, ${after.id})`;
  return db
    .select({
      id: handoffs.id,
      hotness,
      createdAt: handoffs.createdAt,
      poolId: handoffs.poolId,
      accountOwnerId: accounts.ownerId,
      /** Whom the last decision about it tried by name. */
      named: sql<string[]>`array(
        select jsonb_path_query(last.record, '$.rules[*] ? (@.result != "hint").repId ? (@ != null)') #>> '{}'
        from (select r.record from routing_log r where r.handoff_id = ${handoffs.id} order by r.id desc limit 1) last)`,
      /** Who gave it back for somebody else to have it. */
      refused: sql<string[]>`array(
        select distinct x.rep_id from rejections x
        where x.handoff_id = ${handoffs.id} and x.undone_at is null and x.rep_id is not null order by 1)`,
      had: sql<string[]>`array(
        select distinct o.rep_id from offers o where o.handoff_id = ${handoffs.id} order by 1)`,
    })
    .from(handoffs)
    .innerJoin(leads, eq(leads.id, handoffs.leadId))
    .leftJoin(accounts, eq(accounts.id, leads.accountId))
    .where(and(waitsForOwner(places), isBehind ?? undefined))
    .orderBy(...hottestFirst)
    .limit(most);
}
