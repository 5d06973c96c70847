import { expect, test, vi } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { type Company, hubspotCompanies } from '../support/crm-api.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { mirrorOf, startMirrored } from '../support/mirrors.ts';
import type { TestStage } from '../support/stage.ts';
import { startToolApi } from '../support/tool-api.ts';

/** A company whose name is nearly that of an account is offered to whoever has the lead, and never assumed. */

const OWNERS = [{ id: '72', email: 'vic@acme-sales.example' }];
const GLOBEX = {
  name: 'Globex GmbH',
  domain: 'globex.example',
  lifecyclestage: 'customer',
  hs_v2_date_entered_customer: '2024-03-05',
  hubspot_owner_id: '72',
};

async function stageWith(companies: Record<string, Company>) {
  const api = await startToolApi(hubspotCompanies({ companies, owners: OWNERS }));
  const stage = await startMirrored(mirrorOf('hubspot', api));
  await stage.app.mirrorAccounts();
  return stage;
}

/** Somebody who writes from a provider of mailboxes, and names their company. */
const from = (company: string, email = 'grace.hopper@gmail.com') => {
  const lead = leadAt('x');
  return {
    ...lead,
    person: { ...lead.person, email, phone: undefined },
    account: { ...lead.account, name: company, domain: undefined },
  };
};

const send = async (stage: TestStage, lead: object) => {
  await stage.send(lead);
  await stage.settle();
};
const answers = (stage: TestStage) =>
  stage.query(
    'select record_id as record, is_same as same, by_id as by from account_answers order by at, record_id',
  );
const owners = (stage: TestStage) =>
  stage.query('select owner_id as owner from handoffs order by created_at');

test('somebody of free mail whose company is named nearly as an account is offered it, and nothing of it is assumed', async () => {
  const stage = await stageWith({ 9: GLOBEX });
  await send(stage, from('GLOBEX'));
  const ana = deskOf(stage, 'ana');
  expect(ana.reads()).toContain('Same company as Globex GmbH (globex.example, HubSpot, owner Vic Tanaka)?');
  expect(ana.reads()).not.toContain('customer since');
  expect(await owners(stage)).toEqual([{ owner: 'ana' }]);
  expect(await answers(stage)).toEqual([]);
});

test('a Yes makes it so: the card shows what the CRM says, whoever answered hears whose it is, and the lead stays', async () => {
  const stage = await stageWith({ 9: GLOBEX });
  await send(stage, from('Globex'));
  const ana = deskOf(stage, 'ana');
  expect(await ana.press(ana.card(), ids.sameCompany)).toContain(
    'Its owner there is Vic Tanaka: the lead stays where it is until somebody reassigns it.',
  );
  expect(ana.reads()).toContain('customer since March 2024, owner Vic Tanaka (HubSpot,');
  expect(ana.reads()).toContain('Counts as Globex GmbH');
  expect(ana.reads()).not.toContain('Same company as');
  expect(await owners(stage)).toEqual([{ owner: 'ana' }]);
  expect(await answers(stage)).toEqual([{ record: '9', same: true, by: 'ana' }]);

  // What is decided from now on is decided with it.
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Existing customer' });
  expect(await owners(stage)).toEqual([{ owner: 'vic' }]);
});

test('a Yes may be taken back', async () => {
  const stage = await stageWith({ 9: GLOBEX });
  await send(stage, from('Globex'));
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.sameCompany);
  await ana.press(ana.card(), ids.otherCompany);
  expect(ana.reads()).not.toMatch(/customer since|Counts as|Same company/);
  expect(await answers(stage)).toEqual([{ record: '9', same: false, by: 'ana' }]);
});

test('a No is remembered of the lead: it is asked about the next account of such a name, and about three at most', async () => {
  const stage = await stageWith({
    1: { name: 'Globex GmbH', domain: 'globex.example' },
    2: { name: 'Globex Inc', domain: 'globex.test' },
    3: { name: 'Globex Deutschland', domain: 'globex-de.example' },
    4: { name: 'Globbex', domain: 'globbex.example' },
  });
  await send(stage, from('Globex'));
  const ana = deskOf(stage, 'ana');
  for (const name of ['Globex GmbH', 'Globex Inc', 'Globex Deutschland']) {
    expect(ana.reads()).toContain(`Same company as ${name}`);
    await ana.press(ana.card(), ids.otherCompany);
  }
  expect(ana.reads()).not.toContain('Same company as');
  // Somebody else of such a name is another lead.
  await send(stage, from('Globex', 'another.person@gmail.com'));
  const ben = deskOf(stage, 'ben');
  expect(ben.reads()).toContain('Same company as Globex GmbH');
});

test('what is said of a company with a domain of its own holds for everybody there', async () => {
  const stage = await stageWith({ 9: GLOBEX });
  const shop = (email: string) => {
    const lead = from('Globex', email);
    return { ...lead, account: { ...lead.account, domain: 'globex-shop.example' } };
  };
  await send(stage, shop('one@globex-shop.example'));
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.sameCompany);
  await send(stage, shop('two@globex-shop.example'));
  expect(await owners(stage)).toEqual([{ owner: 'ana' }, { owner: 'vic' }]);
  expect(deskOf(stage, 'vic').reads()).toContain('customer since March 2024');
});

test('a company with a domain that is an account’s is not asked about, nor one whose name is not near', async () => {
  const stage = await stageWith({ 9: { ...GLOBEX, hubspot_owner_id: null, lifecyclestage: 'lead' } });
  await send(stage, leadAt('globex'));
  await send(stage, from('Hooli'));
  await send(stage, from('Globex Logistics', 'third.person@gmail.com'));
  for (const personId of ['ana', 'ben'])
    expect(deskOf(stage, personId).reads()).not.toContain('Same company');
});

test('a name that somebody made up to be dangerous is words, and finds nothing', async () => {
  const hostile = `<!channel> *Globex* \`x\`'); drop table leads; -- {}"\\`;
  const stage = await stageWith({ 9: { ...GLOBEX, name: hostile, domain: null } });
  await send(stage, from(hostile));
  const ana = deskOf(stage, 'ana');
  const text = ana.card().text;
  expect(text).toContain('Same company as');
  expect(text).not.toContain('<!channel>');
  await ana.press(ana.card(), ids.sameCompany);
  expect(await answers(stage)).toEqual([{ record: '9', same: true, by: 'ana' }]);
  await send(stage, from(`{globex,*} ' or 1=1`, 'second.person@gmail.com'));
  expect(deskOf(stage, 'ben').reads()).not.toContain('Same company');
});

test('an account that is gone, and one that was never offered, is answered by the card as it is now', async () => {
  const stage = await stageWith({ 8: { name: 'Hooli', domain: 'hooli.example' }, 9: GLOBEX });
  await send(stage, from('Globex'));
  const ana = deskOf(stage, 'ana');
  const card = ana.card();
  await stage.query("update mirrored_accounts set gone_at = mirrored_at where record_id = '9'");
  expect(await ana.press(card, ids.sameCompany)).not.toContain('Noted');
  expect(await answers(stage)).toEqual([]);
  await vi.waitFor(() => expect(ana.reads()).not.toContain('Same company'));
});

test('among a hundred thousand accounts a card finds the near ones by an index', async () => {
  const stage = await stageWith({ 9: GLOBEX });
  await stage.query(`insert into mirrored_accounts (system, record_id, name, name_key, near_keys, looked_up_by, facts, mirrored_at)
    select 'csv', 'n' || n, 'Company ' || n, 'company ' || n, array['company' || n], array['company-' || n || '.example'],
      (select facts from mirrored_accounts where record_id = '9'), now() from generate_series(1, 100000) n`);
  await stage.query('analyze mirrored_accounts');
  const plan = await stage.query<{ 'QUERY PLAN': string }>(
    "explain select * from mirrored_accounts m where m.gone_at is null and m.near_keys && array['globex']",
  );
  expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('mirrored_accounts_by_name');
  await send(stage, from('Globex'));
  expect(deskOf(stage, 'ana').reads()).toContain('Same company as Globex GmbH');
}, 60_000);
