import { keysThatExist, lastDigest } from '#db/digests.ts';
import { readPeople } from '#db/people.ts';
import { type DueDigest, dueDigest, lastWorkingDay } from '#domain/digest.ts';
import type { Settings } from '#domain/settings.ts';
import { modeOf } from '#domain/shadow.ts';
import { hoursOf, reportsOf } from '#domain/team.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { digestKey, inDmOf } from '#src/core/message-keys.ts';
import { want } from '#src/core/want.ts';

/**
 * Sends each manager whose morning it is the digest of the day. The row of the message says that it was sent: run
 * often, late and on several processes, it sends one.
 */
export async function sendDigests(core: Core): Promise<void> {
  const { settings } = core.inForce();
  const now = core.now();
  const due = managersOf(settings).flatMap((managerId) => {
    const digest = dueDigest(settings.digests.managers, hoursOf(settings, managerId), now);
    return digest ? [{ ...digest, managerId, key: digestKey(managerId, digest.date) }] : [];
  });
  if (due.length === 0) return;
  const keys = due.map(({ key }) => key);
  const sent = await keysThatExist(core.db, keys);
  const people = await readPeople(
    core.db,
    due.map(({ managerId }) => managerId),
  );
  const isThere = (managerId: string) => {
    const person = people.get(managerId);
    const isAway = person?.awayUntil && person.awayUntil > now;
    return person?.slackId && person.isActive && !isAway;
  };
  for (const digest of due) {
    if (!sent.has(digest.key) && isThere(digest.managerId))
      await transact(core, (work) => send(work, digest));
  }
}

/** Those who manage anybody; nobody while every source only looks on. */
function managersOf(settings: Settings): string[] {
  const isLive = settings.sources.some(({ id }) => modeOf(settings, id) === 'live');
  return settings.people.map(({ id }) => id).filter((id) => isLive && reportsOf(settings, id).length > 0);
}

async function send(
  work: Work,
  { managerId, key, until }: DueDigest & { managerId: string; key: string },
): Promise<void> {
  const { tx, now, settings } = work;
  const last = await lastDigest(tx, inDmOf(managerId));
  const from = last ?? lastWorkingDay(hoursOf(settings, managerId), now);
  want(work, {
    key,
    kind: 'digest',
    handoffId: null,
    place: inDmOf(managerId),
    parentKey: null,
    detail: { managerId, from: from.toISOString(), to: now.toISOString(), until: until.toISOString() },
  });
}
