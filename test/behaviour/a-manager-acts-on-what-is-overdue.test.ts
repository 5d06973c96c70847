import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot, leadAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

type Overdue = { stage: TestStage; ana: Desk; mia: Desk };

const withoutReminders = (settings: Settings): Settings => ({
  ...settings,
  sla: settings.sla.map((policy) => ({
    ...policy,
    ladder: [{ at: '100%', do: 'tell_manager', urgent: false }],
  })),
});

async function overdue(settings: (settings: Settings) => Settings = (same) => same): Promise<Overdue> {
  const stage = await startStage({ settings });
  await stage.send(hot);
  await stage.settle();
  await stage.pass(3);
  await stage.pass(2);
  return { stage, ana: deskOf(stage, 'ana'), mia: deskOf(stage, 'mia') };
}

test('Nudge calls the rep in the thread, in the manager’s name, and not again within fifteen minutes', async () => {
  const { stage, ana, mia } = await overdue(withoutReminders);

  expect(await mia.press(mia.overdue(), ids.nudge)).toBe('Reminded them in the thread of their card.');
  expect(ana.thread(ana.card()).at(-1)).toBe(
    '@Ana Duarte Grace Hopper (Globex) is waiting for you and overdue: please accept it, reject it or snooze it.' +
      ' It was due today at 10:05 AM. (Asked by Mia Lindqvist.)',
  );
  expect(ana.card().replies.at(-1)?.notifies).toEqual([stage.slackIdOf('ana')]);
  stage.clock.forward(14);
  expect(await mia.press(mia.overdue(), ids.nudge)).toBe(
    'They were last reminded today at 10:05 AM. You can nudge again today at 10:20 AM.',
  );
  expect(ana.card().replies).toHaveLength(1);
  stage.clock.forward(1);
  expect(await mia.press(mia.overdue(), ids.nudge)).toBe('Reminded them in the thread of their card.');
  expect(ana.card().replies).toHaveLength(2);
});

test('what the ladder reminded of just before is not nudged as well', async () => {
  const { ana, mia } = await overdue();
  expect(await mia.press(mia.overdue(), ids.nudge)).toBe(
    'They were last reminded today at 10:03 AM. You can nudge again today at 10:18 AM.',
  );
  expect(ana.card().replies).toHaveLength(1);
});

test('what a manager nudged of the ladder does not remind of as well', async () => {
  const { stage, ana, mia } = await overdue((settings) => ({
    ...settings,
    sla: settings.sla.map((policy) => ({
      ...policy,
      ladder: [
        { at: '100%', do: 'tell_manager' as const, urgent: false },
        { at: '400%', do: 'remind' as const, urgent: false },
        { at: '401%', do: 'remind' as const, urgent: false },
      ],
    })),
  }));
  stage.clock.forward(0.1);
  await mia.press(mia.overdue(), ids.nudge);
  // Fifteen minutes less six seconds later.
  await stage.pass(14.9);
  expect(ana.card().replies).toHaveLength(1);
  await stage.pass(0.2);
  expect(ana.card().replies).toHaveLength(2);
});

test('Take it makes it the manager’s, accepted, with a card of their own that can be passed on', async () => {
  const { stage, ana, mia } = await overdue();

  expect(await mia.press(mia.overdue(), ids.take)).toBe(
    'It is yours now, and accepted. You have a card for it.',
  );
  expect(mia.reads().split('\n').slice(3)).toEqual([
    'Accepted by Mia Lindqvist today at 10:05 AM · First response by today at 10:15 AM',
    'Next: Call now: they asked for a demo.',
    'Call +49 30 5550123 · E-mail grace@globex.example',
    '[Log response] [Qualify…] [Snooze (callback) ▾] [… Details | Why me? | Recycle… | Disqualify… | Reassign…]',
    'A callback can be set; the clock runs on. First response by today at 10:15 AM.',
  ]);
  expect(ana.reads().split('\n').slice(2)).toEqual([
    'Passed on today at 10:05 AM: taken over · now with Mia Lindqvist',
  ]);
  expect(mia.read(mia.overdue())).toBe(
    'Nothing overdue, since today at 10:05 AM\nAnswered since (1): Grace Hopper: accepted, with Mia Lindqvist',
  );
  expect(await stage.query('select stage from leads')).toEqual([{ stage: 'sales_accepted' }]);

  await mia.open(mia.card(), ids.more, 'Reassign…');
  await mia.submit({ person: 'Ben Okafor', note: 'You know them' });
  expect(deskOf(stage, 'ben').reads()).toContain(
    '\nPassed on from Mia Lindqvist: You know them · Accept by today at 10:10 AM\n',
  );
});

test('Reassign shows who has it and who is free, and tells both people why', async () => {
  const { stage, ana, mia } = await overdue();
  await stage.query("update people set away_until = '2026-11-24T09:00:00Z' where id = 'max'");

  expect((await mia.open(mia.overdue(), ids.reassign)).split('\n').slice(0, 3)).toEqual([
    '— Reassign lead —',
    'Grace Hopper (Globex)',
    'Offered, not answered · with Ana Duarte',
  ]);
  expect((await mia.submit({ person: 'Ben Okafor' })).errors).toEqual({
    note: 'Please complete this required field.',
  });
  await mia.submit({ person: 'Ben Okafor', note: 'Ana is on the phone' });

  expect(ana.reads()).toContain(
    'Passed on today at 10:05 AM by Mia Lindqvist: Ana is on the phone · now with Ben Okafor',
  );
  expect(deskOf(stage, 'ben').reads()).toContain(
    'Passed on from Ana Duarte by Mia Lindqvist: Ana is on the phone · Accept by',
  );
  expect(await stage.query("select actor_id, event from handoff_events where type = 'reassigned'")).toEqual([
    {
      actor_id: 'mia',
      event: { type: 'reassigned', from: 'ana', to: 'ben', by: 'mia', because: 'Ana is on the phone' },
    },
  ]);
});

test('Reassign can leave the choice to the rules', async () => {
  const { stage, mia } = await overdue();
  await mia.open(mia.overdue(), ids.reassign);
  await mia.submit({ person: 'By the rules: Ben Okafor', note: 'Ana is ill' });

  expect(deskOf(stage, 'ben').reads()).toContain(
    '\nPassed on from Ana Duarte by Mia Lindqvist: Ana is ill · Accept by today at 10:10 AM\n',
  );
});

test('somebody who left Slack cannot be chosen any more', async () => {
  const { stage, mia } = await overdue();
  await mia.open(mia.overdue(), ids.reassign);
  await stage.query("update people set is_active = false where id = 'ben'");

  expect((await mia.submit({ person: 'Ben Okafor', note: 'x' })).errors).toEqual({
    person: 'Ben Okafor is deactivated in Slack, so no card would reach them. Choose somebody else.',
  });
});

const headings = ({ mia }: Overdue): (string | undefined)[] =>
  mia.direct().map((message) => message.split('\n')[0]);

/** Whoever has this company's lead accepts it. */
async function accept(stage: TestStage, company: string): Promise<void> {
  const [row] = await stage.query<{ owner_id: string }>(
    `select h.owner_id from handoffs h join leads l on l.id = h.lead_id where l.record #>> '{account,name}' = '${company}'`,
  );
  const rep = deskOf(stage, row?.owner_id ?? '');
  const card = rep.cards().findLast((message) => rep.read(message).includes(` · ${company} · `));
  if (!card) throw new Error(`nobody has a card for ${company}`);
  await rep.press(card, ids.accept);
}

test('many breaches are one message, changed in place', async () => {
  const scene = await overdue();
  for (const company of ['initech', 'hooli', 'umbrella']) await scene.stage.send(leadAt(company));
  await scene.stage.settle();
  await scene.stage.pass(5);

  expect(headings(scene)).toEqual(['4 leads overdue, since today at 10:05 AM']);
  await accept(scene.stage, 'hooli');
  expect(headings(scene)).toEqual(['3 leads overdue, since today at 10:05 AM']);
});

test('the next hour has a message of its own, and the old one says so', async () => {
  const scene = await overdue();
  await scene.stage.pass(55);
  await scene.stage.send(leadAt('initech'));
  await scene.stage.settle();
  await scene.stage.pass(5);

  expect(headings(scene)).toEqual([
    'Overdue leads from today at 10:05 AM: a newer list is further down.',
    '2 leads overdue, since today at 11:00 AM',
  ]);
});

test('what was told an hour ago stands in the live list, until it is answered', async () => {
  const scene = await overdue();
  // No second offer, and no word of its first response: the lead is told once, in the first hour.
  await scene.stage.query('update steps set is_live = false where done_at is null');
  await scene.stage.pass(55);
  await scene.stage.send(leadAt('initech'));
  await scene.stage.settle();
  await scene.stage.pass(5);
  expect(headings(scene).at(-1)).toBe('2 leads overdue, since today at 11:05 AM');
  await accept(scene.stage, 'Globex');

  expect(headings(scene).at(-1)).toBe('1 lead overdue, since today at 11:05 AM');
});

test('each manager hears of their own people only', async () => {
  const { stage } = await overdue();
  expect(deskOf(stage, 'max').direct()).toEqual([]);
});
