import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { withoutCaps, withPool } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';
import { STANDINGS } from '../support/standings.ts';

/** Monday 23 to Wednesday 25 November 2026, at ten in Berlin. */
const at = (day: number) => new Date(`2026-11-${day}T09:00:00Z`);

const catching = () =>
  startStage({
    at: at(23),
    settings: (settings) => withPool('sdr-emea', { catch_up_per_day: 2 })(withoutCaps(settings)),
  });

let sent = 0;
/** Leads that come together, in this order. */
async function send(stage: TestStage, leads: number): Promise<void> {
  const from = sent;
  sent += leads;
  await stage.send(Array.from({ length: leads }, (_, n) => leadAt(`company-${from + n}`)));
  await stage.settle();
}

/**
 * Another day at ten. Cards that were put off for Slack's pace are looked at again; no tick runs, for it would also pass
 * on what nobody has answered since.
 */
async function goTo(stage: TestStage, day: number): Promise<void> {
  stage.clock.set(at(day));
  stage.app.core.queue.wake('sync');
  await stage.settle();
}

const turnsSince = async (stage: TestStage, day: number): Promise<string[]> =>
  (
    await stage.query<{ turn: string }>(
      `select rep_id || ' ' || kind as turn from balance_entries where at >= '${at(day).toISOString()}' order by id`,
    )
  ).map(({ turn }) => turn);
const places = (stage: TestStage) =>
  stage.query(`select rep_id, lag, owed from ${STANDINGS} where pool_id = 'sdr-emea' order by rep_id`);

test('turns that went by during an absence come back two a day, never two in a row, until none is owed', async () => {
  const stage = await catching();
  const ana = deskOf(stage, 'ana');
  await ana.ask('/handoff away until tuesday');
  await send(stage, 6);
  expect(await places(stage)).toEqual([
    { rep_id: 'ana', lag: 0, owed: 3 },
    { rep_id: 'ben', lag: 0, owed: 0 },
  ]);

  await goTo(stage, 24);
  await send(stage, 6);
  expect(await turnsSince(stage, 24)).toEqual([
    'ana catch_up',
    'ana turn',
    'ana catch_up',
    'ben turn',
    'ana turn',
    'ben turn',
  ]);

  await goTo(stage, 25);
  await send(stage, 3);
  expect(await turnsSince(stage, 25)).toEqual(['ana catch_up', 'ana turn', 'ben turn']);
  expect(await places(stage)).toEqual([
    { rep_id: 'ana', lag: 0, owed: 0 },
    { rep_id: 'ben', lag: 0, owed: 0 },
  ]);
});

test('a turn that was owed is owed again when its lead was none', async () => {
  const stage = await catching();
  const ana = deskOf(stage, 'ana');
  await ana.ask('/handoff away until tuesday');
  await send(stage, 4);
  await goTo(stage, 24);
  await send(stage, 1);
  expect(await places(stage)).toMatchObject([{ rep_id: 'ana', owed: 1 }, { owed: 0 }]);

  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Vendor or spam' });

  expect(await turnsSince(stage, 24)).toEqual(['ana catch_up', 'ana credit']);
  expect(await places(stage)).toEqual([
    { rep_id: 'ana', lag: 0, owed: 2 },
    { rep_id: 'ben', lag: 0, owed: 0 },
  ]);
});

test('where nothing is to be caught up with an absence is owed nothing', async () => {
  const stage = await startStage({ at: at(23), settings: withoutCaps });
  await deskOf(stage, 'ana').ask('/handoff away until tuesday');
  await send(stage, 4);
  expect(await places(stage)).toMatchObject([{ owed: 0 }, { owed: 0 }]);
});

test('in shadow the same number comes back a day, and no statement counts it', async () => {
  const stage = await startStage({
    at: at(23),
    settings: (settings) => ({
      ...withPool('sdr-emea', { catch_up_per_day: 2 })(withoutCaps(settings)),
      mode: 'shadow',
    }),
  });
  const ana = deskOf(stage, 'ana');
  await ana.ask('/handoff away until tuesday');
  await send(stage, 12);
  await goTo(stage, 24);
  await send(stage, 6);

  expect(await turnsSince(stage, 24)).toEqual([
    'ana catch_up',
    'ana turn',
    'ana catch_up',
    'ben turn',
    'ana turn',
    'ben turn',
  ]);
  expect(ana.read(await ana.ask('/handoff balance'))).not.toContain('turn taken');
  expect(await stage.query('select distinct pool_id from balance_entries')).toEqual([
    { pool_id: 'shadow:sdr-emea' },
  ]);
});
