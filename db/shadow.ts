import { and, asc, desc, eq, gte, isNotNull, lte, ne, type SQL, sql } from 'drizzle-orm';
import type { Check } from '#domain/routing/check-names.ts';
import { unpackRecord } from '#domain/routing/pack-record.ts';
import { candidatesIn } from './candidates.ts';
import type { Db } from './db.ts';
import { rowsOf } from './rows.ts';
import { handoffs, leads, routingLog, shadowOffers } from './schema.ts';

/** What would have been offered to whom. Rows stay when a source goes live. */

// What was imported is history: it says nothing of whom a lead is with now.
const isSeen = eq(shadowOffers.isImported, false);

/** As many rows as one statement takes. */
export async function addShadowOffers(
  tx: Db,
  offers: readonly (typeof shadowOffers.$inferInsert)[],
): Promise<void> {
  if (offers.length > 0) await tx.insert(shadowOffers).values([...offers]);
}

/** Whether a lead was offered in shadow since then. */
export async function hasShadowOffer(tx: Db, leadId: string, since: Date): Promise<boolean> {
  const [row] = await tx
    .select({ id: shadowOffers.id })
    .from(shadowOffers)
    .where(and(eq(shadowOffers.leadId, leadId), isSeen, gte(shadowOffers.at, since)))
    .limit(1);
  return row !== undefined;
}

/** Whether all that ever happened to a lead in sales happened in shadow: nobody was told of it. */
export async function wasOnlyInShadow(tx: Db, leadId: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: shadowOffers.id })
    .from(shadowOffers)
    .where(
      and(
        eq(shadowOffers.leadId, leadId),
        isSeen,
        sql`not exists (select 1 from ${handoffs} where ${handoffs.leadId} = ${leadId})`,
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** Who would have had the last lead of an account since then. */
export async function ownerInShadow(
  tx: Db,
  accountId: string,
  exceptLeadId: string,
  since: Date,
): Promise<string | null> {
  const [row] = await tx
    .select({ repId: shadowOffers.repId })
    .from(shadowOffers)
    .innerJoin(leads, eq(leads.id, shadowOffers.leadId))
    .where(
      and(
        eq(leads.accountId, accountId),
        ne(leads.id, exceptLeadId),
        isSeen,
        isNotNull(shadowOffers.repId),
        gte(shadowOffers.at, since),
      ),
    )
    .orderBy(desc(shadowOffers.at))
    .limit(1);
  return row?.repId ?? null;
}

/** What came in shadow on a day of the team's calendar, the newest first; and how many there were. */
export async function shadowOffersOn(db: Db, day: string, limit: number) {
  const ofDay = and(eq(shadowOffers.day, day), isSeen);
  const rows = await db
    .select({ offer: shadowOffers, lead: leads, record: routingLog.record })
    .from(shadowOffers)
    .innerJoin(leads, eq(leads.id, shadowOffers.leadId))
    .innerJoin(routingLog, eq(routingLog.handoffId, shadowOffers.id))
    .where(ofDay)
    .orderBy(desc(shadowOffers.at), asc(shadowOffers.id))
    .limit(limit);
  const [counted] = await db
    .select({
      offered: sql<number>`count(*) filter (where ${shadowOffers.repId} is not null)::int`,
      waiting: sql<number>`count(*) filter (where ${shadowOffers.repId} is null)::int`,
    })
    .from(shadowOffers)
    .where(ofDay);
  const offers = rows.map(({ record, ...row }) => ({ ...row, record: unpackRecord(record) }));
  return { rows: offers, offered: counted?.offered ?? 0, waiting: counted?.waiting ?? 0 };
}

export type ShadowPeriod = { from: Date; to: Date };

const inPeriod = ({ from, to }: ShadowPeriod): SQL | undefined =>
  and(gte(shadowOffers.at, from), lte(shadowOffers.at, to));

/** Counts what would have happened in a period, by everything that is asked about it. */
export async function countShadow(db: Db, period: ShadowPeriod) {
  const count = sql<number>`count(*)::int`;
  const { sourceId, temperature, repId, poolId, policyId, isImported } = shadowOffers;
  return db
    .select({ sourceId, temperature, repId, poolId, policyId, isImported, count })
    .from(shadowOffers)
    .where(inPeriod(period))
    .groupBy(sourceId, temperature, repId, poolId, policyId, isImported);
}
export type ShadowCount = Awaited<ReturnType<typeof countShadow>>[number];

/**
 * How many of the turns told of here each member was entitled to: at every turn of their pool for which they were eligible, their part of
 * the weights of all who were.
 */
export async function turnsDue(
  db: Db,
  { from, to }: ShadowPeriod,
): Promise<{ poolId: string; repId: string; due: number }[]> {
  return rowsOf(
    await db.execute(sql`
    select s.pool_id as "poolId", c.rep_id as "repId", sum(c.weight / c.total) as due
    from shadow_offers s
    join routing_log r on r.handoff_id = s.id
    cross join lateral (
      select rep_id, weight, sum(weight) over () as total from ${candidatesIn(sql`(r.record -> 'candidates')`)} x
      where "check" is null
    ) c
    where s.at >= ${from.toISOString()} and s.at <= ${to.toISOString()}
      and s.rep_id is not null and not s.is_imported
    group by 1, 2`),
  );
}

/** Why leads would have waited: the causes of all who were asked, sorted, and how many leads waited for them. */
export async function waitingCauses(
  db: Db,
  { from, to }: ShadowPeriod,
): Promise<{ poolId: string | null; checks: Check[]; count: number }[]> {
  return rowsOf(
    await db.execute(sql`
    select "poolId", checks, count(*)::int as count from (
      select s.pool_id as "poolId", coalesce((
        select jsonb_agg(distinct c."check")
        from routing_log r cross join lateral ${candidatesIn(sql`(r.record -> 'candidates')`)} c
        where r.handoff_id = s.id and c."check" is not null
      ), '[]') as checks
      from shadow_offers s
      where s.at >= ${from.toISOString()} and s.at <= ${to.toISOString()} and s.rep_id is null
    ) waited
    group by 1, 2 order by 3 desc, 1`),
  );
}

/** Leads these sources brought in a period that went to nurture, and the rules that failed most. */
export async function nurturedFrom(
  db: Db,
  sourceIds: readonly string[],
  { from, to }: ShadowPeriod,
  mostRules: number,
): Promise<{ leads: number; rules: { rule: string; count: number }[] }> {
  const list = JSON.stringify(sourceIds);
  const nurtured = sql`
    select distinct i.lead_id from items i
    where i.outcome = 'nurture' and i.at >= ${from.toISOString()} and i.at <= ${to.toISOString()}
      and i.source_id in (select jsonb_array_elements_text(${list}::jsonb))`;
  const [counted] = rowsOf<{ leads: number }>(
    await db.execute(sql`select count(*)::int as leads from (${nurtured}) n`),
  );
  const rules = rowsOf<{ rule: string; count: number }>(
    await db.execute(sql`
    select rule, count(*)::int as count
    from (${nurtured}) n join leads l on l.id = n.lead_id
    cross join lateral jsonb_array_elements_text(l.evidence -> 'failed') rule
    where l.stage = 'nurture'
    group by 1 order by 2 desc, 1 limit ${mostRules}`),
  );
  return { leads: counted?.leads ?? 0, rules };
}
