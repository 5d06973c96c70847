import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot, leadAt } from '../support/leads.ts';
import { inChannel, POOL_CHANNEL } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const OPS = 'C0OPS0001';
const FEEDBACK = 'C0FEEDBACK';

const toldToOps = (stage: TestStage): string[] => {
  const olga = stage.slack.as(stage.slackIdOf('olga'));
  return olga.messages(OPS).map((message) => olga.read(message));
};

async function reject(rep: Desk, reason: string): Promise<void> {
  await rep.open(rep.card(), ids.reject);
  await rep.submit({ reason });
}

test('when the bot was removed from a channel, ops are told once and the messages wait until it is back', async () => {
  const stage = await startStage();
  await stage.slack.leave(FEEDBACK, stage.slack.app.botUserId);
  await stage.send(hot);
  await stage.send(leadAt('initech'));
  await stage.settle();
  await reject(deskOf(stage, 'ana'), 'Too small');
  await reject(deskOf(stage, 'ben'), 'Competitor');
  await stage.pass(61);

  expect(toldToOps(stage)).toEqual([
    'A message cannot be delivered\n' +
      'Channel C0FEEDBACK: Slack says not_in_channel.\n' +
      'Invite the app to the channel, or name another in the settings. What is due is kept and sent then.',
  ]);
  stage.slack.join(FEEDBACK, stage.slack.app.botUserId);
  await stage.pass(61);
  expect(deskOf(stage, 'mara').channel(FEEDBACK)).toHaveLength(2);
  expect(toldToOps(stage)).toHaveLength(1);
});

test('cards for an archived channel wait, the clock runs on, and the manager hears of it', async () => {
  const stage = await startStage({ settings: inChannel });
  await stage.slack.archive(POOL_CHANNEL);
  await stage.send(hot);
  await stage.settle();
  await stage.pass(5);

  expect(toldToOps(stage)[0]).toContain('Channel C0SDREMEA: Slack says is_archived.');
  expect(stage.slack.as(stage.slackIdOf('mia')).dm()).toHaveLength(1);
  await stage.slack.unarchive(POOL_CHANNEL);
  const mia = deskOf(stage, 'mia');
  await mia.press(mia.overdue(), ids.take);
  await stage.pass(61);
  expect(mia.reads()).toContain('Accepted by Mia Lindqvist');
});

test('when even the ops channel is gone, leads still come', async () => {
  const stage = await startStage();
  await stage.slack.deleteChannel(OPS);
  await stage.send({ nonsense: true });
  await stage.send(hot);
  await stage.settle();

  expect(deskOf(stage, 'ana').cards()).toHaveLength(1);
});
