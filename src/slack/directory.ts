import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { openHandoffsOf } from '#db/handoffs.ts';
import { type PersonRow, readPeople, readPerson, savePersonInSlack } from '#db/people.ts';
import type { Person } from '#domain/settings.ts';
import { type Core, transact, want } from '#src/core.ts';
import { dispatch } from '#src/dispatch.ts';
import { inChannelFor, opsKey } from '#src/message-keys.ts';
import { readFault } from './errors.ts';

/** A member of the workspace, as far as we need to know. */
type Member = { id: string; email: string | null; isDeleted: boolean };
type Found = Pick<PersonRow, 'slackId' | 'isActive' | 'problem'>;

const PAGE = 500;
const MOST_PAGES = 200;
const FRESH_MINUTES = 15;
const LONGEST_WAIT_SECONDS = 60;

/**
 * Finds everybody of the settings in Slack: by the id they name, else by e-mail address. Whoever cannot be found,
 * or was deactivated, receives no leads, passes on those not answered yet, and is told to ops once a day.
 */
export async function checkPeople(core: Core, client: WebClient, log: Logger): Promise<void> {
  const members = await listMembers(client);
  const { people } = core.inForce().settings;
  const known = await readPeople(
    core.db,
    people.map((person) => person.id),
  );
  let isWorthTelling = false;
  for (const person of people) {
    const found = match(person, members);
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
 * Posting to somebody deactivated succeeds, so whoever was not looked at lately is looked at before a card goes
 * to them. Answers whether it may.
 */
export async function canReceive(core: Core, client: WebClient, personId: string): Promise<boolean> {
  const row = await readPerson(core.db, personId);
  if (!row?.slackId) return false;
  const age = core.now().getTime() - (row.checkedAt?.getTime() ?? 0);
  if (age < FRESH_MINUTES * 60_000) return row.isActive;
  const { user } = await client.users.info({ user: row.slackId });
  const isActive = user?.deleted !== true;
  const problem = isActive ? null : DEACTIVATED;
  await savePersonInSlack(core.db, {
    id: personId,
    slackId: row.slackId,
    isActive,
    problem,
    checkedAt: core.now(),
  });
  if (problem) {
    await passOn(core, personId, problem);
    await tellOps(core);
  }
  return isActive;
}

const DEACTIVATED = 'deactivated in Slack';

function match(person: Person, members: readonly Member[]): Found {
  const email = person.email.toLowerCase();
  const member = person.slack_id
    ? members.find(({ id }) => id === person.slack_id)
    : (members.find((one) => one.email === email && !one.isDeleted) ??
      members.find((one) => one.email === email));
  if (member) {
    const { id, isDeleted } = member;
    return { slackId: id, isActive: !isDeleted, problem: isDeleted ? DEACTIVATED : null };
  }
  const what = person.slack_id ? 'slack_id' : 'e-mail address';
  return { slackId: null, isActive: false, problem: `Slack knows no member with this ${what}` };
}

async function listMembers(client: WebClient): Promise<Member[]> {
  const members: Member[] = [];
  let cursor = '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await patiently(() => client.users.list({ limit: PAGE, ...(cursor && { cursor }) }));
    for (const { id, deleted, profile } of answer.members ?? []) {
      if (id) members.push({ id, email: profile?.email?.toLowerCase() ?? null, isDeleted: deleted === true });
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
    await dispatch(core, handoffId, { type: 'reassign', to: 'next', because }, 'system');
  }
}

async function tellOps(core: Core): Promise<void> {
  const day = core.now().toISOString().slice(0, 10);
  await transact(core, (work) =>
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
