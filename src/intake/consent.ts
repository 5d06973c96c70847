import { appendEvents, lastHandoffs } from '#db/handoffs.ts';
import { type LeadRow, lockLead, updateLead } from '#db/leads.ts';
import { consentChanges } from '#domain/consent.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { mergeConsent } from '#domain/merge-lead.ts';
import { knownFrom, storedOrigins } from '#domain/origin.ts';
import type { Work } from '#src/core/core.ts';
import { touchHomes } from '#src/core/homes.ts';
import { touch } from '#src/core/want.ts';
import { saidIn } from './arrival.ts';

/** What must not be asked any more, and what may be again, stands in the history and on every card of the lead at once. */
export async function tellConsent(work: Work, before: LeadRow, after: LeadRow): Promise<void> {
  const changes = consentChanges(before.record, knownFrom(after));
  if (changes.length === 0) return;
  const [last] = await lastHandoffs(work.tx, [after.id]);
  if (!last) return;
  appendEvents(work.tx, last, changes, { actorId: null, at: work.now });
  touch(work, last.handoff.id, []);
  touchHomes(work, last.handoff);
}

/** Who tells what a rep did may have been told not to call again: that counts, whatever becomes of the rest. */
export async function takeConsent(
  work: Work,
  leadId: string,
  told: CanonicalLead,
  origin: { sourceId: string; receivedAt: Date },
): Promise<void> {
  if (told.consent === undefined) return;
  const before = await lockLead(work.tx, leadId);
  if (!before) return;
  const at = told.occurred_at ?? told.activity?.at;
  const said = saidIn(work.settings, { ...told, occurred_at: at }, origin);
  const { record, origins } = mergeConsent(knownFrom(before), said);
  const after = { ...before, record, origins: storedOrigins(origins, before) };
  await updateLead(work.tx, leadId, { record, origins: after.origins });
  await tellConsent(work, before, after);
}
