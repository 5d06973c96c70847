import { readMessages, readUnposted, unreachedSince } from '#db/messages.ts';
import { readOutages } from '#db/outages.ts';
import { addMinutes, windowOf } from '#domain/day.ts';
import type { Settings } from '#domain/settings.ts';
import type { Work } from '#src/core/core.ts';
import { inDmOf, lateKey } from '#src/core/message-keys.ts';
import { want } from '#src/core/want.ts';

/** What could not be said in time is summed up: a reminder of two hours ago only disturbs. */

const ONE_SUMMARY_MINUTES = 60;
const DAY_MINUTES = 24 * 60;

/** Whether something is said or done so late that it comes after an outage. */
export const isLate = (settings: Settings, dueAt: Date, now: Date): boolean =>
  dueAt < lateBefore(settings, now);

/** What was due before this, and was not done, comes after an outage. */
export function lateBefore({ escalation: { late_after: after } }: Settings, now: Date): Date {
  return addMinutes(now, -(after.unit === 'minutes' ? after.amount : after.amount * DAY_MINUTES));
}

/** Instead of each reminder that did not reach them in time, a rep is told once what is still open. */
export async function tellLate(work: Work, repId: string): Promise<void> {
  const window = windowOf(work.now, ONE_SUMMARY_MINUTES);
  const keys = [window, addMinutes(window, -ONE_SUMMARY_MINUTES)].map((at) => lateKey(repId, at));
  // One that was begun in the last minutes of an hour goes on in the next, and as long as Slack takes nothing.
  const recent =
    (await readMessages(work.tx, keys)).find(
      ({ createdAt }) => createdAt > addMinutes(work.now, -ONE_SUMMARY_MINUTES),
    ) ?? (await readUnposted(work.tx, 'late', inDmOf(repId)));
  want(work, {
    key: recent?.key ?? lateKey(repId, window),
    kind: 'late',
    handoffId: null,
    place: inDmOf(repId),
    parentKey: null,
    detail: recent?.detail ?? { repId, from: (await unreachedFrom(work, repId)).toISOString() },
  });
}

/** Since when a rep was not reached: since the outage that ended just now, else since Slack takes nothing for them. */
async function unreachedFrom({ tx, settings, now }: Work, repId: string): Promise<Date> {
  const since = lateBefore(settings, now);
  const outage = (await readOutages(tx, since, addMinutes(now, 1))).at(-1);
  return outage?.from ?? (await unreachedSince(tx, inDmOf(repId))) ?? since;
}
