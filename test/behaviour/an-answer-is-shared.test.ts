import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { SeenMessage } from '#sandbox/slack/seen-message.ts';
import { addHandoff, addLead, addStages } from '../db/make.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { inChannel, POOL_CHANNEL } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const TEAM = ['ana', 'ben', 'mia', 'olga', 'mara'];

async function openStage(): Promise<TestStage> {
  const stage = await startStage({ settings: inChannel });
  for (const personId of TEAM) stage.slack.join(POOL_CHANNEL, stage.slackIdOf(personId));
  await stage.send(hot);
  await stage.settle();
  return stage;
}

const person = (stage: TestStage, personId: string) => stage.slack.as(stage.slackIdOf(personId));

/** What everybody in the channel sees of what was shared there, by the button under it. */
const sharedIn = (stage: TestStage): SeenMessage[] =>
  person(stage, 'ben')
    .messages(POOL_CHANNEL)
    .filter((message) => !message.ephemeral && JSON.stringify(message.blocks).includes(ids.unshare));

async function share(stage: TestStage, personId: string, line: string): Promise<SeenMessage> {
  await person(stage, personId).slash(line, { channelId: POOL_CHANNEL });
  const answer = await stage.slack.until(
    () =>
      person(stage, personId)
        .messages(POOL_CHANNEL)
        .findLast(({ ephemeral, blocks }) => ephemeral && JSON.stringify(blocks).includes(ids.share)),
    3_000,
  );
  const before = sharedIn(stage).length;
  await person(stage, personId).press(answer, ids.share, {});
  return stage.slack.until(() => sharedIn(stage)[before], 3_000);
}

test('an answer is shown to everybody in its channel, with who shared it, and only once', async () => {
  const stage = await openStage();
  const message = await share(stage, 'ana', '/funnel 7d');
  const lines = deskOf(stage, 'ben').read(message).split('\n');
  expect(lines[0]).toMatch(/^Funnel, last 7 days/);
  expect(lines.at(-2)).toBe('Shared by @Ana Duarte.');
  expect(lines.at(-1)).toBe('[What the figures mean] [Take back]');
  // Their own answer stays, and offers it no more.
  const own = await stage.slack.until(
    () =>
      person(stage, 'ana')
        .messages(POOL_CHANNEL)
        .find(({ ephemeral, blocks }) => ephemeral && JSON.stringify(blocks).includes('Shared in this')),
    3_000,
  );
  expect(deskOf(stage, 'ana').read(own).split('\n').at(-1)).toBe('[What the figures mean]');
});

test('what was shared is taken back by whoever shared it or ops, and by nobody else', async () => {
  const stage = await openStage();
  for (const personId of ['ben', 'mia', 'mara']) {
    const message = await share(stage, 'ana', '/funnel tree 7d');
    expect(await deskOf(stage, personId).press(message, ids.unshare)).toBe(
      'Only whoever shared this, or ops can take it back.',
    );
  }
  expect(sharedIn(stage)).toHaveLength(3);
  for (const personId of ['ana', 'olga']) {
    const before = sharedIn(stage).length;
    await person(stage, personId).press(sharedIn(stage)[0] as SeenMessage, ids.unshare, {});
    await stage.slack.until(() => sharedIn(stage).length === before - 1, 3_000);
  }
});

test('what the figures mean is shown in a modal', async () => {
  const stage = await openStage();
  const mia = deskOf(stage, 'mia');
  const said = await mia.open(await mia.ask('/funnel 7d'), ids.definitions);
  expect(said.split('\n').slice(0, 2)).toEqual([
    '— The funnel’s figures —',
    'Leads: Everybody captured during the period, from all sources; test leads are left out.',
  ]);
});

/** Leads of the day, of so many people, each with one more than the one before. */
async function ownedBy(stage: TestStage, ownerIds: readonly string[]): Promise<void> {
  const { db, now } = stage.app.core;
  for (const [index, ownerId] of ownerIds.entries()) {
    for (let no = 0; no <= index; no += 1) {
      const id = `${ownerId} ${no}`;
      await addLead(db, id, { capturedAt: now(), createdAt: now() });
      await addHandoff(db, `${id} handoff`, { leadId: id, ownerId, createdAt: now() });
      await addStages(db, id, ['marketing_qualified'], now());
    }
  }
}

const REPS = ['ana', 'ben', 'cleo', 'dan', 'eva'];

/** Who is named in a message, by anything that a reader or a program finds in it; whoever shared it is named below. */
function named(stage: TestStage, message: SeenMessage, sharedBy: string): string[] {
  const { people } = stage.app.core.inForce().settings;
  const all = JSON.stringify([message.text, message.blocks]);
  return people
    .filter(({ id }) => id !== sharedBy)
    .filter(({ id, name }) => all.includes(name) || all.includes(stage.slackIdOf(id)))
    .map(({ id }) => id);
}

test('figures by rep are shown without names, and the total as it is', async () => {
  const stage = await openStage();
  await ownedBy(stage, REPS);
  const message = await share(stage, 'mia', '/funnel 7d by rep');
  expect(named(stage, message, 'mia')).toEqual([]);
  const rows = deskOf(stage, 'ben')
    .read(message)
    .split('\n')
    .filter((line) => / \| /.test(line));
  // One lead more came by the webhook, and went to Ana.
  expect(rows.map((row) => row.split(' | ').slice(0, 2).join(': '))).toEqual([
    'Rep: Leads',
    'All together: 16',
    'Rep 1: 5',
    'Rep 2: 4',
    'Rep 3: 3',
    'Rep 4: 2',
    'Rep 5: 2',
  ]);
  // What is asked again for the sharer keeps the names, for them alone.
  const own = await stage.slack.until(
    () =>
      person(stage, 'mia')
        .messages(POOL_CHANNEL)
        .find(({ ephemeral, blocks }) => ephemeral && JSON.stringify(blocks).includes('Shared in this')),
    3_000,
  );
  expect(named(stage, own, 'mia').toSorted()).toEqual(REPS);
});

test('of few reps the total alone is shown, whoever of them shares it', async () => {
  const stage = await openStage();
  await ownedBy(stage, REPS.slice(0, 4));
  for (const personId of ['mia', 'ana', 'olga']) {
    const message = await share(stage, personId, '/funnel 7d by rep');
    expect(named(stage, message, personId)).toEqual([]);
    const read = deskOf(stage, 'ben').read(message);
    expect(read).toContain('All together | 11 | ');
    expect(read).not.toMatch(/Rep \d/);
  }
});

test('a workspace without tables reads no names either', async () => {
  const stage = await openStage();
  await ownedBy(stage, REPS);
  stage.slack.fail({
    method: 'response_url',
    withBlock: 'data_table',
    times: Number.POSITIVE_INFINITY,
    as: { error: 'invalid_blocks' },
  });
  const message = await share(stage, 'mia', '/funnel 7d by rep');
  expect(named(stage, message, 'mia')).toEqual([]);
  expect(deskOf(stage, 'ben').read(message)).toContain('• Rep 1: Leads 5, ');
});

test('of whatever is asked, nobody but whoever shares it is named in the channel', async () => {
  const stage = await openStage();
  await ownedBy(stage, REPS);
  const asked = ['', 'by pool', 'by reason', 'tree', 'velocity', 'coverage', 'forecast', 'speed', 'cost'];
  for (const words of [...asked, 'plan 5 won', 'failures', 'attribution']) {
    const message = await share(stage, 'mia', `/funnel ${words}`);
    expect([words, named(stage, message, 'mia')]).toEqual([words, []]);
  }
});
