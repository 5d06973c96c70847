import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { readPeople, savePersonInSlack } from '#db/people.ts';
import type { Person } from '#domain/settings.ts';
import { type Core, transact, want } from '#src/core.ts';
import { inChannel, opsKey } from '#src/message-keys.ts';
import { readFault } from './errors.ts';

type Found = { slackId: string | null; isActive: boolean; problem: string | null };

/**
 * Finds everybody of the settings in Slack: by the id they name, else by e-mail address. Ops are told once a day
 * of those who cannot be found, or were deactivated; they receive no leads.
 */
export async function checkPeople(core: Core, client: WebClient, log: Logger): Promise<void> {
  const { settings } = core.inForce();
  const known = await readPeople(core.db, settings.people.map((person) => person.id));
  const missing: string[] = [];
  for (const person of settings.people) {
    const found = await findInSlack(client, person);
    if (!found) {
      log.warn({ person: person.id }, 'Slack did not answer; this person is checked again later');
      continue;
    }
    const before = known.get(person.id);
    await savePersonInSlack(core.db, { id: person.id, ...found, checkedAt: core.now() });
    if (found.problem) missing.push(person.id);
    const isNews = found.problem !== null && before?.problem !== found.problem;
    if (isNews) log.warn({ person: person.id, problem: found.problem }, 'this person cannot receive leads');
  }
  if (missing.length > 0) await tellOps(core);
}

async function findInSlack(client: WebClient, person: Person): Promise<Found | null> {
  try {
    const { user } = person.slack_id
      ? await client.users.info({ user: person.slack_id })
      : await client.users.lookupByEmail({ email: person.email });
    const slackId = user?.id ?? null;
    if (user?.deleted) return { slackId, isActive: false, problem: 'deactivated in Slack' };
    return { slackId, isActive: slackId !== null, problem: null };
  } catch (error) {
    const fault = readFault(error);
    if (fault.type !== 'place_gone') return null;
    // The same answer for a typing error and for somebody who was deactivated.
    const problem = person.slack_id
      ? 'Slack knows no member with this slack_id'
      : 'Slack knows no active member with this e-mail address';
    return { slackId: null, isActive: false, problem };
  }
}

async function tellOps(core: Core): Promise<void> {
  const day = core.now().toISOString().slice(0, 10);
  await transact(core, (work) =>
    want(work, {
      key: opsKey('people', day),
      kind: 'ops',
      handoffId: null,
      place: inChannel(work.settings.channels.ops),
      parentKey: null,
      detail: { about: 'people' },
    }),
  );
}
