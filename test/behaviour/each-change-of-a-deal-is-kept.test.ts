import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const BANT = { budget: '40,000 EUR', authority: 'She decides', need: 'Leads go cold', timeline: 'March' };
const DEAL = { amount: '40000', currency: 'EUR', close_on: '2027-03-31', next_step: 'Demo' };

/** Eva, an AE, has accepted Grace and says that there is a deal. */
async function withDeal(): Promise<{ stage: TestStage; eva: Desk }> {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const [ana, eva] = [deskOf(stage, 'ana'), deskOf(stage, 'eva')];
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  await eva.press(eva.card(), ids.accept);
  await say(eva, DEAL);
  stage.clock.forward(60);
  return { stage, eva };
}

async function say(eva: Desk, deal: Record<string, string>): Promise<void> {
  await eva.open(eva.card(), ids.opportunity);
  await eva.submit(deal);
}

const told = (id: string, opportunity: object) => ({
  ...{ id, kind: 'update', person: { email: 'grace@globex.example' }, opportunity },
});

const changes = (stage: TestStage) =>
  stage.query<{ change: string }>(
    `select field || ' ' || coalesce(from_value, '-') || ' ' || to_value || ' ' || coalesce(by_id, via) || ' ' || rep_id as change
    from deal_changes where undone_at is null order by id`,
  );
const FIRST = ['amount - 40000 eva eva', 'currency - EUR eva eva', 'close_on - 2027-03-31 eva eva'];
const rows = (lines: string[]) => lines.map((change) => ({ change }));

test('amount, close date and where it stands are kept with what they were, by whom and when', async () => {
  const { stage, eva } = await withDeal();
  await say(eva, { ...DEAL, close_on: '2027-04-30', sub_stage: 'Proposal sent' });
  expect(eva.reads()).toContain(
    '\nOpportunity: 40,000 EUR · Proposal sent · closes Apr 30, 2027 · next step',
  );
  stage.clock.forward(60);
  await stage.send(told('crm', { stage: 'contractsent', amount: 55_000 }));
  await stage.settle();
  expect(eva.reads()).toContain('\nOpportunity: 55,000 EUR · Negotiation · closes Apr 30, 2027');
  const details = (await eva.open(eva.card(), ids.more, 'Details')).split('\n');
  expect(details.slice(details.indexOf('How the deal moved') + 1, details.indexOf('History'))).toEqual([
    '• Amount changed once: 40,000 EUR → 55,000 EUR',
    '• Close date moved once: Mar 31, 2027 → Apr 30, 2027',
    '• Moved on 2 times: Discovery → Proposal sent → Negotiation',
  ]);
  expect(await changes(stage)).toEqual(
    rows([
      ...FIRST,
      'sub_stage - discovery eva eva',
      'close_on 2027-03-31 2027-04-30 eva eva',
      'sub_stage discovery proposal eva eva',
      'amount 40000 55000 website eva',
      'sub_stage proposal negotiation website eva',
    ]),
  );
});

test('what is said again as it was is no change', async () => {
  const { stage, eva } = await withDeal();
  await say(eva, { ...DEAL, next_step: 'Send the contract' });
  await stage.send(told('crm', { stage: 'No such step', amount: 40_000 }));
  await stage.settle();
  expect(await changes(stage)).toEqual(rows([...FIRST, 'sub_stage - discovery eva eva']));
});

test('what was taken back was not said', async () => {
  const { stage, eva } = await withDeal();
  await say(eva, { ...DEAL, amount: '1', close_on: '2027-12-31' });
  await eva.press(eva.card(), ids.undo);
  expect(eva.reads()).toContain('\nOpportunity: 40,000 EUR · Discovery · closes Mar 31, 2027');
  expect(await changes(stage)).toEqual(rows([...FIRST, 'sub_stage - discovery eva eva']));
});

const MIGRATION = join(import.meta.dirname, '../../db/migrations/0024_each-change-of-a-deal.sql');

test('what was said of deals before their changes were kept is kept too', async () => {
  const { stage, eva } = await withDeal();
  await say(eva, { ...DEAL, amount: '1', close_on: '2027-12-31' });
  await eva.press(eva.card(), ids.undo);
  await say(eva, { ...DEAL, amount: '50000' });
  await stage.send(told('crm', { close_on: '2027-05-31' }));
  await stage.settle();
  const kept = (await changes(stage)).filter(({ change }) => !change.startsWith('sub_stage'));
  await stage.query('delete from deal_changes');
  await stage.query(readFileSync(MIGRATION, 'utf8').split('--> statement-breakpoint').at(-1) ?? '');
  expect(inOrder(await changes(stage))).toEqual(inOrder(kept));
});

const inOrder = (all: { change: string }[]) => all.map(({ change }) => change).toSorted();
