import type { Json } from '../json.ts';
import type { UserGroup, Workspace } from '../workspace.ts';
import { failure, isTrue, type Methods, needs } from './method.ts';

export const usergroups: Methods = {
  'usergroups.list': {
    tier: 'tier2',
    token: 'bot',
    scopes: needs('usergroups:read'),
    run: ({ workspace }, args) => ({
      ok: true,
      usergroups: [...workspace.groups.values()]
        .filter(({ isDisabled }) => !isDisabled || isTrue(args.include_disabled))
        .map((group) => ({
          ...described(group, workspace.team.id),
          ...(isTrue(args.include_users) ? { users: present(workspace, group) } : {}),
        })),
    }),
  },

  'usergroups.users.list': {
    tier: 'tier2',
    token: 'bot',
    scopes: needs('usergroups:read'),
    run: ({ workspace }, args) => {
      const group = workspace.groups.get(String(args.usergroup));
      if (!group || (group.isDisabled && !isTrue(args.include_disabled))) return failure('no_such_subteam');
      return { ok: true, users: present(workspace, group) };
    },
  },
};

// Whoever is deactivated is in no group any more.
const present = ({ users }: Workspace, group: UserGroup): string[] =>
  group.users.filter((id) => users.get(id)?.deleted === false);

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
