import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { openSite } from '../support/site.ts';

test('a card from before a restart can be pressed after it, once', async () => {
  const site = await openSite();
  const first = await site.start();
  await first.send(hot);
  await site.settle();
  const ana = deskOf(site, 'ana');
  const card = ana.card();
  await first.stop();

  expect((await site.slack.as(site.slackIdOf('ana')).press(card, ids.accept)).problem).toBe(
    'the app could not be reached',
  );
  await site.start();
  expect(await ana.press(card, ids.accept)).toBe('Accepted. The card has Undo for two minutes.');
  expect(await ana.press(card, ids.accept)).toBe(
    'This lead is already accepted; it is with Ana Duarte. Nothing was changed.',
  );
  expect(ana.cards().filter(({ ephemeral }) => !ephemeral)).toHaveLength(1);
  expect(ana.reads()).toContain('Accepted by Ana Duarte today at 10:00 AM');
});

test('a form that was open during a restart can be submitted, and an acceptance undone', async () => {
  const site = await openSite();
  const first = await site.start();
  await first.send(hot);
  await site.settle();
  const ana = deskOf(site, 'ana');
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.respond);
  await first.stop();
  await site.start();

  await ana.press(ana.card(), ids.undo);
  expect(ana.reads()).toContain('[Accept]');
  await ana.press(ana.card(), ids.accept);
  await ana.submit({ channel: 'Call', outcome: 'Reached them' });
  expect(ana.reads()).toContain('Called today at 10:00 AM by Ana Duarte, reached them');
});
