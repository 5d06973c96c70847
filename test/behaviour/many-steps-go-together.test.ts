import { expect, test } from 'vitest';
import { type DueStep, dueSteps } from '#db/clocks.ts';
import { lockFreeHandoffs } from '#db/handoffs.ts';
import { lockFreeLead } from '#db/leads.ts';
import { dispatchSteps } from '#src/clocks/steps.ts';
import { transact } from '#src/core/core.ts';
import { lockAllFree } from '#src/handoff/lock.ts';
import { copyLeads } from '../support/copies-of-leads.ts';
import { warmAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';
import { countStatements } from '../support/statements.ts';

/** So many leads were offered, and all of them are reminded of and run out together. */
async function withDue(leads: number): Promise<TestStage> {
  const stage = await startStage();
  await stage.send(warmAt('initech'));
  await stage.settle();
  await copyLeads(stage, leads - 1);
  stage.clock.forward(24 * 60);
  return stage;
}

/** Of each lead the first that does this. */
const oneOfEach = (due: readonly DueStep[], does: DueStep['do']): DueStep[] =>
  [...Map.groupBy(due, ({ handoffId }) => handoffId).values()].flatMap(
    (own) => own.find((step) => step.do === does) ?? [],
  );

const FIRST = { after: null, most: 1_000 };
const done = (stage: TestStage) =>
  stage.query<{ done: number; events: number }>(`select
    (select count(*)::int from steps where done_at is not null) as done,
    (select count(*)::int from handoff_events where type in ('reminded', 'breached', 'escalated')) as events`);

test('a hundred steps take as many statements as ten', { timeout: 120_000 }, async () => {
  const counts: number[] = [];
  for (const leads of [10, 100]) {
    const stage = await withDue(leads);
    const { core } = stage.app;
    const due = await dueSteps(core.db, core.now(), FIRST);
    const ofEach = oneOfEach(due, 'breach');
    expect(ofEach).toHaveLength(leads);
    const { statementsOf } = countStatements(stage.app);
    counts.push((await statementsOf(() => dispatchSteps(core, ofEach))).length);
    expect((await done(stage))[0]?.done).toBe(leads);
  }
  expect(counts[1]).toBe(counts[0]);
});

test('one step that always fails keeps none of those beside it from being carried out', {
  timeout: 120_000,
}, async () => {
  const stage = await withDue(20);
  // Its policy is of a shape that nothing can read.
  await stage.query(`update handoffs set policy = '{"accept": {}}' where id like '%~7'`);
  const left = () =>
    stage.query<{ handoff: string }>(
      `select distinct handoff_id as handoff from steps
        where is_live and done_at is null and due_at <= '${stage.clock.now().toISOString()}'`,
    );
  // On a busy machine one tick may have no time for all.
  for (let ticks = 0; ticks < 20 && (await left()).length > 1; ticks += 1) await stage.app.tick();
  expect((await left()).map(({ handoff }) => handoff.endsWith('~7'))).toEqual([true]);
});

test('what fails in the middle of many is as if none had begun, and is done once afterwards', {
  timeout: 120_000,
}, async () => {
  const stage = await withDue(20);
  const { core } = stage.app;
  const due = await dueSteps(core.db, core.now(), FIRST);
  const ofEach = oneOfEach(due, 'tell_manager');
  let told = 0;
  const dying = {
    ...core,
    newId: () => {
      told += 1;
      if (told === 10) throw new Error('out of power');
      return core.newId();
    },
  };
  await expect(dispatchSteps(dying, ofEach)).rejects.toThrow('out of power');
  expect(await done(stage)).toEqual([{ done: 0, events: 0 }]);

  await Promise.all([dispatchSteps(core, ofEach), dispatchSteps(core, ofEach)]);
  expect((await done(stage))[0]?.done).toBe(20);
});

test('what somebody else is deciding about is theirs: nobody who passes it over keeps it from them', async () => {
  const stage = await withDue(4);
  const { core } = stage.app;
  const rows = await stage.query<{ id: string; lead: string }>(
    'select id, lead_id as lead from handoffs order by 1',
  );
  const [first, ...others] = rows.map(({ id }) => id);
  const [own] = rows;
  await core.db.transaction(async (deciding) => {
    await lockFreeLead(deciding, own?.lead ?? '');
    await transact(core, async (work) => {
      expect([
        ...(
          await lockAllFree(
            work,
            rows.map(({ id }) => id),
          )
        ).keys(),
      ]).toEqual(others);
      expect((await lockFreeHandoffs(deciding, [first ?? ''])).map(({ handoff }) => handoff.id)).toEqual([
        first,
      ]);
    });
  });
});
