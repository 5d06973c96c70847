import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';
import { STANDINGS } from '../support/standings.ts';

const standing = (stage: TestStage) =>
  stage.query(`select rep_id, lag from ${STANDINGS} where pool_id = 'sdr-emea' order by rep_id`);
const entries = (stage: TestStage) => stage.query('select rep_id, kind from balance_entries order by id');

async function offered(): Promise<{ stage: TestStage; ana: Desk }> {
  const stage = await startStage();
  await stage.send(leadAt('globex'));
  await stage.settle();
  return { stage, ana: deskOf(stage, 'ana') };
}

test('a lead that was none does not count as a turn: the next one goes to the same rep', async () => {
  const { stage, ana } = await offered();
  expect(await standing(stage)).toEqual([
    { rep_id: 'ana', lag: -0.5 },
    { rep_id: 'ben', lag: 0.5 },
  ]);
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Vendor or spam' });

  expect(await standing(stage)).toEqual([
    { rep_id: 'ana', lag: 0 },
    { rep_id: 'ben', lag: 0 },
  ]);
  await stage.send(leadAt('initech'));
  await stage.settle();
  expect(ana.reads()).toContain('Lead of initech');
  expect(await entries(stage)).toEqual([
    { rep_id: 'ana', kind: 'turn' },
    { rep_id: 'ana', kind: 'credit' },
    { rep_id: 'ana', kind: 'turn' },
  ]);
});

test('when the rejection is taken back, so is the credit', async () => {
  const { stage, ana } = await offered();
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Vendor or spam' });
  await ana.press(ana.card(), ids.undo);

  expect(await standing(stage)).toEqual([
    { rep_id: 'ana', lag: -0.5 },
    { rep_id: 'ben', lag: 0.5 },
  ]);
  expect(await entries(stage)).toEqual([
    { rep_id: 'ana', kind: 'turn' },
    { rep_id: 'ana', kind: 'credit' },
    { rep_id: 'ana', kind: 'debit' },
  ]);
});

test('a reason that the record speaks against gives no turn back', async () => {
  const { stage, ana } = await offered();
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Too small' });

  expect(await entries(stage)).toEqual([{ rep_id: 'ana', kind: 'turn' }]);
});
