import { expect, test } from 'vitest';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage } from '../support/stage.ts';

const OPS = 'C0OPS0001';

test('a test is answered and shown to ops; nobody gets it, and no lead and no figure knows of it', async () => {
  const stage = await startStage();
  const ops = deskOf(stage, 'olga');

  expect(await stage.send({ ...hot, kind: 'test' })).toBe(200);
  stage.clock.forward(1);
  expect(await stage.send({ kind: 'test' })).toBe(200);
  await stage.settle();

  expect(await stage.query('select outcome, lead_id from items')).toEqual([
    { outcome: 'test', lead_id: null },
    { outcome: 'test', lead_id: null },
  ]);
  expect(
    await stage.query(`select (select count(*)::int from leads) as leads,
      (select count(*)::int from handoffs) as handoffs,
      (select count(*)::int from stage_changes) as stages`),
  ).toEqual([{ leads: 0, handoffs: 0, stages: 0 }]);
  expect(stage.reads('ana')).toEqual([]);
  const [notice, ...more] = ops.channel(OPS).map((message) => ops.read(message));
  expect(more).toEqual([]);
  expect(notice?.split('\n')).toEqual([
    '2 tests from Website arrived',
    'Nobody named: everything was read',
    `${hot.person.full_name}, ${hot.account.name}: everything was read`,
    'Nobody is given a test, and no figure counts it.',
  ]);
});

test('many tests in one delivery are no batch, and a test about a known lead leaves it alone', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const before = stage.reads('ana');

  await stage.send({ ...hot, kind: 'test', person: { ...hot.person, title: 'Tester' } });
  await stage.send(Array.from({ length: 12 }, (_, at) => ({ ...hot, id: `t-${at}`, kind: 'test' })));
  await stage.settle();

  expect(stage.reads('ana')).toEqual(before);
  expect(
    await stage.query(
      "select count(*)::int as leads, max(record -> 'person' ->> 'title') as title from leads",
    ),
  ).toEqual([{ leads: 1, title: hot.person.title }]);
  expect(await stage.query("select kind from messages where kind <> 'home' order by kind")).toEqual([
    { kind: 'card' },
    { kind: 'ops' },
  ]);
});

test('tests of one delivery are listed in the order in which it has them', async () => {
  const stage = await startStage();
  const names = ['Ada Byron', 'Emmy Noether', 'Grace Hopper', 'Lise Meitner', 'Marie Curie'];
  await stage.send(names.map((full_name, at) => ({ id: `t-${at}`, kind: 'test', person: { full_name } })));
  await stage.settle();

  const ops = deskOf(stage, 'olga');
  expect(ops.channel(OPS).map((message) => ops.read(message).split('\n'))).toEqual([
    [
      '5 tests from Website arrived',
      ...names.map((name) => `${name}: everything was read`),
      'Nobody is given a test, and no figure counts it.',
    ],
  ]);
});
