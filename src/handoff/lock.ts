import { type HandoffRow, lockHandoff } from '#db/handoffs.ts';
import { type LeadRow, readLead } from '#db/leads.ts';
import type { Work } from '#src/core/core.ts';

/** A handoff that is locked until the transaction ends, and its lead. */
export type Found = { row: HandoffRow; lead: LeadRow };

/** Locks a handoff for a change; null when there is none. */
export async function lock(work: Work, handoffId: string): Promise<Found | null> {
  const row = await lockHandoff(work.tx, handoffId);
  const lead = row && (await readLead(work.tx, row.handoff.leadId));
  return row && lead ? { row, lead } : null;
}
