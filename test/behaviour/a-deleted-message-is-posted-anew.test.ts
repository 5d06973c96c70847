import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { readSettingsFile } from '#src/cli/settings-file.ts';
import { deskOf } from '../support/desk.ts';
import { hot, leadAt } from '../support/leads.ts';
import { changedBy } from '../support/settings.ts';
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
      'Grace Hopper (Globex) · 🔥 Hot · with Ben Okafor · Offered, not answered · was due today at 10:05 AM, now by today at 10:15 AM',
    ],
  ]);
});

test.each(['thread_not_found', 'cannot_reply_to_message'])(
  'a reminder that Slack does not take for its thread (%s) brings the card back, and stands under it',
  async (error) => {
    const stage = await startStage();
    await stage.send(hot);
    await stage.settle();
    const ana = deskOf(stage, 'ana');
    const old = ana.card();
    stage.slack.fail({ method: 'chat.postMessage', times: 1, as: { error } });
    await stage.pass(3);
    await stage.pass(1);

    // Slack said that it is gone: what its stand-in still shows of it does not count.
    const [, anew] = ana.cards();
    expect(anew?.ts).not.toBe(old.ts);
    expect(anew?.replies.map((reply) => reply.notifies)).toEqual([[stage.slackIdOf('ana')]]);
  },
);

test('a reminder whose answer was lost is not looked for in a thread that is gone', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  stage.slack.fail({ method: 'chat.postMessage', times: 1, as: 'http_500' });
  stage.slack.fail({ method: 'conversations.replies', times: 1, as: { error: 'thread_not_found' } });
  await stage.pass(3);
  await stage.pass(1);

  expect(ana.card().replies).toHaveLength(1);
});

test('direct messages that are gone are opened anew: the card comes back there, with its reminder', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  const old = ana.card();
  await stage.slack.deleteChannel(old.channel);
  await stage.pass(3);
  await stage.pass(1);

  expect(ana.cards()).toHaveLength(1);
  expect(ana.card().channel).not.toBe(old.channel);
  expect(ana.card().replies).toHaveLength(1);
  await ana.press(ana.card(), ids.accept);
  expect(ana.reads()).toContain('Accepted by Ana Duarte');
  const olga = deskOf(stage, 'olga');
  expect(olga.channel('C0OPS0001').map(olga.read)).toEqual([]);
});

test('a new card for somebody whose direct messages are gone comes at once', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await stage.slack.deleteChannel(ana.card().channel);
  await stage.send(leadAt('initech'));
  await stage.send(leadAt('hooli'));
  await stage.settle();

  expect(ana.cards()).toHaveLength(1);
});

test('direct messages that Slack does not have even when opened anew are told to ops, once', async () => {
  const stage = await startStage();
  stage.slack.fail({ method: 'chat.postMessage', times: 3, as: { error: 'channel_not_found' } });
  await stage.send(hot);
  await stage.settle();
  await stage.pass(1);

  expect(await stage.query("select problem, attempts from messages where kind = 'card'")).toEqual([
    { problem: 'channel_not_found', attempts: 3 },
  ]);
  const olga = deskOf(stage, 'olga');
  expect(olga.channel('C0OPS0001').map(olga.read)[0]).toContain('A message cannot be delivered');
});

test('what marketing was told comes back with its next change, in the channel of today where that is another', async () => {
  const stage = await startStage();
  const reject = async (personId: string) => {
    const desk = deskOf(stage, personId);
    await desk.open(desk.card(), ids.reject);
    await desk.submit({ reason: 'Too small' });
  };
  await stage.send(hot);
  await stage.send(leadAt('initech'));
  await stage.settle();
  const mara = deskOf(stage, 'mara');
  await reject('ana');
  expect(mara.channel('C0FEEDBACK')).toHaveLength(1);
  stage.slack.addChannel({
    id: 'C0FEEDBACK2',
    name: 'feedback-2',
    members: [stage.slackIdOf('mara')],
    botIsMember: true,
  });
  await stage.slack.deleteChannel('C0FEEDBACK');
  const reading = readSettingsFile('handoff.yaml');
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  await stage.app.changeSettingsFile(
    changedBy(
      (settings) => ({ ...settings, channels: { ...settings.channels, feedback: 'C0FEEDBACK2' } }),
      reading,
    ),
  );
  await reject('ben');
  await stage.pass(1);

  expect(mara.channel('C0FEEDBACK2').map((message) => mara.read(message).split('\n')[0])).toEqual([
    '2 leads rejected: Too small · from Website',
  ]);
});
