import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const DAY = 24 * 60;
const DEAL = { amount: '40000', currency: 'EUR', close_on: '2027-12-31', next_step: 'Sign' };

/** Ana qualified Grace, and Eva has made an opportunity of it. */
async function opened(): Promise<TestStage> {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const [ana, eva] = [deskOf(stage, 'ana'), deskOf(stage, 'eva')];
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit({ budget: '40,000 EUR', authority: 'She', need: 'Speed', timeline: 'March' });
  await eva.press(eva.card(), ids.accept);
  await eva.open(eva.card(), ids.opportunity);
  await eva.submit(DEAL);
  return stage;
}

const credit = (stage: TestStage) =>
  stage.query(`select stage, evidence ->> 'sourcedBy' as sourced_by from stage_changes
    where stage in ('opportunity', 'closed_won') order by id`);

async function win(stage: TestStage): Promise<void> {
  const eva = deskOf(stage, 'eva');
  await eva.open(eva.card(), ids.win);
  await eva.submit({ promised: 'Live by June', use_case: 'Demo requests' });
}

test('who qualified a lead is named as the source of its opportunity and its win, for BI too', async () => {
  const stage = await opened();
  stage.clock.forward(100 * DAY);
  await win(stage);
  expect(await credit(stage)).toEqual([
    { stage: 'opportunity', sourced_by: 'ana' },
    { stage: 'closed_won', sourced_by: 'ana' },
  ]);
  expect(await stage.query('select sourced_by, owner_id, status from analytics.opportunities')).toEqual([
    { sourced_by: 'ana', owner_id: 'eva', status: 'won' },
  ]);
});

test('Details say who it is, and until when', async () => {
  const stage = await opened();
  const eva = deskOf(stage, 'eva');
  expect(await eva.open(eva.card(), ids.more, 'Details')).toContain(
    '\nSourced by: Ana Duarte, named so for deals until May 22, 2027\n',
  );
  await eva.closeModal();
  stage.clock.forward(181 * DAY);
  expect(await eva.open(eva.card(), ids.more, 'Details')).not.toContain('Sourced by');
});

test('once the credit has ended, nobody is', async () => {
  const stage = await opened();
  stage.clock.forward(181 * DAY);
  await win(stage);
  expect(await credit(stage)).toEqual([
    { stage: 'opportunity', sourced_by: 'ana' },
    { stage: 'closed_won', sourced_by: null },
  ]);
});
