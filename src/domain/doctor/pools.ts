import { addMinutes } from '../day.ts';
import { stepsOf } from '../policy.ts';
import { managerOf } from '../routing/ask-pools.ts';
import { CHECKS, type Check } from '../routing/check-names.ts';
import { checkRep, NO_PAST } from '../routing/checks.ts';
import type { Pool, Settings } from '../settings.ts';
import { hoursOf, managersAbove, nameOf, personOf } from '../team.ts';
import { type Finding, listed, type Severity } from './findings.ts';
import { usual, workOn } from './stretches.ts';
import { goneBecause, type World } from './world.ts';

/** Pools that nobody leads to, that cannot give a lead to anybody, or whose people have no manager. */
export function findInPools(settings: Settings, world: World, now: Date): Finding[] {
  const led = new Set([
    ...settings.routes.flatMap(({ to }) => ('pool' in to ? [to.pool] : [])),
    ...settings.pools.flatMap(({ overflow }) => (typeof overflow === 'object' ? [overflow.pool] : [])),
    ...settings.sla.flatMap(stepsOf).flatMap((step) => step.pool ?? []),
  ]);
  return settings.pools.flatMap((pool) => [
    ...(led.has(pool.id) ? [] : [notLedTo(pool)]),
    ...members(pool, world),
    ...group(pool, world),
    ...caps(settings, pool, world, now),
    ...managers(settings, pool),
    ...managersManagers(settings, pool),
    ...skills(settings, pool),
    ...days(settings, pool, now),
    ...channel(pool, world),
  ]);
}

const whereOf = (pool: Pool): string => `pool ${pool.id}`;

const notLedTo = (pool: Pool): Finding => ({
  severity: 'risk',
  where: whereOf(pool),
  what: 'no route leads to it, no pool overflows into it, and no ladder ends in it',
  advice: 'Add a route to it, or take it out.',
});

function members(pool: Pool, { people }: World): Finding[] {
  const isGone = pool.members.every(({ person }) => goneBecause(people.get(person)) !== null);
  if (!isGone) return [];
  const what = pool.members.length === 0 ? 'nobody is in it' : 'everybody in it is gone from Slack';
  const leads = pool.overflow === 'hold' ? 'its leads wait for nobody' : 'its leads all overflow';
  const severity = pool.overflow === 'hold' ? 'broken' : 'risk';
  return [
    {
      severity,
      where: whereOf(pool),
      what: `${what}: ${leads}`,
      advice: 'Add somebody, or lead its routes elsewhere.',
    },
  ];
}

function group(pool: Pool, { userGroups }: World): Finding[] {
  if (pool.user_group === undefined) return [];
  const where = whereOf(pool);
  const found = userGroups.get(pool.user_group);
  if (!found) {
    const what = `the user group ${pool.user_group} was not read from Slack yet`;
    return [{ severity: 'note', where, what, advice: 'The app reads it when it takes these settings up.' }];
  }
  if (found.problem !== null) {
    const what = `the user group ${pool.user_group}: ${found.problem}`;
    const advice = 'Mend the group in Slack, its id here, or who of it is in `people`.';
    return [{ severity: 'risk', where, what, advice }];
  }
  if (found.members.length > 0) return [];
  const what = `nobody of the people in the settings is in the user group ${pool.user_group}`;
  return [
    {
      severity: 'risk',
      where,
      what,
      advice: 'Add people to the group in Slack, or its members to `people`.',
    },
  ];
}

const CAPS: readonly string[] = ['cap_unanswered', 'cap_uncontacted', 'cap_per_day'] satisfies Check[];
// Object.keys forgets the keys' type.
const CHECK_NAMES = Object.keys(CHECKS) as Check[];
const OTHER_CHECKS: ReadonlySet<Check> = new Set(CHECK_NAMES.filter((check) => !CAPS.includes(check)));

/** Everybody who is there has as much as the caps allow. */
function caps(settings: Settings, pool: Pool, { people }: World, now: Date): Finding[] {
  if (pool.mode === 'claim') return [];
  const there = pool.members.flatMap(({ person }) => {
    const status = people.get(person);
    const isThere = status?.isKnown && status.isActive && !(status.awayUntil && status.awayUntil > now);
    return isThere ? [status] : [];
  });
  const { availability } = settings;
  // What is full at night is full in the morning.
  const of = { pool, availability, past: NO_PAST, isBacklog: false, now };
  const isFull = there.every((status) => checkRep(status, of, OTHER_CHECKS) !== null);
  if (there.length === 0 || !isFull) return [];
  const { unanswered, uncontacted, per_day } = pool.caps;
  const loads = there.map(
    (status) =>
      `${nameOf(settings, status.id)} ${status.unanswered}/${unanswered} unanswered, ${status.uncontacted}/${uncontacted} not contacted, ${status.today}/${per_day} today`,
  );
  const what = `everybody who is there is full: ${loads.slice(0, 3).join('; ')}${loads.length > 3 ? `; and ${loads.length - 3} more` : ''}`;
  const advice = 'Answer or pass on what they have, raise the caps, or add somebody.';
  return [{ severity: pool.overflow === 'hold' ? 'broken' : 'risk', where: whereOf(pool), what, advice }];
}

function managers(settings: Settings, pool: Pool): Finding[] {
  const without = pool.members.map(({ person }) => person).filter((id) => !personOf(settings, id)?.manager);
  const where = whereOf(pool);
  const findings: Finding[] = [];
  if (without.length > 0) {
    findings.push({
      severity: 'risk',
      where,
      what: `no manager: ${listed(without)}; what they miss is told to ops`,
      advice: 'Give these people a manager in the settings, or in /handoff setup.',
    });
  }
  if (pool.overflow === 'manager' && managerOf(settings, pool) === null) {
    findings.push({
      severity: 'risk',
      where,
      what: 'overflows to a manager, and its first member has none: leads wait',
      advice: 'Give its first member a manager.',
    });
  }
  return findings;
}

/** Ladders go further up than there is somebody. */
function managersManagers(settings: Settings, pool: Pool): Finding[] {
  const telling = settings.sla.filter(
    (policy) =>
      policy.leg === pool.leg && stepsOf(policy).some((step) => step.do === 'tell_managers_manager'),
  );
  const without = pool.members
    .map(({ person }) => person)
    .filter((id) => managersAbove(settings, id).length === 1);
  if (telling.length === 0 || without.length === 0) return [];
  const ladders = listed(telling.map(({ id }) => id));
  return [
    {
      severity: 'note',
      where: whereOf(pool),
      what: `no manager's manager: ${listed(without)}; where sla ${ladders} tells them, their manager hears it again`,
      advice: 'Give their manager a manager, or let another step stand there.',
    },
  ];
}

function skills(settings: Settings, pool: Pool): Finding[] {
  const has = pool.members.some(
    ({ person }) => Object.keys(personOf(settings, person)?.skills ?? {}).length > 0,
  );
  if (pool.mode !== 'skills' || has) return [];
  const what = 'chooses by skills, and nobody in it has any: leads go in turn';
  return [
    {
      severity: 'risk',
      where: whereOf(pool),
      what,
      advice: 'Add `skills` to its people, or use round_robin.',
    },
  ];
}

const WEEK = 7 * 24 * 60;

/** Days in the pool on which somebody does not work. */
function days(settings: Settings, pool: Pool, now: Date): Finding[] {
  const never = pool.members
    .filter(({ person, days: own }) => {
      const hours = usual(hoursOf(settings, person));
      return own !== undefined && workOn(hours, own, { from: now, to: addMinutes(now, WEEK) }).length === 0;
    })
    .map(({ person }) => person);
  if (never.length === 0 || pool.outside_hours === 'offer') return [];
  const what = `never on: ${listed(never)}; their days in it are none of their working days`;
  return [{ severity: 'risk', where: whereOf(pool), what, advice: 'Mend `days`, or their hours.' }];
}

function channel(pool: Pool, world: World): Finding[] {
  return pool.deliver_to === 'dm' ? [] : inTrouble(whereOf(pool), pool.deliver_to, 'broken', world);
}

/** The channels in which ops and marketing are told. */
export const findInChannels = ({ channels: { ops, feedback } }: Settings, world: World): Finding[] => [
  ...inTrouble('channels ops', ops, 'risk', world),
  ...inTrouble('channels feedback', feedback, 'risk', world),
];

function inTrouble(
  where: string,
  id: string | undefined,
  severity: Severity,
  { channels }: World,
): Finding[] {
  const problem = id === undefined ? undefined : channels.get(id);
  if (problem === undefined) return [];
  const what = `the app could not write in the channel ${id} (${problem}): what is due there waits`;
  return [{ severity, where, what, advice: 'Invite the app to the channel, or choose another.' }];
}
