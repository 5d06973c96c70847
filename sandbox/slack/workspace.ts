import type { Ids } from './ids.ts';

export type User = {
  id: string;
  name: string;
  realName: string;
  email: string;
  tz: string;
  deleted: boolean;
  isBot: boolean;
  isRestricted: boolean;
  isAdmin: boolean;
  /** Of another company, who is here by a channel shared with it: their own workspace. */
  teamId: string | null;
  /** Until they change it, where `until` is null. */
  status: { emoji: string; until: Date | null } | null;
  /** The present, or next, time in which they are not disturbed. */
  quiet: { from: Date; until: Date } | null;
};

export type Conversation = {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'dm';
  members: string[];
  isArchived: boolean;
  createdAt: Date;
};

export type UserGroup = { id: string; handle: string; name: string; users: string[]; isDisabled: boolean };

export type NewUser = {
  id?: string;
  name: string;
  realName: string;
  email: string;
  tz: string;
  deleted?: boolean;
  isRestricted?: boolean;
  isAdmin?: boolean;
  teamId?: string;
};

export type NewChannel = {
  id?: string;
  name: string;
  members: string[];
  botIsMember: boolean;
  isPrivate?: boolean;
};

export type NewUserGroup = { id?: string; handle: string; name: string; users: string[] };

export type Workspace = ReturnType<typeof createWorkspace>;

/** Who and where: people, channels, direct messages, user groups, and the app's own identity. */
export function createWorkspace(ids: Ids, now: () => Date) {
  const team = { id: ids.next('T'), name: 'Sandbox', domain: 'sandbox' };
  const app = { appId: ids.next('A'), botId: ids.next('B'), botUserId: ids.next('U'), name: 'handoff' };
  const users = new Map<string, User>();
  const conversations = new Map<string, Conversation>();
  const dms = new Map<string, Conversation>();
  const groups = new Map<string, UserGroup>();

  users.set(app.botUserId, {
    id: app.botUserId,
    name: app.name,
    realName: app.name,
    email: '',
    tz: 'UTC',
    deleted: false,
    isBot: true,
    isRestricted: false,
    isAdmin: false,
    teamId: null,
    status: null,
    quiet: null,
  });

  function dmOf(userId: string): Conversation | undefined {
    const dm = dms.get(userId);
    return dm && conversations.has(dm.id) ? dm : undefined;
  }

  return {
    team,
    app,
    users,
    conversations,
    groups,
    dmOf,

    addUser(given: NewUser): User {
      const user: User = {
        id: given.id ?? ids.next('U'),
        name: given.name,
        realName: given.realName,
        email: given.email,
        tz: given.tz,
        deleted: given.deleted ?? false,
        isBot: false,
        isRestricted: given.isRestricted ?? false,
        isAdmin: given.isAdmin ?? false,
        teamId: given.teamId ?? null,
        status: null,
        quiet: null,
      };
      users.set(user.id, user);
      return user;
    },

    addChannel(given: NewChannel): Conversation {
      const channel: Conversation = {
        id: given.id ?? ids.next('C'),
        name: given.name,
        kind: given.isPrivate ? 'private' : 'public',
        members: given.botIsMember ? [...given.members, app.botUserId] : [...given.members],
        isArchived: false,
        createdAt: now(),
      };
      conversations.set(channel.id, channel);
      return channel;
    },

    addUserGroup(given: NewUserGroup): UserGroup {
      const group = {
        id: given.id ?? ids.next('S'),
        handle: given.handle,
        name: given.name,
        users: given.users,
        isDisabled: false,
      };
      groups.set(group.id, group);
      return group;
    },

    /** The direct message between the app and a person: always the same one. */
    openDm(userId: string): Conversation {
      const known = dmOf(userId);
      if (known) return known;
      const dm: Conversation = {
        id: ids.next('D'),
        name: 'directmessage',
        kind: 'dm',
        members: [userId, app.botUserId],
        isArchived: false,
        createdAt: now(),
      };
      conversations.set(dm.id, dm);
      dms.set(userId, dm);
      return dm;
    },

    hasBot(conversation: Conversation): boolean {
      return conversation.members.includes(app.botUserId);
    },

    /** People who are really there: a deactivated person keeps the membership but is gone. */
    isPresent(conversation: Conversation, userId: string): boolean {
      return conversation.members.includes(userId) && users.get(userId)?.deleted === false;
    },
  };
}
