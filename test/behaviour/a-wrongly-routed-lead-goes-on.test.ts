import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage } from '../support/stage.ts';

test('a reason that blames the routing gives the lead to the next person, and never back', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  const ben = deskOf(stage, 'ben');
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Belongs to another territory', note: 'Austria is Ben’s' });

  expect(ana.reads().split('\n').slice(2)).toEqual([
    'Passed on today at 10:00 AM: Belongs to another territory · now with Ben Okafor',
  ]);
  expect(ben.reads()).toContain(
    '\nPassed on from Ana Duarte: Belongs to another territory · Accept by today at 10:05 AM\n',
  );

  await ben.open(ben.card(), ids.reject);
  await ben.submit({ reason: 'Existing customer' });
  await stage.pass(1);
  expect(await stage.query('select state, owner_id from handoffs')).toEqual([
    { state: 'waiting', owner_id: null },
  ]);
  expect(ana.cards()).toHaveLength(1);
  expect(ben.reads()).toContain('Waiting: nobody is free to take it now');
});

test('marketing reads such a rejection too, and the turn is given back', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Belongs to another territory' });

  const mara = deskOf(stage, 'mara');
  expect(mara.channel('C0FEEDBACK').map((message) => mara.read(message).split('\n').slice(0, 2))).toEqual([
    ['1 lead rejected: Belongs to another territory · from Website', 'What went wrong: routing accuracy'],
  ]);
  expect(await stage.query('select rep_id, kind from balance_entries order by id')).toEqual([
    { rep_id: 'ana', kind: 'turn' },
    { rep_id: 'ana', kind: 'credit' },
    { rep_id: 'ben', kind: 'turn' },
  ]);
});

test('the response clock goes on: a lead that was passed on has waited as long', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  stage.clock.forward(2);
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Belongs to another territory' });
  const ben = deskOf(stage, 'ben');
  await ben.press(ben.card(), ids.accept);

  expect(ben.reads()).toContain(' · First response by today at 10:15 AM\n');
});
