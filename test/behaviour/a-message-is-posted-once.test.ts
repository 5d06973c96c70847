import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage } from '../support/stage.ts';

/** Slack does the work, and the connection breaks before its answer arrives: as after a crash, nobody knows. */
const lostAnswer = { method: 'chat.postMessage', times: 1, as: 'drop_after_accept' } as const;

test('a message carries an opaque mark, the same after every change, and nothing else about the lead', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  const { metadata } = ana.card();
  const [row] = await stage.query<{ marker: string }>('select marker from messages');

  expect(metadata).toEqual({ event_type: 'handoff_message', event_payload: { marker: row?.marker } });
  await ana.press(ana.card(), ids.accept);
  expect(ana.card().metadata).toEqual(metadata);
});

test('a card that was posted although no answer came is found by its mark, not posted again', async () => {
  const stage = await startStage();
  stage.slack.fail(lostAnswer);
  await stage.send(hot);
  await stage.settle();
  await stage.pass(1);

  const ana = deskOf(stage, 'ana');
  expect(ana.cards()).toHaveLength(1);
  await ana.press(ana.card(), ids.accept);
  expect(ana.reads()).toContain('Accepted by Ana Duarte');
});

test('so is a reminder in a thread, and a manager’s message', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  stage.slack.fail(lostAnswer);
  await stage.pass(3);
  stage.slack.fail(lostAnswer);
  await stage.pass(2);
  await stage.pass(1);

  expect(deskOf(stage, 'ana').card().replies).toHaveLength(1);
  expect(stage.slack.as(stage.slackIdOf('mia')).dm()).toHaveLength(1);
  expect(await stage.query('select count(*)::int as due from messages where shown < wanted')).toEqual([
    { due: 0 },
  ]);
});

test('while Slack refuses to be asked, the question stays open: nothing is posted twice', async () => {
  const stage = await startStage();
  stage.slack.fail(lostAnswer);
  stage.slack.fail({ method: 'conversations.history', times: 1, as: 'rate_limited', retryAfter: 20 });
  stage.slack.fail({ method: 'conversations.history', times: 1, as: 'http_500' });
  await stage.send(hot);
  await stage.settle();
  await stage.pass(0.5);
  await stage.pass(0.5);
  await stage.pass(0.5);

  expect(deskOf(stage, 'ana').cards()).toHaveLength(1);
  expect(await stage.query('select count(*)::int as due from messages where shown < wanted')).toEqual([
    { due: 0 },
  ]);
});

test('a card that went on before its answer came is not left with live buttons', async () => {
  const stage = await startStage();
  stage.slack.fail(lostAnswer);
  await stage.send(hot);
  await stage.settle();
  await stage.query("update messages set not_before = '2026-11-23T09:20:00Z'");
  await stage.pass(10);
  await stage.pass(11);

  const ana = deskOf(stage, 'ana');
  expect(ana.cards()).toHaveLength(1);
  expect(ana.reads()).toContain('Passed on today at 10:10 AM: no answer · now with Ben Okafor');
});

test('without the scope to look, one message too many is better than none', async () => {
  const stage = await startStage();
  stage.slack.revoke('im:history');
  stage.slack.fail(lostAnswer);
  await stage.send(hot);
  await stage.settle();
  await stage.pass(1);
  await stage.pass(1);

  const ana = deskOf(stage, 'ana');
  expect(ana.cards()).toHaveLength(2);
  await ana.press(ana.card(), ids.accept);
  expect(ana.reads()).toContain('Accepted by Ana Duarte');
});
