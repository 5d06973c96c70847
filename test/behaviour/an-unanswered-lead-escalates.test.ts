import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot, leadAt, warmAt } from '../support/leads.ts';
import { startStage } from '../support/stage.ts';

test('first its rep is called in the thread of the card, then the manager hears of it, then the next rep has it', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');

  await stage.pass(2.9);
  expect(ana.card().replies).toEqual([]);
  await stage.pass(0.1);
  expect(ana.thread(ana.card())).toEqual([
    '@Ana Duarte Grace Hopper (Globex) is waiting for you: please accept it, reject it or snooze it by today at 10:05 AM.',
  ]);
  expect(ana.card().replies[0]?.notifies).toEqual([stage.slackIdOf('ana')]);
  expect(deskOf(stage, 'mia').direct()).toEqual([]);

  await stage.pass(2);
  expect(ana.reads()).toContain('\nOverdue: acceptance was due today at 10:05 AM\n');
  expect(deskOf(stage, 'mia').direct()).toEqual([
    '1 lead overdue, since today at 10:05 AM\n' +
      'Grace Hopper (Globex) · 🔥 Hot · with Ana Duarte · Offered, not answered · was due today at 10:05 AM\n' +
      '[Reassign…] [Nudge] [Take it]',
  ]);

  await stage.pass(5);
  const ben = deskOf(stage, 'ben');
  expect(ana.reads().split('\n').slice(2)).toEqual([
    'Passed on today at 10:10 AM: no answer · now with Ben Okafor',
  ]);
  expect(ben.reads()).toContain('\nPassed on from Ana Duarte: no answer · Accept by today at 10:15 AM\n');
  expect(deskOf(stage, 'mia').direct()[0]).toContain(
    'with Ben Okafor · Offered, not answered · was due today at 10:05 AM',
  );
});

test('when it is answered the manager’s message says so, and no step follows', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  await stage.pass(5);
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await stage.pass(20);

  expect(deskOf(stage, 'mia').direct()).toEqual([
    'Nothing overdue, since today at 10:05 AM\nAnswered since (1): Grace Hopper: accepted, with Ana Duarte',
  ]);
  expect(deskOf(stage, 'ben').cards()).toEqual([]);
});

test('a warm lead has reminders at half and four fifths of its four hours, and the manager at their end', async () => {
  const stage = await startStage();
  await stage.send(warmAt('initech'));
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await stage.pass(120);
  expect(ana.card().replies).toHaveLength(1);
  await stage.pass(72);
  expect(ana.card().replies).toHaveLength(2);
  expect(deskOf(stage, 'mia').direct()).toEqual([]);
  await stage.pass(48);

  expect(deskOf(stage, 'mia').direct()).toHaveLength(1);
  expect(deskOf(stage, 'ben').cards()).toEqual([]);
});

test('when nobody else is eligible its owner keeps it', async () => {
  const stage = await startStage();
  await stage.query("update people set away_until = '2026-11-24T09:00:00Z' where id = 'ben'");
  await stage.send(hot);
  await stage.settle();
  await stage.pass(30);

  const ana = deskOf(stage, 'ana');
  expect(await stage.query('select state, owner_id, offer_no from handoffs')).toEqual([
    { state: 'offered', owner_id: 'ana', offer_no: 1 },
  ]);
  expect(ana.reads()).toContain('[Accept]');
  expect(await ana.press(ana.card(), ids.accept)).toBe('Accepted. The card has Undo for two minutes.');
});

test('a rep without a manager is told to ops, in their channel', async () => {
  const stage = await startStage({
    settings: (settings) => ({
      ...settings,
      people: settings.people.map((person) =>
        person.id === 'ana' ? { ...person, manager: undefined } : person,
      ),
    }),
  });
  await stage.send(hot);
  await stage.settle();
  await stage.pass(5);

  const olga = deskOf(stage, 'olga');
  expect(olga.overdue().channel).toBe('C0OPS0001');
  expect(olga.read(olga.overdue()).split('\n').slice(0, 2)).toEqual([
    '1 lead overdue, since today at 10:05 AM',
    'Grace Hopper (Globex) · 🔥 Hot · with Ana Duarte · Offered, not answered · was due today at 10:05 AM',
  ]);
  await olga.press(olga.overdue(), ids.take);
  expect(olga.reads()).toContain('Accepted by Olga Brandt');
});

test('a lead nobody can take is told to the manager of its pool, who may give it to somebody', async () => {
  const stage = await startStage();
  await stage.query("update people set away_until = '2026-11-24T09:00:00Z' where id in ('ana', 'ben')");
  await stage.send(hot);
  await stage.settle();
  await stage.pass(5);

  const mia = deskOf(stage, 'mia');
  expect(mia.read(mia.overdue())).toBe(
    '1 lead overdue, since today at 10:05 AM\n' +
      'Grace Hopper (Globex) · 🔥 Hot · nobody has it · Waiting for an owner · was due today at 10:05 AM\n' +
      '[Reassign…] [Take it]',
  );
  await mia.open(mia.overdue(), ids.reassign);
  await mia.submit({ person: 'Ben Okafor', note: 'You are back in an hour' });
  expect(deskOf(stage, 'ben').reads()).toContain('Accept by today at 10:10 AM');
  expect(deskOf(stage, 'mia').direct()[0]).toContain('with Ben Okafor');
});

test('whoever comes back is offered at once what waited', async () => {
  const stage = await startStage();
  await stage.query("update people set away_until = '2026-11-23T09:20:00Z' where id in ('ana', 'ben')");
  await stage.send(leadAt('initech'));
  await stage.send(warmAt('globex'));
  await stage.settle();
  expect(await stage.query("select count(*)::int as waiting from handoffs where state = 'waiting'")).toEqual([
    { waiting: 2 },
  ]);
  await stage.pass(20);

  expect(deskOf(stage, 'ana').reads()).toContain('Lead of initech');
  expect(deskOf(stage, 'ben').reads()).toContain('Lead of globex');
});
