import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage } from '../support/stage.ts';

test('a card that an admin deleted comes back with its next change, and can be pressed', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  const old = ana.card();
  stage.slack.deleteMessage(old.channel, old.ts);

  // The copy on her phone is still there.
  await ana.press(old, ids.accept);
  expect(ana.cards()).toHaveLength(1);
  expect(ana.card().ts).not.toBe(old.ts);
  expect(ana.reads()).toContain('Accepted by Ana Duarte');
  await ana.press(ana.card(), ids.undo);
  expect(ana.reads()).toContain('[Accept]');
});

test('a reminder finds that its card is gone: the card comes back, and the reminder stands in its thread', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  stage.slack.deleteMessage(ana.card().channel, ana.card().ts);
  await stage.pass(3);
  await stage.pass(1);

  expect(ana.cards()).toHaveLength(1);
  expect(ana.card().replies.map((reply) => reply.notifies)).toEqual([[stage.slackIdOf('ana')]]);
});

test('a manager’s message that was deleted is posted anew with what is still open', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  await stage.pass(5);
  const mia = deskOf(stage, 'mia');
  stage.slack.deleteMessage(mia.overdue().channel, mia.overdue().ts);
  await stage.pass(5);

  expect(mia.direct().map((message) => message.split('\n').slice(0, 2))).toEqual([
    [
      '1 lead overdue, since today at 10:05 AM',
      'Grace Hopper (Globex) · 🔥 Hot · with Ben Okafor · Offered, not answered · was due today at 10:05 AM',
    ],
  ]);
});
