import { expect, test } from 'vitest';
import { loadSources } from '#src/view/sources.ts';
import { JSON_TYPE, post } from '../support/deliveries.ts';
import { hot, leadAt } from '../support/leads.ts';
import { openToAll } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

async function counts(stage: TestStage): Promise<unknown> {
  const [row] = await stage.query(`select
    (select count(*)::int from deliveries) as deliveries,
    (select count(*)::int from items) as items,
    (select count(*)::int from leads) as leads,
    (select count(*)::int from handoffs) as handoffs,
    (select count(*)::int from offers) as offers,
    (select count(*)::int from messages) as messages`);
  return row;
}

const ONE_OF_EACH = { deliveries: 1, items: 1, leads: 1, handoffs: 1, offers: 1, messages: 1 };

test('a delivery that is repeated, also twenty times at once, is answered 200 and is one lead with one card', async () => {
  const stage = await startStage();
  const once = { id: 'msg_1' };

  const answers = await Promise.all(Array.from({ length: 20 }, () => stage.send(hot, once)));
  await stage.settle();
  await stage.send(hot, once);
  await stage.settle();

  expect(answers).toEqual(Array(20).fill(200));
  expect(await counts(stage)).toEqual(ONE_OF_EACH);
  expect(stage.reads('ana')).toHaveLength(1);
  expect(stage.reads('ben')).toHaveLength(0);
});

test('the same body without an id is a repetition for 24 hours; after that the person is asking again', async () => {
  const stage = await startStage({ settings: openToAll });
  const ask = () => post(`${stage.address}/webhooks/website`, JSON.stringify(hot), JSON_TYPE);
  await ask();
  await stage.settle();

  stage.clock.forward(24 * 60 - 1);
  await ask();
  await stage.settle();
  expect(await stage.query('select outcome from items order by at')).toEqual([{ outcome: 'handoff' }]);

  stage.clock.forward(2);
  await ask();
  await ask();
  await stage.settle();
  expect(await stage.query('select outcome from items order by at')).toEqual([
    { outcome: 'handoff' },
    { outcome: 'joined' },
  ]);
});

test('an item that comes again in another delivery, with the sender’s own id, is only counted', async () => {
  const stage = await startStage();
  const first = { ...leadAt('initech'), id: 'form-1' };
  const second = { ...leadAt('hooli'), id: 'form-2' };
  await stage.send(first);
  await stage.settle();

  await stage.send([first, second]);
  await stage.settle();

  expect(await stage.query('select key, outcome from items order by outcome, key')).toEqual([
    { key: 'form-1', outcome: 'handoff' },
    { key: 'form-2', outcome: 'handoff' },
    { key: expect.stringMatching(/#0$/), outcome: 'repeated' },
  ]);
  expect(await stage.query('select count(*)::int as cards from messages')).toEqual([{ cards: 2 }]);
});

test('two sources may use the same id: it is the sender’s own', async () => {
  const stage = await startStage();

  await stage.send({ ...leadAt('initech'), id: '1' }, { source: 'website', id: 'msg_1' });
  await stage.send({ ...leadAt('hooli'), id: '1' }, { source: 'content', id: 'msg_1' });
  await stage.settle();

  expect(await stage.query('select source_id, outcome from items order by source_id')).toEqual([
    { source_id: 'content', outcome: 'handoff' },
    { source_id: 'website', outcome: 'handoff' },
  ]);
});

test('a reading that is run again from the start, as after a crash, changes nothing', async () => {
  const stage = await startStage();
  await stage.send([leadAt('initech'), leadAt('hooli')]);
  await stage.settle();
  const before = await counts(stage);

  await stage.query('update deliveries set read_at = null');
  await stage.pass(2);

  expect(await counts(stage)).toEqual(before);
});

const outcomes = (stage: TestStage) => stage.query('select outcome from items order by outcome');

test('an item that comes with a known id and says something else is news: it joins the card that is open', async () => {
  const stage = await startStage();
  const form = { ...leadAt('initech'), id: 'person-1' };
  const later = { ...form, discovery: { notes: 'Now about the other product' } };
  await stage.send(form);
  await stage.settle();

  await stage.send(later);
  await stage.settle();
  await stage.send(later);
  await stage.send(form);
  await stage.settle();

  expect(await outcomes(stage)).toEqual([
    { outcome: 'handoff' },
    { outcome: 'joined' },
    { outcome: 'repeated' },
    { outcome: 'repeated' },
  ]);
  expect(await stage.query("select record -> 'discovery' ->> 'notes' as notes from leads")).toEqual([
    { notes: 'Now about the other product' },
  ]);
});

test('the same with its fields in another order, or with empty ones more, says the same', async () => {
  const stage = await startStage();
  const { person, account, channel } = leadAt('initech');
  await stage.send({ id: 'form-1', person, account, channel });
  await stage.settle();

  await stage.send({ channel, account, tags: [], person: { ...person, title: person.title }, id: 'form-1' });
  await stage.settle();

  expect(await outcomes(stage)).toEqual([{ outcome: 'handoff' }, { outcome: 'repeated' }]);
});

test('news is read once, also when its delivery is read again', async () => {
  const stage = await startStage();
  await stage.send({ ...leadAt('initech'), id: 'person-1' });
  await stage.settle();
  await stage.send([
    { ...leadAt('initech'), id: 'person-1', tags: ['again'] },
    { ...leadAt('initech'), id: 'person-1' },
  ]);
  await stage.settle();
  const before = await counts(stage);

  await stage.query('update deliveries set read_at = null');
  await stage.pass(2);

  expect(await counts(stage)).toEqual(before);
  expect(await outcomes(stage)).toEqual([
    { outcome: 'handoff' },
    { outcome: 'joined' },
    { outcome: 'repeated' },
  ]);
});

test('what cannot be read is set aside, also with an id that was here before', async () => {
  const stage = await startStage();
  await stage.send({ ...leadAt('initech'), id: 'person-1' });
  await stage.settle();

  await stage.send({ id: 'person-1', person: { full_name: 'No address' } });
  await stage.settle();
  await stage.query('update deliveries set read_at = null');
  await stage.pass(2);

  expect(await outcomes(stage)).toEqual([{ outcome: 'handoff' }, { outcome: 'quarantined' }]);
});

test('/handoff sources counts what was repeated, and tests apart from leads', async () => {
  const stage = await startStage();
  const form = { ...leadAt('initech'), id: 'form-1' };
  await stage.send(form);
  await stage.settle();
  await stage.send(form);
  await stage.send(form);
  await stage.send({ kind: 'test' });
  await stage.settle();

  const { core } = stage.app;
  const { sources } = await loadSources(core.db, core.inForce(), { now: core.now(), page: 0 });

  expect(sources.find(({ id }) => id === 'website')?.today).toEqual([
    { words: 'handed over', count: 1 },
    { words: 'tests', count: 1 },
    { words: 'repeated', count: 2 },
  ]);
});

test('/handoff sources counts deliveries that came again whole, of today', async () => {
  const stage = await startStage();
  const today = async () => {
    const { core } = stage.app;
    const { sources } = await loadSources(core.db, core.inForce(), { now: core.now(), page: 0 });
    return sources.find(({ id }) => id === 'website')?.today;
  };
  await Promise.all(Array.from({ length: 4 }, () => stage.send(hot, { id: 'msg_1' })));
  await stage.send([leadAt('initech'), leadAt('hooli')], { id: 'msg_2' });
  await stage.send([leadAt('initech'), leadAt('hooli')], { id: 'msg_2' });
  await stage.settle();
  expect(await today()).toEqual([
    { words: 'handed over', count: 3 },
    { words: 'repeated', count: 4 },
  ]);

  stage.clock.forward(24 * 60);
  expect(await today()).toEqual([]);
  await stage.send(hot, { id: 'msg_1' });
  expect(await today()).toEqual([{ words: 'repeated', count: 1 }]);
});
