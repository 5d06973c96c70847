import { keysThatExist, lastDigest, weeksTold } from '#db/digests.ts';
import { mutedOf } from '#db/muted-digests.ts';
import { readPeople } from '#db/people.ts';
import type { MessageKind } from '#db/schema.ts';
import { type DueDigest, dueDigest, lastWorkingDay, weekBefore } from '#domain/digest.ts';
import { type DigestKind, digestsOf } from '#domain/digest-readers.ts';
import type { Settings } from '#domain/settings.ts';
import { modeOf } from '#domain/shadow.ts';
import { hoursOf } from '#domain/team.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { digestKey, inDmOf } from '#src/core/message-keys.ts';
import { want } from '#src/core/want.ts';

const MESSAGES = {
  managers: 'digest',
  marketers: 'marketing_digest',
  reps: 'rep_digest',
} as const satisfies Record<DigestKind, MessageKind>;

/** Longer than a week in any zone. */
const WEEK_MS = 8 * 24 * 3_600_000;

type Due = DueDigest & { kind: DigestKind; readerId: string; key: string };

/**
 * Sends everybody whose morning it is their digests of the day, and of the week. The row of the message says that it was
 * sent: run often, late and on several processes, it sends one. A rep's is written each working day, and posted only
 * where there is something to do: what comes later in the day is no morning's work.
 */
export async function sendDigests(core: Core): Promise<void> {
  const { settings } = core.inForce();
  const due = dueIn(settings, core.now());
  if (due.length === 0) return;
  const fresh = await notWanted(core, due);
  if (fresh.length === 0) return;
  const isThere = await whoIsThere(core, fresh);
  const sending = fresh.filter(isThere);
  if (sending.length === 0) return;
  await transact(core, async (work) => {
    for (const digest of sending) {
      want(work, {
        key: digest.key,
        kind: MESSAGES[digest.kind],
        handoffId: null,
        place: inDmOf(digest.readerId),
        parentKey: null,
        detail: { ...(await periodOf(work, digest)), until: digest.until.toISOString() },
      });
    }
  });
}

/** Nobody has any while every source only looks on. */
function dueIn(settings: Settings, now: Date): Due[] {
  if (!settings.sources.some(({ id }) => modeOf(settings, id) === 'live')) return [];
  return settings.people.flatMap(({ id: readerId }) =>
    digestsOf(settings, readerId).flatMap((kind): Due[] => {
      const digest = dueDigest(settings.digests[kind], hoursOf(settings, readerId), now);
      return digest
        ? [{ ...digest, kind, readerId, key: digestKey(MESSAGES[kind], readerId, digest.date) }]
        : [];
    }),
  );
}

/** Those that were not sent, and of a week those of which none was on any of its days. */
async function notWanted(core: Core, due: readonly Due[]): Promise<Due[]> {
  const now = core.now();
  const { settings } = core.inForce();
  const known = await keysThatExist(
    core.db,
    due.map(({ key }) => key),
  );
  const fresh = due.filter(({ key }) => !known.has(key));
  const weekly = fresh.filter(({ kind }) => kind === 'marketers');
  const told = await weeksTold(
    core.db,
    MESSAGES.marketers,
    weekly.map(({ readerId }) => inDmOf(readerId)),
    { since: new Date(now.getTime() - WEEK_MS), now },
  );
  return fresh.filter(({ kind, readerId }) => {
    if (kind !== 'marketers') return true;
    const { monday } = weekBefore(hoursOf(settings, readerId), now);
    return !told.some((one) => one.place === inDmOf(readerId) && one.monday === monday);
  });
}

/** Whether a reader is in Slack, not away, and wants it. */
async function whoIsThere(core: Core, due: readonly Due[]): Promise<(digest: Due) => boolean> {
  const now = core.now();
  const readerIds = [...new Set(due.map(({ readerId }) => readerId))];
  const people = await readPeople(core.db, readerIds);
  const muted = await mutedOf(core.db, readerIds);
  return ({ readerId, kind }) => {
    const person = people.get(readerId);
    const isAway = person?.awayUntil && person.awayUntil > now;
    return Boolean(person?.slackId && person.isActive && !isAway && !muted.get(readerId)?.has(kind));
  };
}

/** What a digest is about, as its message keeps it. */
async function periodOf(
  { tx, now, settings }: Work,
  { kind, readerId }: Due,
): Promise<Record<string, string>> {
  const hours = hoursOf(settings, readerId);
  switch (kind) {
    case 'managers': {
      const from = (await lastDigest(tx, inDmOf(readerId))) ?? lastWorkingDay(hours, now);
      return { managerId: readerId, from: from.toISOString(), to: now.toISOString() };
    }
    case 'marketers': {
      const { from, to, monday } = weekBefore(hours, now);
      return { personId: readerId, from: from.toISOString(), to: to.toISOString(), monday };
    }
    case 'reps':
      return { personId: readerId };
  }
}
