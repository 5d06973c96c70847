import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { inChannel, POOL_CHANNEL } from '../support/settings.ts';
import { startStage } from '../support/stage.ts';

test('a pool may have its cards in a channel: each says whose it is, and calls them', async () => {
  const stage = await startStage({ settings: inChannel });
  await stage.send(hot);
  await stage.settle();

  const ben = deskOf(stage, 'ben');
  const [card] = ben.channel(POOL_CHANNEL);
  expect(card?.notifies).toEqual([stage.slackIdOf('ana')]);
  expect(ben.reads()).toContain('\nFor @Ana Duarte · Accept by today at 10:05 AM\n');
  expect(deskOf(stage, 'ana').card().channel).toBe(POOL_CHANNEL);
});

test('everybody in the channel can press, and only those may act whose lead it is', async () => {
  const stage = await startStage({ settings: inChannel });
  await stage.send(hot);
  await stage.settle();
  const ben = deskOf(stage, 'ben');

  expect(await ben.press(ben.card(), ids.accept)).toBe(
    'This lead is with Ana Duarte. Only they, their manager or ops can do that.',
  );
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  expect(ben.reads()).toContain('\nAccepted by Ana Duarte today at 10:00 AM');
});

test('reminders stand in the thread of the card there, and the next owner’s card follows in the same channel', async () => {
  const stage = await startStage({ settings: inChannel });
  await stage.send(hot);
  await stage.settle();
  await stage.pass(3);
  await stage.pass(7);

  const [first, second] = deskOf(stage, 'mara').channel(POOL_CHANNEL);
  expect(first?.replies.map((reply) => reply.notifies)).toEqual([[stage.slackIdOf('ana')]]);
  expect(first?.blocks.map((block) => block.type)).toEqual(['rich_text']);
  expect(second?.notifies).toEqual([stage.slackIdOf('ben')]);
});
