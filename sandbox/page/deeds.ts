import type { Answer } from '../slack/delivery.ts';
import type { Given } from '../slack/element-state.ts';
import type { Person } from '../slack/person.ts';
import type { SeenMessage } from '../slack/seen-message.ts';
import type { FieldErrors } from './field-errors.ts';
import type { Mover } from './mover.ts';
import type { Deed, SlashCommand } from './protocol.ts';
import type { Senders } from './senders.ts';
import type { Unread } from './unread.ts';
import type { SlackWeather } from './weather.ts';

export type Hands = {
  personOf: (personId: string) => Person;
  commands: readonly SlashCommand[];
  senders: Senders;
  mover: Mover;
  weather: SlackWeather;
  unread: Unread;
  errors: FieldErrors;
};

/** Does what somebody did on the page. Answers what Slack's client would say to it, null when it went well. */
export async function doDeed(hands: Hands, deed: Deed): Promise<string | null> {
  const { personOf, senders, mover, weather, unread, errors } = hands;
  switch (deed.type) {
    case 'press':
      return press(personOf(deed.as), deed);
    case 'press_home':
      return problemOf(await personOf(deed.as).pressInHome(deed.actionId, choiceOf(deed)));
    case 'press_modal':
      return problemOf(await personOf(deed.as).pressInModal(deed.actionId, choiceOf(deed)));
    case 'fill':
      personOf(deed.as).fill({ [deed.blockId]: deed.value });
      return null;
    case 'submit': {
      const person = personOf(deed.as);
      const answer = await person.submit(deed.answers);
      errors.remember(deed.as, answer.modal, answer.errors);
      return answer.errors ? null : problemOf(answer);
    }
    case 'close':
      await personOf(deed.as).closeModal();
      return null;
    case 'slash':
      return slash(hands, deed);
    case 'say':
      return say(personOf(deed.as), deed);
    case 'open_home':
      return problemOf(await personOf(deed.as).openHome());
    case 'read': {
      const person = personOf(deed.as);
      unread.read(person.id, deed.channel, person.messages(deed.channel));
      return null;
    }
    case 'send_example':
      return senders.send(deed.id);
    case 'send_many':
      return senders.sendMany(deed.count);
    case 'forward':
      return mover.forward(deed.minutes);
    case 'next_morning':
      return mover.toNextMorning();
    case 'weather':
      weather.change(deed.is);
      return null;
  }
}

const problemOf = (answer: Answer): string | null =>
  answer.problem === undefined ? null : `Slack could not do that: ${answer.problem}.`;

const choiceOf = ({ blockId, value }: { blockId: string; value: Given }) => ({ blockId, value });

async function press(person: Person, deed: Extract<Deed, { type: 'press' }>): Promise<string | null> {
  const message = findMessage(person.messages(deed.channel), deed.ts);
  if (!message) return 'This message is gone.';
  return problemOf(await person.press(message, deed.actionId, choiceOf(deed)));
}

const findMessage = (messages: readonly SeenMessage[], ts: string): SeenMessage | undefined =>
  messages.flatMap((message) => [message, ...message.replies]).find((message) => message.ts === ts);

async function slash({ personOf, commands }: Hands, deed: Extract<Deed, { type: 'slash' }>) {
  const [word = ''] = deed.line.trim().split(/\s+/);
  if (!commands.some(({ command }) => command === word)) {
    const known = commands.map(({ command }) => command).join(', ');
    return `${word} is not a valid command. There are: ${known}.`;
  }
  return problemOf(await personOf(deed.as).slash(deed.line.trim(), { channelId: deed.channel }));
}

function say(person: Person, { channel, text, thread }: Extract<Deed, { type: 'say' }>): string | null {
  // The manifest makes the app's messages tab read-only.
  if (person.places().find(({ id }) => id === channel)?.kind === 'dm') {
    return 'Sending messages to this app has been turned off. Slash commands work here.';
  }
  person.say(channel, text, thread ?? undefined);
  return null;
}
