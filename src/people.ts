import { waitingHandoffs } from '#db/handoffs.ts';
import { personOfSlackId, setAwayUntil } from '#db/people.ts';
import type { Command } from '#domain/handoff.ts';
import type { Person } from '#domain/settings.ts';
import { personOf } from '#domain/team.ts';
import { type Core, transact } from './core.ts';
import { offerWaiting } from './dispatch.ts';

/** Commands about reps rather than handoffs. */

/** Who this Slack user is in the settings; null for anybody else. */
export async function whoIs(core: Core, slackUserId: string): Promise<Person | null> {
  return personOf(core.inForce().settings, await personOfSlackId(core.db, slackUserId));
}

/** The zone a Slack user works in, as far as the settings know. */
export async function zoneOf(core: Core, slackUserId: string): Promise<string> {
  const person = await whoIs(core, slackUserId);
  return person?.time_zone ?? core.inForce().settings.workspace.time_zone;
}

/** *Take it* is `reassign` to oneself. */
export async function takeIt(core: Core, slackUserId: string): Promise<Command> {
  const person = await whoIs(core, slackUserId);
  return { type: 'reassign', to: person?.id ?? '', because: 'taken' };
}

/** No new leads until then; null ends an absence at once. */
export async function setAway(core: Core, personId: string, until: Date | null): Promise<void> {
  await transact(core, (work) => setAwayUntil(work.tx, personId, until));
  if (until !== null) return;
  await offerAllWaiting(core, (error) => {
    throw error;
  });
}

/** Offers what waits for an owner, hot first, then the oldest. Answers how many found one. */
export async function offerAllWaiting(
  core: Core,
  onError: (error: unknown, handoffId: string) => void,
): Promise<number> {
  let offered = 0;
  const emptyPools = new Set<string | null>();
  for (const { id, poolId, accountOwnerId } of await waitingHandoffs(core.db)) {
    // A thousand leads for people who sleep cost one attempt. The owner of an account may be somebody else.
    if (poolId !== null && accountOwnerId === null && emptyPools.has(poolId)) continue;
    const nothing = { isOffered: false, emptyPoolId: null };
    const { isOffered, emptyPoolId } = await offerWaiting(core, id).catch((error: unknown) => {
      onError(error, id);
      return nothing;
    });
    if (isOffered) offered += 1;
    emptyPools.add(emptyPoolId);
  }
  return offered;
}
