import type { CommandType, Relation } from './handoff.ts';
import type { Hours } from './hours.ts';
import { COMPLETE_QUESTIONS, type Question, WIN_QUESTIONS } from './questions.ts';
import type { Person, Pool, Reason, ReasonUse, Role, Settings, SpecialDay } from './settings.ts';
import type { Leg } from './settings-shapes.ts';
import { USUAL_LEG } from './settings-shapes.ts';
import type { SlaPolicy } from './sla-settings.ts';
import { TEST_SOURCE } from './test-lead.ts';

/** Who is who in the settings. */

export function personOf(settings: Settings, id: string | null): Person | null {
  if (id === null) return null;
  const known = peopleIn.get(settings) ?? new Map(settings.people.map((person) => [person.id, person]));
  peopleIn.set(settings, known);
  return known.get(id) ?? null;
}

// Settings never change: others are another value.
const peopleIn = new WeakMap<Settings, ReadonlyMap<string, Person>>();

/** The words for a person; their id when the settings no longer know them. */
export const nameOf = (settings: Settings, id: string): string => personOf(settings, id)?.name ?? id;

export const poolOf = (settings: Settings, id: string | null): Pool | null =>
  settings.pools.find((pool) => pool.id === id) ?? null;

/** The channel in which a pool's cards stand; null where each stands in its owner's direct messages. */
export function cardChannelOf(settings: Settings, poolId: string | null): string | null {
  const pool = poolOf(settings, poolId);
  // What was claimed in a channel is worked on in direct messages.
  return !pool || pool.mode === 'claim' || pool.deliver_to === 'dm' ? null : pool.deliver_to;
}

const REP_ROLES: Role[] = ['sdr', 'ae', 'csm'];

/** Whether somebody can own leads: by their roles, or as a member of a pool. */
export const isRep = (
  { pools }: Pick<Settings, 'pools'>,
  { id, roles }: Pick<Person, 'id' | 'roles'>,
): boolean =>
  roles.some((role) => REP_ROLES.includes(role)) ||
  pools.some(({ members }) => members.some(({ person }) => person === id));

/** The person's manager, the manager's manager, and so on; each once. */
export function managersAbove(settings: Settings, id: string): string[] {
  const chain: string[] = [];
  let manager = personOf(settings, id)?.manager;
  while (manager !== undefined && manager !== id && !chain.includes(manager)) {
    chain.push(manager);
    manager = personOf(settings, manager)?.manager;
  }
  return chain;
}

/** Who stands in for somebody while they are away; null where nobody does. */
export const deputyOf = (settings: Settings, id: string): string | null =>
  personOf(settings, id)?.deputy ?? null;

/** These people and whoever stands in for any of them. */
export const withDeputies = (settings: Settings, ids: readonly string[]): string[] =>
  ids.flatMap((id) => [id, deputyOf(settings, id) ?? []].flat());

/** The managers who answer for a lead, the nearest first: its owner's, or of one that waits those of its pool. */
export function managersOf(
  settings: Settings,
  of: { ownerId: string | null; poolId: string | null },
): string[] {
  const rep = of.ownerId ?? poolOf(settings, of.poolId)?.members[0]?.person ?? null;
  return rep === null ? [] : managersAbove(settings, rep);
}

/** Everybody whose manager this is, and everybody below them. */
export const reportsOf = (settings: Settings, managerId: string): string[] =>
  settings.people.filter(({ id }) => managersAbove(settings, id).includes(managerId)).map(({ id }) => id);

/**
 * What somebody is to a handoff; who is several of these is what may do most. A lead that waits for an owner
 * belongs to the managers of its pool, and, where it lies to be claimed, may be taken by its members.
 */
export function relationOf(
  settings: Settings,
  actorId: string,
  of: { ownerId: string | null; poolId: string | null; claimKey: string | null },
): Relation {
  if (personOf(settings, actorId)?.roles.includes('ops')) return 'ops';
  // A manager who took a lead has to be able to pass it on.
  if (of.ownerId === actorId) return isManager(settings, actorId) ? 'manager' : 'owner';
  const reps = of.ownerId ? [of.ownerId] : (poolOf(settings, of.poolId)?.members ?? []).map((m) => m.person);
  if (reps.some((rep) => withDeputies(settings, managersAbove(settings, rep)).includes(actorId)))
    return 'manager';
  return of.ownerId === null && of.claimKey !== null && reps.includes(actorId) ? 'member' : 'other';
}

const isManager = (settings: Settings, id: string): boolean =>
  settings.people.some((person) => person.manager === id && person.id !== id);

/** The team's working time, and everybody's who has none of their own. */
export function teamHours(settings: Settings): Hours {
  const { time_zone, hours, holidays } = settings.workspace;
  return hoursNamed(settings, time_zone, hours, holidays);
}

/** One value for each person and settings: what the calendar remembers of it serves every decision. */
export function hoursOf(settings: Settings, personId: string | null): Hours {
  const known = hoursIn.get(settings) ?? new Map<string | null, Hours>();
  const hours = known.get(personId) ?? readHours(settings, personId);
  hoursIn.set(settings, known.set(personId, hours));
  return hours;
}

const hoursIn = new WeakMap<Settings, Map<string | null, Hours>>();

function readHours(settings: Settings, personId: string | null): Hours {
  const person = personOf(settings, personId);
  if (!person) return teamHours(settings);
  const { workspace } = settings;
  const holidays = person.holidays.length > 0 ? person.holidays : workspace.holidays;
  return hoursNamed(
    settings,
    person.time_zone ?? workspace.time_zone,
    person.hours ?? workspace.hours,
    holidays,
  );
}

function hoursNamed(settings: Settings, timeZone: string, week: string, holidays: readonly string[]): Hours {
  return {
    timeZone,
    week: settings.hours[week] ?? {},
    ...specialDays(holidays.flatMap((name) => settings.holidays[name] ?? [])),
  };
}

/** Days off, and days with hours of their own. Of two lists a day off wins, else the later one. */
function specialDays(days: readonly SpecialDay[]): Pick<Hours, 'holidays' | 'special'> {
  const special = days.flatMap((day) => (typeof day === 'string' ? [] : [[day.on, day.hours] as const]));
  return {
    holidays: days.filter((day) => typeof day === 'string'),
    ...(special.length > 0 && { special: Object.fromEntries(special) }),
  };
}

/** The reason of this code, if it is offered for this. */
export const reasonFor = (settings: Settings, code: string, use: ReasonUse, leg: Leg): Reason | null =>
  reasonsFor(settings, use, leg).find((reason) => reason.code === code) ?? null;

/** The reasons offered for this on a leg: those that name it, and where none does, or on the first, those that name none. */
export function reasonsFor({ reasons }: Settings, use: ReasonUse, leg: Leg): Reason[] {
  const offered = reasons.filter((reason) => reason.offered_for.includes(use));
  const own = offered.filter(({ legs }) => legs?.includes(leg));
  if (leg !== USUAL_LEG && own.length > 0) return own;
  return offered.filter(({ legs }) => legs === undefined || legs.includes(leg));
}

export const reasonWords = (settings: Settings, code: string): string =>
  settings.reasons.find((reason) => reason.code === code)?.words ?? code;

/** What whoever qualifies a lead, completes it or wins it is asked. */
export function questionsFor(settings: Settings, command: CommandType, leg: Leg): readonly Question[] {
  if (command === 'win') return WIN_QUESTIONS;
  if (command !== 'qualify') return [];
  return leg === USUAL_LEG ? settings.qualification.questions : COMPLETE_QUESTIONS;
}

/** A step of an open deal; its code where the settings no longer have it. */
export const subStageWords = ({ opportunity }: Pick<Settings, 'opportunity'>, code: string): string =>
  opportunity.stages.find((stage) => stage.code === code)?.words ?? code;

export const sourceName = (settings: Pick<Settings, 'sources'>, id: string): string =>
  id === TEST_SOURCE ? 'Test' : (settings.sources.find((source) => source.id === id)?.name ?? id);

export const policiesOf = (settings: Settings, leg: Leg): SlaPolicy[] =>
  settings.sla.filter((policy) => policy.leg === leg);

/** The person with this e-mail address; null when the settings know nobody with it. */
export function idOf(settings: Pick<Settings, 'people'>, email: string): string | null {
  const wanted = email.toLowerCase();
  return settings.people.find((person) => person.email.toLowerCase() === wanted)?.id ?? null;
}
