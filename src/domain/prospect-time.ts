import { workBetween } from './calendar.ts';
import type { CanonicalLead } from './lead.ts';
import { localDay, offsetAt, sinceMidnight, weekdayOf } from './local-time.ts';
import { WEEKDAYS, type Week, type Weekday } from './settings-shapes.ts';
import { type Whereabouts, whereaboutsOf } from './whereabouts.ts';

/** The prospect's clock: what it shows, and when somebody may decently call. */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A weekend and a day on either side of it. */
const LOOK_AHEAD_DAYS = 5;

export type LocalTime = { weekday: Weekday; time: string };

export type ProspectTime = {
  basis: Whereabouts['basis'];
  place: Whereabouts['place'];
  /** What the westernmost of their clocks shows, and the easternmost; the same where there is one. */
  earliest: LocalTime;
  latest: LocalTime;
  /** Whether it is a decent hour wherever they may be. */
  isDecent: boolean;
  /** The decent hours that go on or come next, whole; null where there are none that all their zones share. */
  decent: { from: Date; to: Date; opens: LocalTime } | null;
};

/** What a lead's clock shows; `decentHours` such as 08:00-18:00 by that clock, Monday to Friday. Null where nothing says. */
export function prospectTime(
  lead: Pick<CanonicalLead, 'person' | 'account'>,
  decentHours: string,
  now: Date,
): ProspectTime | null {
  const where = whereaboutsOf(lead, now);
  const [west] = where?.zones ?? [];
  const east = where?.zones.at(-1);
  if (!where || west === undefined || east === undefined) return null;
  const decent = decentHoursOf(where.zones, decentHours, now);
  return {
    basis: where.basis,
    place: where.place,
    earliest: localTime(west, now),
    latest: localTime(east, now),
    isDecent: decent !== null && decent.from <= now,
    decent: decent && { ...decent, opens: localTime(west, decent.from) },
  };
}

/** Whether their clock shows what this one does. */
export function isSameClock(
  lead: Pick<CanonicalLead, 'person' | 'account'>,
  timeZone: string,
  now: Date,
): boolean {
  const zones = whereaboutsOf(lead, now)?.zones ?? [];
  return zones.length > 0 && zones.every((zone) => offset(zone, now) === offset(timeZone, now));
}

const offset = (timeZone: string, at: Date): number => offsetAt(timeZone, at.getTime());

type Stretch = { from: Date; to: Date };

function decentHoursOf(zones: readonly string[], decentHours: string, now: Date): Stretch | null {
  const block = [decentHours];
  const week: Week = { mon: block, tue: block, wed: block, thu: block, fri: block };
  // From a day ago, so that hours that go on are found whole.
  const from = new Date(now.getTime() - DAY);
  const to = new Date(now.getTime() + LOOK_AHEAD_DAYS * DAY);
  const shared = zones
    .map((timeZone) => workBetween({ timeZone, week, holidays: [] }, from, to))
    .reduce((common, one) => common.flatMap((stretch) => one.flatMap((other) => overlap(stretch, other))));
  return shared.find((stretch) => stretch.to > now) ?? null;
}

function overlap(one: Stretch, other: Stretch): Stretch[] {
  const from = one.from > other.from ? one.from : other.from;
  const to = one.to < other.to ? one.to : other.to;
  return from < to ? [{ from, to }] : [];
}

function localTime(timeZone: string, at: Date): LocalTime {
  const day = localDay(timeZone, at.getTime());
  const minutes = Math.floor(sinceMidnight(timeZone, day, at.getTime()) / MINUTE);
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    weekday: WEEKDAYS[weekdayOf(day)] ?? 'mon',
    time: `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`,
  };
}
