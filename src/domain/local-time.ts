import { Temporal } from 'temporal-polyfill';

/**
 * Instants and local time. Days are counted from 1 January 1970 as the local calendar shows them, so that they can
 * be added and compared as numbers.
 *
 * What a time zone answers is remembered: routing asks it for every member of a pool, about the same few days, and
 * each answer takes long (some 20 µs, where a look into a map takes none).
 */

const DAY = 24 * 60 * 60_000;
/** More than routing asks in a day, with everybody in a zone of their own. */
const REMEMBERED = 20_000;

/** From one change of the clocks to the next: what they are ahead of UTC, in milliseconds. */
type Season = { from: number; to: number; offset: number };

const seasons = new Map<string, Season[]>();

/** A time zone as its name is spelled; null where it is none that can be counted in. What a stranger wrote may be asked. */
export function zoneNamed(name: string): string | null {
  try {
    // What Intl takes besides, such as PST or IST, is no IANA name, and means other places to other people.
    return new Temporal.ZonedDateTime(0n, name).timeZoneId;
  } catch {
    return null;
  }
}

/** What local clocks are ahead of UTC at an instant, in milliseconds. */
export const offsetAt = (timeZone: string, at: number): number => seasonAt(timeZone, at).offset;

function seasonAt(timeZone: string, at: number): Season {
  const known = seasons.get(timeZone) ?? [];
  for (const season of known) if (season.from <= at && at < season.to) return season;
  const season = readSeason(timeZone, at);
  seasons.set(timeZone, [...known, season]);
  return season;
}

function readSeason(timeZone: string, at: number): Season {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  // A change of the clocks at this very instant has happened.
  const previous = zoned.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  const next = zoned.getTimeZoneTransition('next');
  return {
    from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: zoned.offsetNanoseconds / 1_000_000,
  };
}

/** The first instant at which the local clock shows this time, or has jumped past it. */
function instantAt(timeZone: string, wallTime: number): number {
  // No clock is a day from UTC.
  const season = seasonAt(timeZone, wallTime - DAY);
  return wallTime + DAY < season.to ? wallTime - season.offset : instantNearChange(timeZone, wallTime);
}

const instantNearChange = remember((timeZone, wallTime) => {
  const wall = new Temporal.PlainDateTime(1970, 1, 1).add({ milliseconds: wallTime });
  const zoned = wall.toZonedDateTime(timeZone, { disambiguation: 'compatible' });
  if (zoned.toPlainDateTime().equals(wall)) return zoned.epochMilliseconds;
  // In a gap `compatible` goes on by the gap's length: 02:30 becomes 03:30, where the clock went on at 03:00.
  const jump = zoned.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  return (jump ?? zoned).epochMilliseconds;
});

export function localDay(timeZone: string, at: number): number {
  return Math.floor(wallTime(timeZone, at) / DAY);
}

/** Milliseconds the local clock shows after that day's midnight; on later days they go on. */
export function sinceMidnight(timeZone: string, day: number, at: number): number {
  return wallTime(timeZone, at) - day * DAY;
}

/** The instant of so many milliseconds, as the local clock counts them, after a day's midnight. */
export function instantOf(timeZone: string, day: number, milliseconds: number): number {
  return instantAt(timeZone, day * DAY + milliseconds);
}

/** 0 is Monday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** As `2026-11-21`. */
export function isoDate(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  const date = new Date(day * DAY).toISOString().slice(0, 10);
  if (dates.size >= REMEMBERED) dates.clear();
  dates.set(day, date);
  return date;
}

// Asked for every member of a pool about the same few days.
const dates = new Map<number, string>();

const wallTime = (timeZone: string, at: number): number => at + offsetAt(timeZone, at);

function remember(ask: (timeZone: string, about: number) => number): typeof ask {
  const zones = new Map<string, Map<number, number>>();
  return (timeZone, about) => {
    const known = zones.get(timeZone)?.get(about);
    if (known !== undefined) return known;
    const answer = ask(timeZone, about);
    const answers = zones.get(timeZone) ?? new Map<number, number>();
    if (answers.size >= REMEMBERED) answers.clear();
    zones.set(timeZone, answers.set(about, answer));
    return answer;
  };
}
