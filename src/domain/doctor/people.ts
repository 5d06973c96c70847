import { addMinutes } from '../day.ts';
import type { Person, Settings } from '../settings.ts';
import { hoursOf } from '../team.ts';
import { type Finding, listed } from './findings.ts';
import { dateWords } from './time-words.ts';
import { goneBecause, type World } from './world.ts';

const DAY = 24 * 60;
/** Who is away for longer should not be what a rule hangs on. */
const LONG_DAYS = 7;
const REP_ROLES = ['sdr', 'ae', 'csm'] as const;

/** Rules that hang on people who are gone, or away for long; people no rule leads to. */
export function findInPeople(settings: Settings, world: World, now: Date): Finding[] {
  return [
    ...settings.people.flatMap((person) => whoIsGone(settings, world, person)),
    ...settings.people.flatMap((person) => whoIsAway(settings, world, person, now)),
    ...notLookedFor(settings, world),
    ...withoutPool(settings),
  ];
}

function whoIsGone(settings: Settings, { people }: World, person: Person): Finding[] {
  const because = goneBecause(people.get(person.id));
  if (because === null) return [];
  const uses = [
    ...leadsTo(settings, person.id),
    ...poolsOf(settings, person.id),
    ...managedBy(settings, person.id),
  ];
  const roles =
    uses.length === 0
      ? `they are ${listed(person.roles)}`
      : `the settings still count on them: ${listed(uses)}`;
  return [
    {
      severity: 'risk',
      where: `person ${person.id}`,
      what: `${person.name}: ${because}; ${roles}`,
      advice: 'Put somebody else in their place, or set slack_id where Slack knows them by another address.',
    },
  ];
}

function whoIsAway(settings: Settings, { people }: World, person: Person, now: Date): Finding[] {
  const until = people.get(person.id)?.awayUntil;
  if (!until || until <= addMinutes(now, LONG_DAYS * DAY)) return [];
  const uses = leadsTo(settings, person.id);
  if (uses.length === 0) return [];
  const when = dateWords(hoursOf(settings, person.id).timeZone, until);
  return [
    {
      severity: 'risk',
      where: `person ${person.id}`,
      what: `${person.name} is away until ${when}, and is named by ${listed(uses)}`,
      advice: 'Until then such leads go on to the next rule. Name somebody else if they should not.',
    },
  ];
}

function notLookedFor(settings: Settings, { people }: World): Finding[] {
  const names = settings.people.filter(({ id }) => !people.get(id)?.isLookedFor).map(({ id }) => id);
  if (names.length === 0) return [];
  return [
    {
      severity: 'note',
      where: names.length === 1 ? `person ${names[0]}` : 'people',
      what: `not looked for in Slack yet: ${listed(names)}`,
      advice: 'The app looks for them when it takes these settings up.',
    },
  ];
}

function withoutPool(settings: Settings): Finding[] {
  const names = settings.people
    .filter(({ roles }) => REP_ROLES.some((role) => roles.includes(role)))
    .filter(({ id }) => poolsOf(settings, id).length === 0 && leadsTo(settings, id).length === 0)
    .map(({ id }) => id);
  if (names.length === 0) return [];
  return [
    {
      severity: 'note',
      where: names.length === 1 ? `person ${names[0]}` : 'people',
      what: `in no pool, and named by no route or account: ${listed(names)}`,
      advice: 'They only get what somebody gives them by hand. Add them to a pool if that is not meant.',
    },
  ];
}

/** Rules that name somebody. */
const leadsTo = ({ routes, named_accounts, pairs }: Settings, id: string): string[] => [
  ...routes.flatMap((route) => ('person' in route.to && route.to.person === id ? [`route ${route.id}`] : [])),
  ...named_accounts.flatMap(({ domain, owner, team = {} }) =>
    owner === id || Object.values(team).includes(id) ? [`account ${domain}`] : [],
  ),
  ...pairs.flatMap(({ sdr, ae }) => (ae === id ? [`the pair with ${sdr}`] : [])),
];

const poolsOf = ({ pools }: Settings, id: string): string[] =>
  pools.filter(({ members }) => members.some(({ person }) => person === id)).map((pool) => `pool ${pool.id}`);

function managedBy({ people }: Settings, id: string): string[] {
  const reports = people.filter(({ manager }) => manager === id).map((person) => person.id);
  return reports.length === 0 ? [] : [`manager of ${listed(reports)}`];
}
