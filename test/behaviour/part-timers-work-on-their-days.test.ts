import { expect, test } from 'vitest';
import { decisionsOf } from '../support/decisions.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { withoutCaps, withPool } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';
import { STANDINGS } from '../support/standings.ts';

/** Monday to Wednesday, 23 to 25 November 2026, at ten in Berlin. */
const MONDAY = new Date('2026-11-23T09:00:00Z');
const TUESDAY = new Date('2026-11-24T09:00:00Z');
const WEDNESDAY = new Date('2026-11-25T09:00:00Z');

const halfTime = withPool('sdr-emea', {
  members: [
    { person: 'ana', weight: 1, days: ['tue', 'wed'] },
    { person: 'ben', weight: 1 },
  ],
});
/** What somebody misses on leave is caught up with, two turns a day. */
const catchingUp = () =>
  startStage({
    at: MONDAY,
    settings: (settings) => withPool('sdr-emea', { catch_up_per_day: 2 })(halfTime(withoutCaps(settings))),
  });

async function sendTo(stage: TestStage, companies: string[]): Promise<unknown[]> {
  for (const company of companies) {
    await stage.send(leadAt(company));
    await stage.settle();
  }
  const names = companies.map((company) => `'${company}'`).join(', ');
  return stage.query(`select h.owner_id as owner, count(*)::int as leads from handoffs h join leads l on l.id = h.lead_id
    where l.record -> 'account' ->> 'name' in (${names}) group by 1 order by 1`);
}

test('who works two days a week gets leads on those, their share of them, and none to make up for the others', async () => {
  const stage = await startStage({ at: MONDAY, settings: (settings) => halfTime(withoutCaps(settings)) });

  expect(await sendTo(stage, ['m1', 'm2', 'm3', 'm4'])).toEqual([{ owner: 'ben', leads: 4 }]);
  expect((await decisionsOf(stage)).at(-1)?.candidates[0]).toEqual({
    repId: 'ana',
    check: 'off_day',
    weight: 1,
    lag: 0,
  });

  stage.clock.set(TUESDAY);
  expect(await sendTo(stage, ['t1', 't2', 't3', 't4'])).toEqual([
    { owner: 'ana', leads: 2 },
    { owner: 'ben', leads: 2 },
  ]);
});

const places = (stage: TestStage) =>
  stage.query(`select rep_id, lag, owed from ${STANDINGS} where pool_id = 'sdr-emea' order by rep_id`);
const turns = async (stage: TestStage, since: Date): Promise<string[]> =>
  (
    await stage.query<{ turn: string }>(
      `select rep_id || ' ' || kind as turn from balance_entries where at >= '${since.toISOString()}' order by id`,
    )
  ).map(({ turn }) => turn);
const LEVEL = [
  { rep_id: 'ana', lag: 0, owed: 0 },
  { rep_id: 'ben', lag: 0, owed: 0 },
];

test('where leave is caught up with, a day off is still no leave: nothing is owed for it', async () => {
  const stage = await catchingUp();
  expect(await sendTo(stage, ['m1', 'm2', 'm3', 'm4'])).toEqual([{ owner: 'ben', leads: 4 }]);
  expect(await places(stage)).toEqual(LEVEL);

  stage.clock.set(TUESDAY);
  await sendTo(stage, ['t1', 't2', 't3', 't4']);
  expect(await turns(stage, TUESDAY)).toEqual(['ana turn', 'ben turn', 'ana turn', 'ben turn']);
  expect(await places(stage)).toEqual(LEVEL);
});

test('a part-timer on leave is owed the leads of their own days alone, and catches up with those', async () => {
  const stage = await catchingUp();
  await deskOf(stage, 'ana').ask('/handoff away until wednesday');
  await sendTo(stage, ['m1', 'm2', 'm3', 'm4']);
  expect(await places(stage)).toEqual(LEVEL);

  stage.clock.set(TUESDAY);
  await sendTo(stage, ['t1', 't2', 't3', 't4', 't5', 't6']);
  expect(await places(stage)).toEqual([
    { rep_id: 'ana', lag: 0, owed: 3 },
    { rep_id: 'ben', lag: 0, owed: 0 },
  ]);

  stage.clock.set(WEDNESDAY);
  await sendTo(stage, ['w1', 'w2', 'w3', 'w4', 'w5', 'w6']);
  // The third turn that is owed is left for their next day.
  expect(await turns(stage, WEDNESDAY)).toEqual([
    'ana catch_up',
    'ana turn',
    'ana catch_up',
    'ben turn',
    'ana turn',
    'ben turn',
  ]);
  expect(await places(stage)).toEqual([
    { rep_id: 'ana', lag: 0, owed: 1 },
    { rep_id: 'ben', lag: 0, owed: 0 },
  ]);
});
