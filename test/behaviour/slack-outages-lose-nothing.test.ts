import { expect, test, vi } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot, leadAt } from '../support/leads.ts';
import { step, withLadders } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const posts = (stage: TestStage): number =>
  stage.slack.calls.filter(({ method }) => method === 'chat.postMessage').length;

test('when Slack says to come back later nothing is posted before, then everything', async () => {
  const stage = await startStage();
  stage.slack.fail({ method: 'chat.postMessage', times: 1, as: 'rate_limited', retryAfter: 120 });
  await stage.send(hot);
  await stage.settle();
  await stage.send(leadAt('initech'));
  await stage.settle();
  await stage.pass(1);

  expect(posts(stage)).toBe(1);
  expect(stage.slack.as(stage.slackIdOf('ana')).dm()).toEqual([]);
  await stage.pass(1);
  expect(deskOf(stage, 'ana').cards()).toHaveLength(1);
  expect(deskOf(stage, 'ben').cards()).toHaveLength(1);
});

test('while Slack fails, what it should show is kept and tried again, each time a little later', async () => {
  const stage = await startStage();
  stage.slack.fail({ method: 'chat.postMessage', times: 3, as: 'http_500' });
  await stage.send(hot);
  await stage.settle();

  expect(await stage.query('select attempts, problem, shown from messages')).toEqual([
    { attempts: 1, problem: 'http_500', shown: 0 },
  ]);
  await stage.pass(1);
  await stage.pass(1);
  await stage.pass(1);
  expect(deskOf(stage, 'ana').cards()).toHaveLength(1);
  expect(posts(stage)).toBe(4);
});

test('an answer that never comes holds up nobody else, and the card comes once', async () => {
  const stage = await startStage();
  stage.slack.fail({ method: 'chat.postMessage', times: 1, as: 'hang' });
  await stage.send(hot);
  await vi.waitFor(() => expect(posts(stage)).toBe(1), 3_000);
  await stage.send(leadAt('initech'));
  await stage.slack.until(() => stage.slack.as(stage.slackIdOf('ben')).dm().length === 1, 3_000);

  await stage.settle();
  await stage.pass(1);
  expect(deskOf(stage, 'ana').cards()).toHaveLength(1);
});

test('a card that could not be changed shows the truth as soon as it can', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  stage.slack.fail({ method: 'chat.update', times: 1, as: 'http_500' });
  stage.slack.fail({ method: 'chat.update', times: 1, as: 'rate_limited', retryAfter: 30 });

  expect(await ana.press(ana.card(), ids.accept)).toBe('Accepted. The card has Undo for two minutes.');
  expect(ana.reads()).toContain('[Accept]');
  await stage.pass(1);
  await stage.pass(1);
  expect(ana.reads()).toContain('Accepted by Ana Duarte');
});

test('what came while Slack was away is there when it is back: cards, reminders and the manager’s message', async () => {
  const stage = await startStage();
  stage.slack.fail({ method: '*', times: 1_000, as: 'http_500' });
  await stage.send(hot);
  await stage.settle();
  for (const minutes of [3, 1, 1, 1]) await stage.pass(minutes);
  expect(deskOf(stage, 'mia').cards()).toEqual([]);

  stage.slack.clearFaults();
  await stage.pass(1);
  await stage.pass(1);
  const ana = deskOf(stage, 'ana');
  expect(ana.cards()).toHaveLength(1);
  expect(ana.reads()).toContain('Overdue: acceptance was due today at 10:05 AM');
  expect(ana.card().replies.map((reply) => reply.notifies)).toEqual([[stage.slackIdOf('ana')]]);
  expect(stage.slack.as(stage.slackIdOf('mia')).dm()).toHaveLength(1);
});

test('of the lists a manager missed meanwhile only the last is posted, whichever is tried first', async () => {
  const ladder = [step('5m', 'tell_manager', { every: '1h' })];
  const stage = await startStage({ settings: withLadders({ accept: ladder }) });
  await stage.send(hot);
  await stage.settle();
  stage.slack.fail({ method: '*', times: 1_000, as: 'http_500' });
  // What was tried often is tried once a minute, each at a second of its own.
  const nextTry = (of: string, at: string) =>
    stage.query(`update messages set attempts = 6, not_before = '2026-11-23T${at}Z'
      where kind = 'escalations' and detail ->> 'windowAt' = '2026-11-23T${of}:00.000Z'`);
  await stage.pass(5);
  await nextTry('09:00', '10:05:20');
  await stage.pass(60);
  await nextTry('10:00', '10:05:40');
  const mia = deskOf(stage, 'mia');
  expect(mia.direct()).toEqual([]);

  stage.slack.clearFaults();
  await stage.pass(0.5);
  expect(mia.direct()).toEqual([]);
  await stage.pass(0.5);
  expect(mia.direct().map((message) => message.split('\n')[0])).toEqual([
    '1 lead overdue, since today at 11:05 AM',
  ]);
});
