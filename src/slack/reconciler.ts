import { createHash } from 'node:crypto';
import type { HomeView } from '@slack/web-api';
import type { Message } from '#blocks/lines.ts';
import { type MessageRow, markSending, markShown, postpone, readMessage } from '#db/messages.ts';
import { readPeople, setDmChannel } from '#db/people.ts';
import type { Core } from '#src/core/core.ts';
import { AnsweredTooLittle, readFault } from './errors.ts';
import { figuresOrWords } from './figures-or-words.ts';
import { findOurs, MARKER_TYPE } from './find-posted.ts';
import { type Doing, forgetThread, NO_CHANNEL } from './gone.ts';
import { backOff, comeBack, later, NOWHERE, PLACE_PAUSE_SECONDS, putOff, wait } from './put-off.ts';
import type { MessageSide } from './slack-side.ts';

/** A message, or somebody's App Home. */
export type Shown = Message | HomeView;
/** Draws a message from the rows as they are now; null when it should not be in Slack (yet). */
export type Render = (message: MessageRow) => Promise<Shown | null>;

/**
 * Makes one message in Slack show what the rows say: posts it when it is not there, changes it when it shows
 * something else. Never throws for what Slack does: what cannot be done now is stored as due later.
 */
export async function syncMessage(
  core: Core,
  slack: MessageSide,
  render: Render,
  taken: MessageRow,
): Promise<void> {
  let message = taken;
  const { key } = message;
  let doing: Doing = 'looking';
  try {
    if (message.ts === null && (await findOurs(core, slack, message))) {
      message = (await readMessage(core.db, key)) ?? message;
    }
    doing = whatToDo(message);
    const shown = await render(message);
    if (!shown) return await markShown(core.db, key, message.shownHash, message.wanted);
    const hash = createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 32);
    // What was found to be gone meanwhile has to be posted, whatever it showed.
    const isSame = doing !== 'posting' && message.shownHash === hash;
    const done = isSame ? AS_IT_STANDS : await show(core, slack, message, shown);
    if (done) await markShown(core.db, key, hash, message.wanted, done.posted);
  } catch (error) {
    await putOff(core, slack, message, doing, readFault(error));
  }
}

function whatToDo({ kind, ts }: MessageRow): Doing {
  if (kind === 'home') return 'publishing';
  return ts === null ? 'posting' : 'changing';
}

/** What was done in Slack; where it was posted just now, and when. */
type Done = { posted: { channel: string; ts: string; at: Date } | null };
const AS_IT_STANDS: Done = { posted: null };

/** Null when it could not be done now, and is stored as due later. */
function show(core: Core, slack: MessageSide, message: MessageRow, shown: Shown): Promise<Done | null> {
  if ('type' in shown) return publish(core, slack, message, shown);
  return message.ts === null ? post(core, slack, message, shown) : change(core, slack, message, shown);
}

async function post(
  core: Core,
  slack: MessageSide,
  message: MessageRow,
  shown: Message,
): Promise<Done | null> {
  const thread = await threadOf(core, slack, message);
  if (thread === 'not yet') {
    await comeBack(core, message, wait(backOff(message)));
    return null;
  }
  const channel = thread?.channel ?? (await channelOf(core, slack, message));
  if (channel === null) {
    await postpone(core.db, message.key, {
      notBefore: later(core.now(), PLACE_PAUSE_SECONDS),
      problem: NOWHERE,
      isSurelyUnsent: true,
    });
    return null;
  }
  const pause = Math.max(
    slack.pace.held('chat.postMessage', core.now()),
    slack.pace.wait(channel, message.key, core.now()),
  );
  if (pause > 0) {
    await comeBack(core, message, wait(pause));
    return null;
  }
  await markSending(core.db, message.key, channel, core.now());
  const send = (as: Message) =>
    slack.client.chat.postMessage({
      channel,
      ...as,
      ...(thread && { thread_ts: thread.ts }),
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: MARKER_TYPE, event_payload: { marker: message.marker } },
    });
  const posted = await figuresOrWords(core, shown, send, isInvalid);
  if (!posted.ts || !posted.channel) throw new AnsweredTooLittle(`message ${message.key}: no ts`);
  slack.metrics.slackCalls.inc({ method: 'chat.postMessage', result: 'ok' });
  slack.metrics.cardSeconds.observe({ kind: message.kind }, seconds(message.createdAt, core.now()));
  return { posted: { channel: posted.channel, ts: posted.ts, at: core.now() } };
}

async function change(
  core: Core,
  slack: MessageSide,
  message: MessageRow,
  shown: Message,
): Promise<Done | null> {
  if (message.channel === null || message.ts === null) return null;
  const pause = slack.pace.held('chat.update', core.now());
  if (pause > 0) {
    await comeBack(core, message, wait(pause));
    return null;
  }
  const { channel, ts } = message;
  await figuresOrWords(core, shown, (as) => slack.client.chat.update({ channel, ts, ...as }), isInvalid);
  slack.metrics.slackCalls.inc({ method: 'chat.update', result: 'ok' });
  return AS_IT_STANDS;
}

/** Slack refused the blocks, which for all we know are right. */
const isInvalid = (error: unknown): boolean => {
  const fault = readFault(error);
  return fault.type === 'refused' && fault.code === 'invalid_blocks';
};

/** Replaces the whole of somebody's Home; each is published about once a second at most. */
async function publish(
  core: Core,
  slack: MessageSide,
  message: MessageRow,
  view: HomeView,
): Promise<Done | null> {
  const person = await slack.people.read(String(message.detail.personId));
  // Whoever is known again later opens their Home, and is shown it then.
  if (!person?.slackId) return AS_IT_STANDS;
  const pause = Math.max(
    slack.pace.held('views.publish', core.now()),
    slack.pace.wait(message.key, message.key, core.now()),
  );
  if (pause > 0) {
    await comeBack(core, message, wait(pause));
    return null;
  }
  await slack.client.views.publish({ user_id: person.slackId, view });
  slack.metrics.slackCalls.inc({ method: 'views.publish', result: 'ok' });
  return AS_IT_STANDS;
}

/** The thread a message stands in; null when it stands by itself, `not yet` while its parent has to be posted. */
async function threadOf(
  core: Core,
  slack: MessageSide,
  message: MessageRow,
): Promise<{ channel: string; ts: string } | null | 'not yet'> {
  const parent = message.parentKey === null ? null : await readMessage(core.db, message.parentKey);
  if (!parent) return null;
  const { key, channel, ts } = parent;
  // A card that went on before it was posted never will be.
  if (ts === null || channel === null) return parent.shown < parent.wanted ? 'not yet' : null;
  if (await isStillThere(slack, channel, ts)) return { channel, ts };
  slack.log.warn({ message: key }, 'a message with a thread is gone; it is posted anew');
  await forgetThread(core, key);
  return 'not yet';
}

/** Slack takes a reply to a message that was deleted, and shows it to nobody. Asking needs no scope. */
async function isStillThere(slack: MessageSide, channel: string, ts: string): Promise<boolean> {
  try {
    await slack.client.chat.getPermalink({ channel, message_ts: ts });
    return true;
  } catch (error) {
    const fault = readFault(error);
    if (fault.type === 'message_gone') return false;
    // A channel that is gone is told to ops by what is posted there; direct messages are opened anew.
    if (fault.type === 'place_gone' && fault.code === NO_CHANNEL && isDm(channel)) return false;
    throw error;
  }
}

const isDm = (channel: string): boolean => channel.startsWith('D');

/** The channel of a place; a person's direct messages are opened, and remembered before anything is posted. */
async function channelOf(core: Core, slack: MessageSide, message: MessageRow): Promise<string | null> {
  const [kind, id = ''] = message.place.split(':', 2);
  if (kind === 'channel') return id;
  if (kind === 'channel-for') return id === 'ops' ? opsChannel(core, slack) : feedbackChannel(core);
  return dmChannelOf(core, slack, id);
}

const feedbackChannel = (core: Core): string | null => core.inForce().settings.channels.feedback ?? null;

/** Until ops have a channel, what is for them goes to the first of them who is there, else to the first. */
async function opsChannel(core: Core, slack: MessageSide): Promise<string | null> {
  const { channels, people } = core.inForce().settings;
  if (channels.ops) return channels.ops;
  const ops = people.filter(({ roles }) => roles.includes('ops')).map(({ id }) => id);
  const rows = await readPeople(core.db, ops);
  const now = core.now();
  const there = ops.find((id) => {
    const row = rows.get(id);
    return row?.slackId && row.isActive && (row.awayUntil === null || row.awayUntil <= now);
  });
  const first = there ?? ops[0];
  return first === undefined ? null : dmChannelOf(core, slack, first);
}

async function dmChannelOf(core: Core, slack: MessageSide, id: string): Promise<string | null> {
  const person = await slack.people.read(id);
  if (person?.dmChannel) return person.dmChannel;
  if (!person?.slackId) return null;
  const opened = await slack.client.conversations.open({ users: person.slackId });
  const channel = opened.channel?.id;
  if (!channel) throw new AnsweredTooLittle(`person ${id}: Slack opened no direct messages`);
  await setDmChannel(core.db, id, channel);
  return channel;
}

const seconds = (from: Date, to: Date): number => Math.max(0, (to.getTime() - from.getTime()) / 1_000);
