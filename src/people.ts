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

/** *Take it* is `reassign` to oneself. */
export async function takeIt(core: Core, slackUserId: string): Promise<Command> {
  const person = await whoIs(core, slackUserId);
  return { type: 'reassign', to: person?.id ?? '', because: 'taken' };
}

/** No new leads until then; null ends an absence at once. */
export async function setAway(core: Core, personId: string, until: Date | null): Promise<void> {
  await transact(core, (work) => setAwayUntil(work.tx, personId, until));
  if (until === null) await offerAllWaiting(core, MOST_AT_ONCE);
}

const MOST_AT_ONCE = 50;

/** Offers what waits for an owner, hot first, then the oldest. Answers how many found one. */
export async function offerAllWaiting(core: Core, limit: number): Promise<number> {
  let offered = 0;
  for (const id of await waitingHandoffs(core.db, limit)) {
    if (await offerWaiting(core, id)) offered += 1;
  }
  return offered;
}
