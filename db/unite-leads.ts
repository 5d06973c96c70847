import { eq, sql } from 'drizzle-orm';
import type { Db } from './db.ts';
import {
  accountAnswers,
  dealChanges,
  handoffs,
  identities,
  items,
  leads,
  meetings,
  outcomes,
  rejections,
  returns,
  shadowOffers,
  signals,
  sinkChanges,
  sinkRecords,
  stageChanges,
  trialVerdicts,
} from './schema.ts';

/** Every table that names a lead. Of what both have of one kind, that of the lead that stays is kept. */
const OF_LEADS = [
  { table: handoffs, once: null },
  { table: items, once: null },
  { table: stageChanges, once: null },
  { table: dealChanges, once: null },
  { table: rejections, once: null },
  { table: returns, once: null },
  {
    table: trialVerdicts,
    once: sql`o.proposal_id = t.proposal_id and o.is_promoted = t.is_promoted`,
  },
  { table: shadowOffers, once: null },
  { table: identities, once: sql`o.kind = t.kind and o.value = t.value` },
  {
    table: signals,
    once: sql`o.type = t.type and o.at = t.at and coalesce(o.url, '') = coalesce(t.url, '')`,
  },
  { table: accountAnswers, once: sql`o.system = t.system and o.record_id = t.record_id` },
  // What only one of them was told of is told of both from then on: of each tool one row stays.
  { table: outcomes, once: null },
  { table: sinkRecords, once: sql`o.sink_id = t.sink_id` },
  { table: sinkChanges, once: null },
  { table: meetings, once: sql`o.source_id = t.source_id and o.key = t.key` },
] as const;
export const TABLES_OF_LEADS = OF_LEADS.map(({ table }) => table);

/** Everything of one lead becomes another's, and the row of it goes. Both are locked, and at most one has an open handoff. */
export async function moveAll(tx: Db, from: string, to: string): Promise<void> {
  for (const { table, once } of OF_LEADS) {
    if (once !== null)
      await tx.execute(sql`
        delete from ${table} t using ${table} o where t.lead_id = ${from} and o.lead_id = ${to} and ${once}`);
    await tx.update(table).set({ leadId: to }).where(eq(table.leadId, from));
  }
  // Whatever tool was still to be told of the other is to be told now.
  await tx
    .update(sinkRecords)
    .set({ dueAt: sql`least(${sinkRecords.dueAt}, now())` })
    .where(eq(sinkRecords.leadId, to));
  await tx.delete(leads).where(eq(leads.id, from));
}

/** What a lead is after another became one with it. */
export async function saveUnited(tx: Db, { id, ...lead }: typeof leads.$inferSelect): Promise<void> {
  await tx.update(leads).set(lead).where(eq(leads.id, id));
}
