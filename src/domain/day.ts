import { Temporal } from 'temporal-polyfill';
import type { Hours } from './handoff.ts';

const zoned = (timeZone: string, at: Date): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);

/** The instant at which the local day of `at` began. */
export function startOfDay(hours: Pick<Hours, 'timeZone'>, at: Date): Date {
  return new Date(zoned(hours.timeZone, at).startOfDay().epochMilliseconds);
}

/** The local date, as `2026-11-21`. */
export function localDate(timeZone: string, at: Date): string {
  return zoned(timeZone, at).toPlainDate().toString();
}

/** The start of the stretch of `minutes` in which an instant lies, counted from the epoch. */
export function windowOf(at: Date, minutes: number): Date {
  const length = minutes * 60_000;
  return new Date(Math.floor(at.getTime() / length) * length);
}
