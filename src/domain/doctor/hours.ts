import { addMinutes, localDate } from '../day.ts';
import type { Pool, Settings } from '../settings.ts';
import { hoursOf, teamHours } from '../team.ts';
import type { Finding } from './findings.ts';
import { merged, minus, minutesOf, type Stretch, usual, workOn } from './stretches.ts';
import { dateWords, timeWords } from './time-words.ts';
import { goneBecause, type World } from './world.ts';

const DAYS_AHEAD = 14;
const DAY = 24 * 60;
/** More stretches than this are counted. */
const MOST = 5;

/** Hours of the next two weeks in which nobody of a pool works: though somebody usually does, or never at all. */
export function findInHours(settings: Settings, world: World, now: Date): Finding[] {
  return settings.pools
    .filter(({ members, outside_hours }) => members.length > 0 && outside_hours === 'hold')
    .flatMap((pool) => findInPool(settings, world, pool, now));
}

function findInPool(settings: Settings, world: World, pool: Pool, now: Date): Finding[] {
  const ahead = { from: now, to: addMinutes(now, DAYS_AHEAD * DAY) };
  const team = workOn(teamHours(settings), undefined, ahead);
  const always = merged(
    pool.members.flatMap(({ person, days }) => workOn(usual(hoursOf(settings, person)), days, ahead)),
  );
  const on = merged(
    pool.members
      .filter(({ person }) => goneBecause(world.people.get(person)) === null)
      .flatMap(({ person, days }) => {
        const until = world.people.get(person)?.awayUntil ?? now;
        return until >= ahead.to
          ? []
          : workOn(hoursOf(settings, person), days, { from: later(until, now), to: ahead.to });
      }),
  );
  const where = `pool ${pool.id}`;
  const { timeZone } = teamHours(settings);
  const leaves = pool.overflow === 'hold' ? 'leads wait' : 'leads overflow';
  if (on.length === 0) {
    const what = `nobody is on in the next ${DAYS_AHEAD} days: ${leaves}`;
    const severity = pool.overflow === 'hold' ? 'broken' : 'risk';
    return [{ severity, where, what, advice: 'Add somebody who is there.' }];
  }
  const missing = minus(always, on);
  const never = minus(team, merged([...always, ...on]));
  return [
    ...(missing.length === 0
      ? []
      : [
          {
            severity: 'risk' as const,
            where,
            what: `nobody is on ${stretchWords(timeZone, missing)} (${timeZone}), when somebody usually is: ${leaves}`,
            advice: 'Find somebody for that time, or choose an overflow that reaches somebody.',
          },
        ]),
    ...(never.length === 0
      ? []
      : [
          {
            severity: 'note' as const,
            where,
            what: `nobody in it ever works ${dailyWords(timeZone, never)} (${timeZone}), while the team does: ${leaves}`,
            advice:
              'Right if nobody waits for an answer at that time; else outside_hours: offer, or an overflow.',
          },
        ]),
  ];
}

const later = (one: Date, other: Date): Date => (one > other ? one : other);

function stretchWords(timeZone: string, stretches: readonly Stretch[]): string {
  const words = stretches.slice(0, MOST).map(({ from, to }) => {
    const ends = localDate(timeZone, from) === localDate(timeZone, to) ? '' : `${dateWords(timeZone, to)} `;
    return `${dateWords(timeZone, from)} ${timeWords(timeZone, from)}–${ends}${timeWords(timeZone, to)}`;
  });
  const rest = stretches.slice(MOST);
  if (rest.length === 0) return words.join(', ');
  return `${words.join(', ')} and ${rest.length} more times (${Math.round(minutesOf(stretches) / 60)} hours altogether)`;
}

/** The same time on several days is said once. */
function dailyWords(timeZone: string, stretches: readonly Stretch[]): string {
  const days = new Map<string, number>();
  for (const { from, to } of stretches) {
    const time = `${timeWords(timeZone, from)}–${timeWords(timeZone, to)}`;
    days.set(time, (days.get(time) ?? 0) + 1);
  }
  const words = [...days].map(([time, count]) =>
    count === 1 ? `${time} on one day` : `${time} on ${count} days`,
  );
  return words.length > MOST
    ? `${words.slice(0, MOST).join(', ')} and ${words.length - MOST} more times`
    : words.join(', ');
}
