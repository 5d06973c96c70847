import { expect, test } from 'vitest';
import { hubspotCompanies, pipedriveOrganizations, salesforceOrg } from '../support/crm-api.ts';
import { deskOf } from '../support/desk.ts';
import { mirroredIn, mirrorOf, startMirrored } from '../support/mirrors.ts';
import type { TestStage } from '../support/stage.ts';
import { startToolApi } from '../support/tool-api.ts';

/** Accounts of a CRM are read as they are there, each night, a page at a time. */

const OWNERS = [
  { id: '71', email: 'Eva@acme-sales.example' },
  { id: '72', email: 'vic@acme-sales.example' },
];

const initech = {
  name: 'Initech GmbH',
  domain: 'initech.example',
  hs_additional_domains: 'initech-group.example;initech.test',
  lifecyclestage: 'customer',
  hs_v2_date_entered_customer: '2024-03-05T10:00:00Z',
  hubspot_owner_id: '71',
  hs_all_owner_ids: '71;72',
  hs_num_open_deals: '2',
  hs_ideal_customer_profile: 'tier_1',
};

const runs = (stage: TestStage) =>
  stage.query<object>('select system, accounts, read, failures, problem, started_at from mirror_runs');

const many = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, no) => [
      String(1_000 + no),
      { name: `Company ${no}`, domain: `company-${no}.example` },
    ]),
  );

test('HubSpot: a company is read with its domains, owner, team, deals, tier and since when it buys', async () => {
  const api = await startToolApi(hubspotCompanies({ companies: { 9: initech }, owners: OWNERS }));
  const stage = await startMirrored(mirrorOf('hubspot', api));
  await stage.app.mirrorAccounts();
  expect(await mirroredIn(stage)).toEqual([
    {
      id: '9',
      name: 'Initech GmbH',
      facts: {
        domains: ['initech.example', 'initech-group.example', 'initech.test'],
        ownerEmail: 'eva@acme-sales.example',
        team: ['vic@acme-sales.example'],
        isCustomer: true,
        customerSince: '2024-03-05',
        hasOpportunity: true,
        tier: 'tier_1',
        isChurned: null,
      },
    },
  ]);
});

test('HubSpot: all pages are read once a night, and what is not found any more is used no longer', async () => {
  const companies: Record<string, Record<string, string>> = many(250);
  const api = await startToolApi(hubspotCompanies({ companies }));
  const stage = await startMirrored(mirrorOf('hubspot', api, { at: '02:30' }));
  await stage.app.mirrorAccounts();
  expect(await mirroredIn(stage)).toHaveLength(250);
  expect(api.asked).toEqual(Array(3).fill('GET /crm/v3/objects/companies'));

  // It is read: nothing is asked until the next night.
  await stage.app.mirrorAccounts();
  expect(api.asked).toHaveLength(3);
  delete companies['1007'];
  // Tuesday, 02:31 in Berlin.
  stage.clock.set(new Date('2026-11-24T01:31:00Z'));
  await stage.app.mirrorAccounts();
  const left = await mirroredIn(stage);
  expect(left).toHaveLength(249);
  expect(left.map(({ id }) => id)).not.toContain('1007');
  expect(await runs(stage)).toEqual([
    { system: 'hubspot', accounts: 249, read: 0, failures: 0, problem: null, started_at: null },
  ]);
});

test('Salesforce: accounts are read by SOQL with a token the client buys, with team and deals', async () => {
  const api = await startToolApi(
    salesforceOrg({
      accounts: [
        {
          Id: '001000000000001AAA',
          Name: 'Initech',
          Website: 'https://www.initech.example/de?x=1',
          Type: 'Customer - Direct',
          Owner: { Email: 'eva@acme-sales.example', IsActive: true },
          Tier__c: 'A',
          Churned__c: false,
        },
        {
          Id: '001000000000002AAA',
          Name: 'Hooli',
          Website: null,
          Type: 'Prospect',
          Owner: { Email: 'gone@acme-sales.example', IsActive: false },
        },
      ],
      opportunities: [
        { AccountId: '001000000000001AAA', IsClosed: true, IsWon: true, CloseDate: '2024-03-05' },
        { AccountId: '001000000000001AAA', IsClosed: true, IsWon: true, CloseDate: '2025-01-01' },
        { AccountId: '001000000000002AAA', IsClosed: false, IsWon: false, CloseDate: '2027-01-01' },
      ],
      team: [{ AccountId: '001000000000001AAA', email: 'vic@acme-sales.example' }],
    }),
  );
  const fields = { tier: 'Tier__c', churned: 'Churned__c' };
  const stage = await startMirrored(mirrorOf('salesforce', api, { team: true, fields }));
  await stage.app.mirrorAccounts();
  expect((await mirroredIn(stage)).map(({ name, facts }) => ({ name, ...facts }))).toEqual([
    {
      name: 'Initech',
      domains: ['initech.example'],
      ownerEmail: 'eva@acme-sales.example',
      team: ['vic@acme-sales.example'],
      isCustomer: true,
      customerSince: '2024-03-05',
      hasOpportunity: false,
      tier: 'A',
      isChurned: false,
    },
    {
      name: 'Hooli',
      domains: [],
      ownerEmail: null,
      team: [],
      isCustomer: false,
      customerSince: null,
      hasOpportunity: true,
      tier: null,
      isChurned: null,
    },
  ]);
});

test('Salesforce: accounts come page by page in the order of their ids, and a worn-out token is bought anew', async () => {
  const accounts = Array.from({ length: 230 }, (_, no) => ({
    Id: `001${String(no).padStart(12, '0')}AAA`,
    Name: `C ${no}`,
  }));
  const world = { accounts, sold: 0 };
  const play = salesforceOrg(world);
  let pages = 0;
  const api = await startToolApi((asked) => {
    if (asked.query.get('q')?.includes('ORDER BY Id')) {
      pages += 1;
      // In the middle of it the token ends.
      if (pages === 2) world.sold += 1;
    }
    return play(asked);
  });
  const stage = await startMirrored(mirrorOf('salesforce', api));
  await stage.app.mirrorAccounts();
  expect(await mirroredIn(stage)).toHaveLength(230);
  expect(api.asked.filter((one) => one === 'POST /services/oauth2/token')).toHaveLength(2);
});

test('Pipedrive: organizations are read with their users and the deals it counts', async () => {
  const organizations = [
    ...Array.from({ length: 150 }, (_, no) => ({
      id: no + 1,
      name: `Org ${no}`,
      won_deals_count: 0,
      open_deals_count: 0,
    })),
    {
      id: 500,
      name: 'Initech',
      website: 'initech.example',
      owner_id: 71,
      won_deals_count: 2,
      open_deals_count: 1,
      custom_fields: { abc123: { id: 4, label: 'Gold' }, def456: '2024-03-05' },
    },
  ];
  const users = [{ id: 71, email: 'eva@acme-sales.example', active_flag: true }];
  const api = await startToolApi(pipedriveOrganizations({ organizations, users }));
  const fields = { tier: 'abc123', customer_since: 'def456' };
  const stage = await startMirrored(mirrorOf('pipedrive', api, { fields }));
  await stage.app.mirrorAccounts();
  const all = await mirroredIn(stage);
  expect(all).toHaveLength(151);
  expect(all.find(({ id }) => id === '500')?.facts).toEqual({
    domains: ['initech.example'],
    ownerEmail: 'eva@acme-sales.example',
    team: [],
    isCustomer: true,
    customerSince: '2024-03-05',
    hasOpportunity: true,
    tier: 'Gold',
    isChurned: null,
  });
});

test('a CRM that is too busy is asked again, and what was read before it gave up is not read twice', async () => {
  const api = await startToolApi(hubspotCompanies({ companies: many(250) }));
  const stage = await startMirrored(mirrorOf('hubspot', api));
  api.answerNext({ status: 429, body: {}, headers: { 'retry-after': '0' } });
  await stage.app.mirrorAccounts();
  expect(api.asked).toHaveLength(4);
  expect(await mirroredIn(stage)).toHaveLength(250);

  stage.clock.set(new Date('2026-11-24T03:00:00Z'));
  let asked = 0;
  const away = { status: 503, body: {}, headers: { 'retry-after': '60' } };
  api.beforeAnswer = () => {
    asked += 1;
    if (asked === 2) api.answerNext(away);
  };
  await stage.app.mirrorAccounts();
  expect(await runs(stage)).toMatchObject([{ read: 100, failures: 1, problem: 'HubSpot answers HTTP 503' }]);
  // It rests: nobody asks meanwhile.
  const before = api.asked.length;
  await stage.app.mirrorAccounts();
  expect(api.asked).toHaveLength(before);
  await stage.query('update mirror_runs set taken_until = null');
  await stage.app.mirrorAccounts();
  expect(api.asked.length - before).toBe(2);
  expect(await runs(stage)).toMatchObject([{ accounts: 250, failures: 0, problem: null, started_at: null }]);
});

test('two processes read a CRM once, and one that lost its turn stores nothing more', async () => {
  const api = await startToolApi(hubspotCompanies({ companies: many(250) }));
  const stage = await startMirrored(mirrorOf('hubspot', api));
  await Promise.all([stage.app.mirrorAccounts(), stage.app.mirrorAccounts()]);
  expect(api.asked).toHaveLength(3);

  stage.clock.set(new Date('2026-11-24T03:00:00Z'));
  let asked = 0;
  api.beforeAnswer = async () => {
    asked += 1;
    if (asked === 2) await stage.query("update mirror_runs set taken_by = 'another'");
  };
  await stage.app.mirrorAccounts();
  expect(await runs(stage)).toMatchObject([{ accounts: 250, read: 100 }]);
});

test('a CRM that refuses is told to ops once, and that it works again in the same message', async () => {
  const api = await startToolApi(hubspotCompanies({ companies: { 9: initech }, owners: OWNERS }));
  const stage = await startMirrored(mirrorOf('hubspot', api));
  const opsReads = () =>
    deskOf(stage, 'olga')
      .channel('C0OPS0001')
      .map(({ text }) => text);
  api.outage = { status: 401, body: {} };
  for (const _ of [1, 2, 3]) {
    await stage.query('update mirror_runs set taken_until = null');
    await stage.app.mirrorAccounts();
  }
  await stage.settle();
  const told = opsReads().filter((text) => text.includes('accounts of HubSpot'));
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('HubSpot refuses to answer (HTTP 401): check token and scopes');

  api.outage = null;
  await stage.query('update mirror_runs set taken_until = null');
  await stage.app.mirrorAccounts();
  await stage.settle();
  expect(opsReads().filter((text) => text.includes('accounts of HubSpot'))).toEqual([
    'The accounts of HubSpot are read again\nNothing is left to do.',
  ]);
});

test('a token that may see nothing any more ends no account', async () => {
  const companies: Record<string, Record<string, string>> = many(3);
  const api = await startToolApi(hubspotCompanies({ companies }));
  const stage = await startMirrored(mirrorOf('hubspot', api));
  await stage.app.mirrorAccounts();
  for (const id of Object.keys(companies)) delete companies[id];
  stage.clock.set(new Date('2026-11-24T03:00:00Z'));
  await stage.app.mirrorAccounts();
  expect(await mirroredIn(stage)).toHaveLength(3);
  expect(await runs(stage)).toMatchObject([
    { problem: 'HubSpot tells of no account any more: check what its token may read' },
  ]);
});

test('of a CRM that the settings name no more nothing is kept', async () => {
  const api = await startToolApi(hubspotCompanies({ companies: { 9: initech }, owners: OWNERS }));
  let accounts = [mirrorOf('hubspot', api)];
  const stage = await startMirrored(mirrorOf('hubspot', api), {
    settings: (settings) => ({ ...settings, accounts }),
  });
  await stage.app.mirrorAccounts();
  expect(await mirroredIn(stage)).toHaveLength(1);
  accounts = [];
  await stage.app.core.reloadSettings();
  await stage.app.mirrorAccounts();
  expect(await mirroredIn(stage)).toEqual([]);
});
