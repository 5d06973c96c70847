import { type RejectionRow, readRejection, recordObjection, recordRefusal } from '#db/rejections.ts';
import type { Refusal } from '#domain/handoff.ts';
import { mayAbout } from '#domain/permissions.ts';
import { nameOf, personOf } from '#domain/team.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { touchHomesOfRole } from '#src/core/homes.ts';
import { correctionKey } from '#src/core/message-keys.ts';
import { touch } from '#src/core/want.ts';
import { settleTurn } from '#src/routing/balance.ts';
import { takeBackCorrection } from './correct-record.ts';
import { resolveActor } from './decision-facts.ts';
import { lock } from './lock.ts';

/** What a manager says of what their rep put right. It is final: whoever was wrong says so to each other. */

type Objected = { ok: true } | { ok: false; refusal: Refusal };

/** The record says again what it said, unless its source said something new meanwhile, and the turn counts. */
export function objectToCorrection(
  core: Core,
  { handoffId, rejectionId, slackUserId }: { handoffId: string; rejectionId: string; slackUserId: string },
): Promise<Objected> {
  return transact(core, async (work): Promise<Objected> => {
    const found = await lock(work, handoffId);
    if (!found) return { ok: false, refusal: { type: 'unknown_handoff' } };
    const rejection = await readRejection(work.tx, rejectionId);
    if (rejection?.handoffId !== handoffId) return { ok: false, refusal: { type: 'old_card' } };
    const { personId } = await resolveActor(work, { slackUserId }, found.row);
    const refusal = refused(work, rejection, personId);
    if (refusal || personId === null) {
      const asked = { handoffId, slackUserId, personId, command: 'object' as const, at: work.now };
      await recordRefusal(work.tx, asked);
      return { ok: false, refusal: refusal ?? { type: 'unknown_person' } };
    }
    const { weighed, repId, undoneAt, objectedAt } = rejection;
    if (weighed === null || weighed.corrected === null || undoneAt !== null || objectedAt !== null)
      return { ok: false, refusal: { type: 'old_card' } };
    await recordObjection(work.tx, rejectionId, { by: personId, at: work.now, evidence: weighed.without });
    await takeBackCorrection(work, found.lead, rejection);
    // Whose turn it was: somebody else may have the lead by now.
    if (rejection.evidence !== 'conflicts' && weighed.without === 'conflicts')
      await settleTurn(work, { ...found.row.handoff, ownerId: repId }, 'debit');
    touch(work, handoffId, [rejection.messageKey, correctionKey(rejectionId)]);
    touchHomesOfRole(work, 'marketer');
    return { ok: true };
  });
}

function refused({ settings }: Work, { repId }: RejectionRow, personId: string | null): Refusal | null {
  const person = personOf(settings, personId);
  if (!person) return { type: 'unknown_person' };
  const isTheirs = mayAbout('object', settings, person, repId === null ? [] : [repId]);
  return isTheirs ? null : { type: 'not_yours', ownerName: repId && nameOf(settings, repId) };
}
