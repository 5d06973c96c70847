import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Edits } from '#domain/settings.ts';
import { JSON_TYPE, post } from '../support/deliveries.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { openSite, type RunningApp } from '../support/site.ts';

const FEEDBACK = 'C0FEEDBACK';
const OPS = 'C0OPS0001';
const token = 'a-long-random-token';

const change = async ({ app }: RunningApp, edits: Edits) =>
  app.core.changeSettings({
    what: 'set up',
    bySlackId: 'U0OLGA',
    edit: (before) => ({ ...before, ...edits }),
  });

const source: Edits = {
  sources: [
    {
      id: 'site',
      name: 'Our site',
      auth: { type: 'bearer', secret_sha256: [createHash('sha256').update(token).digest('hex')] },
    },
  ],
};
const team: Edits = {
  people: [
    { id: 'ana', name: 'Ana', email: 'ana@acme-sales.example', roles: ['sdr'], manager: 'olga' },
    { id: 'olga', name: 'Olga', email: 'olga@acme-sales.example', roles: ['ops'] },
  ],
  pools: [{ id: 'sdr', name: 'SDRs', members: [{ person: 'ana' }] }],
  routes: [{ id: 'all', to: { pool: 'sdr' } }],
};

const sendTo = ({ address }: RunningApp, lead: unknown): Promise<number> =>
  post(`${address}/webhooks/site`, JSON.stringify(lead), { ...JSON_TYPE, authorization: `Bearer ${token}` });

test('a lead that comes before there is anybody waits, and is offered when people appear', async () => {
  const site = await openSite();
  const running = await site.start({ file: 'starter.yaml' });
  expect(await sendTo(running, hot)).toBe(404);
  expect(await change(running, source)).toMatchObject({ ok: true });
  expect(await sendTo(running, hot)).toBe(200);
  await site.settle();
  site.clock.forward(60);
  await running.app.tick();
  await site.settle();
  expect(await site.query('select state, owner_id from handoffs')).toEqual([
    { state: 'waiting', owner_id: null },
  ]);

  expect(await change(running, team)).toMatchObject({ ok: true });
  await site.slack.until(() => deskOf(site, 'ana').cards()[0], 5_000);
  expect(deskOf(site, 'ana').reads()).toContain('Grace Hopper');
});

test('without a channel for ops the first of ops hears, and with one the channel does', async () => {
  const site = await openSite();
  const running = await site.start({ file: 'starter.yaml' });
  await change(running, { ...source, ...team });
  await running.app.checkPeople();
  await sendTo(running, { channel: 'no such channel' });
  await site.drain(running);
  expect(deskOf(site, 'olga').direct().join('\n')).toContain('One item from site could not be read');

  await change(running, { channels: { ops: OPS } });
  site.clock.forward(120);
  await sendTo(running, { channel: 'nor this' });
  await site.drain(running);
  const olga = deskOf(site, 'olga');
  expect(
    olga
      .channel(OPS)
      .map((message) => olga.read(message))
      .join('\n'),
  ).toContain('One item from site');
});

test('rejections from before there is a channel for them appear when there is one', async () => {
  const site = await openSite();
  const running = await site.start({ file: 'starter.yaml' });
  await change(running, { ...source, ...team });
  await running.app.checkPeople();
  await sendTo(running, hot);
  await site.drain(running);
  const ana = deskOf(site, 'ana');
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Competitor' });
  site.clock.forward(5);
  await running.app.tick();
  await site.settle();

  await change(running, { channels: { feedback: FEEDBACK } });
  await site.slack.until(() => ana.channel(FEEDBACK)[0], 5_000);
  const [message] = ana.channel(FEEDBACK);
  expect(message && ana.read(message)).toContain('Competitor');
});
