import type { ViewOutput } from '@slack/bolt';
import { count } from '#blocks/labels.ts';
import { shown } from '#blocks/limits.ts';
import { stranger } from '#blocks/lines.ts';
import { ROLE_WORDS } from '#blocks/setup/overview.ts';
import { setupFields, setupForms } from '#blocks/setup/setup-ids.ts';
import { approveTeamScreen, confirmRemovalScreen, removeScreen, teamScreen } from '#blocks/setup/team.ts';
import { ROLES, type Role } from '#domain/settings.ts';
import { addPeople, knownAs, type Member, type WorkingHours } from '#domain/setup/people.ts';
import { formerPeople, knownPeople, removeFromTeam } from '#src/settings/setup.ts';
import {
  listUserGroups,
  membersNamed,
  membersOfChannel,
  membersOfGroup,
  type RosterMember,
  readChannel,
} from '#src/slack/roster.ts';
import { loadRemoval, loadSetupPeople } from '#src/view/setup.ts';
import { overview, saidOf, save } from './saving.ts';
import { type Answer, chosenIn, conversationIn, fieldOf, type SetupPart, type Visit } from './setup-part.ts';

/** The team: taken from a channel or a user group, approved, and taken out again. */
export const TEAM: SetupPart = {
  screens: {
    team: async (visit, _about, said) =>
      teamScreen({ people: loadSetupPeople(visit.core), groups: await listUserGroups(visit.client) }, said),
    remove: async (visit, _about, said) => removeScreen(loadSetupPeople(visit.core), said),
  },
  deeds: {},
  forms: {
    [setupForms.teamFrom]: readTeam,
    [setupForms.teamSave]: saveTeam,
    [setupForms.remove]: remove,
  },
};

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

type Terms = { role: Role; hours: WorkingHours };

const writeTerms = ({ role, hours }: Terms): string => [role, hours.from, hours.to].join(' ');

function readTerms(about: string): Terms {
  const [role, from = '', to = ''] = about.split(' ');
  return { role: ROLES.find((known) => known === role) ?? 'sdr', hours: { from, to } };
}

async function readTeam(visit: Visit, view: ViewOutput): Promise<Answer> {
  const channel = conversationIn(view, setupFields.channel);
  const group = chosenIn(view, setupFields.group);
  const terms = readTerms(
    [
      chosenIn(view, setupFields.role),
      fieldOf(view, setupFields.from)?.selected_time,
      fieldOf(view, setupFields.to)?.selected_time,
    ].join(' '),
  );
  if (!TIME.test(terms.hours.from)) return { errors: { [setupFields.from]: 'Choose when work begins.' } };
  if (!TIME.test(terms.hours.to) || terms.hours.to <= terms.hours.from) {
    const problem =
      'Work has to end after it begins. Nights and several blocks a day are said in the settings file.';
    return { errors: { [setupFields.to]: problem } };
  }
  if (channel === null && group === '') {
    return { errors: { [setupFields.channel]: 'Choose a channel, or a user group below.' } };
  }
  const tell = (read: number, of: number) =>
    visit.progress([`Reading ${count(of, 'member', 'members')}… ${read} so far`]);
  if (group !== '') return approve(visit, await membersOfGroup(visit.client, group, tell), terms);
  const looked = channel === null ? null : await readChannel(visit.client, channel);
  if (looked === null || looked === 'may not look') {
    const problem =
      looked === null
        ? 'The app does not see this channel. Invite it there first: /invite @Handoff'
        : 'The app may not see who is in a channel: the scope channels:read, for private ones groups:read, is missing. Add it, or name people in the settings file.';
    return { errors: { [setupFields.channel]: problem } };
  }
  return approve(visit, await membersOfChannel(visit.client, channel ?? '', tell), terms);
}

/** Whoever has all it takes to be in the team. */
const asMember = ({ leftOut, email, slackId, name, timeZone }: RosterMember): Member[] =>
  leftOut === null && email !== null ? [{ slackId, name, email, timeZone }] : [];

async function approve(visit: Visit, members: RosterMember[], terms: Terms): Promise<Answer> {
  const { core } = visit;
  const known = knownPeople(core.inForce().settings, core.layers().edits, await formerPeople(core));
  const candidates = members.flatMap(asMember).map((member) => ({ member, person: knownAs(known, member) }));
  return {
    view: approveTeamScreen({
      ...terms,
      about: writeTerms(terms),
      found: candidates.filter(({ person }) => person === null).map(({ member }) => member),
      known: candidates.flatMap(({ person }) => (person ? [person.name] : [])),
      leftOut: members.flatMap(({ name, leftOut }) =>
        leftOut && leftOut !== 'bot' ? [{ name, why: leftOut }] : [],
      ),
    }),
  };
}

async function saveTeam(visit: Visit, view: ViewOutput): Promise<Answer> {
  const ids = fieldOf(view, setupFields.members)?.selected_users ?? [];
  const terms = readTerms(view.private_metadata);
  const tell = (read: number, of: number) =>
    visit.progress([`Adding ${count(of, 'person', 'people')}… ${read} so far`]);
  const members = (await membersNamed(visit.client, ids, tell)).flatMap(asMember);
  if (members.length === 0)
    return {
      errors: {
        [setupFields.members]: 'None of them can be in the team: bots, guests and deactivated people cannot.',
      },
    };
  const former = await formerPeople(visit.core);
  const words = ROLE_WORDS[terms.role];
  return save(visit, setupFields.members, {
    what: `team (+${count(members.length, words.one, words.many)})`,
    done: [`${count(members.length, words.one, words.many)} in the team.`],
    joining: members,
    edit: (edits, { settings }) => addPeople(edits, knownPeople(settings, edits, former), members, terms),
  });
}

/** First whom, then what goes with them. */
async function remove(visit: Visit, view: ViewOutput): Promise<Answer> {
  const sure = view.private_metadata;
  const removal = await loadRemoval(visit.core, sure || chosenIn(view, setupFields.person));
  if (removal === null)
    return { view: await overview(visit, { line: ['They are not in the team any more.'], undo: null }) };
  if (sure === '' || removal.onlyOneIn.length > 0) return { view: confirmRemovalScreen(removal) };
  const saved = await removeFromTeam(visit.core, visit.slackUserId, removal.id);
  const said = saidOf(saved, [stranger(removal.name, shown.name), ' left the team.']);
  // Their leads are with others by now.
  return { view: await overview(visit, said && { ...said, undo: null }) };
}
