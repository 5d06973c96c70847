import type { HandoffRow } from '#db/handoffs.ts';
import { isAbsent } from '#domain/escalation.ts';
import type { Actor, Command, HandoffEvent } from '#domain/handoff.ts';
import { isCallback } from '#domain/snooze.ts';
import { managersAbove, personOf } from '#domain/team.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Work } from '#src/core/core.ts';
import { statusesOf } from '#src/routing/rep-statuses.ts';

/** What was put off comes back to somebody who reads it. */

const GONE = 'its rep is away';

/** What gives a lead that woke to somebody else; null where its owner is there, or woke it. */
export async function passOnIfGone(
  work: Work,
  row: HandoffRow,
  woken: HandoffEvent,
  actor: Actor,
): Promise<Command | null> {
  const { ownerId } = row.handoff;
  if (woken.type !== 'woken' || ownerId === null || row.sourceId === TEST_SOURCE) return null;
  if (actor.personId === ownerId || (await thoseThere(work, [ownerId])).length > 0) return null;
  return { type: 'reassign', to: 'next', because: GONE };
}

/**
 * Where nobody else can take it: an offer has a ladder that tells of it, but a callback would only wait for who agreed
 * on it. The nearest manager who is there has it then.
 */
export async function toManagerIfGone(
  work: Work,
  { handoff }: HandoffRow,
  before: HandoffRow,
): Promise<Command | null> {
  const { ownerId } = handoff;
  if (ownerId === null || ownerId !== before.handoff.ownerId || !isCallback(handoff)) return null;
  const [manager] = await thoseThere(work, managersAbove(work.settings, ownerId));
  return manager === undefined ? null : { type: 'reassign', to: manager, because: GONE };
}

/** Those of these people who read what they are sent now, in order. */
export async function thoseThere({ tx, settings, now }: Work, ids: readonly string[]): Promise<string[]> {
  const statuses = await statusesOf({ db: tx, settings, now }, ids, false);
  return ids.filter(
    (id) => personOf(settings, id) !== null && !isAbsent(statuses.get(id), settings.availability, now),
  );
}
