import type { Db } from '#db/db.ts';
import { type DealLead, readDealRows } from '#db/deal-history.ts';
import { type DealField, partsOfToldDeal } from '#domain/deal.ts';
import { type DealHistory, dealsOf, type SaidChange } from '#domain/deal-history.ts';
import { segmentOf } from '#domain/segments.ts';
import type { Settings } from '#domain/settings.ts';

/** Every deal there ever was, and the leads they are of. */
export type Pipeline = { deals: DealHistory[]; leads: ReadonlyMap<string, DealLead> };

export async function loadPipeline(db: Db, settings: Settings, now: Date): Promise<Pipeline> {
  const { leads, stages, said } = await readDealRows(db);
  const stagesOf = Map.groupBy(stages, ({ leadId }) => leadId);
  const saidOf = Map.groupBy(said, ({ leadId }) => leadId);
  const deals = leads.flatMap((lead) => {
    const { id, sourceId, repId } = lead;
    const of = { leadId: id, sourceId, segment: segmentOf(settings, lead), repId };
    const own = dealsOf(of, stagesOf.get(id) ?? [], saidOf.get(id) ?? []);
    const last = own.at(-1);
    if (last && !saidOf.has(id)) last.changes.push(...toldOnly(settings, lead, now));
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
