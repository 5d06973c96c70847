import { addMinutes } from './day.ts';

/** Nobody is mentioned twice about one handoff within this time, whether the ladder reminds them or their manager. */
export const REMINDER_PAUSE_MINUTES = 15;

/** From when on somebody may be reminded again; null where nothing speaks against it now. */
export function remindedUntil(lastRemindedAt: Date | null, now: Date): Date | null {
  const until = lastRemindedAt && addMinutes(lastRemindedAt, REMINDER_PAUSE_MINUTES);
  return until !== null && now < until ? until : null;
}
