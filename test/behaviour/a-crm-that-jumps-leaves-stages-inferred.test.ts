import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const told = (opportunity: Record<string, unknown>, id: string) => ({
  id,
  kind: 'update',
  person: { email: 'grace@globex.example' },
  opportunity,
});
const DEAL = { amount: 41_000, currency: 'EUR', close_on: '2027-03-31' };

/** The stages of the one lead in order, the inferred ones in brackets. */
async function way(stage: TestStage): Promise<string[]> {
  const rows = await stage.query<{ stage: string; is_inferred: boolean }>(
    'select stage, is_inferred from stage_changes where undone_at is null order by id',
  );
  return rows.map((row) => (row.is_inferred ? `(${row.stage})` : row.stage));
}

async function tell(stage: TestStage, opportunity: Record<string, unknown>, id = 'deal'): Promise<void> {
  await stage.send(told(opportunity, id));
  await stage.settle();
}

test('won in the CRM from an MQL, the stages between are inferred, and rates name them', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  await tell(stage, { ...DEAL, status: 'won' });
  const won = [
    'inquiry',
    'marketing_qualified',
    '(sales_accepted)',
    '(sales_qualified)',
    '(opportunity)',
    'closed_won',
  ];
  expect(await way(stage)).toEqual(won);
  expect(await stage.query('select state from handoffs')).toEqual([{ state: 'offered' }]);
  const mia = deskOf(stage, 'mia');
  const funnel = mia.read(await mia.ask('/funnel'));
  expect(funnel).toContain('SAL: 1 (1 inferred)');
  expect(funnel).toContain('Opportunity: 1 (1 inferred)');

  // Who has it goes on, and nothing that they press brings a customer back.
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  expect(await stage.query('select stage from leads')).toEqual([{ stage: 'closed_won' }]);
});

test('what was seen is not inferred as well, and the same told twice is one change', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await tell(stage, { ...DEAL, status: 'open' }, 'first');
  await tell(stage, { ...DEAL, status: 'open', amount: 42_000 }, 'second');
  expect(await way(stage)).toEqual([
    'inquiry',
    'marketing_qualified',
    'sales_accepted',
    '(sales_qualified)',
    'opportunity',
  ]);
});

test('won of whom an AE had made no opportunity, that stage alone is inferred', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit({ budget: '40,000 EUR', authority: 'She', need: 'Speed', timeline: 'March' });
  await tell(stage, { ...DEAL, status: 'won' });
  expect((await way(stage)).slice(2)).toEqual([
    'sales_accepted',
    'sales_qualified',
    '(opportunity)',
    'closed_won',
  ]);
});

test('while somebody works on a lead, a lost deal of the CRM loses nothing; afterwards it does', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  await tell(stage, { status: 'lost' }, 'first');
  expect(await stage.query('select stage from leads')).toEqual([{ stage: 'marketing_qualified' }]);
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  stage.clock.forward(1);
  await ana.open(ana.card(), ids.more, 'Recycle…');
  await ana.submit({ reason: 'Not now' });
  await tell(stage, { status: 'lost' }, 'second');
  expect((await way(stage)).slice(3)).toEqual([
    'nurture',
    '(sales_qualified)',
    '(opportunity)',
    'closed_lost',
  ]);
});

test('each stage keeps on what it was entered: who said so, against which criteria, with which answers', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit({ budget: '40,000 EUR', authority: 'She', need: 'Speed', timeline: 'March' });
  const evidence = await stage.query<{ stage: string; evidence: Record<string, unknown> }>(
    "select stage, evidence from stage_changes where stage like 'sales%' order by id",
  );
  expect(evidence).toEqual([
    {
      stage: 'sales_accepted',
      evidence: {
        type: 'accepted',
        by: 'ana',
        acceptIf: 'a company of 50 people or more asks to see the product',
      },
    },
    {
      stage: 'sales_qualified',
      evidence: expect.objectContaining({
        type: 'qualified',
        by: 'ana',
        answers: expect.objectContaining({ budget: '40,000 EUR', timeline: 'March' }),
      }),
    },
  ]);
});

test('what was lost is an opportunity again once the CRM says that it is open, and can be won then', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const [ana, eva] = [deskOf(stage, 'ana'), deskOf(stage, 'eva')];
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit({ budget: '40,000 EUR', authority: 'She', need: 'Speed', timeline: 'March' });
  await eva.press(eva.card(), ids.accept);
  await tell(stage, DEAL, 'known');
  await tell(stage, { status: 'lost' }, 'lost');
  await tell(stage, { ...DEAL, amount: 42_000 }, 'a field of it');
  expect((await way(stage)).at(-1)).toBe('closed_lost');
  await tell(stage, { status: 'open' }, 'open again');
  expect((await way(stage)).slice(-2)).toEqual(['closed_lost', 'opportunity']);
  expect(eva.reads()).toContain('\nOpen again, says the CRM: it tells what becomes of the deal\n');
  await tell(stage, { status: 'won' }, 'won');
  expect((await way(stage)).at(-1)).toBe('closed_won');
  expect(eva.reads()).not.toContain('Open again');
  expect(await stage.query("select owner_id from handoffs where state = 'offered'")).toEqual([
    { owner_id: 'vic' },
  ]);
  await tell(stage, { status: 'open' }, 'not any more');
  expect((await way(stage)).at(-1)).toBe('closed_won');
});
