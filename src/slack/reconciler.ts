import { createHash } from 'node:crypto';
import type { KnownBlock, WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import {
  forgetPosted,
  type MessageRow,
  markPosted,
  markSending,
  markShown,
  postpone,
  readMessage,
} from '#db/messages.ts';
import { readPerson, setDmChannel } from '#db/people.ts';
import { type Core, transact, want } from '#src/core.ts';
import { inChannel, opsKey } from '#src/message-keys.ts';
import type { Metrics } from '#src/metrics.ts';
import { readFault, type SlackFault } from './errors.ts';
import type { Pace } from './pace.ts';

export type Shown = { text: string; blocks: KnownBlock[] };
/** Draws a message from the rows as they are now; null when it should not be in Slack (yet). */
export type Render = (message: MessageRow) => Promise<Shown | null>;

export type SlackSide = { client: WebClient; pace: Pace; metrics: Metrics; log: Logger };

/** The name under which our marker stands in a message's metadata. */
const MARKER_TYPE = 'handoff_message';
const LONGEST_PAUSE_SECONDS = 60;
const PLACE_PAUSE_SECONDS = 3_600;
// Slack's clock and ours differ a little.
const SEARCH_MARGIN_SECONDS = 120;
const SEARCH_PAGES = 5;

/**
 * Makes one message in Slack show what the rows say: posts it when it is not there, changes it when it shows
 * something else. Never throws for what Slack does: what cannot be done now is stored as due later.
 */
export async function syncMessage(core: Core, slack: SlackSide, render: Render, key: string): Promise<void> {
  const message = await readMessage(core.db, key);
  if (!message || isLater(message.notBefore, core.now())) return;
  let doing: Doing = 'looking';
  try {
    if (message.ts === null && (await findOurs(core, slack, message))) {
      return await syncMessage(core, slack, render, key);
    }
    doing = message.ts === null ? 'posting' : 'changing';
    const shown = await render(message);
    if (!shown) return await markShown(core.db, key, message.shownHash, message.wanted);
    const hash = createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 32);
    const isDone =
      message.ts === null
        ? await post(core, slack, message, shown)
        : await change(core, slack, message, shown, hash);
    if (isDone) await markShown(core.db, key, hash, message.wanted);
  } catch (error) {
    await putOff(core, slack, message, doing, readFault(error));
  }
}

type Doing = 'looking' | 'posting' | 'changing';
const METHODS = {
  looking: 'conversations.history',
  posting: 'chat.postMessage',
  changing: 'chat.update',
} as const satisfies Record<Doing, string>;

const isLater = (at: Date | null, now: Date): boolean => at !== null && at > now;

async function post(core: Core, slack: SlackSide, message: MessageRow, shown: Shown): Promise<boolean> {
  const thread = await threadOf(core, slack, message);
  if (thread === 'not yet') {
    await comeBack(core, message, wait(1));
    return false;
  }
  const channel = thread?.channel ?? (await channelOf(core, slack, message));
  if (channel === null) {
    await postpone(core.db, message.key, {
      notBefore: later(core.now(), PLACE_PAUSE_SECONDS),
      problem: 'nobody in Slack to send it to',
      isSurelyUnsent: true,
    });
    return false;
  }
  const pause = Math.max(
    slack.pace.held('chat.postMessage', core.now()),
    slack.pace.wait(channel, core.now()),
  );
  if (pause > 0) {
    await comeBack(core, message, wait(pause));
    return false;
  }
  await markSending(core.db, message.key, channel, core.now());
  const posted = await slack.client.chat.postMessage({
    channel,
    ...shown,
    ...(thread && { thread_ts: thread.ts }),
    unfurl_links: false,
    unfurl_media: false,
    metadata: { event_type: MARKER_TYPE, event_payload: { marker: message.marker } },
  });
  if (!posted.ts || !posted.channel) throw new Error(`message ${message.key}: Slack answered without ts`);
  await markPosted(core.db, message.key, { channel: posted.channel, ts: posted.ts, at: core.now() });
  slack.metrics.slackCalls.inc({ method: 'chat.postMessage', result: 'ok' });
  slack.metrics.cardSeconds.observe({ kind: message.kind }, seconds(message.createdAt, core.now()));
  return true;
}

async function change(
  core: Core,
  slack: SlackSide,
  message: MessageRow,
  shown: Shown,
  hash: string,
): Promise<boolean> {
  if (message.shownHash === hash) return true;
  if (message.channel === null || message.ts === null) return false;
  const pause = slack.pace.held('chat.update', core.now());
  if (pause > 0) {
    await comeBack(core, message, wait(pause));
    return false;
  }
  await slack.client.chat.update({ channel: message.channel, ts: message.ts, ...shown });
  slack.metrics.slackCalls.inc({ method: 'chat.update', result: 'ok' });
  return true;
}

/** The thread a message stands in; null when it stands by itself, `not yet` while its parent has to be posted. */
async function threadOf(
  core: Core,
  slack: SlackSide,
  message: MessageRow,
): Promise<{ channel: string; ts: string } | null | 'not yet'> {
  const parent = message.parentKey === null ? null : await readMessage(core.db, message.parentKey);
  if (!parent) return null;
  const { key, channel, ts } = parent;
  // A card that went on before it was posted never will be.
  if (ts === null || channel === null) return parent.shown < parent.wanted ? 'not yet' : null;
  if (await isStillThere(slack, channel, ts)) return { channel, ts };
  slack.log.warn({ message: key }, 'a message with a thread is gone; it is posted anew');
  await core.db.transaction(async (tx) => {
    await forgetPosted(tx, key);
    await core.queue.enqueue(tx, [{ queue: 'sync', key }]);
  });
  return 'not yet';
}

/** Slack takes a reply to a message that was deleted, and shows it to nobody. Asking needs no scope. */
async function isStillThere(slack: SlackSide, channel: string, ts: string): Promise<boolean> {
  try {
    await slack.client.chat.getPermalink({ channel, message_ts: ts });
    return true;
  } catch (error) {
    if (readFault(error).type === 'message_gone') return false;
    throw error;
  }
}

/** The channel of a place; a person's direct messages are opened, and remembered before anything is posted. */
async function channelOf(core: Core, slack: SlackSide, message: MessageRow): Promise<string | null> {
  const [kind, id = ''] = message.place.split(':', 2);
  if (kind === 'channel') return id;
  const person = await readPerson(core.db, id);
  if (person?.dmChannel) return person.dmChannel;
  if (!person?.slackId) return null;
  const opened = await slack.client.conversations.open({ users: person.slackId });
  const channel = opened.channel?.id;
  if (!channel) throw new Error(`person ${id}: Slack opened no direct messages`);
  await setDmChannel(core.db, id, channel);
  return channel;
}

/**
 * After a crash, or an answer that never came, the message may be in Slack already: its marker tells. Without the
 * scope to look, one message too many is better than none.
 */
async function findOurs(core: Core, slack: SlackSide, message: MessageRow): Promise<boolean> {
  if (message.sendingSince === null || message.channel === null) return false;
  const oldest = String(message.sendingSince.getTime() / 1_000 - SEARCH_MARGIN_SECONDS);
  const parent = message.parentKey === null ? null : await readMessage(core.db, message.parentKey);
  let cursor: string | undefined;
  for (let page = 0; page < SEARCH_PAGES; page += 1) {
    const window = {
      channel: message.channel,
      oldest,
      limit: 200,
      include_all_metadata: true,
      ...(cursor && { cursor }),
    };
    try {
      const found = parent?.ts
        ? await slack.client.conversations.replies({ ...window, ts: parent.ts })
        : await slack.client.conversations.history(window);
      const ours = found.messages?.find(({ metadata }) => markerIn(metadata) === message.marker);
      if (ours?.ts) {
        await markPosted(core.db, message.key, { channel: message.channel, ts: ours.ts, at: core.now() });
        return true;
      }
      cursor = found.response_metadata?.next_cursor;
    } catch (error) {
      const fault = readFault(error);
      if (fault.type !== 'not_allowed') throw error;
      slack.log.warn(
        { message: message.key, code: fault.code },
        'cannot look for a message that may be posted',
      );
      return false;
    }
    if (!cursor) return false;
  }
  return false;
}

function markerIn(metadata: unknown): string | null {
  if (typeof metadata !== 'object' || metadata === null || !('event_payload' in metadata)) return null;
  const { event_payload: payload } = metadata;
  if (typeof payload !== 'object' || payload === null || !('marker' in payload)) return null;
  return String(payload.marker);
}

/** Stores when to try again, and what is wrong; ops are told where somebody has to mend something. */
async function putOff(
  core: Core,
  slack: SlackSide,
  message: MessageRow,
  doing: Doing,
  fault: SlackFault,
): Promise<void> {
  const method = METHODS[doing];
  const now = core.now();
  // Whoever could not look still does not know.
  const isSurelyUnsent = doing !== 'looking';
  slack.metrics.slackCalls.inc({ method, result: fault.type });
  switch (fault.type) {
    case 'rate_limited': {
      slack.pace.hold(method, later(now, fault.seconds));
      return comeBack(core, message, { seconds: fault.seconds, problem: null, isSurelyUnsent });
    }
    case 'message_gone': {
      slack.log.warn({ message: message.key, code: fault.code }, 'a message is gone; it is posted anew');
      await forgetPosted(core.db, message.key);
      return comeBack(core, message, { seconds: 0, problem: null, isSurelyUnsent });
    }
    case 'unknown_outcome': {
      const pause = Math.min(LONGEST_PAUSE_SECONDS, 2 ** message.attempts);
      slack.log.warn({ message: message.key, code: fault.code, pause }, 'Slack did not answer; trying again');
      return comeBack(core, message, { seconds: pause, problem: fault.code, isSurelyUnsent: false });
    }
    case 'place_gone':
    case 'not_allowed':
    case 'refused': {
      slack.log.error({ message: message.key, fault }, 'Slack does not take a message; ops have to mend it');
      await postpone(core.db, message.key, {
        notBefore: later(now, fault.type === 'not_allowed' ? LONGEST_PAUSE_SECONDS : PLACE_PAUSE_SECONDS),
        problem: fault.code,
        isSurelyUnsent,
      });
      if (fault.type === 'place_gone' && message.kind !== 'ops') await tellOps(core, message, fault.code);
    }
  }
}

/** Due again after so many seconds: in the row, which a tick reads, and as a job, which is quicker. */
async function comeBack(
  core: Core,
  message: MessageRow,
  { seconds, problem, isSurelyUnsent }: { seconds: number; problem: string | null; isSurelyUnsent: boolean },
): Promise<void> {
  const notBefore = later(core.now(), seconds);
  await core.db.transaction(async (tx) => {
    await postpone(tx, message.key, { notBefore, problem, isSurelyUnsent });
    await core.queue.enqueue(tx, [{ queue: 'sync', key: message.key, delaySeconds: Math.ceil(seconds) }]);
  });
}

/** Held up by something other than Slack: nothing was sent. */
const wait = (seconds: number) => ({ seconds, problem: null, isSurelyUnsent: true });

async function tellOps(core: Core, message: MessageRow, code: string): Promise<void> {
  const day = core.now().toISOString().slice(0, 10);
  await transact(core, (work) =>
    want(work, {
      key: opsKey(`place:${message.place}`, day),
      kind: 'ops',
      handoffId: null,
      place: inChannel(work.settings.channels.ops),
      parentKey: null,
      detail: { about: 'place', place: message.place, code },
    }),
  );
}

const later = (at: Date, inSeconds: number): Date => new Date(at.getTime() + inSeconds * 1_000);
const seconds = (from: Date, to: Date): number => Math.max(0, (to.getTime() - from.getTime()) / 1_000);
