import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Question } from '#domain/questions.ts';
import type { Settings } from '#domain/settings.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const discovery = { challenge: 'Leads go cold', budget: 'About 40k EUR', answers: [] };

type Play = { stage: TestStage; ana: Desk; eva: Desk };

/** Ana has accepted Grace, who told of her challenge and her budget. */
async function accepted(settings: (settings: Settings) => Settings = (same) => same): Promise<Play> {
  const stage = await startStage({ settings });
  await stage.send({ ...hot, discovery });
  await stage.settle();
  const [ana, eva] = [deskOf(stage, 'ana'), deskOf(stage, 'eva')];
  await ana.press(ana.card(), ids.accept);
  stage.clock.forward(5);
  return { stage, ana, eva };
}

const asking = (questions: Partial<Question>[]) => (settings: Settings) => ({
  ...settings,
  qualification: {
    questions: questions.map((one) => ({
      ...{ code: 'need', words: 'Need', kind: 'text' as const, required: true },
      ...one,
    })),
  },
});

const PROBLEM_FIRST = asking([
  { code: 'problem', words: 'Problem', filled_from: 'need' },
  { code: 'start', words: 'Start', kind: 'date' },
  { code: 'agreed', words: 'Meeting agreed', kind: 'yes_no', filled_from: 'meeting' },
  { code: 'size', words: 'Size', kind: 'choice', choices: ['Pilot', 'Whole team'], required: false },
]);

test('without a template of its own BANT is asked, and nothing that is known is asked again', async () => {
  const { ana, eva } = await accepted();
  expect((await ana.open(ana.card(), ids.qualify)).split('\n').slice(1)).toEqual([
    'Grace Hopper (Globex)',
    'Budget: [About 40k EUR]',
    'Authority: [Their role: Head of Operations]',
    'Need: [Leads go cold]',
    'Timeline: [ ]',
    '[Confirm] [Cancel]',
  ]);
  expect((await ana.submit({ timeline: '  ' })).errors).toEqual({
    timeline: 'This has to be known before the lead goes on.',
  });
  await ana.submit({ timeline: 'March' });
  expect(eva.reads()).toContain(
    'Qualified by Ana Duarte today at 10:05 AM: Budget About 40k EUR · Authority Their role: Head of Operations · Need Leads go cold · Timeline March',
  );
});

test('a template of the team is asked in its words, and the AE reads it in them', async () => {
  const inForce: Settings[] = [];
  const { ana, eva } = await accepted((settings) => {
    inForce.push(PROBLEM_FIRST(settings));
    return inForce.at(-1) ?? settings;
  });
  const form = await ana.open(ana.card(), ids.qualify);
  expect(form).toContain('Problem: [Leads go cold]');
  expect((await ana.submit({ agreed: 'Yes' })).errors).toEqual({
    start: 'Please complete this required field.',
  });
  await ana.submit({ start: '2027-03-01', agreed: 'Yes' });
  expect(eva.reads()).toContain(': Problem Leads go cold · Start 1 Mar 2027 · Meeting agreed Yes\n');
  const details = await eva.open(eva.card(), ids.more, 'Details');
  expect(details).toContain('• Start: 1 Mar 2027');
  await eva.closeModal();

  // Another template later leaves what was answered in its own words.
  for (const settings of inForce)
    Object.assign(settings, asking([{ code: 'problem', words: 'Pain' }])(settings));
  await eva.press(eva.card(), ids.accept);
  expect(eva.reads()).toContain(': Problem Leads go cold · Start 1 Mar 2027 · Meeting agreed Yes\n');
});

test('undone, the AE is no longer offered it, hears of that, and the SDR has it as it was', async () => {
  const { ana, eva, stage } = await accepted();
  await ana.open(ana.card(), ids.qualify);
  await ana.submit({ timeline: 'March' });
  expect(ana.reads()).toContain('\nQualified by Ana Duarte today at 10:05 AM (undo until today at 10:07 AM)');
  const offered = eva.card();
  await ana.press(ana.card(), ids.undo);
  expect(eva.reads()).toContain('\nWithdrawn today at 10:05 AM: it was not qualified after all');
  expect(eva.thread(eva.card())).toEqual([
    '@Eva Novak Grace Hopper (Globex) is not yours any more: whoever passed it on has taken that back.',
  ]);
  expect(await eva.press(offered, ids.accept)).toContain('withdrawn');
  expect(ana.reads()).toContain('[Qualify…]');
  expect(await stage.query('select leg, state, owner_id from handoffs order by created_at, leg')).toEqual([
    { leg: 'mql_to_sdr', state: 'accepted', owner_id: 'ana' },
    { leg: 'sql_to_ae', state: 'withdrawn', owner_id: 'eva' },
  ]);
  expect(await stage.query('select stage from leads')).toEqual([{ stage: 'sales_accepted' }]);
  // What was answered is there when it is asked again.
  expect(await ana.open(ana.card(), ids.qualify)).toContain('Timeline: [March]');
  await ana.submit({ timeline: 'April' });
  expect(eva.reads()).toContain('Timeline April');
});

test('after two minutes, or once the AE is done with it, it stays qualified', async () => {
  const { ana, eva, stage } = await accepted();
  await ana.open(ana.card(), ids.qualify);
  await ana.submit({ timeline: 'March' });
  const qualified = ana.card();
  await eva.open(eva.card(), ids.reject);
  await eva.submit({ reason: 'Another reason', note: 'No decision maker' });
  await ana.press(qualified, ids.undo);
  expect(await stage.query('select leg, state from handoffs order by created_at, leg, state')).toMatchObject([
    { leg: 'mql_to_sdr', state: 'completed' },
    { leg: 'mql_to_sdr', state: 'offered' },
    { leg: 'sql_to_ae', state: 'rejected' },
  ]);
  stage.clock.forward(3);
  expect(await ana.press(qualified, ids.undo)).not.toBe('');
  expect(await stage.query("select count(*)::int as open from handoffs where state = 'offered'")).toEqual([
    { open: 1 },
  ]);
});
