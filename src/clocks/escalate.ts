import { isToldOf } from '#db/claims.ts';
import type { DueStep } from '#db/clocks.ts';
import { appendEvents, type HandoffRow } from '#db/handoffs.ts';
import type { MessageRow } from '#db/messages.ts';
import { lastWindowsOf, lockTelling, setStepManager } from '#db/told.ts';
import { groupOf, isAbsent, OPS, readerOf, whenTold } from '#domain/escalation.ts';
import { managersOf, withDeputies } from '#domain/team.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { escalationsKey, inChannelFor, inDmOf, isBatchKey } from '#src/core/message-keys.ts';
import { want } from '#src/core/want.ts';
import { statusesOf } from '#src/routing/rep-statuses.ts';

/** What is overdue stands on one live message of each reader and window, however much it is. */

/** What a step of a ladder tells with: `urgent` ones in quiet hours too. */
export type Telling = { step: DueStep; isUrgent: boolean };

/** Tells the manager who answers for a lead, or with `tell_managers_manager` theirs; where nobody is there, ops. */
export async function tellManager(
  work: Work,
  row: HandoffRow,
  whom: 'tell_manager' | 'tell_managers_manager',
  telling: Telling,
): Promise<void> {
  const { settings, tx, now } = work;
  const above = withDeputies(settings, managersOf(settings, row.handoff));
  const statuses = await statusesOf({ db: tx, settings, now }, above, false);
  const isThere = (id: string) => !isAbsent(statuses.get(id), settings.availability, now);
  await tell(work, row, readerOf(settings, row.handoff, whom, isThere), telling);
}

/** Puts a handoff on a reader's live message of this window, or of the one in which they are told. */
export async function tell(
  work: Work,
  row: HandoffRow,
  reader: string,
  { step, isUrgent }: Telling,
): Promise<void> {
  const { settings, tx, now } = work;
  const { handoff } = row;
  const { at, windowAt } = whenTold(settings, reader, { isUrgent }, now);
  const lay = handoff.claimKey;
  const isOfMany = lay !== null && isBatchKey(lay);
  if (isOfMany) await lockTelling(tx, reader, windowAt);
  await setStepManager(tx, { step, managerId: reader, windowAt });
  want(work, {
    key: escalationsKey(reader, windowAt),
    kind: 'escalations',
    handoffId: null,
    place: reader === OPS || groupOf(reader) !== null ? inChannelFor('ops') : inDmOf(reader),
    parentKey: null,
    detail: { managerId: reader, windowAt: windowAt.toISOString() },
    notBefore: at,
  });
  // A batch that nobody took from is one thing to tell. Whoever tells of the same one waits for the lock above.
  const isTold =
    isOfMany && (await isToldOf(tx, lay, { managerId: reader, windowAt, handoffId: handoff.id }));
  if (!isTold) appendEvents(tx, row, [{ type: 'escalated', to: reader }], { actorId: null, at: now });
}

const OLDER = 3;

/** A new list is about to be posted: those before it of the same reader have to say so. */
export async function supersedeOlder(core: Core, { detail }: MessageRow): Promise<void> {
  const reader = String(detail.managerId);
  const windowAt = new Date(String(detail.windowAt));
  const windows = await lastWindowsOf(core.db, { reader, most: OLDER + 1 });
  const older = windows.filter((window) => window < windowAt).map((window) => escalationsKey(reader, window));
  if (older.length === 0) return;
  await transact(core, async ({ messages }) => messages.touch(older));
}
