import type { Json } from '../json.ts';
import type { UserGroup } from '../workspace.ts';
import { failure, isTrue, type Methods, needs } from './method.ts';

export const usergroups: Methods = {
  'usergroups.list': {
    tier: 'tier2',
    token: 'bot',
    scopes: needs('usergroups:read'),
    run: ({ workspace }, args) => ({
      ok: true,
      usergroups: [...workspace.groups.values()].map((group) => ({
        ...described(group, workspace.team.id),
        ...(isTrue(args.include_users) ? { users: group.users } : {}),
      })),
    }),
  },

  'usergroups.users.list': {
    tier: 'tier2',
    token: 'bot',
    scopes: needs('usergroups:read'),
    run: ({ workspace }, args) => {
      const group = workspace.groups.get(String(args.usergroup));
      return group ? { ok: true, users: group.users } : failure('no_such_subteam');
    },
  },
};

function described(group: UserGroup, teamId: string): Json {
  return {
    id: group.id,
    team_id: teamId,
    is_usergroup: true,
    handle: group.handle,
    name: group.name,
    description: '',
    user_count: group.users.length,
    date_delete: 0,
  };
}
