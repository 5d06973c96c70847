import { addIdentities, type LeadRow, lockLead, readLead } from '#db/leads.ts';
import { outcomesOfLead } from '#db/outcomes.ts';
import { leadOfRecord, writtenOf } from '#db/sinks.ts';
import { stateAfter } from '#domain/outcome-state.ts';
import { type Echo, echoIn, SOON_MS, type ToldFields } from '#domain/own-writes.ts';
import { recordId, recordKey } from '#domain/record-key.ts';
import { personOf } from '#domain/team.ts';
import { whoIsMeant } from '#domain/who-is-meant.ts';
import type { Work } from '#src/core/core.ts';
import { knownAgain, saidIn } from './arrival.ts';
import type { ItemOrigin } from './item-origin.ts';
import type { Told } from './lock-meant.ts';

/** Of whom, where it is not news. */
export type Echoed = { echo: 'news' } | { echo: Exclude<Echo, 'news'>; leadId: string; fields: ToldFields };

/** Whether a CRM tells us what a sink of ours wrote there, and of whom. */
export async function echoOf(
  work: Work,
  origin: ItemOrigin,
  told: Told,
  fields: ToldFields,
): Promise<Echoed> {
  const { tx, settings } = work;
  const { system } = fields.record;
  const sinkIds = settings.sinks.flatMap(({ id, to }) => (to === system ? [id] : []));
  const lead = sinkIds.length === 0 ? null : await whoseRecord(work, told, { fields, sinkIds });
  if (lead === null) return { echo: 'news' };
  const at = Date.parse(told.lead.occurred_at ?? '') || 0;
  const around: [Date, Date] = [new Date(at - SOON_MS), new Date(at + SOON_MS)];
  const [{ records, past }, outcomes] = await Promise.all([
    writtenOf(tx, { sinkIds, leadIds: [lead.id], around }),
    outcomesOfLead(tx, lead.id),
  ]);
  const { ownerId } = stateAfter(outcomes);
  const ownerEmail = ownerId ? (personOf(settings, ownerId)?.email ?? null) : null;
  const { record: after } = knownAgain(lead, saidIn(settings, told.lead, origin));
  const ours = { records, past, outcomes, known: lead.record, after, ownerEmail };
  const echo = echoIn(fields, told.lead, ours);
  return echo === 'news' ? { echo } : { echo, leadId: lead.id, fields };
}

/** Of our own write nothing is kept but whose record it is: what people change there next is told by it. */
export async function knowRecord(
  { tx }: Work,
  { names }: Told,
  { fields: { record }, leadId }: { fields: ToldFields; leadId: string },
): Promise<void> {
  const found = names.filter(({ kind, value }) => kind === 'ref' && value === recordKey(record));
  if (await lockLead(tx, leadId))
    addIdentities(
      tx,
      found.map((identity) => ({ ...identity, leadId })),
    );
}

/** Whoever is named; a record that names nobody we know may be one that we write into. */
async function whoseRecord(
  { tx, settings }: Work,
  { lead, candidates }: Told,
  { fields: { record }, sinkIds }: { fields: ToldFields; sinkIds: readonly string[] },
): Promise<LeadRow | null> {
  const named = whoIsMeant(settings, lead, candidates);
  if (named) return named;
  const recordIds = [record.id, recordId(record)];
  const leadId = await leadOfRecord(tx, { sinkIds, recordIds });
  return leadId === null ? null : readLead(tx, leadId);
}
