import type { Json } from './json.ts';
import type { Messages, StoredMessage } from './messages.ts';
import type { Workspace } from './workspace.ts';

/** A message as the Web API answers with it. */
export function slackMessage(message: StoredMessage, messages: Messages, workspace: Workspace): Json {
  const { app, team } = workspace;
  const isOurs = message.user === app.botUserId;
  return {
    type: 'message',
    ...(message.isTombstone ? { subtype: 'tombstone', hidden: true } : {}),
    user: message.isTombstone ? 'USLACKBOT' : message.user,
    ...(isOurs && !message.isTombstone
      ? { bot_id: app.botId, app_id: app.appId, bot_profile: botProfile(workspace) }
      : {}),
    text: message.text,
    ts: message.ts,
    team: team.id,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments.length > 0 ? { attachments: message.attachments } : {}),
    ...(message.files.length > 0 ? { files: message.files.map(slackFile) } : {}),
    ...(message.editedTs ? { edited: { user: message.user, ts: message.editedTs } } : {}),
    ...threadFields(message, messages),
  };
}

export function slackFile(file: { id: string; name: string; title: string; bytes: Uint8Array }): Json {
  return { id: file.id, name: file.name, title: file.title, size: file.bytes.length, mode: 'hosted' };
}

function botProfile({ app, team }: Workspace): Json {
  return {
    id: app.botId,
    app_id: app.appId,
    user_id: app.botUserId,
    name: app.name,
    team_id: team.id,
    deleted: false,
  };
}

function threadFields(message: StoredMessage, messages: Messages): Json {
  if (message.threadTs !== undefined) return { thread_ts: message.threadTs };
  const replies = messages.repliesTo(message).filter((reply) => !reply.ephemeralTo);
  const last = replies.at(-1);
  if (!last) return {};
  const authors = [...new Set(replies.map((reply) => reply.user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: authors.length,
    reply_users: authors,
    latest_reply: last.ts,
  };
}
