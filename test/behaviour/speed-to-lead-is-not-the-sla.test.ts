import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot, warmAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Captured twenty minutes before it came, accepted after two minutes and responded to after twelve. */
async function responded(): Promise<TestStage> {
  const stage = await startStage();
  await stage.send({ ...hot, occurred_at: '2026-11-23T08:40:00Z' });
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  stage.clock.forward(2);
  await ana.press(ana.card(), ids.accept);
  stage.clock.forward(10);
  await ana.open(ana.card(), ids.respond);
  await ana.submit({ channel: 'Call', outcome: 'Reached them' });
  return stage;
}

test('Details say each step with how long it took, whose share it was, and apart from that whether each clock was met', async () => {
  const stage = await responded();
  const ana = deskOf(stage, 'ana');
  const details = (await ana.open(ana.card(), ids.more, 'Details')).split('\n');

  expect(details.slice(details.indexOf('Speed to lead: 32 min from capture to first response'), -1)).toEqual(
    expect.arrayContaining([
      'Speed to lead: 32 min from capture to first response',
      '• Captured today at 9:40 AM',
      '• Received today at 10:00 AM, after 20 min',
      '• First offered today at 10:00 AM, after 0 s',
      '• In Slack today at 10:00 AM, after 0 s',
      '• Accepted today at 10:02 AM, after 2 min',
      '• First response today at 10:12 AM, after 10 min',
      '• system’s share 20 min · person’s share 12 min, 12 min of it in working hours',
      'Clocks',
      '• Acceptance: from today at 10:00 AM, due today at 10:05 AM, met today at 10:02 AM',
      '• First response: from today at 10:00 AM, due today at 10:15 AM, met today at 10:12 AM',
    ]),
  );
});

test('/funnel keeps them apart: twenty minutes of the system’s are no breach of the person’s clock', async () => {
  const stage = await responded();
  const mia = deskOf(stage, 'mia');
  const lines = mia.read(await mia.ask('/funnel 7d')).split('\n');

  expect(
    lines.filter((line) => /^(Speed to lead|• (System|Person)’s|Answered|First response in)/.test(line)),
  ).toEqual([
    'Speed to lead: 32 min (1 lead)',
    '• System’s share: 20 min (1 lead)',
    '• Person’s share: 12 min (1 lead)',
    'Answered in time: 1 of 1 (target 90 %)',
    'First response in time: 1 of 1 (target 90 %)',
  ]);
});

test('a card that Slack takes late is the system’s share, and a lead snoozed meanwhile has that said', async () => {
  const stage = await startStage();
  stage.slack.fail({ method: 'chat.postMessage', times: 1, as: 'rate_limited', retryAfter: 60 });
  await stage.send(warmAt('globex'));
  await stage.settle();
  await stage.pass(1);
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.snooze, '1 hour');
  await stage.pass(60);
  await ana.press(ana.card(), ids.accept);
  stage.clock.forward(1);
  await ana.open(ana.card(), ids.respond);
  await ana.submit({ channel: 'Call', outcome: 'Reached them' });

  expect(await ana.open(ana.card(), ids.more, 'Details')).toContain(
    '\n• system’s share 1 min · person’s share 1 h 1 min, 1 h 1 min of it in working hours · snoozed for 1 h of it\n',
  );
});

test('the clocks that come after the first response spoil neither figure', async () => {
  const stage = await responded();
  stage.clock.forward(60 * 24 * 30);
  await stage.pass(0);
  const mia = deskOf(stage, 'mia');
  const lines = mia.read(await mia.ask('/funnel 90d')).split('\n');

  expect(lines).toContain('Answered in time: 1 of 1 (target 90 %)');
  expect(lines).toContain('First response in time: 1 of 1 (target 90 %)');
});
