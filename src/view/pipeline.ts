import type { Db } from '#db/db.ts';
import { type DealLead, readDealLeads } from '#db/deal-history.ts';
import { type DealField, partsOfToldDeal } from '#domain/deal.ts';
import { type DealHistory, dealsOf, type SaidChange } from '#domain/deal-history.ts';
import { segmentOf } from '#domain/segments.ts';
import type { Settings } from '#domain/settings.ts';

/** Deals, and the leads they are of. */
export type Pipeline = { deals: DealHistory[]; leads: ReadonlyMap<string, DealLead> };

/** What is open, and what ended since then; every deal there ever was, where `since` is null. */
export async function loadPipeline(
  db: Db,
  settings: Settings,
  { since, now }: { since: Date | null; now: Date },
): Promise<Pipeline> {
  const leads = await readDealLeads(db, since);
  const deals = leads.flatMap((lead) => {
    const { id, sourceId, repId } = lead;
    const of = { leadId: id, sourceId, segment: segmentOf(settings, lead), repId };
    const own = dealsOf(of, lead.stages, lead.said);
    const last = own.at(-1);
    if (last && lead.said.length === 0) last.changes.push(...toldOnly(settings, lead, now));
    return own;
  });
  return { deals, leads: new Map(leads.map((lead) => [lead.id, lead])) };
}

/**
 * What a CRM says of a deal that no AE has here: nobody knows since when, so it is known from now on, and no back-cast
 * knows of it.
 */
function toldOnly(settings: Settings, { record, repId }: DealLead, now: Date): SaidChange[] {
  const told = partsOfToldDeal(record.opportunity ?? {}, settings.opportunity.stages);
  const values = {
    amount: told.amount,
    currency: told.currency,
    close_on: told.closeOn,
    sub_stage: told.subStage,
  };
  return Object.entries(values).flatMap(([field, value]) =>
    // The table above has no other fields.
    value === null ? [] : [{ field: field as DealField, to: String(value), at: now, repId }],
  );
}
