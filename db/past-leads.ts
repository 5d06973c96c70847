import { type SQL, sql } from 'drizzle-orm';
import type { Fate, PastLead } from '#domain/backtest/past-lead.ts';
import type { CanonicalLead, LeadSignal, Temperature } from '#domain/lead.ts';
import { knownAt } from '#domain/merge-lead.ts';
import { knownFrom, type StoredOrigins } from '#domain/origin.ts';
import { USUAL_LEG } from '#domain/settings-shapes.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Db } from './db.ts';
import { courseFrom, layOf } from './history.ts';
import { rowsOf } from './rows.ts';
import { isSentBack } from './speed.ts';

/**
 * Leads as they stood when they were put to sales for the first time, or when marketing kept them and nobody handed them over
 * since; and what became of them. What came in shadow became nothing, and is left out.
 */

/** Instants from `from` on and before `until`. */
export type PastPeriod = { from: Date; until: Date };

type Row = {
  id: string;
  leadId: string;
  at: string | Date;
  /** The same to the microsecond, from where the next page goes on. */
  atExactly: string;
  wasHandedOver: boolean;
  accountId: string | null;
  record: CanonicalLead;
  origins: StoredOrigins | null;
  leadSourceId: string;
  capturedAt: string | Date;
  sourceId: string;
  temperature: Temperature;
  lay: 'claim' | 'batch' | null;
  repId: string | null;
  poolId: string | null;
  firstOfferedAt: string | Date | null;
  acceptedAt: string | Date | null;
  respondedAt: string | Date | null;
  closedAt: string | Date | null;
  signals: [type: LeadSignal['type'], at: string][] | null;
  rejectedFor: string | null;
  isQualified: boolean;
  wonAt: string | Date | null;
  deal: { amount?: number; currency?: string } | null;
  lostFor: string | null;
  leftFor: string | null;
};

/** In the order in which they were judged, in pages. */
export async function* readPastLeads(
  db: Db,
  period: PastPeriod,
  pageSize: number,
): AsyncGenerator<PastLead[]> {
  let after = { at: period.from.toISOString(), id: '' };
  for (;;) {
    const rows = rowsOf<Row>(await db.execute(pageAfter(period, after, pageSize)));
    if (rows.length > 0) yield rows.map(pastLeadFrom);
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = { at: last.atExactly, id: last.id };
  }
}

/** How many there are, for those who want to know how far they are. */
export async function countPastLeads(db: Db, { from, until }: PastPeriod): Promise<number> {
  const [row] = rowsOf<{ count: number }>(
    await db.execute(sql`
      select ((select count(*) from handoffs h
          where h.created_at >= ${from.toISOString()}::timestamptz and h.created_at < ${until.toISOString()}::timestamptz
            and ${isFirstHandoff})
        + (select count(*) from stage_changes s
          where s.at >= ${from.toISOString()}::timestamptz and s.at < ${until.toISOString()}::timestamptz
            and ${isKept}))::int as count`),
  );
  return row?.count ?? 0;
}

const isFirstHandoff = sql`h.leg = ${USUAL_LEG} and h.source_id <> ${TEST_SOURCE} and not ${isSentBack(sql`h.id`)}
  and not exists (select from handoffs e where e.lead_id = h.lead_id and e.leg = ${USUAL_LEG}
    and (e.created_at, e.id) < (h.created_at, h.id))`;

const isKept = sql`s.stage = 'nurture' and s.cause = 'not qualified' and s.undone_at is null
  and not exists (select from leads t where t.id = s.lead_id and t.source_id = ${TEST_SOURCE})
  and not exists (select from handoffs h where h.lead_id = s.lead_id and h.leg = ${USUAL_LEG})
  and not exists (select from shadow_offers o where o.lead_id = s.lead_id)
  and not exists (select from stage_changes e where e.lead_id = s.lead_id and e.id < s.id
    and e.stage = 'nurture' and e.cause = 'not qualified' and e.undone_at is null)`;

/** Padded, so that texts are in the order of the numbers they are. */
const keptId = sql`lpad(s.id::text, 20, '0')`;

function pageAfter(period: PastPeriod, after: { at: string; id: string }, limit: number): SQL {
  const until = period.until.toISOString();
  return sql`
    with handed as (
      select h.id, h.lead_id, h.created_at as at, true as handed, h.source_id, h.temperature, h.offer_no, h.owner_id,
        h.pool_id, h.first_offered_at, h.accepted_at, h.responded_at, h.closed_at
      from handoffs h
      where h.created_at >= ${after.at}::timestamptz and h.created_at < ${until}::timestamptz
        and (h.created_at, h.id) > (${after.at}::timestamptz, ${after.id}) and ${isFirstHandoff}
      order by h.created_at, h.id limit ${limit}
    ),
    kept as (
      select ${keptId} as id, s.lead_id, s.at, false as handed, null, null, null::int, null, null,
        null::timestamptz, null::timestamptz, null::timestamptz, null::timestamptz
      from stage_changes s
      where s.at >= ${after.at}::timestamptz and s.at < ${until}::timestamptz
        and (s.at, ${keptId}) > (${after.at}::timestamptz, ${after.id}) and ${isKept}
      order by s.at, 1 limit ${limit}
    ),
    page as (select * from (select * from handed union all select * from kept) judged order by at, id limit ${limit}),
    did as (
      select p.id, json_agg(json_build_array(s.type, s.at) order by s.at) as signals
      from page p join signals s on s.lead_id = p.lead_id and s.at <= p.at group by p.id
    ),
    rejected as (
      select distinct on (p.id) p.id, r.reason from page p join handoffs h on h.id = p.id and h.state = 'rejected'
        join rejections r on r.handoff_id = p.id and r.undone_at is null
      order by p.id, r.at desc
    ),
    came as (
      select p.id, bool_or(s.stage in ('sales_qualified', 'opportunity', 'closed_won')) as is_qualified,
        max(s.at) filter (where s.stage = 'closed_won') as won_at,
        bool_or(s.stage = 'closed_lost') as is_lost
      from page p join stage_changes s on s.lead_id = p.lead_id and s.undone_at is null where p.handed group by p.id
    ),
    ended as (
      select p.id, max(e.event ->> 'reason') filter (where e.type = 'lost') as lost_for,
        max(e.event ->> 'reason') filter (where e.type = 'churned') as left_for,
        bool_or(e.type = 'churned') as is_left
      from page p join handoffs h on h.lead_id = p.lead_id
        join handoff_events e on e.handoff_id = h.id and e.type in ('lost', 'churned') where p.handed group by p.id
    ),
    dealt as (
      select distinct on (p.id) p.id, h.deal from page p join handoffs h on h.lead_id = p.lead_id and h.deal is not null
      where p.handed order by p.id, h.created_at desc
    )
    select p.id, p.lead_id as "leadId", p.at, p.at::text as "atExactly", p.handed as "wasHandedOver", l.account_id as "accountId",
      l.record - '{discovery,refs,signals,consent}'::text[] as record, l.origins, l.source_id as "leadSourceId",
      l.captured_at as "capturedAt", coalesce(p.source_id, l.source_id) as "sourceId",
      coalesce(p.temperature, l.temperature) as temperature, ${layOf(sql`p.id`, sql`o.offered_at`)} as lay,
      case when p.offer_no = 0 then p.owner_id else o.rep_id end as "repId",
      case when p.offer_no = 0 then p.pool_id else o.pool_id end as "poolId",
      p.first_offered_at as "firstOfferedAt", p.accepted_at as "acceptedAt", p.responded_at as "respondedAt",
      p.closed_at as "closedAt", did.signals, rejected.reason as "rejectedFor",
      coalesce(came.is_qualified, false) as "isQualified", came.won_at as "wonAt", dealt.deal,
      case when came.is_lost then coalesce(ended.lost_for, '') end as "lostFor",
      case when ended.is_left then coalesce(ended.left_for, '') end as "leftFor"
    from page p
    join leads l on l.id = p.lead_id
    left join offers o on o.handoff_id = p.id and o.no = 1
    left join did on did.id = p.id
    left join rejected on rejected.id = p.id
    left join came on came.id = p.id
    left join ended on ended.id = p.id
    left join dealt on dealt.id = p.id
    order by p.at, p.id`;
}

function pastLeadFrom(row: Row): PastLead {
  const { id, leadId, wasHandedOver, sourceId, temperature, lay, repId, poolId } = row;
  const at = new Date(row.at);
  const known = knownFrom({
    record: { ...row.record, refs: [], signals: [] },
    origins: row.origins,
    sourceId: row.leadSourceId,
    capturedAt: new Date(row.capturedAt),
  });
  const record = knownAt(known, at);
  return {
    ...{ id, leadId, at, record, sourceId, temperature, lay, repId, poolId, wasHandedOver },
    company: row.accountId ?? leadId,
    signals: (row.signals ?? []).map(([type, told]) => ({
      ...{ type, at: new Date(told).toISOString() },
      ...{ title: undefined, url: undefined },
    })),
    isToldSince: record !== known.record,
    firstOfferedAt: row.firstOfferedAt === null ? null : new Date(row.firstOfferedAt),
    course: courseFrom(row),
    fate: fateOf(row),
  };
}

function fateOf({ rejectedFor, acceptedAt, isQualified, wonAt, deal, lostFor, leftFor }: Row): Fate {
  const { amount, currency } = deal ?? {};
  const worth =
    amount === undefined || currency === undefined
      ? 'amount unknown'
      : { cents: Math.round(amount * 100), currency };
  return {
    rejectedFor: isQualified ? null : rejectedFor,
    accepted: isQualified || (rejectedFor === null && acceptedAt !== null),
    qualified: isQualified,
    won: wonAt === null ? null : worth,
    lostFor,
    leftFor,
  };
}
