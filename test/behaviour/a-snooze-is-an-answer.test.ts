import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

async function offered(settings: (settings: Settings) => Settings = (same) => same): Promise<TestStage> {
  const stage = await startStage({ settings });
  await stage.send(hot);
  await stage.settle();
  return stage;
}

/** The ladder of the first response of hot leads, in the settings. */
const responding =
  (within: string, ...ladder: string[]) =>
  (settings: Settings): Settings => ({
    ...settings,
    sla: settings.sla.map((policy) =>
      policy.id === 'hot' && policy.response
        ? {
            ...policy,
            response: {
              ...policy.response,
              within: { unit: 'minutes', amount: Number(within) },
              ladder: ladder.map((at) => ({ at, do: 'tell_manager' as const, urgent: false })),
            },
          }
        : policy,
    ),
  });

const missesOf = (stage: TestStage) => stage.query("select misses_in_a_row from people where id = 'ana'");
const ownerOf = (stage: TestStage) => stage.query('select state, owner_id from handoffs');

test('while a hot lead sleeps its fifteen minutes nobody is told, nobody else has it, and nothing is missed', async () => {
  const stage = await offered(responding('30'));
  const ana = deskOf(stage, 'ana');
  await stage.pass(2);
  await ana.press(ana.card(), ids.snooze, '15 minutes');
  await stage.pass(14.9);

  expect(deskOf(stage, 'mia').direct()).toEqual([]);
  expect(ana.thread(ana.card())).toEqual([]);
  expect(await ownerOf(stage)).toEqual([{ state: 'snoozed', owner_id: 'ana' }]);
  expect(await missesOf(stage)).toEqual([{ misses_in_a_row: 0 }]);
});

test('when it wakes the ladder goes on with the time that was left', async () => {
  const stage = await offered(responding('30'));
  const ana = deskOf(stage, 'ana');
  await stage.pass(2);
  await ana.press(ana.card(), ids.snooze, '15 minutes');
  // Three of its five minutes were left, and eight of the ten until the next rep.
  await stage.pass(15);
  await stage.pass(2.9);
  expect(deskOf(stage, 'mia').direct()).toEqual([]);
  await stage.pass(0.1);
  expect(deskOf(stage, 'mia').direct()).toHaveLength(1);
  expect(await missesOf(stage)).toEqual([{ misses_in_a_row: 1 }]);
  await stage.pass(4.9);
  expect(await ownerOf(stage)).toEqual([{ state: 'offered', owner_id: 'ana' }]);
  await stage.pass(0.1);
  expect(await ownerOf(stage)).toEqual([{ state: 'offered', owner_id: 'ben' }]);
});

test('what the first response would have told meanwhile is told when it wakes, however it wakes', async () => {
  const stage = await offered(responding('30', '20%'));
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.snooze, '15 minutes');
  await stage.pass(7);
  expect(deskOf(stage, 'mia').direct()).toEqual([]);
  await ana.press(ana.card(), ids.wake);
  await stage.pass(1);
  expect(deskOf(stage, 'mia').direct()).toHaveLength(1);
});

test('what comes later than its end comes at its own time', async () => {
  const stage = await offered(responding('30', '20%', '80%'));
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.snooze, '15 minutes');
  await stage.pass(14.9);
  expect(deskOf(stage, 'mia').direct()).toEqual([]);
  await stage.pass(0.1);
  const steps = 'select count(*)::int as done from steps where outcome is not null and index > 0';
  const answered = await stage.query(
    `${steps} and clock_id in (select id from clocks where kind = 'response')`,
  );
  expect(answered).toEqual([{ done: 1 }]);
});

test('a callback before the first response does not hide that nobody reached the lead', async () => {
  const stage = await offered(responding('15', '200%'));
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await ana.press(ana.card(), ids.snooze, '4 hours');
  await stage.pass(29.9);
  expect(deskOf(stage, 'mia').direct()).toEqual([]);
  await stage.pass(0.1);
  expect(deskOf(stage, 'mia').direct()).toHaveLength(1);
});

test('whoever presses is not "not answering", even where the press is refused', async () => {
  const stage = await offered(responding('30'));
  const ana = deskOf(stage, 'ana');
  const card = ana.card();
  await ana.press(card, ids.snooze, '15 minutes');
  await ana.press(ana.card(), ids.wake);
  await stage.query("update people set misses_in_a_row = 2 where id = 'ana'");
  expect(await ana.press(card, ids.snooze, '15 minutes')).toContain('Decide on it now.');
  expect(await missesOf(stage)).toEqual([{ misses_in_a_row: 0 }]);
});
