import type { UsersInfoResponse, WebClient } from '@slack/web-api';
import { patiently } from './directory.ts';
import { readFault } from './errors.ts';
import { isForeign, type Ours, readOurs } from './foreign.ts';

/** What Slack knows of members, channels and user groups, for `/handoff setup`. It only reads. */

/** A member of the workspace. `leftOut` says why they cannot be in the team; null when they can. */
export type RosterMember = {
  slackId: string;
  name: string;
  email: string | null;
  timeZone: string | null;
  leftOut: 'bot' | 'guest' | 'deactivated' | 'no e-mail address' | null;
  /** Whether they run the workspace. */
  isAdmin: boolean;
};

export type RosterChannel = {
  id: string;
  name: string;
  isPrivate: boolean;
  isMember: boolean;
  isArchived: boolean;
};
export type UserGroup = { id: string; handle: string; name: string; size: number };

/** Told from time to time, because a big channel takes a while. */
export type Progress = (read: number, of: number) => Promise<void>;

const PAGE = 200;
const MOST_PAGES = 100;
// Few are asked for one by one; for many it is quicker to read everybody.
const FEW = 40;
const AT_ONCE = 5;

export async function membersOfChannel(
  client: WebClient,
  channel: string,
  tell: Progress,
): Promise<RosterMember[]> {
  const ids: string[] = [];
  let cursor = '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await patiently(() =>
      client.conversations.members({ channel, limit: PAGE, ...(cursor && { cursor }) }),
    );
    ids.push(...(answer.members ?? []));
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (!cursor) break;
  }
  return membersNamed(client, ids, tell);
}

export async function membersOfGroup(
  client: WebClient,
  usergroup: string,
  tell: Progress,
): Promise<RosterMember[]> {
  const { users } = await patiently(() => client.usergroups.users.list({ usergroup }));
  return membersNamed(client, users ?? [], tell);
}

/** These members, in the order in which they were asked for; whom Slack does not know is not there. */
export async function membersNamed(
  client: WebClient,
  ids: readonly string[],
  tell: Progress,
): Promise<RosterMember[]> {
  const found =
    ids.length <= FEW ? await askFor(client, ids, tell) : await pickFromAll(client, new Set(ids), tell);
  return ids.flatMap((id) => found.get(id) ?? []);
}

export async function readMember(client: WebClient, user: string): Promise<RosterMember | null> {
  const found = await askFor(client, [user], async () => {});
  return found.get(user) ?? null;
}

/** The workspace's user groups; none where the plan has none, or the scope is missing. */
export async function listUserGroups(client: WebClient): Promise<UserGroup[]> {
  try {
    const { usergroups } = await client.usergroups.list({ include_count: true });
    return (usergroups ?? []).flatMap(({ id, handle, name, user_count: size }) =>
      id ? [{ id, handle: handle ?? id, name: name ?? handle ?? id, size: size ?? 0 }] : [],
    );
  } catch (error) {
    const { type } = readFault(error);
    if (type === 'unknown_outcome' || type === 'rate_limited') throw error;
    return [];
  }
}

/**
 * A channel as far as the bot sees it: null where it does not, as with a private one it is not in, and `may not look`
 * where the scope is missing.
 */
export async function readChannel(
  client: WebClient,
  channel: string,
): Promise<RosterChannel | null | 'may not look'> {
  try {
    const { channel: found } = await client.conversations.info({ channel });
    if (!found?.id) return null;
    return {
      id: found.id,
      name: found.name ?? found.id,
      isPrivate: found.is_private === true,
      isMember: found.is_member === true,
      isArchived: found.is_archived === true,
    };
  } catch (error) {
    const { type } = readFault(error);
    if (type === 'unknown_outcome' || type === 'rate_limited') throw error;
    return type === 'not_allowed' ? 'may not look' : null;
  }
}

async function askFor(
  client: WebClient,
  ids: readonly string[],
  tell: Progress,
): Promise<Map<string, RosterMember>> {
  const found = new Map<string, RosterMember>();
  const ours = await patiently(() => readOurs(client));
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    if (from > 0) await tell(from, ids.length);
    const some = ids.slice(from, from + AT_ONCE);
    const members = await Promise.all(some.map((user) => patiently(() => askForOne(client, user, ours))));
    for (const member of members) if (member) found.set(member.slackId, member);
  }
  return found;
}

async function askForOne(client: WebClient, user: string, ours: Ours): Promise<RosterMember | null> {
  try {
    return toMember((await client.users.info({ user })).user ?? {}, ours);
  } catch (error) {
    if (readFault(error).type !== 'place_gone') throw error;
    return null;
  }
}

async function pickFromAll(
  client: WebClient,
  wanted: ReadonlySet<string>,
  tell: Progress,
): Promise<Map<string, RosterMember>> {
  const found = new Map<string, RosterMember>();
  const ours = await patiently(() => readOurs(client));
  let cursor = '';
  for (let page = 0; page < MOST_PAGES && found.size < wanted.size; page += 1) {
    await tell(found.size, wanted.size);
    const answer = await patiently(() => client.users.list({ limit: PAGE, ...(cursor && { cursor }) }));
    for (const user of answer.members ?? []) {
      const member = toMember(user, ours);
      if (member && wanted.has(member.slackId)) found.set(member.slackId, member);
    }
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (!cursor) break;
  }
  return found;
}

function toMember(user: NonNullable<UsersInfoResponse['user']>, ours: Ours): RosterMember | null {
  if (!user.id) return null;
  const email = user.profile?.email ?? null;
  return {
    slackId: user.id,
    name: user.profile?.real_name || user.real_name || user.name || user.id,
    email,
    timeZone: user.tz ?? null,
    leftOut: isForeign(user, ours) ? 'guest' : whyNot(user, email),
    isAdmin: user.is_admin === true || user.is_owner === true || user.is_primary_owner === true,
  };
}

function whyNot(user: NonNullable<UsersInfoResponse['user']>, email: string | null): RosterMember['leftOut'] {
  if (user.deleted) return 'deactivated';
  // Slackbot says of itself that it is none.
  if (user.is_bot || user.id === 'USLACKBOT') return 'bot';
  if (user.is_restricted || user.is_ultra_restricted) return 'guest';
  return email === null ? 'no e-mail address' : null;
}
