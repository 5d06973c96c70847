import { forgetShown } from '#db/messages.ts';
import { actorOfSlackId, forgetAbsences, forgetMisses, personOfSlackId, readPerson } from '#db/people.ts';
import type { Command } from '#domain/handoff.ts';
import type { Person } from '#domain/settings.ts';
import { personOf } from '#domain/team.ts';
import { type Core, transact } from '#src/core/core.ts';
import { awhile } from '#src/core/deadline.ts';
import { touchHomeOf } from '#src/core/homes.ts';
import { homeKey, inDmOf } from '#src/core/message-keys.ts';
import { want } from '#src/core/want.ts';
import { offerAllWaiting } from '#src/handoff/backlog.ts';
import { goAway, tellAbsence } from './absence.ts';
import { returnCovered } from './cover.ts';

/** Commands about reps rather than handoffs. */

/** Who this Slack user is in the settings; null for anybody else. */
export async function whoIs(core: Core, slackUserId: string): Promise<Person | null> {
  return personOf(core.inForce().settings, await personOfSlackId(core.db, slackUserId));
}

/** The same of somebody who presses or types: whom Slack has deactivated is nobody. */
export async function whoActs(core: Core, slackUserId: string): Promise<Person | null> {
  return personOf(core.inForce().settings, await actorOfSlackId(core.db, slackUserId));
}

/** The zone a Slack user works in, as far as the settings know. */
export async function zoneOf(core: Core, slackUserId: string): Promise<string> {
  const person = await whoIs(core, slackUserId);
  return person?.time_zone ?? core.inForce().settings.workspace.time_zone;
}

/** Whoever does anything in the app answers again: offers they let pass count no more against them. */
export async function noteAction(core: Core, slackUserId: string): Promise<void> {
  const personId = await forgetMisses(core.db, slackUserId);
  if (personId !== null) await transact(core, async (work) => tellAbsence(work, personId));
}

/** Whether Slack knows this person, so that a card can reach them. */
export async function isReachable(core: Core, personId: string): Promise<boolean> {
  const row = await readPerson(core.db, personId);
  return row?.slackId !== null && row?.isActive === true;
}

/** *Take it* is `reassign` to oneself. */
export async function takeIt(core: Core, slackUserId: string): Promise<Command> {
  const person = await whoActs(core, slackUserId);
  return { type: 'reassign', to: person?.id ?? '', because: 'taken' };
}

// A press waits no longer than this for leads that come back, or wait; more of them follow while nobody waits.
const OFFER_MS = 800;

/** No new leads until then; null ends an absence at once, and what others covered comes back. */
export async function setAway(core: Core, personId: string, until: Date | null): Promise<void> {
  await transact(core, (work) => goAway(work, personId, until));
  if (until !== null) return;
  // What fails here is tried again by the next tick.
  const notOffered = (error: unknown, handoff: string) =>
    core.noteFailure(error, 'a lead that waits could not be offered', { handoff });
  const offering = returnCovered(core, personId).then(() => offerAllWaiting(core, notOffered));
  await awhile(OFFER_MS, offering, (error) =>
    core.noteFailure(error, 'what came back with somebody could not be moved', { person: personId }),
  );
}

/**
 * Ends the absence that somebody saw, or any where nobody knows what they saw. Answers until when they are away by now where that is another one, which stays as
 * it is; null where they are back.
 */
export async function comeBack(core: Core, personId: string, seenUntil: Date | null): Promise<Date | null> {
  const until = (await readPerson(core.db, personId))?.awayUntil ?? null;
  const isAnother = until !== null && seenUntil !== null && until.getTime() !== seenUntil.getTime();
  if (isAnother && until > core.now()) return until;
  await setAway(core, personId, null);
  return null;
}

/** Absences that are over are forgotten, so that nobody's home tells of them any more. */
export async function endAbsences(core: Core): Promise<void> {
  await transact(core, async (work) => {
    for (const personId of await forgetAbsences(work.tx, work.now)) tellAbsence(work, personId);
  });
}

/**
 * Somebody looks at their App Home: from now on it is kept true. Where Slack shows none yet, what is remembered of an
 * earlier one is forgotten. Said twice it does no harm.
 */
export function openHome(core: Core, personId: string, isBlank: boolean): Promise<void> {
  return transact(core, async (work) => {
    const key = homeKey(personId);
    if (isBlank) await forgetShown(work.tx, key);
    want(work, {
      key,
      kind: 'home',
      handoffId: null,
      place: inDmOf(personId),
      parentKey: null,
      detail: { personId },
    });
    // A day may have passed since, and some figures are only as new as their last drawing.
    touchHomeOf(work, personId);
  });
}
