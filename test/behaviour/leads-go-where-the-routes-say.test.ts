import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { type StoredRecord, unpackRecord } from '#domain/routing/pack-record.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt, person } from '../support/leads.ts';
import { withoutCaps, withSource } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Monday 23 November 2026, 16:00 in Berlin, 10:00 in New York: everybody is at work. */
const AFTERNOON = new Date('2026-11-23T15:00:00Z');

const owners = (stage: TestStage) =>
  stage.query<{ company: string; owner: string | null; by: string; rule: string }>(
    `select l.record -> 'account' ->> 'name' as company, h.owner_id as owner, r.record ->> 'by' as by,
        r.record -> 'rules' -> -1 ->> 'rule' as rule
      from handoffs h join leads l on l.id = h.lead_id join routing_log r on r.handoff_id = h.id
      order by company`,
  );

const inCountry = (company: string, country: string, employees = 420) => {
  const lead = leadAt(company);
  return { ...lead, person: { ...lead.person, country }, account: { ...lead.account, country, employees } };
};

test('territory and segment choose the route, and a named account goes past all of them to its owner', async () => {
  const stage = await startStage({ at: AFTERNOON });
  await stage.send(inCountry('a-boston', 'US'));
  await stage.send(inCountry('b-bogota', 'CO'));
  await stage.send(inCountry('c-london', 'United Kingdom'));
  const strategic = inCountry('d-leeds', 'GB', 5_000);
  await stage.send({ ...strategic, person: { ...strategic.person, seniority: 'VP' } });
  await stage.send(person('Ina', 'ina@bigfish-group.example'));
  await stage.settle();

  expect((await owners(stage)).map(({ company, owner, rule }) => [company, rule, owner])).toEqual([
    ['Globex', 'named account', 'ana'],
    ['a-boston', 'route americas', expect.stringMatching(/cleo|dan/)],
    ['b-bogota', 'route americas', expect.stringMatching(/cleo|dan/)],
    ['c-london', 'route rest-of-world', expect.stringMatching(/ana|ben/)],
    ['d-leeds', 'route strategic-uk', 'ben'],
  ]);
});

test('an account stays with whoever first accepted one of its leads, also after that lead is closed', async () => {
  const stage = await startStage({ settings: withoutCaps });
  await stage.send(leadAt('initech'));
  await stage.send(person('Alan', 'alan@globex.example'));
  await stage.settle();
  const ben = deskOf(stage, 'ben');
  await ben.press(ben.card(), ids.accept);
  await ben.open(ben.card(), ids.more, 'Disqualify…');
  await ben.submit({ reason: 'no_need' });

  await stage.send(person('Grace', 'grace@mail.globex.example'));
  await stage.send(person('Joan', 'joan@globex.example'));
  await stage.settle();

  expect(
    await stage.query(
      `select l.record -> 'person' ->> 'full_name' as name, r.record ->> 'by' as by, h.owner_id as owner
        from handoffs h join leads l on l.id = h.lead_id join routing_log r on r.handoff_id = h.id
        where l.record -> 'person' ->> 'full_name' in ('Joan', 'Alan') order by name`,
    ),
  ).toEqual([
    { name: 'Alan', by: 'pool', owner: 'ben' },
    { name: 'Joan', by: 'domain', owner: 'ben' },
  ]);
});

test('people with free-mail addresses have nothing in common: each is a lead of its own account or of none', async () => {
  const stage = await startStage({ settings: withoutCaps });
  const { account: _, ...noCompany } = leadAt('unknown');
  const at = (email: string, rest = {}) => ({ ...noCompany, person: { full_name: email, email }, ...rest });
  await stage.send(at('one@gmail.com'));
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);

  await stage.send(at('two@gmail.com'));
  await stage.send(at('three@googlemail.com'));
  await stage.send(at('four@gmail.com', { account: { name: 'Initech', domain: 'initech.example' } }));
  await stage.send(at('five@mailinator.com', { account: { domain: 'gmail.com' } }));
  await stage.settle();

  expect(
    await stage.query("select record ->> 'by' as by, count(*)::int as leads from routing_log group by 1"),
  ).toEqual([{ by: 'pool', leads: 5 }]);
  expect(await stage.query('select domain, owner_id from accounts')).toEqual([
    { domain: 'initech.example', owner_id: null },
  ]);
});

test('a source whose owner is the sender’s keeps it, at night too; one the settings do not know goes by the routes', async () => {
  const stage = await startStage({ settings: withSource('crm', { auth: 'none' }) });
  const owned = (company: string, owner_email?: string) => ({ ...leadAt(company), owner_email });
  await stage.send(owned('a-sleeping', 'Cleo@acme-sales.example'), { source: 'crm' });
  await stage.send(owned('b-unknown', 'gone@acme-sales.example'), { source: 'crm' });
  await stage.send(owned('c-nobody'), { source: 'crm' });
  await stage.send(owned('d-ours', 'cleo@acme-sales.example'));
  await stage.settle();

  expect((await owners(stage)).map(({ company, by, rule }) => [company, by, rule])).toEqual([
    ['a-sleeping', 'senders_owner', 'owner named by crm'],
    ['b-unknown', 'pool', 'route rest-of-world'],
    ['c-nobody', 'pool', 'route rest-of-world'],
    ['d-ours', 'pool', 'route rest-of-world'],
  ]);
  expect(deskOf(stage, 'cleo').reads()).toContain('a-sleeping');
});

test('who is away, outside their hours or full is passed over, and the log says why', async () => {
  const stage = await startStage();
  const ana = deskOf(stage, 'ana');
  expect(ana.read(await ana.ask('/handoff away 2h'))).toContain('no new leads until');
  await stage.send(leadAt('first'));
  await stage.send(leadAt('second'));
  await stage.send(leadAt('third'));
  await stage.settle();
  await stage.send(leadAt('fourth'));
  await stage.send(inCountry('boston', 'US'));
  await stage.settle();

  const rows = await stage.query<{ owner_id: string | null; record: StoredRecord }>(
    `select h.owner_id, r.record from routing_log r join handoffs h on h.id = r.handoff_id
      join leads l on l.id = h.lead_id where l.record -> 'account' ->> 'name' in ('fourth', 'boston')
      order by l.record -> 'account' ->> 'name' desc`,
  );
  const [fourth, boston] = rows.map(({ owner_id, record }) => ({
    owner_id,
    candidates: unpackRecord(record).candidates,
  }));
  expect(fourth).toEqual({
    owner_id: null,
    candidates: [
      { repId: 'ana', check: 'away', weight: 1, lag: 0 },
      { repId: 'ben', check: 'cap_unanswered', weight: 1, lag: 0 },
    ],
  });
  expect(boston).toEqual({
    owner_id: null,
    candidates: [
      { repId: 'cleo', check: 'outside_hours', weight: 2, lag: 0 },
      { repId: 'dan', check: 'outside_hours', weight: 1, lag: 0 },
    ],
  });
});

test('every decision has its row, and the reason reads in Slack as it stands there', async () => {
  const stage = await startStage();
  await stage.send(leadAt('initech'));
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'wrong_territory' });

  expect(
    await stage.query(
      "select record ->> 'because' as because, chosen_id, settings_version <> '' as versioned from routing_log order by id",
    ),
  ).toEqual([
    { because: 'new lead', chosen_id: 'ana', versioned: true },
    { because: expect.any(String), chosen_id: 'ben', versioned: true },
  ]);
  expect(JSON.stringify(await stage.query('select record from routing_log'))).not.toMatch(/initech|Lead of/);
  const ben = deskOf(stage, 'ben');
  expect(await ben.open(ben.card(), ids.more, 'Why me?')).toContain('Ana Duarte: rejected this lead before');
});
