import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt, warmAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const AWAY = "update people set away_until = '2026-12-10T09:00:00Z' where id";
const standing = (stage: TestStage) => stage.query('select state, owner_id, offer_no from handoffs');

/** Ana has put a warm lead off for an hour. */
async function snoozed(): Promise<TestStage> {
  const stage = await startStage();
  await stage.send(warmAt('initech'));
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.snooze, '1 hour');
  return stage;
}

/** Ana has accepted a lead and agreed on a callback in four hours. */
async function callback(): Promise<TestStage> {
  const stage = await startStage();
  await stage.send(leadAt('initech'));
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await ana.press(ana.card(), ids.snooze, '4 hours');
  return stage;
}

test.each([
  ['is away', `${AWAY} = 'ana'`],
  ['was deactivated, though nobody noticed yet', "update people set is_active = false where id = 'ana'"],
  ['is unknown to Slack', "update people set slack_id = null where id = 'ana'"],
])('what was snoozed by somebody who %s by then is offered to the next', async (_, gone) => {
  const stage = await snoozed();
  await stage.query(gone);
  await stage.pass(60);

  expect(await standing(stage)).toEqual([{ state: 'offered', owner_id: 'ben', offer_no: 2 }]);
  expect(deskOf(stage, 'ben').reads()).toContain('\nPassed on from Ana Duarte: its rep is away · Accept by');
});

test('what was snoozed by somebody who is deactivated is offered to the next as soon as that is known', async () => {
  const stage = await snoozed();
  await stage.slack.deactivate(stage.slackIdOf('ana'));
  await stage.app.checkPeople();
  await stage.settle();
  expect(await standing(stage)).toEqual([{ state: 'offered', owner_id: 'ben', offer_no: 2 }]);
});

test('a new signal wakes it at somebody who is there, too', async () => {
  const stage = await snoozed();
  await stage.query(`${AWAY} = 'ana'`);
  await stage.send(
    {
      person: { email: 'lead@initech.example' },
      kind: 'signal',
      signals: [{ type: 'pricing_view', at: '2026-11-23T09:00:00Z', title: 'Pricing page' }],
    },
    { source: 'content' },
  );
  await stage.settle();
  expect(await standing(stage)).toEqual([{ state: 'offered', owner_id: 'ben', offer_no: 2 }]);
});

test('whoever wakes it is there, and keeps it', async () => {
  const stage = await snoozed();
  await stage.query(`${AWAY} = 'ana'`);
  const ana = deskOf(stage, 'ana');
  expect(await ana.press(ana.card(), ids.wake)).toBe('Awake again.');
  expect(await standing(stage)).toEqual([{ state: 'offered', owner_id: 'ana', offer_no: 1 }]);
});

test('a rep who is there keeps it', async () => {
  const stage = await snoozed();
  await stage.pass(60);
  expect(await standing(stage)).toEqual([{ state: 'offered', owner_id: 'ana', offer_no: 1 }]);
});

test('a callback goes to the next as well, with whom nobody is agreed yet', async () => {
  const stage = await callback();
  await stage.query(`${AWAY} = 'ana'`);
  await stage.pass(240);
  expect(await standing(stage)).toEqual([{ state: 'offered', owner_id: 'ben', offer_no: 2 }]);
});

test('a callback that nobody else can take goes to the manager who is there', async () => {
  const stage = await callback();
  await stage.query(`${AWAY} in ('ana', 'ben')`);
  await stage.pass(240);
  expect(await standing(stage)).toEqual([{ state: 'offered', owner_id: 'mia', offer_no: 2 }]);
});

test('an offer that nobody else can take stays where it is, and its ladder tells the manager', async () => {
  const stage = await snoozed();
  await stage.query(`${AWAY} in ('ana', 'ben')`);
  await stage.pass(60);
  expect(await standing(stage)).toEqual([{ state: 'offered', owner_id: 'ana', offer_no: 1 }]);
  await stage.pass(240);
  expect(deskOf(stage, 'mia').direct()).toHaveLength(1);
});
