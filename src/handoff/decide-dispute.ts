import { readRejection, recordDecision, recordRefusal } from '#db/rejections.ts';
import type { Refusal } from '#domain/handoff.ts';
import type { Decision } from '#domain/marketing-answers.ts';
import { mayAbout } from '#domain/permissions.ts';
import type { ReturnEnd } from '#domain/returns.ts';
import { nameOf, personOf } from '#domain/team.ts';
import { type Core, transact } from '#src/core/core.ts';
import { touchHomesOfRole } from '#src/core/homes.ts';
import { touch } from '#src/core/want.ts';
import { OVERRULED, openAgain, whyNot } from './bring-back.ts';
import { resolveActor } from './decision-facts.ts';
import { lock } from './lock.ts';

export type Decided =
  | { ok: true }
  | { ok: false; refusal: Refusal }
  /** It cannot be offered again. */
  | { ok: false; end: ReturnEnd };

/** The manager of whoever rejected a lead decides where marketing disagrees: it stands, or sales is offered it again. Once. */
export function decideDispute(
  core: Core,
  asked: { handoffId: string; rejectionId: string; slackUserId: string; decision: Decision },
): Promise<Decided> {
  const { handoffId, rejectionId, slackUserId, decision } = asked;
  return transact(core, async (work): Promise<Decided> => {
    const { tx, now, settings } = work;
    const found = await lock(work, handoffId);
    if (!found) return { ok: false, refusal: { type: 'unknown_handoff' } };
    const rejection = await readRejection(tx, rejectionId);
    if (rejection?.handoffId !== handoffId || rejection.disputeKey === null)
      return { ok: false, refusal: { type: 'old_card' } };
    const { personId } = await resolveActor(work, { slackUserId }, found.row);
    const person = personOf(settings, personId);
    const { repId } = rejection;
    if (!person || !mayAbout('decide_dispute', settings, person, repId === null ? [] : [repId])) {
      await recordRefusal(tx, { handoffId, slackUserId, personId, command: 'decide_dispute', at: now });
      const refusal: Refusal = person
        ? { type: 'not_yours', ownerName: repId && nameOf(settings, repId) }
        : { type: 'unknown_person' };
      return { ok: false, refusal };
    }
    if (rejection.decision !== null || rejection.undoneAt !== null)
      return { ok: false, refusal: { type: 'old_card' } };
    if (decision === 'again') {
      const end = await whyNot(work, found.lead, { handoffId });
      if (end !== null && end !== 'limit') return { ok: false, end };
      await openAgain(work, found.lead, { handoffId, byId: person.id }, OVERRULED);
    }
    await recordDecision(tx, rejectionId, { decision, decidedBy: person.id, decidedAt: now });
    touch(work, handoffId, [rejection.messageKey, rejection.disputeKey]);
    touchHomesOfRole(work, 'marketer');
    return { ok: true };
  });
}
