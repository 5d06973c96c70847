import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { legsOf } from '../support/legs.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const BANT = { budget: '40,000 EUR', authority: 'She decides', need: 'Leads go cold', timeline: 'March' };
const DEAL = { amount: '40000', currency: 'EUR', close_on: '2027-03-31', next_step: 'Sign' };
const WON = { promised: 'Live by June', use_case: 'Demo requests' };

type Team = { stage: TestStage; eva: Desk; vic: Desk };

/** Eva won Grace, and Vic was offered her. */
async function won(): Promise<Team> {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const [ana, eva, vic] = [deskOf(stage, 'ana'), deskOf(stage, 'eva'), deskOf(stage, 'vic')];
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  await eva.press(eva.card(), ids.accept);
  await eva.open(eva.card(), ids.opportunity);
  await eva.submit(DEAL);
  await eva.open(eva.card(), ids.win);
  await eva.submit(WON);
  stage.clock.forward(5);
  return { stage, eva, vic };
}

/** Vic held the kick-off, and is done with it. */
async function onboarded(): Promise<Team> {
  const team = await won();
  const { stage, vic } = team;
  await vic.press(vic.card(), ids.accept);
  await vic.open(vic.card(), ids.respond);
  await vic.submit({ channel: 'Meeting', outcome: 'Reached them' });
  await vic.open(vic.card(), ids.qualify);
  await vic.submit({ goal: 'Answer in five minutes', kickoff: 'Monday, with Grace' });
  stage.clock.forward(10);
  return team;
}

const last = async (stage: TestStage) => (await legsOf(stage)).at(-1);
const stages = (stage: TestStage) => stage.query('select stage from leads');
const clocks = (stage: TestStage) =>
  stage.query<{ kind: string; met: boolean | null }>(
    `select c.kind, c.met from clocks c join handoffs h on h.id = c.handoff_id where h.leg = 'won_to_cs' order by c.kind`,
  );

const signal = (type: string, at: string, title?: string) => ({
  kind: 'signal',
  person: { email: 'grace@globex.example' },
  signals: [{ type, at, ...(title && { title }) }],
});

test('customer success accepts, holds the first call and completes, each against its clock', async () => {
  const { stage, vic } = await onboarded();
  expect(vic.reads()).toContain('Completed by Vic Tanaka today at 10:05 AM');
  expect(await clocks(stage)).toEqual([
    { kind: 'accept', met: true },
    { kind: 'response', met: true },
  ]);
  expect(await stages(stage)).toEqual([{ stage: 'closed_won' }]);
});

test('a customer that may buy more goes to the AE who won them, who reads what, how much and when', async () => {
  const { stage, eva, vic } = await onboarded();
  await vic.open(vic.card(), ids.expand);
  await vic.submit({ what: 'Twenty more seats', amount: '12000', currency: 'eur', close_on: '2027-02-28' });
  expect(vic.modal()).toContain('Passed on to Eva Novak.');
  await vic.closeModal();

  expect(eva.reads().split('\n').slice(0, 3)).toEqual([
    '🔥 Hot · Expansion, for an AE · Website · Autumn demo',
    'Grace Hopper, Head of Operations · Globex · 420 employees',
    'Expansion by Vic Tanaka today at 10:15 AM: What Twenty more seats · About 12,000 EUR · When 28 Feb 2027',
  ]);
  expect(eva.reads()).toContain('Accept by today at 2:15 PM');
  expect(await eva.open(eva.card(), ids.more, 'Why me?')).toContain(
    'You are the AE of Globex: AE who won them.',
  );
  await eva.closeModal();
  expect(await last(stage)).toEqual({ leg: 'cs_to_ae', state: 'offered', owner_id: 'eva' });
  expect(vic.reads()).not.toContain('[Expansion…]');
});

test('an expansion that is won has work for customer success again, and the customer stays one', async () => {
  const { stage, eva, vic } = await onboarded();
  await vic.open(vic.card(), ids.expand);
  await vic.submit({ what: 'Twenty more seats' });
  await vic.closeModal();
  await eva.press(eva.card(), ids.accept);
  await eva.open(eva.card(), ids.opportunity);
  await eva.submit({ ...DEAL, amount: '12000' });
  await eva.open(eva.card(), ids.win);
  await eva.submit({ promised: 'Seats by May', use_case: 'The second team' });
  expect(await last(stage)).toEqual({ leg: 'won_to_cs', state: 'offered', owner_id: 'vic' });
  expect(vic.reads()).toContain(
    'Won by Eva Novak today at 10:15 AM: Deal 12,000 EUR · Promised Seats by May',
  );
  expect(await stages(stage)).toEqual([{ stage: 'closed_won' }]);
  expect(
    await stage.query("select count(*)::int as wins from stage_changes where stage = 'closed_won'"),
  ).toEqual([{ wins: 1 }]);
});

test('an expansion that is lost, or that its AE does not take, leaves the customer one', async () => {
  const { stage, eva, vic } = await onboarded();
  await vic.open(vic.card(), ids.expand);
  await vic.submit({ what: 'Twenty more seats' });
  await vic.closeModal();
  await eva.open(eva.card(), ids.reject);
  await eva.submit({ reason: 'Something else', note: 'They only asked' });
  expect(await last(stage)).toEqual({ leg: 'won_to_cs', state: 'offered', owner_id: 'vic' });
  expect(vic.reads()).toContain('Sent back by Eva Novak today at 10:15 AM: Reason Something else');
  expect(await stages(stage)).toEqual([{ stage: 'closed_won' }]);

  stage.clock.forward(5);
  await vic.press(vic.card(), ids.accept);
  await vic.open(vic.card(), ids.expand);
  await vic.submit({ what: 'Now they want them' });
  await vic.closeModal();
  await eva.press(eva.card(), ids.accept);
  await eva.open(eva.card(), ids.opportunity);
  await eva.submit(DEAL);
  await eva.open(eva.card(), ids.lose);
  await eva.submit({ reason: 'Too expensive' });
  expect(await stages(stage)).toEqual([{ stage: 'closed_won' }]);
  expect((await legsOf(stage)).map(({ leg, state }) => `${leg} ${state}`).slice(2)).toEqual([
    'won_to_cs completed',
    'cs_to_ae rejected',
    'won_to_cs completed',
    'cs_to_ae completed',
  ]);
});

test('a currency there is none of is said at its field, and nothing is passed on', async () => {
  const { stage, vic } = await onboarded();
  await vic.open(vic.card(), ids.expand);
  const { errors } = (await vic.submit({ what: 'Seats', amount: '12000', currency: 'XXY' })) as {
    errors?: Record<string, string>;
  };
  expect(Object.keys(errors ?? {})).toEqual(['currency']);
  expect(await last(stage)).toMatchObject({ leg: 'won_to_cs' });
});

test('a signal of a source passes a customer on once, however often it is told', async () => {
  const { stage, eva } = await onboarded();
  const told = signal('expansion', '2026-11-23T09:10:00Z', 'Seats used up');
  await stage.send(told);
  await stage.send(told);
  await stage.settle();
  expect((await legsOf(stage)).filter(({ leg }) => leg === 'cs_to_ae')).toEqual([
    { leg: 'cs_to_ae', state: 'offered', owner_id: 'eva' },
  ]);
  expect(eva.reads()).toContain('Expansion by Website today at 10:15 AM: What Seats used up');
  expect(await stage.query("select outcome from items where outcome = 'handoff'")).toHaveLength(2);
});

test('while customer success has them open, the signal joins their card', async () => {
  const { stage, vic } = await won();
  await vic.press(vic.card(), ids.accept);
  await stage.send(signal('expansion', '2026-11-23T09:04:00Z', 'Seats used up'));
  await stage.settle();
  expect(await last(stage)).toEqual({ leg: 'won_to_cs', state: 'accepted', owner_id: 'vic' });
  expect(await vic.open(vic.card(), ids.more, 'Details')).toContain('Seats used up');
});

test('that a customer left is kept with its day and reason, and stands on the card', async () => {
  const { stage, vic } = await onboarded();
  await vic.open(vic.card(), ids.churn);
  await vic.submit({ left_on: '2026-12-31', reason: 'Price', note: 'Budget was cut' });
  expect(vic.reads()).toContain('\nHas left on Dec 31, 2026: Price · Budget was cut');
  expect(await vic.open(vic.card(), ids.more, 'Details')).toContain(
    'Has left on 31 Dec 2026, by Vic Tanaka: Price (Budget was cut)',
  );
  await vic.closeModal();
  expect(
    await stage.query(`select event ->> 'on' as day, event ->> 'reason' as reason, rep_id
      from handoff_events where type = 'churned'`),
  ).toEqual([{ day: '2026-12-31', reason: 'left_for_price', rep_id: 'vic' }]);
  expect(await stages(stage)).toEqual([{ stage: 'closed_won' }]);
});

test('whoever writes from a company that left is no customer of anybody’s', async () => {
  const { stage, vic } = await onboarded();
  const customer = vic.card();
  const ida = (email: string) => ({
    ...hot,
    person: { ...hot.person, full_name: email, email, phone: undefined },
  });
  await stage.send(ida('ida@globex.example'));
  await stage.settle();
  await vic.open(customer, ids.churn);
  await vic.submit({ left_on: '2026-11-23', reason: 'Did not use it' });
  await stage.send(ida('joe@globex.example'));
  await stage.settle();
  expect(
    await stage.query(`select l.record -> 'person' ->> 'email' as email, r.record ->> 'by' as by
      from routing_log r join handoffs h on h.id = r.handoff_id join leads l on l.id = h.lead_id
      where h.leg = 'mql_to_sdr' and l.record -> 'person' ->> 'email' <> 'grace@globex.example' order by email`),
  ).toEqual([
    { email: 'ida@globex.example', by: 'customer' },
    { email: 'joe@globex.example', by: 'domain' },
  ]);
  const [joe] = await stage.query<{ owner_id: string }>(
    `select h.owner_id from handoffs h join leads l on l.id = h.lead_id
      where l.record -> 'person' ->> 'email' = 'joe@globex.example'`,
  );
  const whoHasJoe = deskOf(stage, joe?.owner_id ?? '');
  expect(await whoHasJoe.open(whoHasJoe.card(), ids.more, 'Details')).toMatch(
    /\n• Grace Hopper, Head of Operations · Won · .* · has left on Nov 23, 2026\n/,
  );
});

test('a source that says so twice is heard once', async () => {
  const { stage, vic } = await onboarded();
  await stage.send(signal('churn', '2026-11-23T09:10:00Z', 'Contract not renewed'));
  await stage.send({ ...signal('churn', '2026-11-23T09:10:00Z', 'Contract not renewed'), kind: 'update' });
  await stage.settle();
  expect(vic.reads()).toContain('\nHas left on Nov 23, 2026: Contract not renewed');
  expect(await stage.query("select id from handoff_events where type = 'churned'")).toHaveLength(1);
  expect(await legsOf(stage)).toHaveLength(3);
});

test('told of a company, of whom nobody knows who, its CSM reads that it may buy more, and nothing is opened', async () => {
  const { stage, eva, vic } = await onboarded();
  const before = (await legsOf(stage)).length;
  await stage.send({
    kind: 'account_signal',
    account: { domain: 'globex.example', name: 'Globex' },
    signals: [{ type: 'expansion', at: '2026-11-23T09:10:00Z', title: 'Seats used up' }],
  });
  await stage.settle();
  expect(vic.direct().at(-1)).toContain('News of Globex, which you look after');
  expect(vic.direct().at(-1)).toContain('\n• May buy more: Seats used up, today at 10:10 AM, says Website');
  expect(eva.direct().join('\n')).not.toContain('Seats used up');
  expect(await legsOf(stage)).toHaveLength(before);
});
