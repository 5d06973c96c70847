import { inArray, type SQL, sql, TransactionRollbackError } from 'drizzle-orm';
import type { CanonicalLead, Temperature } from '#domain/lead.ts';
import { type Leg, USUAL_LEG } from '#domain/settings-shapes.ts';
import type { Arrival, Course, UsualCourse } from '#domain/simulate/arrival.ts';
import type { CompanyFact } from '#domain/simulate/company-facts.ts';
import type { Stage } from '#domain/stages.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Db } from './db.ts';
import { IMPORTED } from './imported.ts';
import { rowsOf } from './rows.ts';
import { accounts } from './schema.ts';
import { isSentBack } from './speed.ts';

/** Leads as they came, for those who ask what would have become of them. */

/** From `from` on and before `until`. What was imported happened elsewhere, and counts only where it is asked for. */
export type HistoryPeriod = { from: Date; until: Date; withImported: boolean };

type Row = {
  id: string;
  at: string | Date;
  record: CanonicalLead;
  sourceId: string;
  temperature: Temperature;
  lay: 'claim' | 'batch' | null;
  repId: string | null;
  poolId: string | null;
  firstOfferedAt: string | Date | null;
  acceptedAt: string | Date | null;
  respondedAt: string | Date | null;
  closedAt: string | Date | null;
};

/** The leads of a period in the order in which they came, in pages; those in shadow as if they had been handed over. */
export async function* readHistory(
  db: Db,
  period: HistoryPeriod,
  pageSize: number,
): AsyncGenerator<Arrival[]> {
  let after = { at: period.from.toISOString(), id: '' };
  for (;;) {
    const rows = rowsOf<Row>(await db.execute(pageAfter(period, after, pageSize)));
    if (rows.length > 0) yield rows.map(arrivalFrom);
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = { at: new Date(last.at).toISOString(), id: last.id };
  }
}

const seen = ({ withImported }: HistoryPeriod) =>
  sql`(${withImported}::boolean or not starts_with(h.settings_version, ${IMPORTED}))`;

function pageAfter(period: HistoryPeriod, after: { at: string; id: string }, limit: number) {
  const until = period.until.toISOString();
  // What routing asks of a lead: an answer in a form may be long, and is nobody's business here.
  const record = sql`l.record - '{discovery,refs,signals,consent}'::text[]`;
  return sql`
    select * from (
      (select h.id, h.created_at as at, ${record} as record, h.source_id as "sourceId", h.temperature,
        ${layOf(sql`h.id`, sql`o.offered_at`)} as lay,
        case when h.offer_no = 0 then h.owner_id else o.rep_id end as "repId",
        case when h.offer_no = 0 then h.pool_id else o.pool_id end as "poolId",
        h.first_offered_at as "firstOfferedAt", h.accepted_at as "acceptedAt", h.responded_at as "respondedAt",
        h.closed_at as "closedAt"
      from handoffs h join leads l on l.id = h.lead_id left join offers o on o.handoff_id = h.id and o.no = 1
      where h.leg = ${USUAL_LEG} and h.source_id <> ${TEST_SOURCE} and ${seen(period)} and not ${isSentBack(sql`h.id`)}
        and h.created_at >= ${after.at}::timestamptz and h.created_at < ${until}::timestamptz
        and (h.created_at, h.id) > (${after.at}::timestamptz, ${after.id})
      order by h.created_at, h.id limit ${limit})
      union all
      (select s.id, s.at, ${record}, s.source_id, s.temperature, ${layOf(sql`s.id`, sql`null::timestamptz`)},
        s.rep_id, s.pool_id, null, null, null, null
      from shadow_offers s join leads l on l.id = s.lead_id
      where s.leg = ${USUAL_LEG} and s.source_id <> ${TEST_SOURCE}
        and (not s.is_imported or (${period.withImported}::boolean
          and not exists (select 1 from handoffs h where h.lead_id = s.lead_id)))
        and s.at >= ${after.at}::timestamptz and s.at < ${until}::timestamptz
        and (s.at, s.id) > (${after.at}::timestamptz, ${after.id})
      order by s.at, s.id limit ${limit})
    ) page
    order by at, id limit ${limit}`;
}

/** Where the decision that found its first owner, or the last that found none, laid it for whoever comes first. */
export const layOf = (id: SQL, offeredAt: SQL) => sql`(
  select case r.record ->> 'by' when 'claim' then 'claim' when 'batch' then 'batch' end
  from routing_log r where r.handoff_id = ${id} and r.at <= coalesce(${offeredAt}, 'infinity')
  order by r.id desc limit 1)`;

function arrivalFrom(row: Row): Arrival {
  const { id, record, sourceId, temperature, lay, repId, poolId } = row;
  return {
    id,
    at: new Date(row.at),
    record: { ...record, refs: [], signals: [] },
    sourceId,
    temperature,
    lay,
    repId,
    poolId,
    firstOfferedAt: row.firstOfferedAt === null ? null : new Date(row.firstOfferedAt),
    course: courseFrom(row),
  };
}

type Times = Pick<Row, 'firstOfferedAt' | 'acceptedAt' | 'respondedAt' | 'closedAt'>;

export function courseFrom({ firstOfferedAt, acceptedAt, respondedAt, closedAt }: Times): Course {
  const since = (instant: string | Date | null): number | null =>
    instant === null || firstOfferedAt === null
      ? null
      : Math.max(0, new Date(instant).getTime() - new Date(firstOfferedAt).getTime());
  return {
    answered: since(acceptedAt ?? closedAt),
    contacted: since(respondedAt ?? closedAt),
    closed: since(closedAt),
    isAccepted: acceptedAt !== null || closedAt !== null ? acceptedAt !== null : null,
  };
}

/** The median lengths of a period, in milliseconds; null where nothing of it came to that. */
export async function medianCourse(
  db: Db,
  period: HistoryPeriod,
): Promise<{ [K in keyof UsualCourse]: number | null }> {
  const after = (instant: ReturnType<typeof sql>) => sql`
    (percentile_cont(0.5) within group (order by extract(epoch from (${instant} - h.first_offered_at)))
      filter (where ${instant} >= h.first_offered_at) * 1000)::float`;
  const [row] = rowsOf<{ answered: number | null; contacted: number | null; closed: number | null }>(
    await db.execute(sql`
    select ${after(sql`coalesce(h.accepted_at, h.closed_at)`)} as answered,
      ${after(sql`h.responded_at`)} as contacted, ${after(sql`h.closed_at`)} as closed
    from handoffs h
    where h.leg = ${USUAL_LEG} and h.source_id <> ${TEST_SOURCE} and ${seen(period)} and not ${isSentBack(sql`h.id`)}
      and h.created_at >= ${period.from.toISOString()}::timestamptz
      and h.created_at < ${period.until.toISOString()}::timestamptz`),
  );
  return row ?? { answered: null, contacted: null, closed: null };
}

/** Leads of a period, for those who want to know how far they are. */
export async function countHistory(db: Db, { from, until }: HistoryPeriod): Promise<number> {
  const [row] = rowsOf<{ count: number }>(
    await db.execute(sql`
    select (select count(*) from handoffs where leg = ${USUAL_LEG} and created_at >= ${from.toISOString()}::timestamptz
        and created_at < ${until.toISOString()}::timestamptz)::int
      + (select count(*) from shadow_offers where at >= ${from.toISOString()}::timestamptz
        and at < ${until.toISOString()}::timestamptz)::int as count`),
  );
  return row?.count ?? 0;
}

type FactRow = {
  type: CompanyFact['type'];
  at: string | Date;
  domain: string;
  leadId: string;
  repId: string;
  stage: Stage;
  leg: Leg;
  until: string | Date | null;
};

/** A stage that nobody recorded a change to follows all that were. */
const LAST = Number.MAX_SAFE_INTEGER;

/**
 * What became known of companies until the end of a period, in the order in which it did, beside what the leads of the
 * period bring about themselves. Who has what is told as it is known today.
 */
export async function readCompanyFacts(db: Db, period: HistoryPeriod): Promise<CompanyFact[]> {
  const from = sql`${period.from.toISOString()}::timestamptz`;
  const imported = sql`starts_with(h.settings_version, ${IMPORTED})`;
  const played = sql`h.leg = ${USUAL_LEG} and not ${isSentBack(sql`h.id`)} and h.created_at >= ${from} and h.source_id <> ${TEST_SOURCE}`;
  const rows = rowsOf<FactRow>(
    await db.execute(sql`
    with further as (
      select l.id, l.stage, l.created_at, a.domain from leads l join accounts a on a.id = l.account_id
      where a.domain is not null and (l.stage in ('opportunity', 'closed_won') or exists (
        select from stage_changes s
        where s.lead_id = l.id and s.stage in ('opportunity', 'closed_won') and s.undone_at is null))
    )
    select 'owned' as type, a.created_at as at, a.domain, null as "leadId", a.owner_id as "repId", null as stage,
      null as leg, null::timestamptz as until, 0::bigint as no
    from accounts a
    where a.domain is not null and a.owner_id is not null and coalesce((
      select min(h.accepted_at) from leads l join handoffs h on h.lead_id = l.id
      where l.account_id = a.id and not ${imported}), '-infinity') < ${from}
    union all
    select 'stage', s.at, f.domain, f.id, null, s.stage, null, null, s.id
    from further f join stage_changes s on s.lead_id = f.id where s.undone_at is null
    union all
    select 'stage', f.created_at, f.domain, f.id, null, f.stage, null, null, ${LAST}
    from further f where not exists (
      select from stage_changes s where s.lead_id = f.id and s.stage = f.stage and s.undone_at is null)
    union all
    select 'had', h.created_at, f.domain, f.id, h.owner_id, null, h.leg, null, 0
    from further f join handoffs h on h.lead_id = f.id
    where h.owner_id is not null and h.state not in ('rejected', 'withdrawn')
      and (h.leg <> ${USUAL_LEG} or ${imported})
    union all
    select 'worked_on', h.created_at, a.domain, null, h.owner_id, null, null, h.closed_at, 0
    from handoffs h join leads l on l.id = h.lead_id join accounts a on a.id = l.account_id
    where a.domain is not null and h.owner_id is not null and not (${played}) and not ${imported}
      and (h.closed_at >= ${from}
        or h.closed_at is null and h.state in ('offered', 'snoozed', 'accepted', 'working'))
    order by at, no, domain, type, "repId"`),
  );
  return rows.map(factFrom).filter(({ at }) => at < period.until);
}

function factFrom(row: FactRow): CompanyFact {
  const { domain, leadId, repId, stage, leg } = row;
  const of = { at: new Date(row.at), domain };
  switch (row.type) {
    case 'owned':
      return { ...of, type: row.type, repId };
    case 'stage':
      return { ...of, type: row.type, leadId, stage };
    case 'had':
      return { ...of, type: row.type, leadId, leg, repId };
    case 'worked_on':
      return { ...of, type: row.type, repId, until: row.until === null ? null : new Date(row.until) };
  }
}

/** Runs what may write on its way to an answer. Nothing of it stays. */
export async function lookOnly<Result>(db: Db, run: (tx: Db) => Promise<Result>): Promise<Result> {
  let result: { found: Result } | undefined;
  try {
    await db.transaction(async (tx) => {
      result = { found: await run(tx) };
      tx.rollback();
    });
  } catch (error) {
    // The only way to end a transaction without keeping what it did.
    if (!(error instanceof TransactionRollbackError)) throw error;
  }
  if (!result) throw new Error('a look at the database ended without an answer');
  return result.found;
}

/** The account that has one of these domains; null where there is none yet. */
export async function accountWith(db: Db, domains: readonly string[]): Promise<string | null> {
  if (domains.length === 0) return null;
  const [row] = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(inArray(accounts.domain, [...domains]))
    .limit(1);
  return row?.id ?? null;
}
