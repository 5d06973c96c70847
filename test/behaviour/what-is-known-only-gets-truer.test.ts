import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Consent } from '#domain/lead.ts';
import { type Settings, sourceSchema } from '#domain/settings.ts';
import { runInbox } from '#src/cli/inbox.ts';
import { deskOf } from '../support/desk.ts';
import { contacts, importRows } from '../support/imports.ts';
import { hot } from '../support/leads.ts';
import { reachOf } from '../support/reach.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const signed = { type: 'standard-webhooks', secret_env: ['WEBSITE_WEBHOOK_SECRET'] } as const;

/** A CRM that may give back what somebody had withdrawn, and a dialler that may not. */
const withTellers = (settings: Settings): Settings => ({
  ...settings,
  sources: [
    ...settings.sources,
    sourceSchema.parse({
      id: 'our-crm',
      name: 'Our CRM',
      auth: signed,
      authority_for: ['do_not_call', 'do_not_contact'],
    }),
    sourceSchema.parse({ id: 'dialler', name: 'Dialler', auth: signed }),
    sourceSchema.parse({ id: 'silent', name: 'Silent', auth: signed, mode: 'shadow' }),
  ],
});

type Sent = Record<string, unknown> & { consent?: Partial<Record<Consent, boolean>> };

async function start() {
  const stage = await startStage({ settings: withTellers });
  const ana = deskOf(stage, 'ana');
  const grace = async (more: Sent, source = 'website') => {
    await stage.send({ person: { email: hot.person.email }, ...more }, { source });
    await stage.settle();
  };
  const details = () => ana.open(ana.card(), ids.more, 'Details');
  return { stage, ana, grace, details };
}

/** Grace is with Ana, and has said this. */
async function offered(consent: Sent['consent'] = {}) {
  const started = await start();
  await started.stage.send({ ...hot, consent });
  await started.stage.settle();
  return started;
}

const nothing = { do_not_call: false, do_not_contact: false, unsubscribed: false };
const pageView = { kind: 'signal', signals: [{ type: 'page_view', at: '2026-11-23T08:59:00Z' }] };
const personIn = async (stage: TestStage) =>
  (await stage.query<{ person: object }>("select record -> 'person' as person from leads"))[0]?.person;

// Consent

test('a page view that says nothing is forbidden gives back nothing: the card still says not to contact', async () => {
  const { ana, grace } = await offered({ do_not_contact: true });

  await grace({ ...pageView, consent: nothing });

  expect(ana.reads()).toContain('Do not contact: check the record before anything else.');
  expect(ana.reads()).not.toContain('Call now');
  expect(ana.reads()).not.toContain('grace@globex.example');
});

test('neither a form, another spelling of the address, nor what was sent before gives it back', async () => {
  const { stage, ana, grace } = await offered({ do_not_call: true, unsubscribed: true });

  await grace({
    ...hot,
    consent: nothing,
    person: { ...hot.person, email: '"Grace" <GRACE@globex.example.>' },
  });
  await grace({ kind: 'signal', consent: { do_not_call: false }, occurred_at: '2026-11-20T09:00:00Z' });
  await grace({ kind: 'signal', consent: {} }, 'our-crm');

  expect(await stage.query('select count(*)::int as leads from leads')).toEqual([{ leads: 1 }]);
  expect(ana.reads()).toContain('Do not call · Unsubscribed from e-mail');
});

test('what is withdrawn while the card is open stands on it at once, and in the history with who said so', async () => {
  const { ana, grace, details } = await offered();
  expect(ana.reads()).toContain('Call now');

  await grace({ kind: 'signal', consent: { do_not_call: true } }, 'dialler');

  expect(ana.reads()).toContain('Do not call · ');
  expect(ana.reads()).not.toContain('Call now');
  expect(await details()).toContain('Do not call, says Dialler');
});

test('who is its authority gives it back: the card, the history and the details say so', async () => {
  const { ana, grace, details } = await offered({ do_not_call: true });

  await grace({ kind: 'signal', consent: nothing }, 'our-crm');

  expect(ana.reads()).toContain('May be called again (Our CRM, ');
  expect(ana.reads()).toContain('Call now');
  const read = await details();
  expect(read).toContain('May be called again, says Our CRM');
  expect(read).toMatch(/• Our CRM, [^:\n]+: .*may be called again/);
});

test('it gives back only what it is the authority for, and nothing that was never withdrawn is called given back', async () => {
  const { ana, grace } = await offered({ unsubscribed: true });

  await grace({ kind: 'signal', consent: nothing }, 'our-crm');

  expect(ana.reads()).toContain('Unsubscribed from e-mail');
  expect(ana.reads()).not.toContain('again');
});

test('what was given back before it was withdrawn anew comes too late, in whichever order the two arrive', async () => {
  const { ana, grace } = await offered({ do_not_call: true });
  await grace({ kind: 'signal', consent: { do_not_call: true }, occurred_at: '2026-11-23T08:30:00Z' });

  await grace({ kind: 'signal', consent: nothing, occurred_at: '2026-11-23T08:00:00Z' }, 'our-crm');

  expect(ana.reads()).toContain('Do not call · ');
});

test('what a source tells of a call counts too, also where the call itself is left aside', async () => {
  const { stage, ana, grace } = await offered();
  const call = { kind: 'activity', activity: { channel: 'call', outcome: 'reached' } };

  await grace({ ...call, consent: { do_not_call: true } }, 'silent');

  expect(await stage.query('select outcome from items order by at desc, outcome desc limit 1')).toEqual([
    { outcome: 'ignored' },
  ]);
  expect(ana.reads()).toContain('Do not call · ');

  await grace({ ...call, consent: { do_not_call: false } }, 'dialler');
  expect(ana.reads()).toContain('Do not call · ');
});

test('what was given back while nobody had the lead is said on the card they come with', async () => {
  const { stage, ana, grace, details } = await start();
  await grace({ ...hot, channel: 'content', account: {}, consent: { do_not_call: true } });
  await grace({ kind: 'signal', consent: nothing }, 'our-crm');
  expect(await stage.query('select count(*)::int as handoffs from handoffs')).toEqual([{ handoffs: 0 }]);

  await grace(hot);

  expect(ana.reads()).toContain('May be called again (Our CRM, ');
  expect(await details()).toContain('May be called again, says Our CRM');
});

test('an export that says unsubscribed shows on the open card at the next tick, and one that says nothing gives nothing back', async () => {
  const { stage, ana, details } = await offered();
  const on = { db: stage.app.core.db, settings: stage.app.core.inForce().settings, now: stage.clock.now() };
  const row = (unsubscribed: string) => ({ ...contacts.grace, 'Unsubscribed from all email': unsubscribed });

  await importRows(on, [row('true')]);
  await stage.pass(1);
  expect(ana.reads()).toContain('Unsubscribed from e-mail');
  expect(await details()).toContain('Unsubscribed from e-mail, says hubspot (import)');

  await importRows(on, [row('false')]);
  await stage.pass(1);
  expect(ana.reads()).toContain('Unsubscribed from e-mail');
});

// Order

test('what happened before and arrives later completes the lead, and overwrites nothing that is newer', async () => {
  const { stage, grace } = await offered();

  await grace({
    kind: 'signal',
    occurred_at: '2026-11-20T09:00:00Z',
    person: { email: hot.person.email, title: 'Intern', department: 'operations' },
    account: { employees: 3, website: 'globex.example' },
  });

  expect(await personIn(stage)).toMatchObject({ title: 'Head of Operations', department: 'operations' });
  expect(await stage.query("select record -> 'account' as account from leads")).toMatchObject([
    { account: { employees: 420, website: 'https://globex.example' } },
  ]);
});

test('each fact has its own time: of three messages in any order the last word on each counts', async () => {
  const { stage, grace } = await start();
  const at = (hour: string, person: object) => ({
    ...hot,
    occurred_at: `2026-11-20T${hour}:00:00Z`,
    person: { email: hot.person.email, ...person },
  });

  await grace(at('11', { title: 'Chair' }));
  await grace(at('09', { title: 'Head', phone: '+49 30 1111111', department: 'it' }));
  await grace(at('10', { phone: '+49 30 2222222', title: 'COO' }));

  expect(await personIn(stage)).toMatchObject({ title: 'Chair', phone: '+49 30 2222222', department: 'it' });
});

test('a sender that dates each message of a person alike corrects them by the one that is received last', async () => {
  const { stage, grace } = await start();
  const created = '2026-11-20T09:00:00Z';

  await grace({ ...hot, id: '7', occurred_at: created });
  stage.clock.forward(5);
  await grace({ ...hot, id: '7', occurred_at: created, person: { ...hot.person, title: 'COO' } });

  expect(await personIn(stage)).toMatchObject({ title: 'COO' });
});

test('what waited in quarantine counts by when it was received, not by when it is read', async () => {
  const { stage, grace } = await start();
  const { db } = stage.app.core;
  // Nobody is named but by what the app cannot store, until it can.
  await stage.query('alter table leads add constraint broken check (stage is null) not valid');
  await grace({ ...hot, person: { ...hot.person, title: 'Intern' } });
  await stage.pass(10);
  await stage.pass(10);
  await stage.query('alter table leads drop constraint broken');
  const [aside] = await stage.query<{ id: string }>("select id from items where outcome = 'quarantined'");
  stage.clock.forward(60);
  await grace(hot);

  await runInbox(reachOf(db), ['retry', aside?.id ?? '']);
  await stage.pass(1);

  expect(await personIn(stage)).toMatchObject({ title: 'Head of Operations' });
});

test('times that no sender means date nothing, and stand in the details as they were sent', async () => {
  const { stage, grace, details } = await start();

  await grace({
    ...hot,
    occurred_at: '0001-01-01T00:00:00Z',
    signals: [{ type: 'pricing_view', at: '2038-01-19T03:14:07Z' }],
  });

  expect(await stage.query("select captured_at = '2026-11-23T09:00:00Z' as now from leads")).toEqual([
    { now: true },
  ]);
  expect(
    await stage.query("select count(*)::int as later from signals where at > '2026-11-23T09:00:00Z'"),
  ).toEqual([{ later: 0 }]);
  const read = await details();
  expect(read).toContain('occurred_at: 0001-01-01T00:00:00Z (no time when it can have happened)');
  expect(read).toContain('signals[0].at: 2038-01-19T03:14:07Z');
});

// Who said what

test('the details say in one line who said everything', async () => {
  const { details } = await offered();

  expect(await details()).toMatch(/Who said what\n• Website, [^:\n]+: everything/);
});

test('the details say who corrected what, in a line for each who did', async () => {
  const { grace, details } = await offered();

  await grace(
    { kind: 'signal', person: { email: hot.person.email, title: 'COO' }, account: { employees: 38 } },
    'our-crm',
  );

  expect(await details()).toMatch(
    /Who said what\n• Our CRM, [^:\n]+: .*title.*company’s size.*\n• Website, [^:\n]+: .*name.*phone number/,
  );
});

test('of what an export says the details say that it is one', async () => {
  const { stage, grace, details } = await start();
  const on = { db: stage.app.core.db, settings: stage.app.core.inForce().settings, now: stage.clock.now() };
  await importRows(on, [{ ...contacts.grace, 'Job Title': 'COO' }]);

  await grace({ ...hot, person: { email: hot.person.email } });

  expect(await details()).toMatch(/• hubspot \(import\), [^:\n]+: .*title/);
});
