import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { forgetLead } from '#db/forget.ts';
import { transact } from '#src/core/core.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { legsOf } from '../support/legs.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const BANT = {
  budget: '40,000 EUR a year',
  authority: 'She decides',
  need: 'Leads go cold',
  timeline: 'March',
};
const DEAL = { amount: '40000', currency: 'eur', close_on: '2027-03-31', next_step: 'Demo on Thursday' };
const WON = { promised: 'Live by June', use_case: 'Demo requests', stakeholders: 'Grace, and her CFO' };

type Play = { stage: TestStage; ana: Desk; eva: Desk; vic: Desk };

/** Ana qualified Grace, and Eva, an AE, is offered her. */
async function offeredToEva(): Promise<Play> {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const [ana, eva, vic] = [deskOf(stage, 'ana'), deskOf(stage, 'eva'), deskOf(stage, 'vic')];
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  return { stage, ana, eva, vic };
}

async function withEva(): Promise<Play> {
  const play = await offeredToEva();
  await play.eva.press(play.eva.card(), ids.accept);
  return play;
}

async function withDeal(): Promise<Play> {
  const play = await withEva();
  await play.eva.open(play.eva.card(), ids.opportunity);
  await play.eva.submit(DEAL);
  return play;
}

const legs = ({ stage }: Play) => legsOf(stage);
const lastStage = async ({ stage }: Play) => (await stage.query('select stage from leads'))[0];

const OPEN_WITH_EVA = [
  { leg: 'mql_to_sdr', state: 'completed', owner_id: 'ana' },
  { leg: 'sql_to_ae', state: 'working', owner_id: 'eva' },
];

test('an opportunity stays with its AE, and nothing reaches customer success', async () => {
  const play = await withDeal();
  expect(play.eva.reads().split('\n').slice(2)).toEqual([
    'Qualified by Ana Duarte today at 10:00 AM: Budget 40,000 EUR a year · Authority She decides · Need Leads go cold · Timeline March',
    'In work with Eva Novak since today at 10:00 AM',
    'Opportunity: 40,000 EUR · Discovery · closes Mar 31, 2027 · next step: Demo on Thursday',
    'Next: Keep amount and close date true; then Won… or Lost….',
    'Call +49 30 5550123 · E-mail grace@globex.example',
    '[Log response] [Opportunity…] [Won…] [Lost…] [Snooze (callback) ▾] [Undo] [… Details | Why me? | Recycle… | Disqualify…]',
    'A callback can be set; no clock runs now.',
  ]);
  expect(await legs(play)).toEqual(OPEN_WITH_EVA);
  expect(await lastStage(play)).toEqual({ stage: 'opportunity' });
  expect(play.vic.cards()).toEqual([]);
});

test('"lots" is no amount and yesterday no close date: the field says so, and nothing is changed', async () => {
  const play = await withEva();
  await play.eva.open(play.eva.card(), ids.opportunity);
  expect((await play.eva.submit({ ...DEAL, currency: 'abc' })).errors).toEqual({
    currency: 'Expected a currency in three letters, such as EUR or USD.',
  });
  expect((await play.eva.submit({ ...DEAL, amount: '0' })).errors).toEqual({
    amount: 'Expected a number above zero, such as 40000.',
  });
  expect((await play.eva.submit({ ...DEAL, close_on: '2020-01-01' })).errors).toEqual({
    close_on: 'That day has passed. Choose the day on which you expect it to be signed.',
  });
  expect(await lastStage(play)).toEqual({ stage: 'sales_qualified' });
});

test('another amount is another line of the history, and can be undone for two minutes', async () => {
  const play = await withDeal();
  const { eva, stage } = play;
  stage.clock.forward(60);
  await eva.open(eva.card(), ids.opportunity);
  await eva.submit({ ...DEAL, amount: '55000.5' });
  expect(eva.reads()).toContain('\nOpportunity: 55,000.5 EUR · ');
  const details = await eva.open(eva.card(), ids.more, 'Details');
  expect(details).toContain('Opportunity, by Eva Novak: 55,000.5 EUR, closes 31 Mar 2027 (Demo on Thursday)');
  expect(details).toContain('Opportunity, by Eva Novak: 40,000 EUR, closes 31 Mar 2027 (Demo on Thursday)');
  await eva.closeModal();
  await eva.press(eva.card(), ids.undo);
  expect(eva.reads()).toContain('\nOpportunity: 40,000 EUR · ');
  expect(await lastStage(play)).toEqual({ stage: 'opportunity' });
});

test('an opportunity that is undone is none', async () => {
  const play = await withDeal();
  await play.eva.press(play.eva.card(), ids.undo);
  expect(play.eva.reads()).not.toContain('Opportunity: ');
  expect(play.eva.reads()).not.toContain('[Won…]');
  expect(await lastStage(play)).toEqual({ stage: 'sales_qualified' });
});

test('what is won is one card for customer success, which begins with what was promised', async () => {
  const play = await withDeal();
  const { eva, vic, stage } = play;
  stage.clock.forward(5);
  await eva.open(eva.card(), ids.win);
  expect((await eva.submit({ ...WON, promised: '' })).errors).toEqual({
    promised: 'Please complete this required field.',
  });
  await eva.submit(WON);
  expect(eva.reads()).toContain('\nWon by Eva Novak today at 10:05 AM (undo until today at 10:07 AM)\n');
  expect(vic.reads().split('\n').slice(1, 3)).toEqual([
    'Grace Hopper, Head of Operations · Globex · 420 employees',
    'Won by Eva Novak today at 10:05 AM: Deal 40,000 EUR · Promised Live by June · Use case Demo requests · Stakeholders Grace, and her CFO',
  ]);
  expect(await lastStage(play)).toEqual({ stage: 'closed_won' });

  await eva.press(eva.card(), ids.undo);
  expect(vic.reads()).toContain('\nWithdrawn today at 10:05 AM: it was not won after all');
  expect(await lastStage(play)).toEqual({ stage: 'opportunity' });
  stage.clock.forward(1);
  await eva.open(eva.card(), ids.win);
  await eva.submit(WON);
  expect(await legs(play)).toMatchObject([
    { leg: 'mql_to_sdr', state: 'completed' },
    { leg: 'sql_to_ae', state: 'completed' },
    { leg: 'won_to_cs', state: 'withdrawn' },
    { leg: 'won_to_cs', state: 'offered' },
  ]);
});

test('what is lost ends with its reason, and may be undone', async () => {
  const play = await withDeal();
  const { eva, stage } = play;
  stage.clock.forward(5);
  await eva.open(eva.card(), ids.lose);
  await eva.submit({ reason: 'Chose a competitor', competitor: 'Rivalsoft', note: 'Cheaper' });
  expect(eva.reads()).toContain('\nLost by Eva Novak today at 10:05 AM: Chose a competitor (undo until');
  expect(await lastStage(play)).toEqual({ stage: 'closed_lost' });
  const details = await eva.open(eva.card(), ids.more, 'Details');
  expect(details).toContain('Lost, by Eva Novak: Chose a competitor, to Rivalsoft (Cheaper)');
  await eva.closeModal();
  await eva.press(eva.card(), ids.undo);
  expect(await legs(play)).toEqual(OPEN_WITH_EVA);
  expect(await lastStage(play)).toEqual({ stage: 'opportunity' });
  // What was said is there when it is asked again.
  const form = await eva.open(eva.card(), ids.lose);
  expect(form).toContain('Lost to (optional): [Rivalsoft]');
  expect(form).toContain('Note (optional): [Cheaper]');
  await eva.submit({});
  expect(eva.reads()).toContain('\nLost by Eva Novak today at 10:05 AM: Chose a competitor');
});

const toldOf = (status: 'won' | 'lost' | 'open') => ({
  id: `deal-${status}`,
  kind: 'update',
  person: { email: 'grace@globex.example' },
  opportunity: { status, amount: 41_000, currency: 'EUR' },
});

test.each([
  ['won', 'closed_won', ['completed', 'completed', 'offered']],
  ['lost', 'closed_lost', ['completed', 'completed']],
] as const)(
  'a CRM that says %s ends the handoff of the AE who has it open',
  async (status, stage, states) => {
    const play = await withEva();
    await play.stage.send(toldOf('open'));
    await play.stage.settle();
    expect((await legs(play)).map(({ state }) => state)).toEqual(['completed', 'accepted']);
    await play.stage.send(toldOf(status));
    await play.stage.settle();
    expect(await lastStage(play)).toEqual({ stage });
    expect((await legs(play)).map(({ state }) => state)).toEqual(states);
    expect(play.eva.reads()).toContain(status === 'won' ? '\nWon by Website' : '\nLost by Website');
  },
);

test('what was won stays won while customer success has it, whatever a CRM says of the deal', async () => {
  const play = await withEva();
  await play.stage.send(toldOf('won'));
  await play.stage.send({ ...toldOf('lost'), id: 'again' });
  await play.stage.settle();
  expect(await lastStage(play)).toEqual({ stage: 'closed_won' });
  expect((await legs(play)).map(({ state }) => state)).toEqual(['completed', 'completed', 'offered']);
});

test('what was lost and is won after all by the CRM goes to customer success', async () => {
  const play = await withEva();
  await play.stage.send(toldOf('lost'));
  play.stage.clock.forward(1);
  await play.stage.send({ ...toldOf('won'), id: 'again' });
  await play.stage.settle();
  expect(await lastStage(play)).toEqual({ stage: 'closed_won' });
  expect((await legs(play)).at(-1)).toMatchObject({ leg: 'won_to_cs', state: 'offered' });
});

test('a CRM that says won of whom an SDR has changes their stage and no handoff', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  await stage.send(toldOf('won'));
  await stage.settle();
  expect(await stage.query('select leg, state from handoffs')).toEqual([
    { leg: 'mql_to_sdr', state: 'offered' },
  ]);
  expect(await stage.query('select stage from leads')).toEqual([{ stage: 'closed_won' }]);
});

test('of a deal with somebody who is forgotten only its worth is left', async () => {
  const play = await withDeal();
  const { eva, stage } = play;
  stage.clock.forward(5);
  await eva.open(eva.card(), ids.win);
  await eva.submit(WON);
  const [lead] = await stage.query<{ id: string }>('select id from leads');
  await transact(stage.app.core, (work) => forgetLead(work.tx, lead?.id ?? ''));
  expect(
    await stage.query("select event from handoff_events where type in ('opportunity', 'won') order by id"),
  ).toEqual([
    {
      event: {
        ...{ type: 'opportunity', by: 'eva', via: null },
        deal: {
          ...{ amount: 40_000, currency: 'EUR', closeOn: '2027-03-31', subStage: 'discovery' },
          nextStep: '',
        },
      },
    },
    {
      event: {
        ...{ type: 'won', by: 'eva', via: null, answers: {} },
        asked: [
          { code: 'promised', words: 'Promised' },
          { code: 'use_case', words: 'Use case' },
          { code: 'stakeholders', words: 'Stakeholders' },
        ],
      },
    },
  ]);
  expect(
    await stage.query("select deal ->> 'nextStep' as step from handoffs where deal is not null"),
  ).toEqual([{ step: '' }]);
});

test('a CRM that says what the deal is worth makes an opportunity of it, and each change is kept', async () => {
  const play = await withEva();
  const told = {
    ...toldOf('open'),
    opportunity: { status: 'open', amount: 41_000, currency: 'EUR', close_on: '2027-03-31' },
  };
  await play.stage.send(told);
  await play.stage.send({ ...told, id: 'again' });
  await play.stage.settle();
  play.stage.clock.forward(60);
  await play.stage.send({
    ...told,
    id: 'later',
    opportunity: { ...told.opportunity, close_on: '2027-06-30' },
  });
  await play.stage.settle();
  expect(await lastStage(play)).toEqual({ stage: 'opportunity' });
  expect(play.eva.reads()).toContain('\nOpportunity: 41,000 EUR · closes Jun 30, 2027');
  expect(play.eva.reads()).toContain('[Won…]');
  expect((await legs(play)).map(({ state }) => state)).toEqual(['completed', 'accepted']);
  const history = (await play.eva.open(play.eva.card(), ids.more, 'Details')).split('\n');
  expect(history.filter((line) => line.includes('Opportunity, by'))).toEqual([
    '• today at 11:00 AM: Opportunity, by Website: 41,000 EUR, closes 30 Jun 2027',
    '• today at 10:00 AM: Opportunity, by Website: 41,000 EUR, closes 31 Mar 2027',
  ]);
});

// Slack opens no form that begins with what it would not take.
test.each([
  ['a currency in words', { currency: 'Euro' }, 'Currency: [ ]'],
  ['an amount below zero', { amount: -5 }, 'Amount: [ ]'],
  ['less than a cent', { amount: 1e-9 }, 'Amount: [ ]'],
  ['no day of the calendar', { close_on: '2027-02-30' }, 'Expected close date: [ ]'],
])('where a CRM told %s, an opportunity is typed', async (_, told, field) => {
  const play = await withEva();
  const whole = { status: 'open', amount: 41_000, currency: 'EUR', close_on: '2027-03-31' };
  await play.stage.send({ ...toldOf('open'), opportunity: { ...whole, ...told } });
  await play.stage.settle();
  expect(play.eva.reads()).not.toContain('Opportunity: ');
  expect(await play.eva.open(play.eva.card(), ids.opportunity)).toContain(field);
  await play.eva.submit(DEAL);
  expect(play.eva.reads()).toContain('\nOpportunity: 40,000 EUR · Discovery · closes Mar 31, 2027');
});

test('whoever had accepted what was not won after all has their turn back', async () => {
  const play = await withDeal();
  const { eva, vic, stage } = play;
  stage.clock.forward(5);
  await eva.open(eva.card(), ids.win);
  await eva.submit(WON);
  await vic.press(vic.card(), ids.accept);
  await eva.press(eva.card(), ids.undo);
  expect(vic.reads()).toContain('it was not won after all');
  expect(
    await stage.query("select rep_id, kind from balance_entries where pool_id = 'cs' order by id"),
  ).toEqual([
    { rep_id: 'vic', kind: 'turn' },
    { rep_id: 'vic', kind: 'credit' },
  ]);
});

test('a win is not undone once customer success is done with it', async () => {
  const play = await withDeal();
  const { eva, vic, stage } = play;
  stage.clock.forward(5);
  await eva.open(eva.card(), ids.win);
  await eva.submit(WON);
  await vic.press(vic.card(), ids.accept);
  await vic.open(vic.card(), ids.qualify);
  await vic.submit({ goal: 'No lead goes cold', kickoff: 'Today, with Grace' });
  await eva.press(eva.card(), ids.undo);
  expect((await legs(play)).map(({ state }) => state)).toEqual(['completed', 'completed', 'completed']);
  expect(await lastStage(play)).toEqual({ stage: 'closed_won' });
});

test('a CRM that says won at another amount has the last word on it', async () => {
  const play = await withDeal();
  await play.stage.send({ ...toldOf('won'), opportunity: { status: 'won', amount: 45_000 } });
  await play.stage.settle();
  expect(play.eva.reads()).toContain(
    '\nOpportunity: 45,000 EUR · Discovery · closes Mar 31, 2027 · next step: Demo',
  );
  expect(play.vic.reads()).toContain('\nWon by Website today at 10:00 AM: Deal 45,000 EUR\n');
});

test('won before its AE had answered, customer success still reads what it is worth', async () => {
  const { stage, eva, vic } = await offeredToEva();
  const opportunity = { status: 'won', amount: 45_000, currency: 'EUR', close_on: '2027-01-05' };
  await stage.send({ ...toldOf('won'), opportunity });
  await stage.settle();
  expect(eva.reads()).toContain('\nWon by Website');
  expect(vic.reads()).toContain('\nWon by Website today at 10:00 AM: Deal 45,000 EUR\n');
});

test('a CRM that tells of one field changes that field', async () => {
  const play = await withDeal();
  await play.stage.send({ ...toldOf('open'), opportunity: { amount: 50_000 } });
  await play.stage.settle();
  expect(play.eva.reads()).toContain(
    '\nOpportunity: 50,000 EUR · Discovery · closes Mar 31, 2027 · next step: Demo',
  );
  await play.stage.send({ ...toldOf('open'), id: 'stage', opportunity: { stage: 'Somewhere else' } });
  await play.stage.settle();
  expect(
    await play.stage.query(
      "select event -> 'deal' -> 'amount' as amount from handoff_events where type = 'opportunity' order by id",
    ),
  ).toEqual([{ amount: 40_000 }, { amount: 50_000 }]);
});

test('won before anybody had responded, the first response was not made by that', async () => {
  const { stage } = await offeredToEva();
  await stage.send(toldOf('won'));
  await stage.settle();
  expect(
    await stage.query(
      "select k.kind, k.met from clocks k join handoffs h on h.id = k.handoff_id and h.leg = 'sql_to_ae' where k.kind in ('accept', 'response') order by 1",
    ),
  ).toEqual([
    { kind: 'accept', met: false },
    { kind: 'response', met: false },
  ]);
});
