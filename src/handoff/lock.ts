import { type HandoffRow, lockFreeHandoffs, lockHandoff } from '#db/handoffs.ts';
import { type LeadRow, readLead } from '#db/leads.ts';
import type { Work } from '#src/core/core.ts';

/** A handoff that is locked until the transaction ends, and its lead. */
export type Found = { row: HandoffRow; lead: LeadRow };

/** The same, unless somebody else is changing it at this moment: then null, as when there is none. */
export async function lockFree(work: Work, handoffId: string): Promise<Found | null> {
  const [row] = await lockFreeHandoffs(work.tx, [handoffId]);
  const lead = row && (await readLead(work.tx, row.handoff.leadId));
  return row && lead ? { row, lead } : null;
}

/** Locks a handoff for a change; null when there is none. */
export async function lock(work: Work, handoffId: string): Promise<Found | null> {
  const row = await lockHandoff(work.tx, handoffId);
  const lead = row && (await readLead(work.tx, row.handoff.leadId));
  return row && lead ? { row, lead } : null;
}
