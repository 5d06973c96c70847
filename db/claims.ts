import { and, desc, eq, gt, gte, isNull, ne, notExists, sql } from 'drizzle-orm';
import type { CanonicalLead, Temperature } from '#domain/lead.ts';
import type { Db } from './db.ts';
import { hottestFirst } from './handoffs.ts';
import { rowsOf } from './rows.ts';
import { handoffEvents, handoffs, leads, rejections, steps } from './schema.ts';

/** What lies to be claimed, and who took it. */

const MOST_HOURS_AHEAD_OF_UTC = 14;

const liesIn = (claimKey: string) => and(eq(handoffs.claimKey, claimKey), eq(handoffs.state, 'waiting'));

/**
 * The handoff that is next of those that lie there, hot first, then the oldest, with its lead kept from everybody else
 * until the transaction ends; one that this person rejected is passed over, and so is one that somebody else is taking
 * while there are others. Whether those take the last ones is waited for: they may be refused. Then it may lie there no
 * more, and the next is looked for.
 */
export async function lockNext(tx: Db, claimKey: string, personId: string | null): Promise<string | null> {
  const refused = tx
    .select({ id: rejections.id })
    .from(rejections)
    .where(
      and(
        eq(rejections.handoffId, handoffs.id),
        eq(rejections.repId, personId ?? ''),
        isNull(rejections.undoneAt),
      ),
    );
  const first = async (lock: { of: typeof leads; skipLocked: true } | { of: typeof leads }) => {
    const [row] = await tx
      .select({ id: handoffs.id })
      .from(handoffs)
      .innerJoin(leads, eq(leads.id, handoffs.leadId))
      .where(and(liesIn(claimKey), notExists(refused)))
      .orderBy(...hottestFirst)
      .limit(1)
      .for('no key update', lock);
    return row?.id ?? null;
  };
  for (;;) {
    const id = (await first({ of: leads, skipLocked: true })) ?? (await first({ of: leads }));
    if (id === null || (await lies(tx, id, claimKey))) return id;
  }
}

/** Whether it lies there now that its lead is locked: whoever had that before may have taken it. */
const lies = async (tx: Db, id: string, claimKey: string): Promise<boolean> =>
  (await tx.$count(handoffs, and(eq(handoffs.id, id), liesIn(claimKey)))) > 0;

/** The batches in which leads lie now, and the pools they are for. */
export async function batchesThatLie(db: Db): Promise<{ claimKey: string; poolId: string | null }[]> {
  return rowsOf(
    await db.execute(sql`
      select distinct claim_key as "claimKey", pool_id as "poolId" from handoffs
      where state = 'waiting' and starts_with(claim_key, 'batch:') order by 1, 2`),
  );
}

/** The number of the newest claim of a lead that lay there; 0 before the first. */
export async function newestClaim(db: Db, claimKey: string, day: string): Promise<number> {
  const [row] = rowsOf<{ no: number }>(
    await db.execute(sql`
      select coalesce(max(id), 0)::float8 as no from handoff_events e
      where type = 'claimed' and at >= ${earliest(day)} and event ->> 'claimKey' = ${claimKey}`),
  );
  return row?.no ?? 0;
}

/** The lead that this person took there since then in a press after that claim, and still has; null for none. */
export async function takenAfter(
  tx: Db,
  claimKey: string,
  of: { personId: string; since: Date; no: number },
): Promise<CanonicalLead | null> {
  const [row] = await tx
    .select({ record: leads.record })
    .from(handoffEvents)
    .innerJoin(handoffs, eq(handoffs.id, handoffEvents.handoffId))
    .innerJoin(leads, eq(leads.id, handoffs.leadId))
    .where(
      and(
        eq(handoffEvents.type, 'claimed'),
        gte(handoffEvents.at, of.since),
        gt(handoffEvents.id, of.no),
        sql`${handoffEvents.event} ->> 'claimKey' = ${claimKey}`,
        sql`${handoffEvents.event} ->> 'by' = ${of.personId}`,
        eq(handoffs.ownerId, of.personId),
      ),
    )
    .orderBy(desc(handoffEvents.id))
    .limit(1);
  return row?.record ?? null;
}

/** Whether a manager was told, in this window, of another lead that lies there. */
export async function isToldOf(
  tx: Db,
  claimKey: string,
  of: { managerId: string; windowAt: Date; handoffId: string },
): Promise<boolean> {
  const [row] = await tx
    .select({ id: steps.handoffId })
    .from(steps)
    .innerJoin(handoffs, eq(handoffs.id, steps.handoffId))
    .where(
      and(
        eq(steps.managerId, of.managerId),
        eq(steps.windowAt, of.windowAt),
        ne(steps.handoffId, of.handoffId),
        eq(handoffs.claimKey, claimKey),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** The first leads that lie there, in the order in which they are taken, and how many lie there in all. */
export async function leadsLyingIn(
  db: Db,
  claimKey: string,
  most: number,
): Promise<{ rows: { record: CanonicalLead; temperature: Temperature }[]; total: number }> {
  const rows = await db
    .select({
      record: leads.record,
      temperature: handoffs.temperature,
      total: sql<number>`count(*) over ()`.mapWith(Number),
    })
    .from(handoffs)
    .innerJoin(leads, eq(leads.id, handoffs.leadId))
    .where(liesIn(claimKey))
    .orderBy(...hottestFirst)
    .limit(most);
  return { rows, total: rows[0]?.total ?? 0 };
}

/** How many leads were ever laid there since that day began anywhere, and the campaign all of them came by. */
export async function laidIn(
  db: Db,
  claimKey: string,
  day: string,
): Promise<{ total: number; campaign: string | null }> {
  const [row] = rowsOf<{ total: number; unnamed: number; first: string | null; last: string | null }>(
    await db.execute(sql`
      select count(distinct h.id)::int as total, count(*) filter (where h.campaign is null)::int as unnamed,
        min(h.campaign) as first, max(h.campaign) as last
      from handoff_events e join handoffs h on h.id = e.handoff_id
      where e.type = 'held' and e.at >= ${earliest(day)} and e.event ->> 'claimKey' = ${claimKey}`),
  );
  if (!row) return { total: 0, campaign: null };
  const isOne = row.unnamed === 0 && row.first === row.last;
  return { total: row.total, campaign: isOne ? row.first : null };
}

/** Who took how many from there, less what they gave back at once; who took most first. */
export async function takenFrom(
  db: Db,
  claimKey: string,
  day: string,
): Promise<{ repId: string; count: number }[]> {
  return rowsOf(
    await db.execute(sql`
      select taken.rep as "repId", count(*)::int as count
      from (
        select distinct on (e.handoff_id) e.event ->> 'by' as rep
        from handoff_events e join handoffs h on h.id = e.handoff_id
        where e.type = 'claimed' and e.at >= ${earliest(day)} and e.event ->> 'claimKey' = ${claimKey}
          and h.claim_key is distinct from ${claimKey}
          and not exists (
            select 1 from handoff_events u where u.handoff_id = e.handoff_id and u.id > e.id
              and u.type = 'undone' and u.event ->> 'command' = 'claim')
        order by e.handoff_id, e.id desc) as taken
      group by 1 order by 2 desc, 1`),
  );
}

/** Lets the index by time be used; days begin at different instants. */
const earliest = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - MOST_HOURS_AHEAD_OF_UTC * 3_600_000).toISOString();
