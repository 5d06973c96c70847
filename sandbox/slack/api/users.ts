import type { Context } from '../context.ts';
import type { Json } from '../json.ts';
import type { User } from '../workspace.ts';
import { failure, isFailure, type Methods, needs, page } from './method.ts';

export const users: Methods = {
  'users.list': {
    tier: 'tier2',
    token: 'bot',
    scopes: needs('users:read'),
    run: (context, args) => {
      const found = page([...context.workspace.users.values()], args, 1000);
      if (isFailure(found)) return found;
      return {
        ok: true,
        members: found.items.map((user) => slackUser(context, user)),
        cache_ts: Math.floor(context.now().getTime() / 1000),
        response_metadata: { next_cursor: found.next },
      };
    },
  },

  'users.info': {
    tier: 'tier4',
    token: 'bot',
    scopes: needs('users:read'),
    run: (context, args) => {
      const user = context.workspace.users.get(String(args.user));
      return user ? { ok: true, user: slackUser(context, user) } : failure('user_not_found');
    },
  },

  'users.lookupByEmail': {
    tier: 'tier3',
    token: 'bot',
    scopes: needs('users:read.email', 'users:read'),
    run: (context, args) => {
      const email = String(args.email).toLowerCase();
      const user = [...context.workspace.users.values()].find(
        (one) => one.email.toLowerCase() === email && email,
      );
      // Slack does not tell a deactivated person from an unknown one here.
      if (!user || user.deleted) return failure('users_not_found');
      return { ok: true, user: slackUser(context, user) };
    },
  },
};

/** A person as the Web API and the `user_change` event show them. */
export function slackUser(context: Context, user: User): Json {
  const canSeeEmail = context.scopes.has('users:read.email') && user.email !== '';
  return {
    id: user.id,
    team_id: user.teamId ?? context.workspace.team.id,
    name: user.name,
    deleted: user.deleted,
    ...(user.deleted ? {} : activeFields(user, context.now())),
    profile: {
      real_name: user.realName,
      real_name_normalized: user.realName,
      display_name: user.name,
      display_name_normalized: user.name,
      status_text: '',
      ...statusFields(user, context.now()),
      team: context.workspace.team.id,
      ...(canSeeEmail ? { email: user.email } : {}),
    },
    is_bot: user.isBot,
    is_app_user: false,
    updated: Math.floor(context.now().getTime() / 1000),
  };
}

/** A status that is over is as good as none. Slack's 0 is one that stays until it is changed. */
function statusFields({ status }: User, now: Date): Json {
  if (!status || (status.until && status.until <= now)) return { status_emoji: '', status_expiration: 0 };
  const expiration = status.until ? Math.floor(status.until.getTime() / 1000) : 0;
  return { status_emoji: status.emoji, status_expiration: expiration };
}

// Slack leaves these out for a deactivated person.
function activeFields(user: User, at: Date): Json {
  return {
    real_name: user.realName,
    tz: user.tz,
    tz_label: user.tz,
    tz_offset: offsetSeconds(user.tz, at),
    is_admin: user.isAdmin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.isRestricted,
    is_ultra_restricted: false,
    is_email_confirmed: true,
  };
}

function offsetSeconds(tz: string, at: Date): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName: 'longOffset' }).formatToParts(
    at,
  );
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name);
  if (!match) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60;
  return match[1] === '-' ? -seconds : seconds;
}
