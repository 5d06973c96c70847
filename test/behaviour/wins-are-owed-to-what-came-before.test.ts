import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const BANT = { budget: '40,000 EUR', authority: 'She decides', need: 'Leads go cold', timeline: 'March' };
const DEAL = { amount: '40000', currency: 'eur', close_on: '2027-03-31', next_step: 'Demo' };
const WON = { promised: 'Live by June', use_case: 'Demo requests', stakeholders: 'Grace' };

const said = async (stage: TestStage, personId: string, line: string): Promise<string[]> => {
  const desk = deskOf(stage, personId);
  return desk.read(await desk.ask(line)).split('\n');
};

async function win(ana: Desk, eva: Desk): Promise<void> {
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  await eva.press(eva.card(), ids.accept);
  await eva.open(eva.card(), ids.opportunity);
  await eva.submit(DEAL);
  await eva.open(eva.card(), ids.win);
  await eva.submit(WON);
}

test('a win is shared out among the form, the campaign after it and what the company did, in four ways', async () => {
  const stage = await startStage();
  await stage.send({
    kind: 'account_signal',
    account: { domain: 'globex.example', name: 'Globex' },
    signals: [{ type: 'intent_surge', at: '2026-11-20T08:30:00Z', title: 'Surging' }],
  });
  await stage.send({ ...hot, signals: [] });
  await stage.settle();
  stage.clock.forward(5);
  const at = stage.clock.now().toISOString();
  await stage.send({
    ...{ kind: 'signal', channel: 'webinar', campaign: { name: 'Winter talk' }, person: hot.person },
    signals: [{ type: 'webinar_attended', at, title: 'Winter talk' }],
  });
  await stage.settle();
  stage.clock.forward(5);
  await win(deskOf(stage, 'ana'), deskOf(stage, 'eva'));
  await stage.settle();

  const lines = await said(stage, 'mara', '/funnel attribution today by campaign');
  expect(lines[0]).toMatch(/^What the wins are owed to, today .*by campaign$/);
  expect(lines[1]).toBe('1 company signed, with 3 touches known before.');
  const message = await deskOf(stage, 'mara').ask('/funnel attribution today by campaign');
  const rows = message.blocks?.find((block) => block.type === 'data_table');
  const shares = (rows as { rows: { text: string; value?: number }[][] }).rows
    .slice(1)
    .map((row) => row.map(({ text, value }) => value ?? text));
  expect(shares.toSorted()).toEqual([
    ['Autumn demo', 0, 0, 0.33, 0.2, 1, 1],
    ['No campaign', 1, 0, 0.33, 0.4, 1, 1],
    ['Winter talk', 0, 1, 0.34, 0.4, 1, 1],
  ]);
});

test('where nothing was won it says so', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  expect((await said(stage, 'mara', '/funnel attribution'))[1]).toBe(
    'Nothing was won in this time. A longer one: /funnel attribution this year',
  );
});
