import type { Edits, Person, Role, Settings } from '../settings.ts';

/** What `/handoff setup` does to people: each answers the next edits, made from the newest there are. */

/** A member of the workspace who can be in the team. */
export type Member = { slackId: string; name: string; email: string; timeZone: string | null };

/** Who is known already: everybody of the settings, and everybody who ever was, by their Slack ids. */
export type Known = { people: readonly KnownPerson[]; formerIds: ReadonlyMap<string, string> };
type KnownPerson = Pick<Person, 'id' | 'name' | 'email'> & { slack_id?: string | undefined };

/** Working time from one hour to another, Monday to Friday: `09:00`, `18:00`. */
export type WorkingHours = { from: string; to: string };

export const USUAL_HOURS: WorkingHours = { from: '09:00', to: '18:00' };

type EditedPerson = NonNullable<Edits['people']>[number];

/** The person of the settings who is this member, by Slack id or by e-mail address. */
export function knownAs(known: Known, member: Pick<Member, 'slackId' | 'email'>): KnownPerson | null {
  const id = known.formerIds.get(member.slackId);
  return (
    known.people.find((person) => person.slack_id === member.slackId) ??
    known.people.find((person) => person.id === id) ??
    known.people.find(({ email }) => email.toLowerCase() === member.email.toLowerCase()) ??
    null
  );
}

/** Adds members with a role and hours; whoever is known already stays as they are. */
export function addPeople(
  edits: Edits,
  known: Known,
  members: readonly Member[],
  as: { role: Role; hours: WorkingHours | null },
): Edits {
  const taken = new Set([...known.people.map(({ id }) => id), ...known.formerIds.values()]);
  const added: EditedPerson[] = [];
  for (const member of members) {
    if (knownAs(known, member)) continue;
    // Who comes back is the same person as before, with their history.
    const id = known.formerIds.get(member.slackId) ?? idFor(member, taken);
    taken.add(id);
    added.push({
      id,
      name: member.name,
      email: member.email,
      slack_id: member.slackId,
      roles: [as.role],
      ...(member.timeZone !== null && { time_zone: member.timeZone }),
      ...(as.hours && { hours: hoursId(as.hours) }),
    });
  }
  if (added.length === 0) return edits;
  const hours = as.hours && { hours: { ...edits.hours, [hoursId(as.hours)]: weekdays(as.hours) } };
  return { ...edits, ...hours, people: [...(edits.people ?? []), ...added] };
}

/** Says the team's name and zone, as far as nobody said them. */
export function nameWorkspace(edits: Edits, name: string | null, timeZone: string | null): Edits {
  const told = { ...(name !== null && { name }), ...(timeZone !== null && { time_zone: timeZone }) };
  return { ...edits, workspace: { ...told, ...edits.workspace } };
}

/** Gives somebody of the edits one more role. */
export function addRole(edits: Edits, personId: string, role: Role): Edits {
  return changePerson(edits, personId, (person) =>
    person.roles.includes(role) ? person : { ...person, roles: [...person.roles, role] },
  );
}

/** Makes somebody the manager of these people; nobody is their own. */
export function setManager(edits: Edits, personIds: readonly string[], managerId: string): Edits {
  return personIds
    .filter((id) => id !== managerId)
    .reduce((next, id) => changePerson(next, id, (person) => ({ ...person, manager: managerId })), edits);
}

/** Takes somebody out of the team, out of the pools, and from above those they managed. */
export function removePerson(edits: Edits, personId: string): Edits {
  const { people, pools, ...rest } = edits;
  return {
    ...rest,
    ...(people && {
      people: people
        .filter(({ id }) => id !== personId)
        .map(({ manager, ...person }) =>
          manager === undefined || manager === personId ? person : { ...person, manager },
        ),
    }),
    ...(pools && {
      pools: pools.map((pool) => ({
        ...pool,
        members: (pool.members ?? []).filter(({ person }) => person !== personId),
      })),
    }),
  };
}

/** The pools that would have nobody left without this person. */
export const poolsOnlyWith = (settings: Settings, personId: string): string[] =>
  settings.pools
    .filter(({ members }) => members.length === 1 && members[0]?.person === personId)
    .map(({ name }) => name);

function changePerson(edits: Edits, id: string, change: (person: EditedPerson) => EditedPerson): Edits {
  if (!edits.people) return edits;
  return { ...edits, people: edits.people.map((person) => (person.id === id ? change(person) : person)) };
}

const hoursId = ({ from, to }: WorkingHours): string =>
  `weekdays-${from.replace(':', '')}-${to.replace(':', '')}`;

function weekdays({ from, to }: WorkingHours): NonNullable<Edits['hours']>[string] {
  const blocks = [`${from}-${to}`];
  return { mon: blocks, tue: blocks, wed: blocks, thu: blocks, fri: blocks };
}

const LONGEST_ID = 63;
// Letters that do not fall apart into a letter and a mark.
const SPELLED: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** A name as an id of the settings: "Ana Duarte" is `ana-duarte`; null where none of its letters can stand in one. */
export function slug(text: string): string | null {
  const letters = text
    .toLowerCase()
    .replaceAll(/./gu, (letter) => SPELLED[letter] ?? letter)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_ID - 4)
    .replaceAll(/^-+|-+$/g, '');
  return letters === '' ? null : letters;
}

/** The name itself, or with the first number that nobody has. */
export function freeId(wanted: string, taken: ReadonlySet<string>): string {
  let id = wanted;
  for (let no = 2; taken.has(id); no += 1) id = `${wanted}-${no}`;
  return id;
}

const idFor = ({ name, email }: Member, taken: ReadonlySet<string>): string =>
  freeId(slug(name) ?? slug(email.split('@')[0] ?? '') ?? 'person', taken);
