import { messageKeysOf } from '#db/forget.ts';
import { findOpenHandoff } from '#db/handoffs.ts';
import { type LeadRow, lockLead } from '#db/leads.ts';
import { moveAll, saveUnited } from '#db/unite-leads.ts';
import { type Handoff, SYSTEM } from '#domain/handoff.ts';
import { inOrderOfStaying, type OpenWork, united } from '#domain/unite-leads.ts';
import type { Candidate } from '#domain/who-is-meant.ts';
import type { Work } from '#src/core/core.ts';
import { touchHomes } from '#src/core/homes.ts';
import { carryOut } from '#src/handoff/dispatch.ts';
import { lockOpen } from '#src/handoff/lock.ts';
import { settleTurn } from '#src/routing/balance.ts';

/**
 * Makes one lead of all that a merged record names by something of their own: what is furthest in work stays, other open
 * handoffs are withdrawn, and history, signals and names become those of the one that stays. Answers that one, locked;
 * null where nobody is named.
 */
export async function unite(work: Work, candidates: readonly Candidate<LeadRow>[]): Promise<LeadRow | null> {
  const { tx } = work;
  const ids = [...new Set(candidates.flatMap(({ lead, by }) => (by.isShared ? [] : [lead.id])))].toSorted();
  const found: { lead: LeadRow; open: OpenWork | null }[] = [];
  for (const id of ids) {
    const lead = await lockLead(tx, id);
    if (lead) found.push({ lead, open: (await findOpenHandoff(tx, id))?.handoff ?? null });
  }
  const [first, ...others] = inOrderOfStaying(found);
  if (!first) return null;
  let staying = first;
  const withdrawn: Handoff[] = [];
  for (const leaving of others) {
    withdrawn.push(...(await withdrawOpen(work, leaving.id)));
    await moveAll(tx, leaving.id, staying.id);
    staying = united(staying, leaving);
  }
  // Whoever answered for nothing yet had a lead that was none, as with a duplicate that a rep rejects.
  for (const handoff of withdrawn) if (handoff.acceptedAt === null) await settleTurn(work, handoff, 'credit');
  if (others.length > 0) {
    await saveUnited(tx, staying);
    work.messages.touch(await messageKeysOf(tx, staying.id));
  }
  return staying;
}

/** Withdraws what is open of a lead that leaves. Answers how it stood. */
async function withdrawOpen(work: Work, leadId: string): Promise<Handoff[]> {
  const open = await lockOpen(work, leadId);
  if (!open) return [];
  await carryOut(work, open, { type: 'withdraw', because: 'merged into another lead' }, SYSTEM);
  touchHomes(work, open.row.handoff);
  return [open.row.handoff];
}
