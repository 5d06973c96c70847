import { outcomesOfLead } from '#db/outcomes.ts';
import { writtenOf } from '#db/sinks.ts';
import { stateAfter } from '#domain/outcome-state.ts';
import { type Echo, echoIn, SOON_MS, type ToldFields } from '#domain/own-writes.ts';
import { personOf } from '#domain/team.ts';
import { whoIsMeant } from '#domain/who-is-meant.ts';
import type { Work } from '#src/core/core.ts';
import type { Told } from './lock-meant.ts';

/** Whether a CRM tells us what a sink of ours wrote there. */
export async function echoOf(
  { tx, settings }: Work,
  { lead: told, candidates }: Told,
  fields: ToldFields,
): Promise<Echo> {
  const sinkIds = settings.sinks.flatMap(({ id, to }) => (to === fields.record.system ? [id] : []));
  const meant = sinkIds.length === 0 ? null : whoIsMeant(settings, told, candidates);
  if (!meant) return 'news';
  const at = Date.parse(told.occurred_at ?? '') || 0;
  const around: [Date, Date] = [new Date(at - SOON_MS), new Date(at + SOON_MS)];
  const [{ records, past }, outcomes] = await Promise.all([
    writtenOf(tx, { sinkIds, leadIds: [meant.id], around }),
    outcomesOfLead(tx, meant.id),
  ]);
  const { ownerId } = stateAfter(outcomes);
  const ownerEmail = ownerId ? (personOf(settings, ownerId)?.email ?? null) : null;
  return echoIn(fields, told, { records, past, outcomes, known: meant.record, ownerEmail });
}
