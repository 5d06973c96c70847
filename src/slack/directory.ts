import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { openHandoffsOf } from '#db/handoffs.ts';
import { type PersonRow, readPeople, savePersonInSlack } from '#db/people.ts';
import type { Person, Settings } from '#domain/settings.ts';
import { type Core, transact } from '#src/core/core.ts';
import { inChannelFor, opsKey } from '#src/core/message-keys.ts';
import { want } from '#src/core/want.ts';
import { dispatch } from '#src/handoff/dispatch.ts';
import { readFault } from './errors.ts';
import { isForeign, readOurs } from './foreign.ts';
import type { SlackSide } from './slack-side.ts';

/** A member of the workspace, as far as we need to know. */
type Member = { id: string; email: string | null; isDeleted: boolean; status: Status };
type Status = Pick<PersonRow, 'statusEmoji' | 'statusUntil'>;
type Found = Pick<PersonRow, 'slackId' | 'isActive' | 'problem'> & Partial<Status>;

const PAGE = 500;
const MOST_PAGES = 200;
// Long enough that a burst of cards costs one call, short enough that few cards go to somebody who left.
const FRESH_MINUTES = 5;
const LONGEST_WAIT_SECONDS = 60;

/**
 * Finds everybody of the settings in Slack: by the id they name, else by e-mail address. Whoever cannot be found,
 * or was deactivated, receives no leads, passes on those not answered yet, and is told to ops once a day.
 */
export async function checkPeople(core: Core, client: WebClient, log: Logger): Promise<void> {
  const members = await listMembers(client);
  const { people, availability } = core.inForce().settings;
  const known = await readPeople(
    core.db,
    people.map((person) => person.id),
  );
  let isWorthTelling = false;
  for (const person of people) {
    const found = match(person, members, asksStatus(availability));
    await savePersonInSlack(core.db, { id: person.id, ...found, checkedAt: core.now() });
    const before = known.get(person.id)?.problem ?? null;
    isWorthTelling ||= found.problem !== null || before !== null;
    if (found.problem === null) continue;
    if (before !== found.problem) {
      log.warn({ person: person.id, problem: found.problem }, 'this person receives no leads');
    }
    await passOn(core, person.id, found.problem);
  }
  if (isWorthTelling) await tellOps(core);
}

/**
 * Whether a card may go to somebody, as far as is known: posting to somebody deactivated succeeds. Whoever was not
 * looked at lately is given the benefit of the doubt, and looked up beside the post.
 */
export const canReceive = (core: Core, person: PersonRow | null): boolean =>
  person !== null && person.slackId !== null && (person.isActive || !isFresh(person, core.now()));

/**
 * Looks up somebody whom a card goes to, unless that was done lately. If they were deactivated, what they have not
 * answered goes on by the rules. When it cannot be done nothing changes: the daily sweep looks too.
 */
export async function lookUpReceiver(core: Core, slack: SlackSide, person: PersonRow): Promise<void> {
  try {
    if (isFresh(person, core.now()) || slack.pace.held(USERS_INFO, core.now()) > 0) return;
    await lookUp(core, slack, person);
  } catch (error) {
    // It runs beside something else, so nobody else would catch it in time.
    slack.log.warn({ err: error, person: person.id }, 'it could not be seen whether they are in Slack');
  }
}

const USERS_INFO = 'users.info';

const isFresh = ({ checkedAt }: PersonRow, now: Date): boolean =>
  checkedAt !== null && now.getTime() - checkedAt.getTime() < FRESH_MINUTES * 60_000;

/**
 * Asks Slack about one person, and keeps what it says.
 *
 * @throws what Slack answers instead; after a rate limit the method is held
 */
export async function lookUp(core: Core, slack: SlackSide, { id, slackId }: PersonRow): Promise<void> {
  if (slackId === null) return;
  const { user } = await slack.client.users.info({ user: slackId }).catch((error: unknown) => {
    const fault = readFault(error);
    if (fault.type === 'rate_limited') {
      slack.pace.hold(USERS_INFO, new Date(core.now().getTime() + fault.seconds * 1_000));
    }
    throw error;
  });
  const isActive = user?.deleted !== true;
  const problem = isActive ? null : DEACTIVATED;
  const status = asksStatus(core.inForce().settings.availability) ? statusOf(user?.profile) : {};
  await savePersonInSlack(core.db, { id, slackId, isActive, problem, checkedAt: core.now(), ...status });
  if (problem === null) return;
  await passOn(core, id, problem);
  await tellOps(core);
}

export const asksStatus = ({ away_statuses }: Settings['availability']): boolean => away_statuses.length > 0;

function statusOf(profile: { status_emoji?: string; status_expiration?: number } | undefined): Status {
  const { status_emoji: emoji, status_expiration: expiration } = profile ?? {};
  return {
    statusEmoji: emoji || null,
    // Slack's 0 is a status until they change it.
    statusUntil: emoji && expiration ? new Date(expiration * 1_000) : null,
  };
}

const DEACTIVATED = 'deactivated in Slack';

function match(person: Person, members: readonly Member[], withStatus: boolean): Found {
  const email = person.email.toLowerCase();
  const member = person.slack_id
    ? members.find(({ id }) => id === person.slack_id)
    : (members.find((one) => one.email === email && !one.isDeleted) ??
      members.find((one) => one.email === email));
  if (member) {
    const { id, isDeleted, status } = member;
    const problem = isDeleted ? DEACTIVATED : null;
    return { slackId: id, isActive: !isDeleted, problem, ...(withStatus && status) };
  }
  const what = person.slack_id ? 'slack_id' : 'e-mail address';
  return { slackId: null, isActive: false, problem: `Slack knows no member with this ${what}` };
}

async function listMembers(client: WebClient): Promise<Member[]> {
  const members: Member[] = [];
  const ours = await patiently(() => readOurs(client));
  let cursor = '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await patiently(() => client.users.list({ limit: PAGE, ...(cursor && { cursor }) }));
    for (const user of answer.members ?? []) {
      const { id, deleted, profile } = user;
      if (!id || isForeign(user, ours)) continue;
      const email = profile?.email?.toLowerCase() ?? null;
      members.push({ id, email, isDeleted: deleted === true, status: statusOf(profile) });
    }
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (!cursor) break;
  }
  return members;
}

/** A long list may meet Slack's rate limit; once is waited for. */
export async function patiently<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    const fault = readFault(error);
    if (fault.type !== 'rate_limited') throw error;
    await new Promise((resolve) =>
      setTimeout(resolve, Math.min(fault.seconds, LONGEST_WAIT_SECONDS) * 1_000),
    );
    return call();
  }
}

/** Offers go to somebody who is there; what was accepted is a manager's to move. */
async function passOn(core: Core, personId: string, because: string): Promise<void> {
  for (const handoffId of await openHandoffsOf(core.db, personId, ['offered', 'snoozed'])) {
    await dispatch(core, handoffId, { type: 'reassign', to: 'next', because });
  }
}

async function tellOps(core: Core): Promise<void> {
  const day = core.now().toISOString().slice(0, 10);
  await transact(core, async (work) =>
    want(work, {
      key: opsKey('people', day),
      kind: 'ops',
      handoffId: null,
      place: inChannelFor('ops'),
      parentKey: null,
      detail: { about: 'people' },
    }),
  );
}
