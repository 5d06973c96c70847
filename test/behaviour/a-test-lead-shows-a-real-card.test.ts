import { expect, test } from 'vitest';
import { fields, ids } from '#blocks/ids.ts';
import { bridge } from '#sandbox/settle.ts';
import { deskOf } from '../support/desk.ts';
import { setupDeskOf } from '../support/setup-desk.ts';
import { openSite } from '../support/site.ts';

async function openWithTest() {
  const site = await openSite();
  const { app } = await site.start();
  const setup = setupDeskOf(site.slack, site.slackIdOf('olga'));
  await setup.open();
  await setup.go('test');
  const said = await setup.press('test-lead');
  await site.settle();
  const olga = deskOf(site, 'olga');
  await olga.closeModal();
  return { site, app, said, olga };
}

test('whoever asks for it gets a real card in their direct messages, which says that it is a test', async () => {
  const { said, olga } = await openWithTest();
  expect(said).toContain('A test lead is in your direct messages with this app.');
  expect(olga.reads().split('\n').slice(0, 4)).toEqual([
    '🔥 Hot · Test',
    'Test Lead (nobody real), Head of Operations · Example Company · 420 employees',
    'Why now: Demo request, just now; Pricing page ×2, last 9 minutes ago',
    'Accept by today at 10:05 AM',
  ]);
});

test('it can be accepted like any other, and counts in no figure', async () => {
  const { olga } = await openWithTest();
  await olga.press(olga.card(), ids.accept);
  expect(olga.reads()).toContain('Accepted');
  expect(olga.read(await olga.ask('/funnel'))).toContain('No leads');
});

test('its rejection reaches marketing as any would, and no figure', async () => {
  const { site, olga } = await openWithTest();
  await olga.open(olga.card(), ids.reject);
  await olga.submit({ [fields.reason]: 'too_small' });
  await site.settle();

  expect(deskOf(site, 'mara').channel('C0FEEDBACK')).toHaveLength(1);
  const home = await deskOf(site, 'mara').openHome();
  expect(home.join('\n')).not.toContain('Too small');
});

test('it takes nobody’s turn, disturbs no manager, and goes to nobody else', async () => {
  const { site, app, olga } = await openWithTest();
  site.clock.forward(60);
  await bridge({ app, clock: site.clock });
  await app.tick();
  await site.settle();
  expect(await site.query('select kind from messages order by kind')).toEqual([{ kind: 'card' }]);

  await olga.open(olga.card(), ids.reject);
  await olga.submit({ [fields.reason]: 'wrong_territory' });
  expect(await site.query('select state from handoffs')).toEqual([{ state: 'withdrawn' }]);
  expect(await site.query('select rep_id from balance_entries')).toEqual([]);
});

test('qualified, it opens no handoff for the next team', async () => {
  const { site, olga } = await openWithTest();
  await olga.press(olga.card(), ids.accept);
  await olga.open(olga.card(), ids.qualify);
  await olga.submit({ budget: 'Yes', authority: 'Yes', need: 'Yes', timeline: 'Soon' });
  expect(await site.query('select leg, state from handoffs')).toEqual([
    { leg: 'mql_to_sdr', state: 'completed' },
  ]);
});
