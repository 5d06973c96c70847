import { isOpen, workBetween } from './calendar.ts';
import { dayOf, localDate, startOfLocalDay } from './day.ts';
import type { DigestKind } from './digest-readers.ts';
import type { Hours } from './hours.ts';
import { instantOf, isoDate, localDay, weekdayOf } from './local-time.ts';
import type { Settings } from './settings.ts';

/** When digests are due. */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Longer than the holidays of a whole team. */
const LOOK_BACK_DAYS = 14;

/** A digest that is due: `date` as 2026-11-23 in the reader's zone, sent before `until` or not at all. */
export type DueDigest = { date: string; until: Date };

/**
 * The digest of today, if its time has come and has not gone: from the opening, or from a time of day, to the closing.
 * Null on a day off. A time of day after the closing is good until the day ends.
 */
export function dueDigest(when: Settings['digests'][DigestKind], hours: Hours, now: Date): DueDigest | null {
  if (when === 'off') return null;
  const today = workOfDay(hours, now);
  if (!today) return null;
  const from = when === 'opening' ? today.from : atTime(hours, now, when);
  const until = from < today.to ? today.to : dayOf(hours, now).to;
  return from <= now && now < until ? { date: localDate(hours.timeZone, now), until } : null;
}

/** Where yesterday's figures begin when there was no digest before: the opening of the last day of work. */
export function lastWorkingDay(hours: Hours, now: Date): Date {
  const { from: midnight } = dayOf(hours, now);
  for (let back = 1; back <= LOOK_BACK_DAYS; back += 1) {
    const work = workOfDay(hours, new Date(midnight.getTime() - back * DAY + DAY / 2));
    if (work) return work.from;
  }
  return new Date(midnight.getTime() - DAY);
}

/** The whole week before this one, from its Monday to the last instant of its Sunday; `monday` is this one's, as 2026-11-23. */
export function weekBefore(
  { timeZone }: Pick<Hours, 'timeZone'>,
  now: Date,
): { from: Date; to: Date; monday: string } {
  const today = localDay(timeZone, now.getTime());
  const monday = today - weekdayOf(today);
  return {
    from: startOfLocalDay(timeZone, monday - 7),
    to: new Date(startOfLocalDay(timeZone, monday).getTime() - 1),
    monday: isoDate(monday),
  };
}

/** From the first opening to the last closing of the local day; null where no work begins on it. */
function workOfDay(hours: Hours, at: Date): { from: Date; to: Date } | null {
  const { from: midnight, to } = dayOf(hours, at);
  const stretches = workBetween(hours, midnight, to);
  // The end of a night shift is the day before's.
  const wasOpen = isOpen(hours, new Date(midnight.getTime() - 1)) && isOpen(hours, midnight);
  const [first, second] = stretches;
  const isRoundTheClock = first?.to.getTime() === to.getTime();
  const begins = wasOpen && !isRoundTheClock ? second : first;
  const last = stretches.at(-1);
  return begins && last ? { from: begins.from, to: last.to } : null;
}

function atTime({ timeZone }: Hours, day: Date, time: string): Date {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return new Date(instantOf(timeZone, localDay(timeZone, day.getTime()), (hour * 60 + minute) * MINUTE));
}
