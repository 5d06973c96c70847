import type { Json } from '../json.ts';
import type { User } from '../workspace.ts';
import { failure, type Methods, needs } from './method.ts';

const MOST_USERS = 50;

export const dnd: Methods = {
  'dnd.teamInfo': {
    tier: 'tier2',
    token: 'bot',
    scopes: needs('dnd:read'),
    run: (context, args) => {
      const ids = String(args.users ?? '')
        .split(',')
        .filter((id) => id !== '');
      if (ids.length === 0) return failure('no_users_provided');
      // Slack's page says «up to 50 users» and names no error; none of its answers is what a caller may count on.
      if (ids.length > MOST_USERS) return failure('invalid_arguments');
      const found = ids.map((id) => context.workspace.users.get(id));
      if (found.some((user) => !user || user.deleted)) return failure('user_not_visible');
      const users = found.flatMap((user) => (user ? [[user.id, quietOf(user)] as const] : []));
      return { ok: true, users: Object.fromEntries(users) };
    },
  },
};

// Slack writes 1 for somebody without such a time. A pause that they set by hand is shown to nobody else.
function quietOf({ quiet }: User): Json {
  if (!quiet) return { dnd_enabled: false, next_dnd_start_ts: 1, next_dnd_end_ts: 1 };
  return { dnd_enabled: true, next_dnd_start_ts: seconds(quiet.from), next_dnd_end_ts: seconds(quiet.until) };
}

const seconds = (at: Date): number => Math.floor(at.getTime() / 1_000);
