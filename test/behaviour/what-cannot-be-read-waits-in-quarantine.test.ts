import { expect, test } from 'vitest';
import type { Settings } from '#domain/settings.ts';
import { runInbox } from '#src/cli/inbox.ts';
import { JSON_TYPE, post } from '../support/deliveries.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { reachOf } from '../support/reach.ts';
import { openToAll, withSource } from '../support/settings.ts';
import { openSite } from '../support/site.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const OPS = 'C0OPS0001';
const problems = (stage: Pick<TestStage, 'query'>) =>
  stage.query<{ outcome: string; path: string; problem: string }>(
    "select outcome, problems -> 0 ->> 'path' as path, problems -> 0 ->> 'problem' as problem from items order by position",
  );

test('what names nobody, or is no lead at all, is set aside with the reason, and no card is made of it', async () => {
  const stage = await startStage();

  await stage.send([
    { ...leadAt('initech'), person: { full_name: 'No address' } },
    { ...leadAt('initech'), person: { full_name: 'Too short a number', phone: '12' } },
    { ...leadAt('initech'), person: { email: 'nobody@nowhere' } },
    { persn: { email: 'a@initech.example' } },
    'hello',
    42,
    null,
    [leadAt('initech')],
  ]);
  await stage.settle();

  const nobody = 'names nobody: expected person.email, person.phone or refs';
  expect(await problems(stage)).toEqual([
    { outcome: 'quarantined', path: 'person', problem: nobody },
    { outcome: 'quarantined', path: 'person', problem: nobody },
    { outcome: 'quarantined', path: 'person.email', problem: 'expected an e-mail address' },
    { outcome: 'quarantined', path: 'persn', problem: 'not a field here; did you mean person?' },
    { outcome: 'quarantined', path: '', problem: 'expected an object, got text' },
    { outcome: 'quarantined', path: '', problem: 'expected an object, got a number' },
    { outcome: 'quarantined', path: '', problem: 'expected an object, got nothing' },
    { outcome: 'quarantined', path: '', problem: 'expected an object, got a list' },
  ]);
  expect(await stage.query('select count(*)::int as leads from leads')).toEqual([{ leads: 0 }]);
});

test('a company’s domain may be written in any way: the lead is taken in all the same', async () => {
  const stage = await startStage();
  const at = (company: string, domain: string) => {
    const lead = leadAt(company);
    const person = { ...lead.person, email: `${company}@gmail.com`, full_name: company };
    return { ...lead, person, account: { ...lead.account, domain } };
  };
  await stage.send([
    at('one', 'acme.com..'),
    at('two', 'acme.com。。'),
    at('three', '..'),
    at('four', 'https://x/'),
  ]);
  await stage.settle();

  expect(await problems(stage)).toHaveLength(4);
  expect(
    await stage.query(
      `select l.record -> 'person' ->> 'full_name' as name, a.domain
        from leads l left join accounts a on a.id = l.account_id order by 2, 1`,
    ),
  ).toEqual([
    { name: 'one', domain: 'acme.com' },
    { name: 'two', domain: 'acme.com' },
    { name: 'four', domain: null },
    { name: 'three', domain: null },
  ]);
});

test('a body that is one text, number or null is a delivery with one thing in it that is no lead', async () => {
  const stage = await startStage();

  await stage.send('hello');
  await stage.send(42);
  await stage.send(null);
  await stage.settle();

  expect(await stage.query('select distinct outcome from items')).toEqual([{ outcome: 'quarantined' }]);
  expect(await stage.query('select count(*)::int as items from items')).toEqual([{ items: 3 }]);
});

test('keys that could poison a prototype are dropped, and the lead is taken without them', async () => {
  const stage = await startStage({ settings: openToAll });
  const body = JSON.stringify(leadAt('initech')).replace(
    '{"person":{',
    '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},"person":{"__proto__":{"title":"Boss"},',
  );

  await post(`${stage.address}/webhooks/website`, body, JSON_TYPE);
  await post(
    `${stage.address}/webhooks/zapier`,
    '{"email":"a@hooli.example","__proto__":{"first_name":"Eve"}}',
    JSON_TYPE,
  );
  await stage.settle();

  expect(await stage.query('select source_id, outcome from items order by source_id')).toEqual([
    { source_id: 'website', outcome: 'handoff' },
    { source_id: 'zapier', outcome: 'nurture' },
  ]);
  expect(
    await stage.query(
      "select record -> 'person' ->> 'first_name' as name from leads where source_id = 'zapier'",
    ),
  ).toEqual([{ name: null }]);
  expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
});

test('ops are told of it once an hour and source, in a message that counts', async () => {
  const stage = await startStage();
  const ops = deskOf(stage, 'olga');
  await stage.send({ person: {} });
  await stage.settle();
  await stage.send({ person: {} });
  await stage.send({ person: {} }, { source: 'content' });
  await stage.settle();
  stage.clock.forward(60);
  await stage.send({ person: {} });
  await stage.settle();

  expect(ops.channel(OPS).map((message) => ops.read(message).split('\n')[0])).toEqual([
    '2 items from website could not be read',
    'One item from content could not be read',
    'One item from website could not be read',
  ]);
});

test('the inbox lists what waits and shows it whole', async () => {
  const stage = await startStage();
  await stage.send({ ...leadAt('initech'), person: { full_name: 'Ada' } });
  await stage.settle();
  const [item] = await stage.query<{ id: string }>('select id from items');
  const { db } = stage.app.core;

  const listed = await runInbox(reachOf(db), ['list']);
  const shown = await runInbox(reachOf(db), ['show', item?.id ?? '']);

  expect(listed.output.split('\n')[0]).toBe(
    `${item?.id}  2026-11-23T09:00:00.000Z  website  person: names nobody: expected person.email, person.phone or refs`,
  );
  expect(shown.output).toContain('"full_name":"Ada"');
  expect(await runInbox(reachOf(db), ['list', 'content'])).toEqual({
    output: 'Nothing in quarantine.',
    exitCode: 0,
  });
  expect((await runInbox(reachOf(db), ['show', 'nothing'])).exitCode).toBe(1);
});

test('once the mapping is mended, what waited is read again: each lead once, and ops see that nothing is left', async () => {
  const site = await openSite();
  const wrong = withSource('zapier', {
    map: { id: 'nr', 'person.email': 'mail', channel: '"demo_request"' },
  });
  const right = withSource('zapier', {
    map: { id: 'nr', 'person.email': 'e_mail', channel: '"demo_request"' },
  });
  const broken = await site.start({ settings: (settings) => openToAll(wrong(settings)) });
  const url = `${broken.address}/webhooks/zapier`;
  await post(
    url,
    '[{"nr": 1, "e_mail": "ada@initech.example"}, {"nr": 2, "mail": "bob@hooli.example"}]',
    JSON_TYPE,
  );
  await site.settle();
  expect(await site.query('select key, outcome from items order by key')).toEqual([
    { key: '1', outcome: 'quarantined' },
    { key: '2', outcome: 'handoff' },
  ]);
  await broken.stop();

  const mended = await site.start({ settings: (settings) => openToAll(right(settings)) });
  await runInbox(reachOf(site.database.db), ['retry', '--all']);
  site.clock.forward(2);
  await mended.app.tick();
  await site.settle();

  expect(await site.query('select key, outcome from items order by key')).toEqual([
    { key: '1', outcome: 'handoff' },
    { key: '2', outcome: 'handoff' },
  ]);
  expect(await site.query("select count(*)::int as cards from messages where kind = 'card'")).toEqual([
    { cards: 2 },
  ]);
  const ops = deskOf(site, 'olga');
  expect(ops.channel(OPS).map(ops.read).toSorted()).toEqual([
    'A lead that could not be read was read in the meantime\nNothing is left to do.',
    'Nothing left in quarantine from zapier\nAll of it was read in the meantime.',
  ]);
});

const unreadable = (name: string) => ({
  ...leadAt('initech'),
  person: { full_name: name, phone: '12' },
  temperature: 'hot',
});

test('somebody hot who cannot be read is told to ops at once, by name, company and temperature, with a mention', async () => {
  const stage = await startStage();
  const ops = deskOf(stage, 'olga');

  await stage.send(unreadable('Ada <!channel>'));
  await stage.settle();

  const [urgent] = ops.channel(OPS).filter((message) => ops.read(message).includes('waits'));
  expect(urgent && ops.read(urgent).split('\n')).toEqual([
    'A lead from Website waits and could not be read',
    'Ada <!channel>, initech, hot',
    '12',
    'person: names nobody: expected person.email, person.phone or refs',
    expect.stringMatching(/^No clock runs and nobody has it: answer them by hand\. .*inbox show /),
    expect.stringContaining('its sender has to put it right'),
    expect.stringContaining('@'),
  ]);
  const hourly = ops.channel(OPS).find((message) => ops.read(message).startsWith('One item from website'));
  expect(hourly && ops.read(hourly)).toContain('Ada <!channel>, initech, hot: person: names nobody');
  expect(hourly && ops.read(hourly)).not.toContain('mapping');
});

test('five an hour and source are told at once, and only who waits', async () => {
  const stage = await startStage();

  await stage.send([
    { ...unreadable('A signal'), kind: 'signal' },
    { ...unreadable('Cold'), temperature: 'cold', channel: 'content' },
    ...Array.from({ length: 8 }, (_, no) => unreadable(`Lead ${no}`)),
  ]);
  await stage.settle();

  expect(
    await stage.query(
      `select i.lead -> 'person' ->> 'full_name' as name from messages m join items i on m.key = 'ops:urgent:' || i.id order by 1`,
    ),
  ).toEqual([0, 1, 2, 3, 4].map((no) => ({ name: `Lead ${no}` })));
});

test('somebody who waits is seen through a mapping too', async () => {
  const name = 'person.full_name';
  const at = (email: string) => (settings: Settings) => ({
    ...openToAll(settings),
    sources: openToAll(settings).sources.map((source) =>
      source.id === 'zapier'
        ? { ...source, map: { [name]: 'who', temperature: '"hot"', 'person.email': email } }
        : source,
    ),
  });
  const stage = await startStage({ settings: at('no_such_field') });
  const ops = deskOf(stage, 'olga');
  await post(`${stage.address}/webhooks/zapier`, '{"who": "Ada", "mail": "ada@initech.example"}', JSON_TYPE);
  await stage.settle();
  const told = () => ops.channel(OPS).map((message) => ops.read(message).split('\n').slice(0, 2));
  expect(told()).toContainEqual(['A lead from Zapier waits and could not be read', 'Ada, hot']);
});
