import { sql } from 'drizzle-orm';
import type { DealField } from '#domain/deal.ts';
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
};
export type DealStage = { leadId: string; stage: Stage; at: Date; isInferred: boolean; repId: string | null };
export type DealSaid = { leadId: string; field: DealField; to: string; at: Date; repId: string | null };

const those = sql`
  those as (
    select distinct s.lead_id from stage_changes s
    where s.stage in ('opportunity', 'closed_won', 'closed_lost') and s.undone_at is null
  )`;

/** All of one instant. Stages come in the order of their time, what was said in the order in which it was. */
export function readDealRows(db: Db): Promise<{ leads: DealLead[]; stages: DealStage[]; said: DealSaid[] }> {
  return db.transaction(
    async (tx) => {
      const leads = rowsOf<DealLead>(
        await tx.execute(sql`
          with ${those}
          select l.id, l.source_id as "sourceId", l.temperature, l.record, (
            select h.owner_id from handoffs h
            where h.lead_id = l.id and h.leg = 'sql_to_ae' order by h.created_at desc limit 1
          ) as "repId"
          from those t join leads l on l.id = t.lead_id
          where l.source_id <> ${TEST_SOURCE}`),
      );
      const stages = rowsOf<Stored<DealStage>>(
        await tx.execute(sql`
          with ${those}
          select s.lead_id as "leadId", s.stage, s.at, s.is_inferred as "isInferred", h.owner_id as "repId"
          from those t
          join stage_changes s on s.lead_id = t.lead_id and s.undone_at is null
            and s.stage in ('opportunity', 'closed_won', 'closed_lost', 'nurture', 'disqualified')
          left join handoffs h on h.id = s.handoff_id and h.leg = 'sql_to_ae'
          order by s.at, s.id`),
      );
      const said = rowsOf<Stored<DealSaid>>(
        await tx.execute(sql`
          with ${those}
          select d.lead_id as "leadId", d.field, d.to_value as "to", d.at, d.rep_id as "repId"
          from those t join deal_changes d on d.lead_id = t.lead_id and d.undone_at is null
          order by d.at, d.id`),
      );
      return { leads, stages: stages.map(dated), said: said.map(dated) };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

type Stored<Row extends { at: Date }> = Omit<Row, 'at'> & { at: string | Date };
const dated = <Row extends { at: string | Date }>(row: Row): Omit<Row, 'at'> & { at: Date } => ({
  ...row,
  at: new Date(row.at),
});

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
