import {
  findOpenHandoff,
  type HandoffRow,
  leadOfHandoff,
  leadsOfHandoffs,
  lockFreeHandoffs,
  lockHandoff,
} from '#db/handoffs.ts';
import { type LeadRow, lockAccount, lockFreeLead, lockFreeLeads, lockLead } from '#db/leads.ts';
import type { Work } from '#src/core/core.ts';

/** A handoff that is locked until the transaction ends, and its lead, which is locked too. */
export type Found = { row: HandoffRow; lead: LeadRow };

/** Locks a handoff for a change, after its lead; null when there is none. */
export async function lock({ tx }: Work, handoffId: string): Promise<Found | null> {
  const leadId = await leadOfHandoff(tx, handoffId);
  if (leadId === null) return null;
  // Gone by the time it can be locked, it became one with another, and so did its handoffs.
  const lead =
    (await lockLead(tx, leadId)) ?? (await lockLead(tx, (await leadOfHandoff(tx, handoffId)) ?? ''));
  return withAccount(tx, lead, lead && (await lockHandoff(tx, handoffId)));
}

/** The same, unless somebody else is changing it or its lead at this moment: then null, as when there is none. */
export async function lockFree({ tx }: Work, handoffId: string): Promise<Found | null> {
  const leadId = await leadOfHandoff(tx, handoffId);
  const lead = leadId === null ? null : await lockFreeLead(tx, leadId);
  const [row = null] = lead ? await lockFreeHandoffs(tx, [handoffId]) : [];
  return withAccount(tx, lead, row);
}

/**
 * Locks those of these handoffs, by their ids, that nobody else is changing, after their leads. Not their accounts: it
 * is for what changes nobody's.
 */
export async function lockAllFree({ tx }: Work, handoffIds: readonly string[]): Promise<Map<string, Found>> {
  const owned = await leadsOfHandoffs(tx, handoffIds);
  const leads = await lockFreeLeads(
    tx,
    owned.map(({ leadId }) => leadId),
  );
  const leadOf = new Map(leads.map((lead) => [lead.id, lead]));
  // Of a lead that somebody else has, its handoff must stay free for them: they would skip it too.
  const free = owned.filter(({ leadId }) => leadOf.has(leadId)).map(({ id }) => id);
  const rows = await lockFreeHandoffs(tx, free);
  return new Map(
    rows.flatMap((row) => {
      const lead = leadOf.get(row.handoff.leadId);
      return lead ? [[row.handoff.id, { row, lead }] as const] : [];
    }),
  );
}

/**
 * Locks the one open handoff of a lead; null when there is none. Whoever opens or closes one has the lead: call it with
 * the lead locked, and what it answers stays so.
 */
export async function lockOpen(work: Work, leadId: string): Promise<Found | null> {
  const open = await findOpenHandoff(work.tx, leadId);
  return open && lock(work, open.handoff.id);
}

async function withAccount(
  tx: Work['tx'],
  lead: LeadRow | null,
  row: HandoffRow | null,
): Promise<Found | null> {
  if (!row || !lead) return null;
  if (lead.accountId !== null && mayChangeItsOwner(row)) await lockAccount(tx, lead.accountId);
  return { row, lead };
}

/** Whoever accepts a lead may come to own its account, and whoever takes that back no more. */
const mayChangeItsOwner = ({ handoff: { acceptedAt, before } }: HandoffRow): boolean =>
  acceptedAt === null || before?.ownsAccount === true;
