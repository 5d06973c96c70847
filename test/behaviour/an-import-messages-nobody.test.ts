import { expect, test } from 'vitest';
import { lastDeliveryOf } from '#db/deliveries.ts';
import { lastDeliveries } from '#db/source-counts.ts';
import { bridge } from '#sandbox/settle.ts';
import { contacts, exampleSettings, importRows } from '../support/imports.ts';
import { hot } from '../support/leads.ts';
import { openSite } from '../support/site.ts';

const { grace, alan, joan } = contacts;
const DAY = 24 * 60;
const rejected = {
  ...joan,
  'Record ID': '154',
  Email: 'kim@tyrell.example',
  'Contact owner': 'Ben Okafor',
  'Lead Status': 'Unqualified',
};

async function start() {
  const site = await openSite();
  const running = await site.start();
  await site.settle();
  const on = { db: site.database.db, settings: exampleSettings(), now: site.clock.now() };
  const said = () => site.slack.calls.filter(({ method }) => /^(chat|views|files)\./.test(method)).length;
  return { site, running, on, said };
}

test('nobody is messaged, however often the clock ticks afterwards, nor when the app is started anew', async () => {
  const { site, running, on, said } = await start();
  const before = said();
  await importRows(on, [grace, alan, joan, rejected]);

  for (const days of [0.1, 1, 3, 10]) {
    site.clock.forward(days * DAY);
    await bridge({ app: running.app, clock: site.clock });
    await running.app.tick();
    await site.settle();
  }
  await running.stop();
  const again = await site.start();
  await again.app.tick();
  await site.settle();

  expect(said()).toBe(before);
  expect(await site.query("select key from messages where kind <> 'home'")).toEqual([]);
  expect(
    await site.query('select state, count(*)::int as handoffs from handoffs group by state order by state'),
  ).toEqual([{ state: 'completed', handoffs: 1 }]);
});

test('a lead that an import brought asks for a demo: one card, for the person that is known', async () => {
  const { site, running, on } = await start();
  await importRows(on, [alan]);

  await running.send({
    ...hot,
    person: { ...hot.person, full_name: 'Alan Turing', email: 'alan@initech.example', phone: undefined },
  });
  await site.settle();

  expect(await site.query("select count(*)::int as cards from messages where kind = 'card'")).toEqual([
    { cards: 1 },
  ]);
  expect(await site.query('select count(*)::int as leads, min(stage) as stage from leads')).toEqual([
    { leads: 1, stage: 'marketing_qualified' },
  ]);
});

test('what somebody works on here keeps its stage and its card, whatever the CRM says', async () => {
  const { site, running, on, said } = await start();
  await running.send(hot);
  await site.settle();
  const before = said();

  const told = await importRows(on, [
    {
      ...grace,
      'Job Title': 'CRM title',
      'Lifecycle Stage': 'Opportunity',
      'Mobile Phone Number': '+49 171 5550000',
    },
  ]);
  await running.app.tick();
  await site.settle();

  expect(said()).toBe(before);
  expect([told.new, told.updated]).toEqual([0, 1]);
  // What we knew stays; what we did not know comes in.
  expect(
    await site.query(`select stage, record #>> '{person,title}' as title, record -> 'refs' -> 0 ->> 'id' as ref
      from leads`),
  ).toEqual([{ stage: 'marketing_qualified', title: 'Head of Operations', ref: '151' }]);
  expect(await site.query('select state from handoffs')).toEqual([{ state: 'offered' }]);
});

test('a customer that an import brought stays a customer, whatever they download', async () => {
  const { site, running, on, said } = await start();
  await importRows(on, [{ ...grace, 'Lifecycle Stage': 'Customer' }]);
  const before = said();

  await running.send(
    { person: { email: 'grace@globex.example' }, channel: 'content' },
    { source: 'content' },
  );
  await site.settle();

  expect(said()).toBe(before);
  expect(await site.query('select stage from leads')).toEqual([{ stage: 'closed_won' }]);
});

const asks = (company: string, name: string) => ({
  ...hot,
  person: { full_name: name, email: `${name}@${company}.example`, country: 'DE' },
});

test('whom the CRM called unqualified asks for a demo: they are handed over as anybody', async () => {
  const { site, running, on } = await start();
  await importRows(on, [rejected]);
  expect(await site.query('select stage from leads')).toEqual([{ stage: 'disqualified' }]);

  await running.send(asks('tyrell', 'kim'));
  await site.settle();

  expect(await site.query('select outcome from items order by outcome desc')).toEqual([
    { outcome: 'imported' },
    { outcome: 'handoff' },
  ]);
  expect(await site.query('select count(*)::int as leads, min(stage) as stage from leads')).toEqual([
    { leads: 1, stage: 'marketing_qualified' },
  ]);
});

test('an inquiry that an import brought is judged when a signal says enough', async () => {
  const { site, running, on } = await start();
  await importRows(on, [
    { ...joan, Industry: 'software', 'Number of Employees': '300', 'Country/Region': 'DE' },
  ]);
  expect(await site.query('select stage from leads')).toEqual([{ stage: 'inquiry' }]);

  site.clock.forward(60);
  await running.send(
    {
      kind: 'signal',
      person: { email: 'joan@umbrella.example' },
      signals: ['2026-11-23T09:30:00Z', '2026-11-23T09:40:00Z'].map((at) => ({ type: 'pricing_view', at })),
    },
    { source: 'content' },
  );
  await site.settle();

  expect(await site.query('select stage from leads')).toEqual([{ stage: 'marketing_qualified' }]);
  expect(await site.query("select count(*)::int as cards from messages where kind = 'card'")).toEqual([
    { cards: 1 },
  ]);
});

test('an import is no delivery of its source', async () => {
  const { on } = await start();
  await importRows(on, [grace]);

  expect(await lastDeliveries(on.db)).toEqual(new Map());
  expect(await lastDeliveryOf(on.db, 'hubspot')).toBeNull();
});
