import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { step, withLadders } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const COPIES = 999;

/** Copies of the one lead there is, with its clocks and their steps. */
async function copy(stage: TestStage): Promise<void> {
  const tables: [string, string[]][] = [
    ['leads', ['id']],
    ['handoffs', ['id', 'lead_id']],
    ['clocks', ['id', 'handoff_id']],
    ['steps', ['clock_id', 'handoff_id']],
  ];
  for (const [table, keys] of tables) {
    const changed = keys.map((key) => `'${key}', t.${key} || '-' || n`).join(', ');
    await stage.query(
      `insert into ${table} select (jsonb_populate_record(null::${table}, to_jsonb(t) || jsonb_build_object(${changed}))).*
        from ${table} t, generate_series(1, ${COPIES}) n`,
    );
  }
}

test('a thousand breaches in one tick are one message to the manager, posted once and changed seldom', {
  timeout: 240_000,
}, async () => {
  const stage = await startStage({ settings: withLadders({ accept: [step('5m', 'tell_manager')] }) });
  await stage.send(hot);
  await stage.settle();
  await copy(stage);
  stage.clock.forward(5);
  const ticks = await tickThrough(stage);

  const mia = deskOf(stage, 'mia');
  expect(mia.direct()).toHaveLength(1);
  const [heading, ...lines] = mia.direct()[0]?.split('\n') ?? [];
  expect(heading).toBe('1,000 leads overdue, since today at 10:05 AM');
  expect(lines.at(-1)).toBe('… and 988 more: /leads overdue');
  const dm = mia.overdue().channel;
  const calls = (method: string) =>
    stage.slack.calls.filter((call) => call.method === method && JSON.stringify(call).includes(dm)).length;
  expect(calls('chat.postMessage')).toBe(1);
  expect(calls('chat.update')).toBeLessThanOrEqual(ticks);
  expect(
    await stage.query(
      "select type, count(*)::int as times from handoff_events where type = 'escalated' group by 1",
    ),
  ).toEqual([{ type: 'escalated', times: 1_000 }]);

  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  expect(mia.direct()[0]?.split('\n')[0]).toBe('999 leads overdue, since today at 10:05 AM');
});

/** One tick has so many seconds for its steps; the next goes on where it stopped. Answers how many it took. */
async function tickThrough(stage: TestStage): Promise<number> {
  for (let ticks = 1; ; ticks += 1) {
    await stage.app.tick();
    await stage.settle();
    const [left] = await stage.query<{ due: number }>(
      `select count(*)::int as due from steps
        where is_live and done_at is null and due_at <= '${stage.clock.now().toISOString()}'`,
    );
    if (left?.due === 0) return ticks;
  }
}
