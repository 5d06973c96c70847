import { expect, test } from 'vitest';
import { saveMirrored } from '#db/mirrored-accounts.ts';
import type { MirrorSystem } from '#domain/mirror-systems.ts';
import { sourceSchema } from '#domain/settings.ts';
import type { ToolApi } from '#sandbox/tools/tool-api.ts';
import { readAccountTold } from '#src/accounts/told-account.ts';
import { type Company, hubspotCompanies, pipedriveOrganizations, salesforceOrg } from '../support/crm-api.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { mirroredIn, mirrorOf, startMirrored } from '../support/mirrors.ts';
import type { TestStage } from '../support/stage.ts';
import { startToolApi } from '../support/tool-api.ts';
import { answerOf } from '../support/tools.ts';

/** What a CRM tells to have changed is read from it, whatever the event says of it. */

/** How each proves itself is tested for all tools together. */
const sourceOf = (format: MirrorSystem) =>
  sourceSchema.parse({ id: format, name: format, format, auth: 'none' });

const stageOf = (from: MirrorSystem, api: ToolApi) =>
  startMirrored(mirrorOf(from, api), {
    settings: (settings) => ({ ...settings, sources: [...settings.sources, sourceOf(from)] }),
  });

async function post(stage: TestStage, source: string, body: string, contentType = 'application/json') {
  const headers = { 'content-type': contentType };
  expect((await answerOf(stage.address, source, { headers, body })).status).toBe(200);
  await stage.settle();
}

const companyEvent = (subscriptionType: string, objectId: number, more: object = {}) => ({
  ...{ eventId: objectId, portalId: 1, occurredAt: 1_795_284_000_000, attemptNumber: 0 },
  ...{ subscriptionType, objectId, ...more },
});

const outcomes = (stage: TestStage) =>
  stage.query<{ outcome: string }>('select outcome from items order by at, position');

test('HubSpot: a company that changed, many times, is read once within the minute, and its cards show it', async () => {
  const companies: Record<string, Company> = {
    9: { name: 'Initech', domain: 'initech.example', hubspot_owner_id: '71' },
  };
  const owners = [
    { id: '71', email: 'eva@acme-sales.example' },
    { id: '72', email: 'vic@acme-sales.example' },
  ];
  const api = await startToolApi(hubspotCompanies({ companies, owners }));
  const stage = await stageOf('hubspot', api);
  await stage.app.mirrorAccounts();
  await stage.send(leadAt('initech'));
  await stage.settle();

  companies['9'] = { ...companies['9'], hubspot_owner_id: '72' } as Company;
  const before = api.asked.length;
  const change = companyEvent('company.propertyChange', 9, { propertyName: 'hubspot_owner_id' });
  await post(
    stage,
    'hubspot',
    JSON.stringify([change, { ...change, eventId: 1 }, { ...change, eventId: 2 }]),
  );
  await stage.app.mirrorAccounts();
  await stage.settle();
  expect(api.asked.slice(before)).toEqual([
    'POST /crm/v3/objects/companies/batch/read',
    'GET /crm/v3/owners',
  ]);
  expect(deskOf(stage, 'eva').reads()).toContain('owner Vic Tanaka (HubSpot,');
  expect((await outcomes(stage)).slice(1)).toEqual(Array(3).fill({ outcome: 'updated' }));
});

test('HubSpot: what was deleted, or merged into another, is used no longer', async () => {
  const companies: Record<string, Company> = {
    8: { name: 'Hooli', domain: 'hooli.example' },
    9: { name: 'Initech', domain: 'initech.example' },
    10: { name: 'Initech again', domain: 'initech.test' },
  };
  const api = await startToolApi(hubspotCompanies({ companies }));
  const stage = await stageOf('hubspot', api);
  await stage.app.mirrorAccounts();
  delete companies['8'];
  delete companies['10'];
  companies['9'] = { name: 'Initech', domain: 'initech.example', hs_additional_domains: 'initech.test' };
  const merge = { mergedObjectIds: [10], newObjectId: 9, numberOfPropertiesMoved: 1 };
  await post(
    stage,
    'hubspot',
    JSON.stringify([companyEvent('company.deletion', 8), companyEvent('company.merge', 9, merge)]),
  );
  await stage.app.mirrorAccounts();
  expect((await mirroredIn(stage)).map(({ id, facts }) => [id, facts.domains])).toEqual([
    ['9', ['initech.example', 'initech.test']],
  ]);
});

test('a page that was read before an account was deleted does not bring it back', async () => {
  const companies: Record<string, Company> = {
    8: { name: 'Hooli', domain: 'hooli.example' },
    9: { name: 'Initech', domain: 'initech.example' },
  };
  const api = await startToolApi(hubspotCompanies({ companies }));
  const stage = await stageOf('hubspot', api);
  await stage.app.mirrorAccounts();
  const readAt = stage.clock.now();
  stage.clock.forward(1);
  delete companies['8'];
  await post(stage, 'hubspot', JSON.stringify([companyEvent('company.deletion', 8)]));
  await stage.app.mirrorAccounts();
  // As a reading that began before would have stored it.
  const told = readAccountTold({ recordId: '8', name: 'Hooli', domains: ['hooli.example'] });
  await saveMirrored(stage.app.core.db, 'hubspot', [told], readAt);
  expect((await mirroredIn(stage)).map(({ id }) => id)).toEqual(['9']);
});

test('while a CRM is away, what it told to have changed waits', async () => {
  const companies: Record<string, Company> = { 9: { name: 'Initech', domain: 'initech.example' } };
  const api = await startToolApi(hubspotCompanies({ companies }));
  const stage = await stageOf('hubspot', api);
  await stage.app.mirrorAccounts();
  companies['9'] = { name: 'Initech AG', domain: 'initech.example' };
  api.outage = { status: 503, body: {}, headers: { 'retry-after': '60' } };
  await post(stage, 'hubspot', JSON.stringify([companyEvent('company.propertyChange', 9)]));
  await stage.app.mirrorAccounts();
  expect((await mirroredIn(stage))[0]?.name).toBe('Initech');
  api.outage = null;
  await stage.query('update mirror_runs set taken_until = null');
  await stage.app.mirrorAccounts();
  expect((await mirroredIn(stage))[0]?.name).toBe('Initech AG');
  expect(await stage.query('select * from account_changes')).toEqual([]);
});

test('Salesforce: an outbound message of an account, or of its opportunity, has the account read', async () => {
  const id = '001000000000001AAA';
  const world = {
    accounts: [{ Id: id, Name: 'Initech', Website: 'initech.example' }],
    opportunities: [] as { AccountId: string; IsClosed: boolean; IsWon: boolean; CloseDate: string }[],
  };
  const api = await startToolApi(salesforceOrg(world));
  const stage = await stageOf('salesforce', api);
  await stage.app.mirrorAccounts();
  const [account] = world.accounts;
  if (account) account.Name = 'Initech AG';
  const message = `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>
<notifications xmlns="http://soap.sforce.com/2005/09/outbound"><OrganizationId>00D000000000001EAA</OrganizationId><ActionId>04k000000000001AAA</ActionId>
<Notification><Id>04l000000000001AAA</Id><sObject xsi:type="sf:Account" xmlns:sf="urn:sobject.enterprise.soap.sforce.com"><sf:Id>${id}</sf:Id></sObject></Notification>
</notifications></soapenv:Body></soapenv:Envelope>`;
  await post(stage, 'salesforce', message, 'text/xml');
  await stage.app.mirrorAccounts();
  expect((await mirroredIn(stage)).map(({ name }) => name)).toEqual(['Initech AG']);

  world.opportunities.push({ AccountId: id, IsClosed: false, IsWon: false, CloseDate: '2027-01-31' });
  const opportunity = {
    Id: '006000000000001AAA',
    AccountId: id,
    StageName: 'Qualification',
    IsClosed: false,
  };
  await post(stage, 'salesforce', JSON.stringify(opportunity));
  await stage.app.mirrorAccounts();
  expect((await mirroredIn(stage))[0]?.facts).toMatchObject({ hasOpportunity: true });
});

test('Pipedrive: an organization that changed, was merged or deleted is looked at again', async () => {
  const organizations: { id: number; name: string; website: string; owner_id?: number }[] = [
    { id: 8, name: 'Hooli', website: 'hooli.example' },
    { id: 9, name: 'Initech', website: 'initech.example' },
  ];
  const api = await startToolApi(pipedriveOrganizations({ organizations }));
  const stage = await stageOf('pipedrive', api);
  await stage.app.mirrorAccounts();
  organizations.splice(0, 2, { id: 9, name: 'Initech AG', website: 'initech.example' });
  const event = (action: string, id: number) => ({
    meta: {
      entity: 'organization',
      action,
      entity_id: String(id),
      id: `${action}-${id}`,
      timestamp: '2026-11-23T08:00:00Z',
    },
    data: action === 'delete' ? null : { id, name: 'what the event says of it' },
    previous: null,
  });
  await post(stage, 'pipedrive', JSON.stringify(event('change', 9)));
  await post(stage, 'pipedrive', JSON.stringify(event('delete', 8)));
  await stage.app.mirrorAccounts();
  expect((await mirroredIn(stage)).map(({ name }) => name)).toEqual(['Initech AG']);
});

test('where no accounts are mirrored, their events are counted as ignored and say why', async () => {
  const api = await startToolApi(hubspotCompanies({ companies: {} }));
  const stage = await startMirrored(mirrorOf('hubspot', api), {
    settings: (settings) => ({
      ...settings,
      accounts: [],
      sources: [...settings.sources, sourceOf('hubspot')],
    }),
  });
  await post(stage, 'hubspot', JSON.stringify([companyEvent('company.creation', 9)]));
  expect(await stage.query('select outcome, problems from items')).toEqual([
    {
      outcome: 'ignored',
      problems: [
        {
          path: '',
          problem: 'an account changed, and no accounts of this CRM are mirrored: docs/accounts.md',
        },
      ],
    },
  ]);
});
