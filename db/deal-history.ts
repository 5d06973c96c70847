import { type SQL, sql } from 'drizzle-orm';
import type { DealField } from '#domain/deal.ts';
import type { SaidChange, StageEntered } from '#domain/deal-history.ts';
import type { CanonicalLead, Temperature } from '#domain/lead.ts';
import type { Stage } from '#domain/stages.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Db } from './db.ts';
import { rowsOf } from './rows.ts';

/** What the figures of the pipeline are made of: every lead that was a deal once, with its stages and what was said of it. */

export type DealLead = {
  id: string;
  sourceId: string;
  temperature: Temperature;
  record: CanonicalLead;
  /** The AE who has it now, or had it last. */
  repId: string | null;
  /** In the order of their time. */
  stages: StageEntered[];
  /** In the order in which it was said. */
  said: SaidChange[];
};

// Lists within a row: a pipeline of years is read in a fraction of the time that a row for each change takes.
type StoredLead = Omit<DealLead, 'stages' | 'said'> & {
  stages: [stage: Stage, at: number, isInferred: boolean, repId: string | null][];
  said: [field: DealField, to: string, at: number, repId: string | null][] | null;
};

/** The leads with a deal that is open, or ended since then; where `since` is null, with any. */
export async function readDealLeads(db: Db, since: Date | null): Promise<DealLead[]> {
  const isRecent =
    since === null
      ? sql`true`
      : sql`max(s.at) >= ${since.toISOString()} or (array_agg(s.stage order by s.at desc, s.id desc))[1] = 'opportunity'`;
  const rows = rowsOf<StoredLead>(
    await db.execute(sql`
      with dealt as (
        select distinct s.lead_id from stage_changes s
        where s.stage in ('opportunity', 'closed_won', 'closed_lost') and s.undone_at is null
      ),
      those as (
        select s.lead_id,
          json_agg(json_build_array(s.stage, ${milliseconds(sql`s.at`)}, s.is_inferred, h.owner_id) order by s.at, s.id) as stages
        from dealt t
        join stage_changes s on s.lead_id = t.lead_id and s.undone_at is null
          and s.stage in ('opportunity', 'closed_won', 'closed_lost', 'nurture', 'disqualified')
        left join handoffs h on h.id = s.handoff_id and h.leg = 'sql_to_ae'
        group by s.lead_id having ${isRecent}
      ),
      told as (
        select d.lead_id,
          json_agg(json_build_array(d.field, d.to_value, ${milliseconds(sql`d.at`)}, d.rep_id) order by d.at, d.id) as said
        from those t join deal_changes d on d.lead_id = t.lead_id and d.undone_at is null
        group by d.lead_id
      ),
      latest as (
        select distinct on (h.lead_id) h.lead_id, h.owner_id
        from those t join handoffs h on h.lead_id = t.lead_id and h.leg = 'sql_to_ae'
        order by h.lead_id, h.created_at desc
      )
      select l.id, l.source_id as "sourceId", l.temperature, l.record, latest.owner_id as "repId", t.stages, told.said
      from those t
      join leads l on l.id = t.lead_id
      left join told on told.lead_id = t.lead_id
      left join latest on latest.lead_id = t.lead_id
      where l.source_id <> ${TEST_SOURCE}`),
  );
  return rows.map((row) => ({
    ...row,
    stages: row.stages.map(([stage, at, isInferred, repId]) => ({
      stage,
      at: new Date(at),
      isInferred,
      repId,
    })),
    said: (row.said ?? []).map(([field, to, at, repId]) => ({ field, to, at: new Date(at), repId })),
  }));
}

const milliseconds = (at: SQL): SQL => sql`(extract(epoch from ${at}) * 1000)::bigint`;

// What somebody did, or the lead: that they were reminded of it is no sign of life.
const SIGNS_OF_LIFE = [
  'accepted',
  'responded',
  'activity_seen',
  'told_again',
  'calendar',
  'asked_again',
  'snoozed',
  'qualified',
  'opportunity',
];

/** When anything last happened to these leads: what people did, and what the leads did themselves. */
export async function lastSignsOfLife(db: Db, leadIds: readonly string[]): Promise<Map<string, Date>> {
  if (leadIds.length === 0) return new Map();
  const ids = sql`select jsonb_array_elements_text(${JSON.stringify(leadIds)}::jsonb)`;
  const types = sql`select jsonb_array_elements_text(${JSON.stringify(SIGNS_OF_LIFE)}::jsonb)`;
  const rows = rowsOf<{ leadId: string; at: string | Date }>(
    await db.execute(sql`
      select lead_id as "leadId", max(at) as at from (
        select h.lead_id, e.at from handoffs h join handoff_events e on e.handoff_id = h.id
        where h.lead_id in (${ids}) and e.type in (${types})
        union all
        select s.lead_id, s.at from signals s where s.lead_id in (${ids})
      ) as life group by lead_id`),
  );
  return new Map(rows.map(({ leadId, at }) => [leadId, new Date(at)]));
}
