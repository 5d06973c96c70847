import { expect, test } from 'vitest';
import { fields, ids } from '#blocks/ids.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot, warmAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

async function offered(lead: object): Promise<{ stage: TestStage; ana: Desk }> {
  const stage = await startStage();
  await stage.send(lead);
  await stage.settle();
  return { stage, ana: deskOf(stage, 'ana') };
}

test('when its time has come it is offered again, and its rep is called in the thread of its one card', async () => {
  const { stage, ana } = await offered(warmAt('initech'));
  await ana.press(ana.card(), ids.snooze, '1 hour');
  await stage.pass(59);
  expect(ana.reads()).toContain(
    '\nSnoozed by Ana Duarte until today at 11:00 AM · First e-mail by tomorrow at 10:00 AM\n',
  );
  await stage.pass(1);

  expect(ana.cards()).toHaveLength(1);
  expect(ana.reads()).toContain('\nAccept by today at 3:00 PM\n');
  expect(ana.thread(ana.card())).toEqual([
    '@Ana Duarte Lead of initech (initech) is back from its snooze: please accept it, reject it or snooze it by today at 3:00 PM.',
  ]);
  expect(ana.card().replies[0]?.notifies).toEqual([stage.slackIdOf('ana')]);
});

test('its rep may wake it, and may answer it while it sleeps', async () => {
  const { ana } = await offered(warmAt('initech'));
  await ana.press(ana.card(), ids.snooze, '1 hour');
  expect(await ana.press(ana.card(), ids.wake)).toBe('Awake again.');
  expect(ana.reads()).toContain('\nAccept by today at 2:00 PM\n');

  await ana.press(ana.card(), ids.snooze, '1 hour');
  await ana.press(ana.card(), ids.accept);
  expect(ana.reads()).toContain('\nAccepted by Ana Duarte today at 10:00 AM');
});

test('a new signal wakes it and is told in the thread; there is no second card', async () => {
  const { stage, ana } = await offered(warmAt('initech'));
  await ana.press(ana.card(), ids.snooze, 'Next working morning');
  stage.clock.forward(20);
  await stage.send(
    {
      person: { email: 'lead@initech.example' },
      kind: 'signal',
      signals: [{ type: 'pricing_view', at: '2026-11-23T09:19:00Z', title: 'Pricing page' }],
    },
    { source: 'content' },
  );
  await stage.settle();

  expect(ana.cards()).toHaveLength(1);
  expect(ana.reads()).toContain('Why now: Pricing page ×3, last 1 minute ago');
  expect(ana.reads()).toContain('\nAccept by today at 2:20 PM\n');
  expect(ana.thread(ana.card())).toEqual([
    'Lead of initech (initech) is back, from Content and webinars. No second card: it is on this one.\n' +
      '• Pricing page, today at 10:19 AM',
  ]);
});

test('a wake that was meant for an earlier snooze changes nothing', async () => {
  const { stage, ana } = await offered(warmAt('initech'));
  await ana.press(ana.card(), ids.snooze, '1 hour');
  await ana.press(ana.card(), ids.wake);
  await ana.press(ana.card(), ids.snooze, '4 hours');
  await stage.pass(60);

  expect(ana.reads()).toContain(
    '\nSnoozed by Ana Duarte until today at 2:00 PM · First e-mail by tomorrow at 10:00 AM\n',
  );
});

test('after acceptance a callback can be agreed: it comes back accepted, and asks for the first contact', async () => {
  const { stage, ana } = await offered(hot);
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.snooze, 'Pick a time…');
  expect((await ana.submit({ [fields.until]: new Date('2026-11-23T13:00:00Z') })).errors).toBe(undefined);
  expect(ana.reads()).toContain(
    '\nSnoozed by Ana Duarte until today at 2:00 PM · First response by today at 10:15 AM\n',
  );
  expect(ana.reads()).not.toContain('[Reject…]');

  await stage.pass(240);
  expect(ana.reads()).toContain(
    '\nAccepted by Ana Duarte today at 10:00 AM · Overdue: first response was due today at 10:15 AM\n',
  );
  expect(ana.thread(ana.card())).toEqual([
    '@Ana Duarte Grace Hopper (Globex) is back from its snooze and overdue: please make the first contact.' +
      ' It was due today at 10:15 AM.',
  ]);
});

test('a new signal wakes a callback too: it comes back accepted', async () => {
  const { stage, ana } = await offered(warmAt('initech'));
  await ana.press(ana.card(), ids.accept);
  await ana.press(ana.card(), ids.snooze, '2 working days');
  stage.clock.forward(20);
  await stage.send(
    {
      person: { email: 'lead@initech.example' },
      kind: 'signal',
      signals: [{ type: 'pricing_view', at: '2026-11-23T09:19:00Z', title: 'Pricing page' }],
    },
    { source: 'content' },
  );
  await stage.settle();

  expect(ana.reads()).toContain(
    '\nAccepted by Ana Duarte today at 10:00 AM · First e-mail by tomorrow at 10:00 AM\n',
  );
  expect(ana.thread(ana.card())).toHaveLength(1);
});

test('whoever calls before the time logs it on the snoozed card, which is then in work', async () => {
  const { stage, ana } = await offered(hot);
  await ana.press(ana.card(), ids.accept);
  await ana.press(ana.card(), ids.snooze, '4 hours');
  expect(ana.reads()).toContain('[Log response]');
  await ana.open(ana.card(), ids.respond);
  await ana.submit({ [fields.channel]: 'call', [fields.outcome]: 'reached' });

  expect(await stage.query('select state, snoozed_until from handoffs')).toEqual([
    { state: 'working', snoozed_until: null },
  ]);
  await stage.pass(240);
  expect(ana.thread(ana.card())).toEqual([]);
});
