import type { Settings } from '../settings.ts';
import { hoursOf } from '../team.ts';
import { type Finding, listed } from './findings.ts';
import type { World } from './world.ts';

/**
 * Zones with other clock times than older zone data say: since when, and the version that certainly knows it. Found by
 * comparing what 2025c, 2026c and 2026e say until 2029. Other names of a zone are zones of their own here.
 */
const CHANGED: readonly { zones: readonly string[]; since: string; version: string }[] = [
  { zones: ['Africa/Casablanca', 'Africa/El_Aaiun'], since: '2026-09-20', version: '2026c' },
  {
    zones: [
      ...['America/Edmonton', 'America/Yellowknife', 'Canada/Mountain'],
      ...['America/Vancouver', 'Canada/Pacific'],
    ],
    since: '2026-11-01',
    version: '2026c',
  },
  {
    zones: ['America/Winnipeg', 'Canada/Central', 'America/Rainy_River', 'America/Inuvik'],
    since: '2026-11-01',
    version: '2026e',
  },
];

const ADVICE =
  'Start the app with a newer Node: on Linux npm ci brings one, elsewhere install it. Deadlines that run already stay as they are.';

/** Whether what this Node knows of time zones (`2026c`) is too old for these people. */
export function findInZoneData(settings: Settings, { zoneData, people }: World, now: Date): Finding[] {
  if (zoneData === null) return [];
  const zoneOf = (id: string): string => (people.get(id)?.hours ?? hoursOf(settings, id)).timeZone;
  const wrong = CHANGED.flatMap(({ zones, since, version }) => {
    if (zoneData >= version) return [];
    return zones.flatMap((zone) => {
      const reps = settings.people.filter(({ id }) => zoneOf(id) === zone).map(({ id }) => id);
      return reps.length === 0 ? [] : [hourOff(zoneData, zone, reps, since, now)];
    });
  });
  return [...wrong, ...agedAt(zoneData, now)];
}

function hourOff(zoneData: string, zone: string, reps: readonly string[], since: string, now: Date): Finding {
  const isPast = now.getTime() >= Date.parse(since);
  const when = isPast ? `changed on ${since}` : `changes on ${since}`;
  const what = `the clock there ${when}, which zone data ${zoneData} of this Node may not know: hours and deadlines of ${listed(reps)} ${isPast ? 'are' : 'will be'} an hour off`;
  return { severity: 'risk', where: `zone ${zone}`, what, advice: ADVICE };
}

/** A version is named by its year, and of which month it is nobody can see: older than a year for certain. */
function agedAt(zoneData: string, now: Date): Finding[] {
  if (now.getUTCFullYear() - Number.parseInt(zoneData, 10) < 2) return [];
  const what = `${zoneData}, of this Node, are more than a year old: where clocks were changed by law since, hours and deadlines are an hour off`;
  return [{ severity: 'note', where: 'zone data', what, advice: ADVICE }];
}
