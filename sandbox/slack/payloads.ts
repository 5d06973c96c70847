import type { Context } from './context.ts';
import type { StateValues } from './element-state.ts';
import type { Json } from './json.ts';
import type { SeenMessage } from './seen-message.ts';
import type { View } from './views.ts';
import type { Conversation, User } from './workspace.ts';

// Slack still sends its old verification token; nothing of ours may rely on it.
const token = 'deprecated-verification-token';

export type MessagePress = {
  user: User;
  place: Conversation;
  message: SeenMessage;
  action: Json;
  state: StateValues;
  triggerId: string;
  responseUrl: string;
};

/** A press on something in a message. The message is absent when it is ephemeral, as Slack does not keep those. */
export function messagePressPayload(context: Context, press: MessagePress): Json {
  const { message, place } = press;
  return {
    ...frame(context, 'block_actions', press.user),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: message.ephemeral,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    },
    trigger_id: press.triggerId,
    channel: { id: place.id, name: place.kind === 'private' ? 'privategroup' : place.name },
    ...(message.ephemeral ? {} : { message: pressedMessage(context, message) }),
    state: { values: press.state },
    response_url: press.responseUrl,
    actions: [press.action],
  };
}

export type ViewPress = { user: User; view: View; action: Json; triggerId: string };

export function viewPressPayload(context: Context, press: ViewPress): Json {
  return {
    ...frame(context, 'block_actions', press.user),
    container: { type: 'view', view_id: press.view.id },
    trigger_id: press.triggerId,
    view: press.view,
    actions: [press.action],
  };
}

export function submissionPayload(context: Context, user: User, view: View, triggerId: string): Json {
  return { ...frame(context, 'view_submission', user), trigger_id: triggerId, view, response_urls: [] };
}

export function closedPayload(context: Context, user: User, view: View, isCleared: boolean): Json {
  return { ...frame(context, 'view_closed', user), view, is_cleared: isCleared };
}

export type SlashUse = {
  user: User;
  place: Conversation;
  command: string;
  text: string;
  triggerId: string;
  responseUrl: string;
};

export function slashPayload({ workspace }: Context, use: SlashUse): Json {
  const names = { public: use.place.name, private: 'privategroup', dm: 'directmessage' };
  return {
    token,
    team_id: workspace.team.id,
    team_domain: workspace.team.domain,
    channel_id: use.place.id,
    channel_name: names[use.place.kind],
    user_id: use.user.id,
    user_name: use.user.name,
    command: use.command,
    text: use.text,
    api_app_id: workspace.app.appId,
    is_enterprise_install: 'false',
    response_url: use.responseUrl,
    trigger_id: use.triggerId,
  };
}

export function eventPayload({ workspace, now }: Context, event: Json, eventId: string): Json {
  return {
    token,
    team_id: workspace.team.id,
    api_app_id: workspace.app.appId,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(now().getTime() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: workspace.team.id,
        user_id: workspace.app.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  };
}

function frame({ workspace }: Context, type: string, user: User): Json {
  return {
    type,
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId ?? workspace.team.id },
    api_app_id: workspace.app.appId,
    token,
    team: { id: workspace.team.id, domain: workspace.team.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

function pressedMessage({ workspace }: Context, message: SeenMessage): Json {
  return {
    type: 'message',
    user: message.user,
    bot_id: workspace.app.botId,
    app_id: workspace.app.appId,
    team: workspace.team.id,
    ts: message.ts,
    text: message.text,
    blocks: message.blocks,
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
  };
}
