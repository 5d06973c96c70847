import { formatDate } from '../../slack/dates.ts';
import type { Conversation, Message } from '../protocol.ts';
import type { Client } from './client.ts';
import { h, part, setAttributes } from './dom.ts';
import { sayMrkdwn } from './draw-text.ts';
import { leaf, type Part, patch } from './keep.ts';
import { messagePart } from './message.ts';
import { drawTime, readingOf, secondsOf } from './reading.ts';
import { threadPart } from './thread.ts';
import { announce } from './toast.ts';

const NEAR_THE_END_PX = 80;
const SAID_LENGTH = 300;

/** The messages of one conversation, newest at the bottom. */
export function createConversationView(client: Client) {
  const scroller = part('messages');
  // What scrolls must be in reach of the keyboard, also when nothing in it can be pressed.
  setAttributes(scroller, { tabindex: 0 });
  const list = h('ol', { class: 'message-list', role: 'list' });
  const toEnd = part('to-end');
  toEnd.addEventListener('click', () => goToEnd());
  let shown = '';
  let newest = '';
  let lastRead = '';

  scroller.addEventListener('scroll', () => {
    if (isAtEnd()) toEnd.hidden = true;
  });

  const isAtEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_THE_END_PX;

  function goToEnd(): void {
    scroller.scrollTop = scroller.scrollHeight;
    toEnd.hidden = true;
  }

  // What somebody said, and what only they are told, is what they wait for.
  const isAnswer = ({ by, isOnlyForYou }: Message) => isOnlyForYou || by === slackIdOfMe(client);

  return (conversation: Conversation): void => {
    const { as } = client.screen();
    const place = `${as} ${conversation.id}`;
    const isNewPlace = place !== shown;
    const wasAtEnd = isNewPlace || isAtEnd();
    patch(scroller, [leaf('list', null, () => list)]);
    patch(list, partsFor(client, conversation));
    const last = latestOf(conversation.messages);
    const fresh = last && last.ts > newest && !isNewPlace ? last : null;
    if (wasAtEnd || (fresh && isAnswer(fresh))) goToEnd();
    else if (fresh) toEnd.hidden = false;
    if (fresh) {
      const reading = readingOf(client.screen());
      announce(`New message: ${sayMrkdwn(fresh.text, reading).slice(0, SAID_LENGTH)}`);
    }
    shown = place;
    newest = last?.ts ?? '';
    // Told once for each message: were it not counted as read, this would go round for ever.
    const reading = `${place} ${newest} ${conversation.unread}`;
    if (conversation.unread === 0 || reading === lastRead) return;
    lastRead = reading;
    void client.act({ type: 'read', as, channel: conversation.id });
  };
}

function slackIdOfMe(client: Client): string | undefined {
  const { as, roles } = client.screen();
  return roles.find(({ personId }) => personId === as)?.slackId;
}

const latestOf = (messages: Message[]): Message | undefined =>
  messages
    .flatMap((message) => [message, ...message.replies])
    .reduce<Message | undefined>((last, one) => (last && last.ts > one.ts ? last : one), undefined);

function partsFor(client: Client, conversation: Conversation): Part[] {
  if (conversation.messages.length === 0)
    return [leaf('empty', conversation.id, () => drawEmpty(conversation))];
  const { timeZone, now } = client.screen();
  const reader = { tz: timeZone, now: new Date(now) };
  const dayOf = ({ at }: Message) => formatDate(secondsOf(at), '{date_num}', reader);
  return conversation.messages.flatMap((message, index) => {
    const before = conversation.messages[index - 1];
    const isNewDay = !before || dayOf(before) !== dayOf(message);
    const drawn = messagePart(client, message, threadPart(client, message));
    return isNewDay ? [dayPart(client, message, dayOf(message)), drawn] : [drawn];
  });
}

function dayPart(client: Client, message: Message, day: string): Part {
  return leaf(`day ${client.screen().as} ${day}`, null, () => {
    const time = drawTime(secondsOf(message.at), '{date_long_pretty}', readingOf(client.screen()));
    return h('li', { class: 'day' }, h('span', {}, time));
  });
}

function drawEmpty({ kind, name }: Conversation): HTMLElement {
  const words =
    kind === 'dm'
      ? [
          'No messages yet.',
          'Send a lead from the demo panel: if it is this person’s turn, the card comes here.',
        ]
      : [`Nothing in #${name} yet.`, 'The app writes here when there is something to tell this channel.'];
  const [first = '', second = ''] = words;
  return h('li', { class: 'empty' }, h('p', { class: 'empty-title' }, first), h('p', {}, second));
}
