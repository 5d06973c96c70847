import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

type Who = { full_name?: string; email?: string; phone?: string };

const { person: _, ...request } = hot;
const from = (person: Who, challenge?: string, refs: object[] = []) => ({
  ...request,
  person,
  refs,
  ...(challenge ? { discovery: { challenge } } : {}),
});

/** How many leads came of these, sent one after another. */
async function leadsOf(stage: TestStage, ...people: Who[]) {
  for (const person of people) await stage.send(from(person));
  await stage.settle();
  return namesIn(stage);
}

async function namesIn(stage: TestStage): Promise<string[]> {
  const rows = await stage.query<{ name: string }>(
    "select coalesce(record #>> '{person,full_name}', '') as name from leads order by 1",
  );
  return rows.map(({ name }) => name);
}

const jane = 'Jane Doe';
const alan = 'Alan Turing';

test.each<[string, Who]>([
  ['a number that only fills its field', { phone: '0000000000' }],
  ['another one', { phone: '+1 555 555 5555' }],
  ['an address that only fills its field', { email: 'noemail@globex.example' }],
  ['one of nobody’s domain', { email: 'web@noemail.com' }],
  ['a role’s mailbox', { email: 'info@globex.example' }],
  ['one of a role in one place', { email: 'sales-emea@globex.example' }],
  ['a switchboard', { phone: '+49 30 5550100' }],
  ['a role’s mailbox and a switchboard', { email: 'info@globex.example', phone: '+49 30 5550100' }],
])('two names behind %s are two leads with two cards', async (_name, shared) => {
  const stage = await startStage();
  expect(await leadsOf(stage, { full_name: jane, ...shared }, { full_name: alan, ...shared })).toEqual([
    alan,
    jane,
  ]);
  expect(await stage.query("select count(*)::int as cards from messages where kind = 'card'")).toEqual([
    { cards: 2 },
  ]);
  expect(await stage.query('select outcome from items')).toEqual([
    { outcome: 'handoff' },
    { outcome: 'handoff' },
  ]);
});

test('what only fills its field joins nobody, called alike or not', async () => {
  const stage = await startStage();
  const nobody = { full_name: jane, email: 'noemail@globex.example', phone: '0000000000' };
  expect(await leadsOf(stage, nobody, nobody)).toEqual([jane, jane]);
});

test('a shared mailbox and a switchboard join who is called alike: Bob and Robert, J. and Jane, in any order', async () => {
  const stage = await startStage();
  const email = 'info@globex.example';
  const phone = '+49 30 5550100';
  expect(
    await leadsOf(
      stage,
      { full_name: 'Bob Miller', email },
      { full_name: 'Robert Miller', email },
      { full_name: jane, phone },
      { full_name: 'J. Doe', phone },
      { full_name: 'Müller, Jörg', email },
      { full_name: 'Joerg Mueller', email },
    ),
  ).toEqual(['Bob Miller', jane, 'Müller, Jörg']);
});

test('a mailbox of somebody’s own is one person, and the new name stands beside the old one', async () => {
  const stage = await startStage();
  const email = 'jane@globex.example';
  await stage.send(from({ full_name: jane, email }, 'Reports are late'));
  await stage.settle();
  await stage.send(from({ full_name: 'Bob Miller', email }, 'Call me on Friday'));
  await stage.settle();

  const ana = deskOf(stage, 'ana');
  expect(ana.cards()).toHaveLength(1);
  expect(ana.reads()).toContain('Jane Doe, also as Bob Miller');
  expect(ana.reads()).toMatch(/Jane Doe \(Website, [^)]*\): Reports are late/);
  expect(ana.reads()).toMatch(/Bob Miller \(Website, [^)]*\): Call me on Friday/);
  expect(ana.thread(ana.card())).toEqual([
    'Jane Doe (Globex) is back, from Website, this time as Bob Miller. No second card: it is on this one.\n• Challenge: Call me on Friday',
  ]);
  await ana.open(ana.card(), ids.more, 'Details');
  expect(ana.modal()).toMatch(/Jane Doe, Website, [^:]*:[^:]*: .*Reports are late/);
  expect(ana.modal()).toMatch(/Bob Miller, Website, [^:]*:[^:]*: .*Call me on Friday/);
});

test('what a lead wrote twice stays, each with when', async () => {
  const stage = await startStage();
  const person = { full_name: 'Bob Miller', email: 'info@globex.example' };
  await stage.send(from(person, 'Reports are late'));
  await stage.settle();
  await stage.send(from({ ...person, full_name: 'Robert Miller' }, 'Call me on Friday'));
  await stage.settle();

  const read = deskOf(stage, 'ana').reads();
  expect(read).toContain('Bob Miller, also as Robert Miller');
  expect(read).toMatch(/Bob Miller \(Website, [^)]*\): Reports are late/);
  expect(read).toMatch(/Robert Miller \(Website, [^)]*\): Call me on Friday/);
});

test('one record under two spellings is one lead', async () => {
  const stage = await startStage();
  const record = (type: string, id: string) => [{ system: 'salesforce', type, id }];
  await stage.send(from({ full_name: jane }, undefined, record('Contact', '001D000000IRFma')));
  await stage.send(from({ full_name: jane }, undefined, record('contact', '001D000000IRFmaIAH')));
  await stage.send(from({ full_name: alan, phone: '+49 (0)30 5550123 ext. 12' }));
  await stage.send(from({ full_name: alan, phone: '0049 30 5550123' }));
  await stage.settle();
  expect(await namesIn(stage)).toEqual([alan, jane]);
});

test('records that differ in the case of a letter are two', async () => {
  const stage = await startStage();
  const record = (id: string) => [{ system: 'salesforce', type: 'contact', id }];
  await stage.send(from({ full_name: jane }, undefined, record('001D000000IRFma')));
  await stage.send(from({ full_name: alan }, undefined, record('001D000000IRFMa')));
  await stage.settle();
  expect(await namesIn(stage)).toEqual([alan, jane]);
});

test('the record of a company, or an id that stands for none, makes no two people one', async () => {
  const stage = await startStage();
  const refs = [
    { system: 'salesforce', type: 'account', id: '001D000000IRFma' },
    { system: 'crm', type: 'contact', id: '0' },
  ];
  await stage.send(from({ full_name: jane, email: 'jane@globex.example' }, undefined, refs));
  await stage.send(from({ full_name: alan, email: 'alan@globex.example' }, undefined, refs));
  await stage.settle();
  expect(await namesIn(stage)).toEqual([alan, jane]);
});

test('whose lead is closed is found again behind a shared mailbox, and a colleague is somebody new', async () => {
  const stage = await startStage();
  const email = 'info@globex.example';
  await leadsOf(stage, { full_name: jane, email });
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'bad_contact_data' });
  stage.clock.forward(60);

  expect(await leadsOf(stage, { full_name: alan, email }, { full_name: jane, email })).toEqual([alan, jane]);
  expect(await stage.query('select count(*)::int as handoffs from handoffs')).toEqual([{ handoffs: 3 }]);
});

test('two people who write from one mailbox at the same moment are two leads, each with one card', async () => {
  const stage = await startStage();
  const email = 'info@globex.example';
  const phone = '+49 30 5550100';
  const names = [jane, alan, 'J. Doe', jane, 'Turing, Alan', alan];
  await Promise.all(names.map((full_name) => stage.send(from({ full_name, email, phone }))));
  await stage.settle();
  expect(await namesIn(stage)).toHaveLength(2);
  expect(await stage.query("select count(*)::int as cards from messages where kind = 'card'")).toEqual([
    { cards: 2 },
  ]);
});

test('a call to a number that several have stops the clock of whom it names', async () => {
  const stage = await startStage();
  const phone = '+49 30 5550100';
  await leadsOf(stage, { full_name: jane, phone }, { full_name: alan, phone });
  const call = (person: Who) => stage.send({ kind: 'activity', person, activity: { channel: 'call' } });
  stage.clock.forward(1);
  await call({ phone });
  await call({ phone, full_name: 'Alan Turing' });
  await stage.settle();
  const items = await stage.query<{ outcome: string; problem: string | null; name: string | null }>(
    `select i.outcome, i.problems #>> '{0,problem}' as problem, l.record #>> '{person,full_name}' as name
     from items i left join leads l on l.id = i.lead_id where i.outcome in ('activity', 'ignored') order by outcome`,
  );
  expect(items).toEqual([
    { outcome: 'activity', problem: null, name: alan },
    {
      outcome: 'ignored',
      problem:
        'more than one person has this number or mailbox; tell a name, an address or a record of their own',
      name: null,
    },
  ]);
});
