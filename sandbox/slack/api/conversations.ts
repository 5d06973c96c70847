import type { Context } from '../context.ts';
import type { Json } from '../json.ts';
import type { StoredMessage } from '../messages.ts';
import { slackMessage } from '../slack-message.ts';
import type { Conversation } from '../workspace.ts';
import { failure, isFailure, isTrue, type Methods, needs, page } from './method.ts';
import { readablePlace, scopeByKind, visiblePlace } from './places.ts';

export const conversations: Methods = {
  'conversations.open': { tier: 'tier3', token: 'bot', scopes: needs('im:write'), run: open },
  'conversations.info': { tier: 'tier3', token: 'bot', scopes: scopeByKind('read'), run: info },
  'conversations.members': { tier: 'tier4', token: 'bot', scopes: scopeByKind('read'), run: members },
  'conversations.history': { tier: 'tier3', token: 'bot', scopes: scopeByKind('history'), run: history },
  'conversations.replies': { tier: 'tier3', token: 'bot', scopes: scopeByKind('history'), run: replies },
};

function open(context: Context, args: Json): Json {
  const { workspace } = context;
  if (args.channel) {
    const place = workspace.conversations.get(String(args.channel));
    return place?.kind === 'dm' ? opened(context, place, args, true) : failure('channel_not_found');
  }
  const wanted = Array.isArray(args.users) ? args.users.map(String) : String(args.users ?? '').split(',');
  const ids = wanted.filter((id) => id !== '');
  if (ids.length === 0) return failure('users_list_not_supplied');
  // The sandbox has no group direct messages: nothing of ours may open one.
  if (ids.length > 1) return failure('too_many_users');
  const user = workspace.users.get(String(ids[0]));
  if (!user || user.isBot) return failure('user_not_found');
  if (user.deleted) return failure('user_disabled');
  const isKnown = workspace.dmOf(user.id) !== undefined;
  return opened(context, workspace.openDm(user.id), args, isKnown);
}

function opened(context: Context, dm: Conversation, args: Json, isKnown: boolean): Json {
  return {
    ok: true,
    ...(isKnown ? { no_op: true, already_open: true } : {}),
    channel: isTrue(args.return_im) ? slackConversation(context, dm) : { id: dm.id },
  };
}

function info(context: Context, args: Json): Json {
  const place = visiblePlace(context, args.channel);
  if (isFailure(place)) return place;
  return { ok: true, channel: slackConversation(context, place) };
}

function members(context: Context, args: Json): Json {
  const place = visiblePlace(context, args.channel);
  if (isFailure(place)) return place;
  const found = page(place.members, args, 1000);
  if (isFailure(found)) return found;
  return { ok: true, members: found.items, response_metadata: { next_cursor: found.next } };
}

function history(context: Context, args: Json): Json {
  const place = readablePlace(context, args.channel);
  if (isFailure(place)) return place;
  const topLevel = context.messages
    .list(place.id)
    .filter((one) => !one.ephemeralTo && (one.threadTs === undefined || one.isBroadcast))
    .filter((one) => isWithin(one.ts, args))
    .reverse();
  return listed(context, args, topLevel, { pin_count: 0 });
}

function replies(context: Context, args: Json): Json {
  const place = readablePlace(context, args.channel);
  if (isFailure(place)) return place;
  const root = context.messages.find(place.id, String(args.ts));
  if (!root || root.ephemeralTo) return failure('thread_not_found');
  const said = context.messages.repliesTo(root).filter((one) => !one.ephemeralTo && isWithin(one.ts, args));
  return listed(context, args, [root, ...said], {});
}

function listed(context: Context, args: Json, all: StoredMessage[], rest: Json): Json {
  const found = page(all, { limit: args.limit ?? 100, cursor: args.cursor }, 999);
  if (isFailure(found)) return found;
  return {
    ok: true,
    messages: found.items.map((one) => ({
      ...slackMessage(one, context.messages, context.workspace),
      ...(one.metadata && isTrue(args.include_all_metadata) ? { metadata: one.metadata } : {}),
    })),
    has_more: found.next !== '',
    ...rest,
    response_metadata: { next_cursor: found.next },
  };
}

function isWithin(ts: string, args: Json): boolean {
  const at = Number(ts);
  const oldest = Number(args.oldest ?? 0);
  const latest = args.latest === undefined ? Number.POSITIVE_INFINITY : Number(args.latest);
  if (isTrue(args.inclusive)) return at >= oldest && at <= latest;
  return at > oldest && at < latest;
}

function slackConversation(context: Context, place: Conversation): Json {
  const { workspace } = context;
  const common = {
    id: place.id,
    created: Math.floor(place.createdAt.getTime() / 1000),
    is_archived: place.isArchived,
    is_org_shared: false,
    context_team_id: workspace.team.id,
  };
  if (place.kind === 'dm') {
    const user = place.members.find((id) => id !== workspace.app.botUserId);
    return { ...common, is_im: true, user, is_open: true };
  }
  return {
    ...common,
    name: place.name,
    name_normalized: place.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: place.kind === 'private',
    is_general: false,
    is_shared: false,
    is_ext_shared: false,
    is_member: workspace.hasBot(place),
    creator: place.members[0] ?? '',
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    previous_names: [],
  };
}
