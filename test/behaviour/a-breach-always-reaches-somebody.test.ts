import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const AWAY = "update people set away_until = '2026-11-30T09:00:00Z' where id";
const OPS = 'C0OPS0001';

/** Mia, whom Ana reports to, has Eva as her deputy, and nobody above. */
const deputised = (settings: Settings): Settings => ({
  ...settings,
  people: settings.people.map((one) => (one.id === 'mia' ? { ...one, deputy: 'eva' } : one)),
});

const withoutChannel = (settings: Settings): Settings => ({
  ...deputised(settings),
  channels: { feedback: settings.channels.feedback },
});

async function overdue(
  gone: string[],
  settings: (settings: Settings) => Settings = deputised,
): Promise<TestStage> {
  const stage = await startStage({ settings });
  await stage.send(hot);
  await stage.settle();
  for (const one of gone) await stage.query(`${AWAY} = '${one}'`);
  await stage.pass(5);
  return stage;
}

const inOps = (stage: TestStage): string[] => {
  const olga = stage.slack.as(stage.slackIdOf('olga'));
  return olga.messages(OPS).map((message) => olga.read(message));
};

const health = async (stage: TestStage) => {
  const answer = await fetch(`${stage.address}/health`);
  return { status: answer.status, body: await answer.json() };
};
const unheard = async (stage: TestStage) => {
  const text = await (await fetch(`${stage.address}/metrics`)).text();
  return /^handoff_unheard_leads (\d+)$/m.exec(text)?.[1];
};
const WELL = {
  status: 200,
  body: { healthy: true, parts: { database: 'ok', workers: 'ok', escalations: 'ok' } },
};
const UNHEARD = {
  status: 503,
  body: {
    healthy: false,
    parts: {
      database: 'ok',
      workers: 'ok',
      escalations: 'nobody hears of 1 overdue: managers, deputies and ops are away, and no channel takes it',
    },
  },
};

test('while the manager is there, they are told', async () => {
  const stage = await overdue([]);
  expect(deskOf(stage, 'mia').direct()).toHaveLength(1);
  expect(deskOf(stage, 'eva').direct()).toEqual([]);
  expect(await health(stage)).toEqual(WELL);
});

test('while the manager is away the deputy is told, in whose place, and may act', async () => {
  const stage = await overdue(['mia']);
  const eva = deskOf(stage, 'eva');
  expect(deskOf(stage, 'mia').direct()).toEqual([]);
  expect(eva.direct()[0]).toContain('instead of Mia Lindqvist, who is away');
  expect(await eva.press(eva.overdue(), ids.take)).toBe(
    'It is yours now, and accepted. You have a card for it.',
  );
});

test('with manager and deputy away ops are told in their channel', async () => {
  const stage = await overdue(['mia', 'eva']);
  expect(inOps(stage)).toHaveLength(1);
  expect(inOps(stage)[0]).toContain('instead of Mia Lindqvist, who is away');
  expect(inOps(stage)[0]).not.toContain('Nobody who answers');
  expect(await health(stage)).toEqual(WELL);
});

test('with everybody of ops away as well their channel says that nobody is there', async () => {
  const stage = await overdue(['mia', 'eva', 'olga']);
  expect(inOps(stage)[0]?.split('\n').slice(0, 2)).toEqual([
    '1 lead overdue, since today at 10:05 AM',
    'Nobody who answers for this is here: managers, their deputies and all of ops are away or deactivated. Whoever reads this: please tell somebody.',
  ]);
  expect(await health(stage)).toEqual(WELL);
  expect(await unheard(stage)).toBe('0');
});

test('deactivated is as good as away', async () => {
  const stage = await startStage({ settings: deputised });
  await stage.send(hot);
  await stage.settle();
  await stage.query("update people set is_active = false where id in ('mia', 'eva', 'olga')");
  await stage.pass(5);
  expect(inOps(stage)[0]).toContain('Nobody who answers for this is here');
});

test('with nobody there and no channel, health and metrics say so, until it is answered', async () => {
  const stage = await overdue(['mia', 'eva', 'olga'], withoutChannel);
  expect(await health(stage)).toEqual(UNHEARD);
  expect(await unheard(stage)).toBe('1');
  // Whoever of ops is there again reads it.
  await stage.query("update people set away_until = null where id = 'olga'");
  await stage.pass(0.5);
  expect(await health(stage)).toEqual(WELL);
  expect(await unheard(stage)).toBe('0');
});

test('with a channel that takes nothing, too', async () => {
  const stage = await startStage({ settings: deputised });
  await stage.slack.deleteChannel(OPS);
  await stage.send(hot);
  await stage.settle();
  for (const one of ['mia', 'eva', 'olga']) await stage.query(`${AWAY} = '${one}'`);
  await stage.pass(5);
  await stage.pass(0.5);
  expect(await health(stage)).toEqual(UNHEARD);
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await stage.pass(0.5);
  expect(await health(stage)).toEqual(WELL);
});
