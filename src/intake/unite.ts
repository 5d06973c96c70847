import { messageKeysOf } from '#db/forget.ts';
import { findOpenHandoff } from '#db/handoffs.ts';
import { type LeadRow, lockLead } from '#db/leads.ts';
import { moveAll, saveUnited } from '#db/unite-leads.ts';
import { SYSTEM } from '#domain/handoff.ts';
import { inOrderOfStaying, united } from '#domain/unite-leads.ts';
import type { Candidate } from '#domain/who-is-meant.ts';
import type { Work } from '#src/core/core.ts';
import { touchHomes } from '#src/core/homes.ts';
import { carryOut } from '#src/handoff/dispatch.ts';
import { lockOpen } from '#src/handoff/lock.ts';

/**
 * Makes one lead of all that a merged record names by something of their own: what is furthest in work stays, other open
 * handoffs are withdrawn, and history, signals and names become those of the one that stays. Answers that one, locked;
 * null where nobody is named.
 */
export async function unite(work: Work, candidates: readonly Candidate<LeadRow>[]): Promise<LeadRow | null> {
  const { tx } = work;
  const ids = [...new Set(candidates.flatMap(({ lead, by }) => (by.isShared ? [] : [lead.id])))].toSorted();
  const found: { lead: LeadRow; state: Awaited<ReturnType<typeof stateOf>> }[] = [];
  for (const id of ids) {
    const lead = await lockLead(tx, id);
    if (lead) found.push({ lead, state: await stateOf(work, id) });
  }
  const [first, ...others] = inOrderOfStaying(found);
  if (!first) return null;
  let staying = first;
  for (const leaving of others) {
    const open = await lockOpen(work, leaving.id);
    if (open) {
      await carryOut(work, open, { type: 'withdraw', because: 'merged into another lead' }, SYSTEM);
      touchHomes(work, open.row.handoff);
    }
    await moveAll(tx, leaving.id, staying.id);
    staying = united(staying, leaving);
  }
  if (others.length > 0) {
    await saveUnited(tx, staying);
    work.messages.touch(await messageKeysOf(tx, staying.id));
  }
  return staying;
}

const stateOf = async ({ tx }: Work, leadId: string) =>
  (await findOpenHandoff(tx, leadId, null))?.handoff.state ?? null;
