import type { Hours } from './hours.ts';
import { instantOf, isoDate, localDay, weekdayOf } from './local-time.ts';
import { WEEKDAYS, type Weekday } from './settings-shapes.ts';

const MINUTE = 60_000;

/** The instant at which a local day, by its number since the epoch, begins. */
export const startOfLocalDay = (timeZone: string, day: number): Date => new Date(instantOf(timeZone, day, 0));

/** The instant at which the local day of `at` began. */
export function startOfDay({ timeZone }: Pick<Hours, 'timeZone'>, at: Date): Date {
  return new Date(instantOf(timeZone, localDay(timeZone, at.getTime()), 0));
}

/** The local day of `at`, up to the beginning of the next one. */
export function dayOf({ timeZone }: Pick<Hours, 'timeZone'>, at: Date): { from: Date; to: Date } {
  const day = localDay(timeZone, at.getTime());
  return { from: new Date(instantOf(timeZone, day, 0)), to: new Date(instantOf(timeZone, day + 1, 0)) };
}

/** The local date, as `2026-11-21`. */
export function localDate(timeZone: string, at: Date): string {
  return isoDate(localDay(timeZone, at.getTime()));
}

/** A day of the calendar in words: `31 Mar 2027`. */
export const dayWords = (on: string): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${on}T00:00:00Z`),
  );

/** The local day of the week. */
export function weekdayAt(timeZone: string, at: Date): Weekday {
  return WEEKDAYS[weekdayOf(localDay(timeZone, at.getTime()))] ?? 'mon';
}

/** The start of the stretch of `minutes` in which an instant lies, counted from the epoch. */
export function windowOf(at: Date, minutes: number): Date {
  const length = minutes * MINUTE;
  return new Date(Math.floor(at.getTime() / length) * length);
}

/** The instant `minutes` of wall time later. */
export const addMinutes = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * MINUTE);
