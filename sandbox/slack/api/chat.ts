import type { Context } from '../context.ts';
import { withIds } from '../elements.ts';
import { isJson, type Json, textOf } from '../json.ts';
import type { StoredMessage } from '../messages.ts';
import { see } from '../seen-message.ts';
import { slackMessage } from '../slack-message.ts';
import { type Content, readContent, saysNothing } from './message-content.ts';
import { type Failure, failure, isFailure, isTrue, type Methods, needs } from './method.ts';
import { postablePlace, visiblePlace } from './places.ts';

export const chat: Methods = {
  'chat.postMessage': { tier: 'special', token: 'bot', scopes: needs('chat:write'), run: postMessage },
  'chat.postEphemeral': { tier: 'tier4', token: 'bot', scopes: needs('chat:write'), run: postEphemeral },
  'chat.update': { tier: 'tier3', token: 'bot', scopes: needs('chat:write'), run: update },
  'chat.delete': { tier: 'tier3', token: 'bot', scopes: needs('chat:write'), run: remove },
  'chat.getPermalink': { tier: 'special', token: 'bot', scopes: needs(), run: getPermalink },
};

function postMessage(context: Context, args: Json): Json {
  const content = readContent(args);
  if (isFailure(content)) return content;
  if (saysNothing(content)) return failure('no_text');
  const place = postablePlace(context, args.channel);
  if (isFailure(place)) return place;
  const thread = readThread(args);
  if (isFailure(thread)) return thread;
  const message = post(context, content, {
    channel: place.id,
    threadTs: thread,
    isBroadcast: isTrue(args.reply_broadcast) && thread !== undefined,
    linksNames: isTrue(args.link_names) || args.parse === 'full',
    ephemeralTo: undefined,
  });
  const answer = slackMessage(message, context.messages, context.workspace);
  return {
    ok: true,
    channel: place.id,
    ts: message.ts,
    message: { ...answer, ...(message.metadata ? { metadata: message.metadata } : {}) },
  };
}

function postEphemeral(context: Context, args: Json): Json {
  const content = readContent(args);
  if (isFailure(content)) return content;
  if (saysNothing(content)) return failure('no_text');
  const place = postablePlace(context, args.channel);
  if (isFailure(place)) return place;
  const user = String(args.user);
  if (!context.workspace.isPresent(place, user)) return failure('user_not_in_channel');
  const thread = readThread(args);
  if (isFailure(thread)) return thread;
  const message = post(context, content, {
    channel: place.id,
    threadTs: thread,
    isBroadcast: false,
    linksNames: isTrue(args.link_names),
    ephemeralTo: user,
  });
  return { ok: true, message_ts: message.ts };
}

type Placement = Pick<StoredMessage, 'channel' | 'threadTs' | 'isBroadcast' | 'linksNames' | 'ephemeralTo'>;

/** Puts a message of the app where it belongs and tells who listens. Checks nothing. */
export function post(context: Context, content: Content, placement: Placement): StoredMessage {
  const message = context.messages.add({
    ...placement,
    user: context.workspace.app.botUserId,
    text: content.text ?? '',
    blocks: withIds(content.blocks ?? [], context.ids.short),
    attachments: content.attachments ?? [],
    files: [],
    metadata: content.metadata && Object.keys(content.metadata).length > 0 ? content.metadata : undefined,
  });
  const seen = see(message, context, message.ephemeralTo);
  context.narration.tell(
    message.ephemeralTo
      ? { type: 'ephemeral_shown', userId: message.ephemeralTo, message: seen }
      : { type: 'message_posted', message: seen },
  );
  return message;
}

function update(context: Context, args: Json): Json {
  const content = readContent(args);
  if (isFailure(content)) return content;
  const message = ownMessage(context, args, 'cant_update_message');
  if (isFailure(message)) return message;
  if (context.workspace.conversations.get(message.channel)?.isArchived) return failure('is_inactive');
  const isOnlyMetadata = content.metadata !== undefined && content.text === undefined;
  if (saysNothing(content) && !isOnlyMetadata) return failure('no_text');
  rewrite(context, message, content);
  return {
    ok: true,
    channel: message.channel,
    ts: message.ts,
    text: message.text,
    message: slackMessage(message, context.messages, context.workspace),
  };
}

/** `text` without `blocks` takes the blocks away; blocks without `text` keep the text. */
export function rewrite(context: Context, message: StoredMessage, content: Content): void {
  if (content.text !== undefined && content.text !== message.text) message.editedTs = context.ids.ts();
  if (content.text !== undefined || content.blocks !== undefined) {
    message.blocks = withIds(content.blocks ?? [], context.ids.short);
  }
  message.text = content.text ?? message.text;
  message.attachments = content.attachments ?? message.attachments;
  if (content.metadata)
    message.metadata = Object.keys(content.metadata).length > 0 ? content.metadata : undefined;
  context.narration.tell({ type: 'message_updated', message: see(message, context, message.ephemeralTo) });
}

function remove(context: Context, args: Json): Json {
  const message = ownMessage(context, args, 'cant_delete_message');
  if (isFailure(message)) return message;
  erase(context, message);
  return { ok: true, channel: message.channel, ts: message.ts };
}

/** Takes a message away, whoever asks, and tells who listens. */
export function erase(context: Context, message: StoredMessage): void {
  const seen = see(message, context, message.ephemeralTo);
  context.messages.remove(message);
  context.narration.tell({ type: 'message_deleted', message: seen });
}

function getPermalink(context: Context, args: Json): Json {
  const place = visiblePlace(context, args.channel);
  if (isFailure(place)) return place;
  const message = context.messages.findPosted(place.id, String(args.message_ts));
  if (!message) return failure('message_not_found');
  const path = `https://${context.workspace.team.domain}.slack.com/archives/${place.id}/p${message.ts.replace('.', '')}`;
  const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${place.id}` : '';
  return { ok: true, channel: place.id, permalink: path + thread };
}

function ownMessage(context: Context, args: Json, refusal: string): StoredMessage | Failure {
  // Unlike a post, this wants the D… id of a direct message.
  const place = visiblePlace(context, args.channel);
  if (isFailure(place)) return place;
  const message = context.messages.findPosted(place.id, String(args.ts));
  if (!message) return failure('message_not_found');
  return message.user === context.workspace.app.botUserId ? message : failure(refusal);
}

/**
 * The thread a message goes to. Slack takes a well-formed ts that names no message: the reply is then in nobody's sight.
 */
function readThread(args: Json): string | undefined | Failure {
  if (args.thread_ts === undefined) return undefined;
  const ts = isJson(args.thread_ts) ? '' : textOf(args.thread_ts);
  return /^\d+\.\d{6}$/.test(ts) ? ts : failure('invalid_thread_ts');
}
