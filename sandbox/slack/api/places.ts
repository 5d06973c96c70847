import type { Context } from '../context.ts';
import type { Json } from '../json.ts';
import type { Conversation } from '../workspace.ts';
import { type Failure, failure } from './method.ts';

const scopePrefix = { public: 'channels', private: 'groups', dm: 'im' } as const;

/** `channels:read`, `groups:history`, `im:history` … by the kind of the conversation meant. */
export function scopeByKind(what: 'read' | 'history'): (context: Context, args: Json) => string[] {
  return (context, args) => {
    const place = context.workspace.conversations.get(String(args.channel));
    return place ? [`${scopePrefix[place.kind]}:${what}`] : [];
  };
}

/** A conversation the app can see: a private channel without it does not exist for it. */
export function visiblePlace(context: Context, channel: unknown): Conversation | Failure {
  const place = context.workspace.conversations.get(String(channel));
  if (!place || (place.kind === 'private' && !context.workspace.hasBot(place)))
    return failure('channel_not_found');
  return place;
}

/** A conversation whose messages the app may read. */
export function readablePlace(context: Context, channel: unknown): Conversation | Failure {
  const place = visiblePlace(context, channel);
  if ('ok' in place) return place;
  return context.workspace.hasBot(place) ? place : failure('not_in_channel');
}

/** A conversation the app may post in. A person's id opens the direct message, also that of a deactivated person. */
export function postablePlace(context: Context, channel: unknown): Conversation | Failure {
  const user = context.workspace.users.get(String(channel));
  if (user) return user.isBot ? failure('cannot_dm_bot') : context.workspace.openDm(user.id);
  const place = readablePlace(context, channel);
  if ('ok' in place) return place;
  return place.isArchived ? failure('is_archived') : place;
}
