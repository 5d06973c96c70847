import { instantOf, localDay } from './local-time.ts';

/** When the accounts of a CRM are read, and when ops hear that they cannot be. */

const MINUTE = 60_000;

/** The last time of day before now at which all accounts should be read. */
export function dueSince(timeZone: string, at: string, now: Date): Date {
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  const today = localDay(timeZone, now.getTime());
  const timeOn = (day: number) => new Date(instantOf(timeZone, day, (hour * 60 + minute) * MINUTE));
  const time = timeOn(today);
  return time <= now ? time : timeOn(today - 1);
}

/** Whether all accounts are to be read: it was begun and not ended, or did not begin since it was due. */
export function isReadingDue(
  run: { startedAt: Date | null; wholeSince: Date | null } | null,
  dueAt: Date,
): boolean {
  if (run === null || run.startedAt !== null) return true;
  return run.wholeSince === null || run.wholeSince < dueAt;
}

const FIRST_REST_SECONDS = 60;
const LONGEST_REST_SECONDS = 30 * 60;

/** How long a CRM is left alone after it could not be read so often, each time for longer. */
export const restAfter = (failures: number): number =>
  Math.min(LONGEST_REST_SECONDS, FIRST_REST_SECONDS * 2 ** Math.max(0, failures - 1));

/** What passes by itself is told only when it does not. */
const PASSES_WITHIN = 3;

/** Whether ops are to hear of it now: at once where somebody has to mend it. */
export const isToldNow = (failures: number, isRefused: boolean): boolean =>
  isRefused || failures >= PASSES_WITHIN;
