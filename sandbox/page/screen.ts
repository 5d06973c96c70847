import type { Settings, Role as TeamRole } from '#domain/settings.ts';
import { isJson, textOf } from '../slack/json.ts';
import type { Person } from '../slack/person.ts';
import type { SeenMessage } from '../slack/seen-message.ts';
import type { View as SlackView } from '../slack/views.ts';
import type { Stage } from '../stage.ts';
import type { FieldErrors } from './field-errors.ts';
import type { Conversation, Message, Role, Screen, View } from './protocol.ts';
import type { Unread } from './unread.ts';

/** What is the same for everybody. */
export type Surroundings = Pick<
  Screen,
  'app' | 'commands' | 'examples' | 'weather' | 'log' | 'held' | 'told' | 'names' | 'roles' | 'now'
>;

const MESSAGES_SHOWN = 200;
const ROLE_WORDS: Record<TeamRole, string> = {
  sdr: 'SDR',
  ae: 'AE',
  csm: 'CSM',
  manager: 'Manager',
  marketer: 'Marketer',
  ops: 'RevOps',
};

/** Everybody of the settings, and what they do; whoever has the role that is the first to act comes first. */
export function rolesOf(settings: Settings, slackIdOf: Stage['slackIdOf'], first: TeamRole): Role[] {
  const hasFirst = ({ roles }: Settings['people'][number]) => Number(roles.includes(first));
  return settings.people
    .toSorted((a, b) => hasFirst(b) - hasFirst(a))
    .map(({ id, name, roles }) => {
      const pools = settings.pools.filter(({ members }) => members.some(({ person }) => person === id));
      const words = [...roles.map((role) => ROLE_WORDS[role]), ...pools.map((pool) => pool.name)].join(' · ');
      return { personId: id, slackId: slackIdOf(id), name, words };
    });
}

/** Everything one person sees. */
export function screenOf(
  personId: string,
  person: Person,
  seen: { unread: Unread; errors: FieldErrors; timeZone: string },
  around: Surroundings,
): Screen {
  const conversations = person.places().map(({ id, kind, name }): Conversation => {
    const messages = person.messages(id);
    return {
      id,
      kind: kind === 'dm' ? 'dm' : 'channel',
      name: kind === 'dm' ? around.app.name : name,
      unread: seen.unread.count(person.id, id, messages),
      messages: messages.slice(-MESSAGES_SHOWN).map((message) => messageFor(person, message)),
    };
  });
  const home = person.home();
  const modals = person.modals();
  const top = modals.at(-1);
  return {
    as: personId,
    timeZone: seen.timeZone,
    conversations,
    home: home ? viewOf(home, {}, 0) : null,
    modal: top ? viewOf(top, seen.errors.of(personId, top), modals.length - 1) : null,
    ...around,
  };
}

function messageFor(person: Person, message: SeenMessage): Message {
  return {
    channel: message.channel,
    ts: message.ts,
    by: message.user,
    at: new Date(Number(message.ts) * 1_000).toISOString(),
    blocks: message.blocks,
    text: message.text,
    isOnlyForYou: message.ephemeral,
    isEdited: message.edited,
    replies: message.replies.map((reply) => messageFor(person, reply)),
    state: person.chosenIn(message),
  };
}

function viewOf(view: SlackView, errors: Record<string, string>, depth: number): View {
  return {
    id: view.id,
    type: view.type,
    title: plain(view.title) ?? '',
    submit: plain(view.submit),
    close: plain(view.close),
    blocks: view.blocks,
    values: view.state.values,
    errors,
    depth,
  };
}

const plain = (object: unknown): string | null => (isJson(object) ? textOf(object.text) : null);
