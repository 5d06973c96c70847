import { setTimeout as pause } from 'node:timers/promises';
import { at, textAt } from '#src/sources/pick.ts';
import type { SinkApi } from '../../http.ts';
import type { DealEntry } from '../../sink.ts';
import { SinkAway, SinkRefused } from '../../trouble.ts';
import { ask, askForAll } from './asking.ts';

/** Deals: one that a lead became says so itself, one that we made has our mark in a field of its own. */

/** A field of deals, made by `addFields` or by hand. */
export const MARK_FIELD = 'Handoff deal';

const LOOKS = 10;
const BETWEEN_LOOKS_MS = 300;

export const dealsOf = (api: SinkApi, personId: string) =>
  askForAll(api, '/api/v2/deals', { person_id: personId });

/** The deal that a lead became. */
export async function dealOfLead(api: SinkApi, personId: string, leadId: string): Promise<unknown> {
  const deals = await dealsOf(api, personId);
  return deals.find((deal) => textAt(deal, 'source_lead_id') === leadId) ?? null;
}

/** The pipeline of new deals, by its name or id; null for the first. */
export async function pipelineId(api: SinkApi, wanted: string | undefined): Promise<number | null> {
  if (wanted === undefined) return null;
  const all = await askForAll(api, '/api/v2/pipelines');
  const found = all.find(
    (one) => textAt(one, 'id') === wanted || textAt(one, 'name')?.toLowerCase() === wanted.toLowerCase(),
  );
  if (found === undefined) throw new SinkRefused(`Pipedrive has no pipeline ${wanted}`, 'request');
  return Number(textAt(found, 'id'));
}

/** Makes a deal of a lead, which a job of Pipedrive's does in its own time. Its notes go with it. */
export async function convertLead(
  api: SinkApi,
  { leadId, personId }: { leadId: string; personId: string },
  pipeline: number | null,
): Promise<unknown> {
  // An answer may have been lost, or the job be done since.
  const there = await dealOfLead(api, personId, leadId);
  if (there !== null) return there;
  const path = `/api/v2/leads/${leadId}/convert`;
  const body = pipeline === null ? {} : { pipeline_id: pipeline };
  const id = textAt(await ask(api, 'POST', `${path}/deal`, { body }), 'conversion_id');
  if (id === undefined) throw new SinkAway('Pipedrive does not say how the conversion of a lead goes');
  for (let look = 0; look < LOOKS; look += 1) {
    const status = textAt(await ask(api, 'GET', `${path}/status/${encodeURIComponent(id)}`), 'status');
    if (status === 'failed' || status === 'rejected') break;
    if (status === 'completed') return dealOfLead(api, personId, leadId);
    await pause(BETWEEN_LOOKS_MS);
  }
  // Of two jobs one is rejected: the other may be done by now.
  const made = await dealOfLead(api, personId, leadId);
  if (made !== null) return made;
  throw new SinkAway('Pipedrive has not made a deal of the lead yet');
}

/** What a deal is to show; what stands there already is left out. An open one stays at the stage where people have it. */
export function valuesOf(deal: DealEntry, there: unknown): Record<string, unknown> {
  const status = textAt(there, 'status') ?? 'open';
  const isLost = deal.status === 'lost';
  const hasMoney = deal.amount !== null && at(there, 'value') !== deal.amount;
  const hasDay = deal.closeOn !== null && textAt(there, 'expected_close_date') !== deal.closeOn;
  return {
    ...(status !== deal.status && { status: deal.status }),
    ...(isLost &&
      deal.lostReason !== null && { status: deal.status, lost_reason: deal.lostReason.slice(0, 255) }),
    ...(hasMoney && { value: deal.amount, ...(deal.currency !== null && { currency: deal.currency }) }),
    ...(hasDay && { expected_close_date: deal.closeOn }),
  };
}
