import type { Actor } from '#domain/handoff.ts';
import type { Touch } from '#domain/response.ts';
import { nameOf } from '#domain/team.ts';
import type { Work } from '#src/core/core.ts';
import { carryOut } from '#src/handoff/dispatch.ts';
import type { Found } from '#src/handoff/lock.ts';

/** Whoever works on their lead has accepted it; what anybody else does is shown to whoever has it. */
export async function noteTouch(work: Work, found: Found, touch: Touch, repId: string | null): Promise<void> {
  const { handoff } = found.row;
  const name = repId === null ? 'Somebody' : nameOf(work.settings, repId);
  const teller: Actor = { personId: repId, name, relation: 'system' };
  if (handoff.acceptedAt !== null) {
    await carryOut(work, found, { type: 'respond', ...touch }, teller);
    return;
  }
  if (repId === null || repId !== handoff.ownerId) {
    await carryOut(work, found, { type: 'activity', ...touch }, teller);
    return;
  }
  const owner: Actor = { ...teller, relation: 'owner' };
  const at = touch.at === null ? {} : { at: touch.at };
  const accepted = await carryOut(work, found, { type: 'accept', ...at }, owner);
  if (!accepted.ok) return;
  const row = { ...found.row, handoff: accepted.handoff };
  await carryOut(work, { ...found, row }, { type: 'respond', ...touch }, teller);
}
