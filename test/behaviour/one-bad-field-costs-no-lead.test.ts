import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { runInbox } from '#src/cli/inbox.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { reachOf } from '../support/reach.ts';
import { spoiltLead } from '../support/spoilt-leads.ts';
import { startStage } from '../support/stage.ts';

const lead = leadAt('initech');
const spoilt = {
  ...lead,
  person: { ...lead.person, phone: 4930555012300, linkedin_url: 'linkedin' },
  account: { ...lead.account, employees: '420.0', existing_customer: 'perhaps' },
  score: 172,
  owner_email: 'jane@acme,com',
  lead_grade: 'A+',
};

test('a lead with bad fields is handed over without them, and its card’s details show what was sent', async () => {
  const stage = await startStage();
  const ana = deskOf(stage, 'ana');

  await stage.send(spoilt);
  await stage.settle();

  const details = await ana.open(ana.card(), ids.more, 'Details');
  expect(details).toContain('Sent, but not read as it is');
  expect(details).toContain('lead_grade: A+ (not a field here; did you mean');
  expect(details).toContain('owner_email: jane@acme,com (expected an e-mail address)');
  expect(details).toContain('account.existing_customer: perhaps (expected a boolean, got text)');
  expect(await stage.query("select record -> 'account' -> 'employees' as employees from leads")).toEqual([
    { employees: 420 },
  ]);
});

test('the inbox lists what was left out of leads that were handed over, and shows one with what was sent', async () => {
  const stage = await startStage();
  await stage.send(spoilt);
  await stage.send(leadAt('globex'));
  await stage.settle();
  const [item] = await stage.query<{ id: string }>('select id from items where problems is not null');
  const { db } = stage.app.core;

  const listed = await runInbox(reachOf(db), ['left-out']);
  const shown = await runInbox(reachOf(db), ['show', item?.id ?? '']);

  expect(listed.output.split('\n').slice(0, 2)).toEqual([
    `${item?.id}  2026-11-23T09:00:00.000Z  website  handoff`,
    expect.stringMatching(/^ {2}lead_grade: not a field here; did you mean \w+\?$/),
  ]);
  expect(listed.output).not.toContain('jane@');
  expect(shown.output).toContain('  owner_email: expected an e-mail address; sent: "jane@acme,com"');
  expect(await runInbox(reachOf(db), ['list'])).toEqual({ output: 'Nothing in quarantine.', exitCode: 0 });
  expect(await runInbox(reachOf(db), ['left-out', 'content'])).toEqual({
    output: 'Nothing was left out of what was taken in.',
    exitCode: 0,
  });
});

test('the inbox says what was read in another form: where in the list, and from what when it is shown', async () => {
  const stage = await startStage();
  const { person, account } = leadAt('globex');
  await stage.send({
    person: { ...person, email: 'Lead <LEAD@globex.example>' },
    account: { ...account, employees: '1,250', existing_customer: 'no' },
    channel: 'Demo Request',
    temperature: 'HOT',
  });
  await stage.send({ person, account: { ...account, employees: '51-200' } });
  await stage.settle();
  const [converted] = await stage.query<{ id: string }>('select id from items where problems is null');
  const { db } = stage.app.core;

  const listed = await runInbox(reachOf(db), ['left-out', 'website']);
  const shown = await runInbox(reachOf(db), ['show', converted?.id ?? '']);
  const elsewhere = { HANDOFF_CONFIG: 'nowhere.yaml' };
  const unknown = await runInbox(reachOf(db, elsewhere), ['show', converted?.id ?? '']);

  const lines = listed.output.split('\n');
  expect(lines).toContain('  account.employees: a range: its lower end is kept');
  expect(lines.filter((line) => line.includes('another form'))).toEqual([
    '  read in another form: person.email, account.employees, account.existing_customer, channel, temperature',
  ]);
  expect(listed.output).not.toContain('LEAD@');
  expect(shown.output.split('\nconverted \n')[1]?.split('\nbody')[0]?.split('\n')).toEqual([
    '  person.email: "lead@globex.example", sent as "Lead <LEAD@globex.example>"',
    '  account.employees: 1250, sent as "1,250"',
    '  account.existing_customer: false, sent as "no"',
    '  channel: "demo_request", sent as "Demo Request"',
    '  temperature: "hot", sent as "HOT"',
  ]);
  expect(unknown.output).toContain('converted not known: the settings here do not read it');
});

test('one person in three spellings of their address is one card', async () => {
  const stage = await startStage();
  const at = (email: string) => ({ ...lead, person: { ...lead.person, email } });

  await stage.send(at('ada@initech.example'));
  await stage.send(at('"Lovelace, Ada" <ADA@initech.example>'));
  await stage.send(at('mailto:ada@initech.example.'));
  await stage.settle();

  expect(await stage.query('select count(*)::int as leads from leads')).toEqual([{ leads: 1 }]);
  expect(await stage.query('select outcome from items order by outcome')).toEqual([
    { outcome: 'handoff' },
    { outcome: 'joined' },
    { outcome: 'joined' },
  ]);
});

test('whatever strangers write, Postgres keeps it: of sixty spoilt leads none is set aside', async () => {
  const stage = await startStage();
  const spoiltLeads = fc.sample(spoiltLead, 60).map((one, at) => {
    // Everybody another person, so that each is taken in anew.
    const refs = [{ system: 'crm', type: 'contact', id: `nr-${at}` }];
    return {
      ...one,
      id: `nr-${at}`,
      refs,
      person: { ...('person' in one ? (one.person as object) : {}), email: `p${at}@c${at}.example` },
    };
  });

  expect(await stage.send(spoiltLeads)).toBe(200);
  await stage.settle();

  expect(await stage.query("select problems from items where outcome = 'quarantined'")).toEqual([]);
  expect(await stage.query('select count(*)::int as items from items')).toEqual([{ items: 60 }]);
});
