import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { idsBySlackId } from '#db/people.ts';
import { readUserGroups, saveUserGroup, type UserGroupRow } from '#db/user-groups.ts';
import type { Settings } from '#domain/settings.ts';
import type { Core } from '#src/core/core.ts';
import { readFault, type SlackFault } from './errors.ts';
import { type Flaw, tellFlaws } from './installation.ts';

// Another process may have looked a moment ago; groups that are read every few minutes are read once by all of them.
const FRESH_MS = 4 * 60_000;

/** Which of the groups are read: all of them, or those that were not read lately. */
export type Which = 'all' | 'due';

/**
 * Reads who of the settings is in the Slack user groups that their pools are made of, one group after another. Where
 * one cannot be read, its members known last go on, and ops are told once. What was found is put in force by whoever
 * takes up changed settings.
 */
export async function checkUserGroups(
  core: Core,
  client: WebClient,
  log: Logger,
  which: Which,
): Promise<void> {
  const { settings } = core.inForce();
  const known = await readUserGroups(core.db);
  const oldest = core.now().getTime() - FRESH_MS;
  const flaws: Flaw[] = [];
  for (const id of longestUnread(groupsOf(settings), known)) {
    const before = known.get(id);
    if (which === 'due' && before && before.checkedAt.getTime() > oldest) continue;
    const read = await readGroup(core, client, id);
    if (read === 'later' || read === 'unknown') {
      log.warn({ group: id }, 'Slack does not tell now who is in this user group');
      if (read === 'later') break;
      continue;
    }
    const { members } = read;
    const problem = problemOf(read);
    await saveUserGroup(core.db, { id, members, problem, at: core.now() });
    if (problem === null || problem === before?.problem) continue;
    log.warn({ group: id, problem }, 'a user group of the settings needs mending');
    flaws.push(flawOf(settings, { id, members, problem }));
  }
  if (flaws.length > 0) await tellFlaws(core, settings, flaws);
}

/**
 * Reads one group for whoever is about to make a pool of it, so that its members are known at once. Answers why that
 * cannot be; null when it can.
 */
export async function takeUserGroup(core: Core, client: WebClient, id: string): Promise<string | null> {
  const read = await readGroup(core, client, id);
  if (read === 'later' || read === 'unknown')
    return 'Slack does not tell now who is in it. Try again in a minute.';
  if (read.members === null) return `This user group cannot be read: ${read.problem}.`;
  await saveUserGroup(core.db, { id, ...read, at: core.now() });
  return null;
}

const groupsOf = ({ pools }: Settings): Set<string> =>
  new Set(pools.flatMap(({ user_group: id }) => (id === undefined ? [] : [id])));

/** Where Slack ends a round early, the next one begins with those that it did not come to. */
const longestUnread = (ids: ReadonlySet<string>, known: ReadonlyMap<string, UserGroupRow>): string[] =>
  [...ids].toSorted(
    (a, b) => (known.get(a)?.checkedAt.getTime() ?? 0) - (known.get(b)?.checkedAt.getTime() ?? 0),
  );

/** `members` is null where Slack does not say: whoever was in it stays in it. */
type Read = { members: string[]; problem: string | null } | { members: null; problem: string };
/** Slack was asked too much, or it did not answer: neither says anything about the group. */
type NotRead = 'later' | 'unknown';

/** What is kept, and told: a sentence that is whole by itself, wherever it is read. */
const problemOf = ({ members, problem }: Read): string | null =>
  members === null ? `${problem}; whoever was in it last stays in it` : problem;

async function readGroup(core: Core, client: WebClient, id: string): Promise<Read | NotRead> {
  try {
    const { users = [] } = await client.usergroups.users.list({ usergroup: id });
    // Slack lets nobody empty a group: it is switched off instead.
    if (users.length === 0) return { members: null, problem: 'it is empty, or switched off, in Slack' };
    return await foundIn(core, users);
  } catch (error) {
    return unread(readFault(error));
  }
}

/** In the order of the settings: turns of equal standing go by it. */
async function foundIn(core: Core, slackIds: readonly string[]): Promise<Read> {
  const ids = await idsBySlackId(core.db);
  const { people } = core.inForce().settings;
  const inGroup = new Set(slackIds.map((slackId) => ids.get(slackId)));
  const members = people.map(({ id }) => id).filter((id) => inGroup.has(id));
  const others = slackIds.length - members.length;
  return { members, problem: others === 0 ? null : strangersIn(others) };
}

const strangersIn = (count: number): string =>
  count === 1
    ? 'one person in it is not in the settings, and gets no leads'
    : `${count} people in it are not in the settings, and get no leads`;

const WORDS: Record<string, string> = {
  missing_scope: 'the scope usergroups:read is missing',
  no_such_subteam: 'Slack has no such user group',
  plan_upgrade_required: 'the plan of this workspace has no user groups',
};

function unread(fault: SlackFault): Read | NotRead {
  switch (fault.type) {
    case 'rate_limited':
      return 'later';
    case 'unknown_outcome':
      return 'unknown';
    case 'place_gone':
    case 'message_gone':
    case 'not_allowed':
    case 'refused':
      return { members: null, problem: WORDS[fault.code] ?? `Slack says ${fault.code}` };
  }
}

function flawOf(
  { pools }: Settings,
  { id, members, problem }: { id: string; members: string[] | null; problem: string },
): Flaw {
  const names = pools.filter(({ user_group }) => user_group === id).map(({ name }) => name);
  return {
    what: `The user group ${id} of ${names.join(', ')}: ${problem}.`,
    mend:
      members === null
        ? 'Mend it in Slack, or name other members in the settings.'
        : 'Add them with /handoff setup → Team, or to the settings file.',
  };
}
