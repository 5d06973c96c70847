import type { Problem } from '#db/deliveries.ts';
import { forgetLead, handoffsOf, messageKeysOf } from '#db/forget.ts';
import { type LeadRow, lockLead, updateLead } from '#db/leads.ts';
import { addOutcomes, forgetOutcomes } from '#db/outcomes.ts';
import type { ItemOutcome } from '#db/schema.ts';
import { windowsOf } from '#db/told.ts';
import { forgottenRecord } from '#domain/forget-lead.ts';
import { SYSTEM } from '#domain/handoff.ts';
import { sinksTold } from '#domain/sinks-told.ts';
import type { Work } from '#src/core/core.ts';
import { touchHomes, touchHomesOfRole } from '#src/core/homes.ts';
import { carryOut } from '#src/handoff/dispatch.ts';
import { lockOpen } from '#src/handoff/lock.ts';
import { listsWith } from '#src/messages/escalation-lists.ts';
import { lockMeant, type Told } from './lock-meant.ts';

type Erased = { outcome: ItemOutcome; leadId: string | null; handoffId: string | null; problems: Problem[] };

/**
 * Forgets somebody whose tool says that they asked for it: what is open is withdrawn, and every message shows nothing of them. Of
 * several leads that something of their own leads to, each is theirs.
 */
export async function takeInErasure(work: Work, told: Told): Promise<Erased> {
  const meant = await lockMeant(work, told);
  if (!meant) {
    const problems = [{ path: 'person', problem: 'nobody who is known: there is nothing to erase' }];
    return { outcome: 'ignored', leadId: null, handoffId: null, problems };
  }
  const others = told.candidates.flatMap(({ lead: { id }, by }) =>
    by.isShared || id === meant.id ? [] : [id],
  );
  const handoffId = await erase(work, meant);
  for (const id of [...new Set(others)].toSorted()) {
    const lead = await lockLead(work.tx, id);
    if (lead) await erase(work, lead);
  }
  return { outcome: 'erased', leadId: meant.id, handoffId, problems: [] };
}

/** Forgets one lead, which is locked. Answers the handoff that was open. */
async function erase(work: Work, lead: LeadRow): Promise<string | null> {
  const { tx } = work;
  const open = await lockOpen(work, lead.id);
  if (open) {
    await carryOut(work, open, { type: 'withdraw', because: 'erased on request' }, SYSTEM);
  }
  const evidence = { ...lead.evidence, lines: [], temperatureBecause: '' };
  await updateLead(tx, lead.id, { record: forgottenRecord(lead.record), origins: null, evidence });
  await forgetLead(tx, lead.id);
  await tellForgotten(work, lead);
  await showForgotten(work, lead.id);
  return open?.row.handoff.id ?? null;
}

/** What was still to be told elsewhere is not; whoever is told of it as an outcome learns that they are forgotten. */
async function tellForgotten({ settings, tx, now, newId }: Work, { id, sourceId }: LeadRow): Promise<void> {
  await forgetOutcomes(tx, id);
  const outcome = { type: 'forgotten', detail: {} } as const;
  const sinks = sinksTold(settings, outcome, sourceId);
  if (sinks.length > 0)
    addOutcomes(tx, [{ id: newId(), leadId: id, handoffId: null, at: now, dueAt: now, ...outcome, sinks }]);
}

/** Wherever anything of them stands is drawn anew: cards and replies, lists, what marketing reads, and Homes. */
async function showForgotten(work: Work, leadId: string): Promise<void> {
  const { tx } = work;
  const theirs = await handoffsOf(tx, leadId);
  const windows = await windowsOf(
    tx,
    theirs.map(({ id }) => id),
  );
  work.messages.touch([...(await messageKeysOf(tx, leadId)), ...(await listsWith(work, windows))]);
  for (const handoff of theirs) touchHomes(work, handoff);
  touchHomesOfRole(work, 'marketer');
}
