import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CanonicalLead } from '#domain/lead.ts';
import { type Settings, sourceSchema } from '#domain/settings.ts';
import { linkedinApi, linkedinSends } from '#sandbox/tools/linkedin.ts';
import { metaApi, metaSends } from '#sandbox/tools/meta.ts';
import type { Sent } from '#sandbox/tools/tool.ts';
import { TOKEN, type ToolApi } from '#sandbox/tools/tool-api.ts';
import vectors from '../fixtures/payloads/signature-vectors.json' with { type: 'json' };
import { deskOf } from '../support/desk.ts';
import { startStage, type TestStage } from '../support/stage.ts';
import { hubspotApi, pipedriveApi, startToolApi, type ZohoChannel, zohoApi } from '../support/tool-api.ts';
import { answerOf, ENVIRONMENT, SECRET, sending } from '../support/tools.ts';

/** Tools that deliver only which record changed: the rest is read from them, with their limits. */

const NOW = new Date(vectors.clockIso);
const file = (name: string) =>
  readFileSync(join(import.meta.dirname, '..', 'fixtures', 'payloads', name), 'utf8');
const json = (name: string) => JSON.parse(file(name));
/** What the tool answers when it is asked. */
const answered = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'fixtures', 'reads', name), 'utf8'));

type Format = 'hubspot' | 'meta' | 'linkedin' | 'pipedrive' | 'zoho';

async function stageWith(format: Format, api: ToolApi | null, environment: Record<string, string> = {}) {
  const source = sourceSchema.parse({
    ...{ id: format, name: format, format },
    auth: {
      ...{ type: 'own', secret_env: ['SECRET_OF_THE_TOOL'] },
      ...(format === 'meta' && { verify_env: ['VERIFY'] }),
      ...(format === 'pipedrive' && { user: 'hook' }),
    },
    ...(api && {
      api: {
        ...{ token_env: 'TOKEN', base_url: api.url },
        ...(format === 'zoho' && { client_id_env: 'CLIENT', client_secret_env: 'CLIENT_SECRET' }),
      },
    }),
  });
  return startStage({
    at: NOW,
    settings: (settings: Settings) => ({ ...settings, sources: [...settings.sources, source] }),
    environment: { ...ENVIRONMENT, TOKEN, VERIFY: 'verify-me', CLIENT: 'client', ...environment },
  });
}

const keyed = (text: string) => createHmac('sha256', SECRET).update(text).digest('base64');

const SENDS: Record<Format, (body: string, at: Date) => Sent['headers']> = {
  hubspot: (body, at) => ({
    'x-hubspot-request-timestamp': String(at.getTime()),
    'x-hubspot-signature-v3': keyed(`POST${ENVIRONMENT.PUBLIC_URL}/webhooks/hubspot${body}${at.getTime()}`),
  }),
  meta: (body, at) => metaSends(body, sending('meta', at)).headers,
  pipedrive: () => ({ authorization: `Basic ${Buffer.from(`hook:${SECRET}`).toString('base64')}` }),
  // Its secret is in the body.
  zoho: () => ({}),
  linkedin: (body, at) => linkedinSends(body, sending('linkedin', at)).headers,
};

async function post(stage: TestStage, format: Format, body: string): Promise<number> {
  const headers = { 'content-type': 'application/json', ...SENDS[format](body, stage.clock.now()) };
  return (await answerOf(stage.address, format, { headers, body })).status;
}

type Item = { key: string; outcome: string; lead: CanonicalLead; problems: { problem: string }[] | null };
const itemsIn = (stage: TestStage) =>
  stage.query<Item>('select key, outcome, lead, problems from items order by at, position');

const contact = answered('hubspot.contact-read-v3.json').properties;
const WORLD = {
  contacts: { 123: { ...contact, associatedcompanyid: '9', country: 'Germany' } },
  companies: {
    9: { name: 'Nordwind Logistik', domain: 'nordwind-logistik.example', numberofemployees: '420' },
  },
  owners: Array.from({ length: 150 }, (_, no) => ({
    id: String(699_900 + no),
    email: `rep${no}@seller.example`,
  })),
};

test('HubSpot: a contact that was made is read with its company and its owner, who stands on the second page', async () => {
  const api = await startToolApi(hubspotApi(WORLD));
  const stage = await stageWith('hubspot', api);
  expect(await post(stage, 'hubspot', file('hubspot.contact-creation.json'))).toBe(200);
  await stage.settle();
  expect((await itemsIn(stage)).map(({ lead }) => lead)).toEqual([
    {
      schema_version: 1,
      id: '62515|contact.creation|123|1|1795284000000|',
      kind: 'lead',
      occurred_at: '2026-11-21T18:00:00.000Z',
      refs: [{ system: 'hubspot', type: 'contact', id: '123' }],
      person: {
        first_name: 'Maxi',
        last_name: 'Mustermann',
        email: 'maxi.mustermann@nordwind-logistik.example',
        phone: '+49 30 5550100',
        title: 'Head of Operations',
        country: 'Germany',
      },
      account: { name: 'Nordwind Logistik', domain: 'nordwind-logistik.example', employees: 420 },
      channel: 'paid_social',
      score: { value: 72, reasons: [] },
      signals: [],
      owner_email: 'rep101@seller.example',
      tags: [],
    },
  ]);
  expect(api.asked).toEqual([
    'POST /crm/v3/objects/contacts/batch/read',
    'POST /crm/v3/objects/companies/batch/read',
    'GET /crm/v3/owners',
    'GET /crm/v3/owners',
  ]);
});

test('HubSpot: a hundred mixed events cost one reading of each kind of record, and each is one thing', async () => {
  const [event] = json('hubspot.contact-creation.json');
  const ids = Array.from({ length: 98 }, (_, no) => String(1_000 + no));
  const contacts = Object.fromEntries(
    ids.map((id) => [id, { email: `c${id}@globex.example`, firstname: 'C' }]),
  );
  const api = await startToolApi(hubspotApi({ contacts }));
  const stage = await stageWith('hubspot', api);
  const body = [
    ...ids.map((id, no) => ({ ...event, objectId: Number(id), eventId: no })),
    { ...event, subscriptionType: 'object.creation', objectTypeId: '0-1', objectId: 1_000, eventId: 98 },
    { ...event, subscriptionType: 'company.creation', eventId: 99 },
  ];
  expect(await post(stage, 'hubspot', JSON.stringify(body))).toBe(200);
  await stage.settle();
  const items = await itemsIn(stage);
  expect(api.asked).toEqual(['POST /crm/v3/objects/contacts/batch/read']);
  expect(items).toHaveLength(100);
  expect(items.filter(({ outcome }) => outcome === 'ignored')).toHaveLength(1);
});

test('HubSpot: the stage that hands over makes a lead, any other change is news of somebody known', async () => {
  const [event] = json('hubspot.contact-propertyChange.json');
  const api = await startToolApi(hubspotApi(WORLD));
  const stage = await stageWith('hubspot', api);
  const change = (name: string, value: string, eventId: number) =>
    JSON.stringify([{ ...event, propertyName: name, propertyValue: value, eventId }]);
  await post(stage, 'hubspot', change('jobtitle', 'COO', 1));
  await stage.settle();
  stage.clock.forward(1);
  await post(stage, 'hubspot', change('lifecyclestage', 'marketingqualifiedlead', 2));
  await stage.settle();
  stage.clock.forward(1);
  await post(stage, 'hubspot', change('jobtitle', 'COO', 3));
  await stage.settle();
  const outcomes = (await itemsIn(stage)).map(({ outcome, lead }) => [lead.kind, outcome]);
  expect(outcomes).toEqual([
    ['update', 'ignored'],
    ['lead', expect.stringMatching(/^(handoff|nurture)$/)],
    ['update', 'updated'],
  ]);
});

test('HubSpot: what became of a deal is known of its contact', async () => {
  const api = await startToolApi(
    hubspotApi({
      ...WORLD,
      deals: {
        77: { dealstage: 'closedwon', amount: '9900', hs_is_closed: 'true', hs_is_closed_won: 'true' },
      },
      contactsOf: { 77: ['123'] },
    }),
  );
  const stage = await stageWith('hubspot', api);
  const [event] = json('hubspot.contact-creation.json');
  await post(stage, 'hubspot', file('hubspot.contact-creation.json'));
  await stage.settle();
  const deal = { ...event, subscriptionType: 'deal.propertyChange', objectId: 77, propertyName: 'dealstage' };
  await post(stage, 'hubspot', JSON.stringify([deal]));
  await stage.settle();
  expect(await stage.query("select record -> 'opportunity' as opportunity from leads")).toEqual([
    { opportunity: { stage: 'closedwon', status: 'won', amount: 9900 } },
  ]);
});

test('HubSpot: two contacts that somebody merged into a new one are one lead', async () => {
  const contacts = {
    1: { email: 'ana@initech.example', firstname: 'Ana', company: 'Initech' },
    2: { email: 'a.lopez@initech.example', firstname: 'Ana', company: 'Initech' },
    3: { email: 'ana@initech.example', firstname: 'Ana', lastname: 'Lopez', company: 'Initech' },
  };
  const stage = await stageWith('hubspot', await startToolApi(hubspotApi({ contacts })));
  const [event] = json('hubspot.contact-creation.json');
  for (const objectId of [1, 2]) {
    await post(stage, 'hubspot', JSON.stringify([{ ...event, objectId, eventId: objectId }]));
    await stage.settle();
  }
  expect(await stage.query('select count(*)::int as leads from leads')).toEqual([{ leads: 2 }]);
  const merge = {
    ...{ ...event, eventId: 3, subscriptionType: 'contact.merge', objectId: undefined },
    ...{ primaryObjectId: 1, mergedObjectIds: [2], newObjectId: 3, numberOfPropertiesMoved: 1 },
  };
  expect(await post(stage, 'hubspot', JSON.stringify([merge]))).toBe(200);
  await stage.settle();
  expect(await stage.query("select record -> 'person' ->> 'last_name' as name from leads")).toEqual([
    { name: 'Lopez' },
  ]);
  const refs = await stage.query<{ value: string }>(
    "select value from identities where kind = 'ref' order by 1",
  );
  expect(refs.map(({ value }) => value)).toEqual([1, 2, 3].map((id) => `hubspot:contact:${id}`));
});

test('Pipedrive: a person that was deleted because it became another is that one', async () => {
  const stage = await stageWith('pipedrive', null);
  const person = json('pipedrive.person-create.v2.json');
  const sent = (id: string, email: string) => ({
    ...{ ...person, meta: { ...person.meta, id: `made-${id}`, entity_id: id } },
    data: { ...person.data, id: Number(id), phones: [], emails: [{ value: email, primary: true }] },
  });
  for (const [id, email] of [
    ['1', 'ana@initech.example'],
    ['2', 'a.lopez@initech.example'],
  ] as const) {
    await post(stage, 'pipedrive', JSON.stringify(sent(id, email)));
    await stage.settle();
  }
  expect(await stage.query('select count(*)::int as leads from leads')).toEqual([{ leads: 2 }]);
  const gone = {
    ...person,
    meta: { ...person.meta, id: 'gone', action: 'delete', entity_id: '2', merged_to_id: '1' },
    ...{ data: null, previous: {} },
  };
  expect(await post(stage, 'pipedrive', JSON.stringify(gone))).toBe(200);
  await stage.settle();
  expect(await stage.query('select count(*)::int as leads from leads')).toEqual([{ leads: 1 }]);
});

test('what a tool is too busy to tell is asked again after the time it names, and nothing is lost meanwhile', async () => {
  const api = await startToolApi(hubspotApi(WORLD));
  const stage = await stageWith('hubspot', api);
  api.answerNext({ status: 429, headers: { 'retry-after': '1' }, body: { errorType: 'RATE_LIMIT' } });
  await post(stage, 'hubspot', file('hubspot.contact-creation.json'));
  await stage.settle();
  expect((await itemsIn(stage)).map(({ lead }) => lead.person.first_name)).toEqual(['Maxi']);
});

test('while a tool is down its delivery waits, and is read when it is back', {
  timeout: 60_000,
}, async () => {
  const api = await startToolApi(hubspotApi(WORLD));
  const stage = await stageWith('hubspot', api);
  api.outage = { status: 503, headers: { 'retry-after': '60' }, body: 'down' };
  await post(stage, 'hubspot', file('hubspot.contact-creation.json'));
  await expect.poll(() => api.asked.length, { timeout: 20_000 }).toBeGreaterThan(1);
  expect(await itemsIn(stage)).toEqual([]);
  api.outage = null;
  await stage.settle();
  expect((await itemsIn(stage)).map(({ outcome }) => outcome)).not.toContain('quarantined');
  expect(await itemsIn(stage)).toHaveLength(1);
});

test('a token that is refused sets the delivery aside, and says so', { timeout: 60_000 }, async () => {
  const api = await startToolApi(hubspotApi(WORLD));
  const stage = await stageWith('hubspot', api, { TOKEN: 'another' });
  await post(stage, 'hubspot', file('hubspot.contact-creation.json'));
  await stage.settle();
  const [item] = await itemsIn(stage);
  expect([item?.outcome, item?.problems?.[0]?.problem]).toEqual([
    'quarantined',
    'HubSpot refuses to answer (HTTP 401): check token and scopes',
  ]);
});

test('without a token for it, what names a record only says what is missing', async () => {
  const stage = await stageWith('hubspot', null);
  await post(stage, 'hubspot', file('hubspot.contact-creation.json'));
  await stage.settle();
  const [item] = await itemsIn(stage);
  expect(item?.problems?.[0]?.problem).toBe(
    'it names a record only: expected `api` in the settings of the source, to read it',
  );
});

test('who has a privacy deletion is forgotten: their card says so, and no table knows them', async () => {
  const api = await startToolApi(hubspotApi(WORLD));
  const stage = await stageWith('hubspot', api);
  const [event] = json('hubspot.contact-propertyChange.json');
  const mql = { ...event, propertyName: 'lifecyclestage', propertyValue: 'marketingqualifiedlead' };
  await post(stage, 'hubspot', JSON.stringify([mql]));
  await stage.settle();
  stage.clock.forward(1);
  const gone = { ...event, subscriptionType: 'contact.privacyDeletion', eventId: 7, propertyName: undefined };
  expect(await post(stage, 'hubspot', JSON.stringify([gone]))).toBe(200);
  await stage.settle();
  const outcomes = (await itemsIn(stage)).map(({ outcome }) => outcome);
  expect(outcomes.at(-1)).toBe('erased');
  const tables = await stage.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public'",
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await stage.query<{ count: number }>(
      `select count(*)::int as count from "${name}" t where t::text ilike '%mustermann%' or t::text like '%5550100%'`,
    );
    if (row?.count !== 0) found.push(name);
  }
  expect(found).toEqual([]);
  expect(await stage.query('select id from deliveries where body is not null')).toEqual([]);
});

test('Meta: its limit is a refusal with a code, and passes', async () => {
  const api = await startToolApi(metaApi({ 123123123123: json('meta.lead-read.json') }));
  const stage = await stageWith('meta', api);
  api.answerNext({
    status: 400,
    headers: { 'retry-after': '0' },
    body: { error: { code: 4, message: 'limit' } },
  });
  await post(stage, 'meta', file('meta.leadgen.json'));
  await stage.settle();
  expect((await itemsIn(stage)).map(({ lead }) => lead.person.email)).toEqual(['joe@acme-sample.example']);
});

test('LinkedIn: its challenge is answered with a code of ours, bound to the secret', async () => {
  const stage = await stageWith('linkedin', null, {
    SECRET_OF_THE_TOOL: vectors.secrets.linkedinClientSecret,
  });
  const handshake = vectors.handshakes.find(({ id }) => id === 'linkedin-get');
  const asked = new URLSearchParams({ challengeCode: handshake?.query.challengeCode ?? '' });
  const response = await fetch(`${stage.address}/webhooks/linkedin?${asked}`);
  expect([response.status, await response.json()]).toEqual([200, handshake?.expect.json]);
});

const response = answered('linkedin.lead-form-response-read.json');
const form = answered('linkedin.lead-form-read.json');

test('LinkedIn: answers and their form are read, and the questions say what they are', async () => {
  const api = await startToolApi(linkedinApi({ '1a2b3c-4': response }, { 1: form }));
  const stage = await stageWith('linkedin', api);
  expect(await post(stage, 'linkedin', file('linkedin.lead-action-created.json'))).toBe(200);
  await stage.settle();
  expect((await itemsIn(stage)).map(({ lead }) => lead)).toEqual([
    {
      schema_version: 1,
      id: 'urn:li:leadGenFormResponse:1a2b3c-4|CREATED|1795283990881',
      kind: 'lead',
      occurred_at: '2026-11-21T17:59:50.881Z',
      refs: [{ system: 'linkedin', type: 'lead', id: '1a2b3c-4' }],
      person: { first_name: 'Kim', last_name: 'Fictional', email: 'kim.fictional@acme-sample.example' },
      account: {},
      channel: 'paid_social',
      campaign: { form: 'Handoff ebook' },
      signals: [],
      tags: [],
    },
  ]);
});

test('LinkedIn: who deletes their lead is forgotten', async () => {
  const api = await startToolApi(linkedinApi({ '1a2b3c-4': response }, { 1: form }));
  const stage = await stageWith('linkedin', api);
  const body = file('linkedin.lead-action-created.json');
  await post(stage, 'linkedin', body);
  await stage.settle();
  stage.clock.forward(1);
  await post(stage, 'linkedin', body.replace('"CREATED"', '"DELETED"'));
  await stage.settle();
  expect((await itemsIn(stage)).map(({ outcome }) => outcome).at(-1)).toBe('erased');
  expect(await stage.query("select record -> 'person' as person from leads")).toEqual([
    { person: { full_name: 'Erased on request' } },
  ]);
});

test('Pipedrive: a lead is handed over with its person and organization, which are read', async () => {
  const api = await startToolApi(
    pipedriveApi(
      { 12: { name: 'Jan Testowy', emails: [{ value: 'jan@przyklad.example', primary: true }], org_id: 44 } },
      { 44: { name: 'Przyklad Example', website: 'https://przyklad.example', employee_count: 80 } },
    ),
  );
  const stage = await stageWith('pipedrive', api);
  const body = file('pipedrive.lead-change.v2.json').replace('"action": "change"', '"action": "create"');
  expect(await post(stage, 'pipedrive', body)).toBe(200);
  await stage.settle();
  expect((await itemsIn(stage)).map(({ lead }) => [lead.kind, lead.person, lead.account])).toEqual([
    [
      'lead',
      { full_name: 'Jan Testowy', email: 'jan@przyklad.example' },
      { name: 'Przyklad Example', website: 'https://przyklad.example', employees: 80 },
    ],
  ]);
});

const RECORD = '6756839000000575405';
const zohoLead = {
  First_Name: 'Ada',
  Last_Name: 'Placeholder',
  Email: 'ada@muster.example',
  Company: 'Muster',
  Rating: 'Hot',
};
const inserted = (secret: string) =>
  file('zoho.notification-leads-update.json')
    .replace('"operation": "update"', '"operation": "insert"')
    .replace('zoho-channel-token-fictional', secret);

test('Zoho: what was inserted is read with a token that was bought, and again when that is worn out', async () => {
  const zoho = zohoApi({ leads: { [RECORD]: zohoLead }, now: () => NOW });
  const api = await startToolApi(zoho.play);
  const stage = await stageWith('zoho', api);
  expect(await post(stage, 'zoho', inserted(SECRET))).toBe(200);
  await stage.settle();
  expect(await post(stage, 'zoho', inserted('another'))).toBe(401);
  zoho.wearOut();
  stage.clock.forward(1);
  const later = inserted(SECRET).replace('1795284000787', '1795284060000');
  expect(await post(stage, 'zoho', later)).toBe(200);
  await stage.settle();
  const told = (await itemsIn(stage)).map(({ lead }) => [
    lead.kind,
    lead.person.email,
    lead.temperature,
    lead.refs,
  ]);
  const once = ['lead', 'ada@muster.example', 'hot', [{ system: 'zoho', type: 'lead', id: RECORD }]];
  expect(told).toEqual([once, once]);
  expect(api.asked.filter((asked) => asked.includes('oauth'))).toHaveLength(2);
});

test('Zoho: a channel of the source is renewed before it ends, and no other', async () => {
  const channel = (id: string, path: string, channel_expiry: string): ZohoChannel => ({
    ...{ channel_id: id, notify_url: `https://bot.example/webhooks/${path}`, events: ['Leads.create'] },
    ...{ token: SECRET, channel_expiry },
  });
  const channels = [
    channel('1', 'zoho', '2026-11-24T18:00:00+00:00'),
    channel('2', 'zoho', '2026-11-28T18:00:00+00:00'),
    channel('3', 'another', '2026-11-22T18:00:00+00:00'),
  ];
  const api = await startToolApi(zohoApi({ leads: {}, channels, now: () => NOW }).play);
  const stage = await stageWith('zoho', api);
  await stage.app.renewSubscriptions();
  expect(channels.map(({ channel_expiry }) => channel_expiry)).toEqual([
    '2026-11-28T18:00:00+00:00',
    '2026-11-28T18:00:00+00:00',
    '2026-11-22T18:00:00+00:00',
  ]);
});

/** A source with a channel at Zoho that ends on the evening of 28 November, unless it is made longer. */
async function withChannel(channel_expiry = '2026-11-28T18:00:00+00:00') {
  const channels: ZohoChannel[] = [
    {
      ...{ channel_id: '1', notify_url: 'https://bot.example/webhooks/zoho', events: ['Leads.create'] },
      ...{ token: SECRET, channel_expiry },
    },
  ];
  const zoho = { now: NOW };
  const api = await startToolApi(zohoApi({ leads: {}, channels, now: () => zoho.now }).play);
  const stage = await stageWith('zoho', api);
  const olga = deskOf(stage, 'olga');
  const renew = async (at: string) => {
    zoho.now = new Date(at);
    stage.clock.set(zoho.now);
    await stage.app.renewSubscriptions();
    await stage.settle();
    return olga.channel('C0OPS0001').map(olga.read);
  };
  const sources = async () => olga.read(await olga.ask('/handoff sources')).split('\n');
  return { api, channels, renew, sources, olga };
}

test('Zoho: a channel that it refuses to renew is told before it ends, once, and that it goes on', async () => {
  const { api, renew, sources, olga } = await withChannel();
  expect(await renew('2026-11-21T18:01:00Z')).toEqual([]);
  expect(await sources()).toContain(
    '   its subscription ends Nov 28, 2026 at 7:00 PM, and is made longer before',
  );

  api.outage = { status: 401, body: { code: 'INVALID_TOKEN' } };
  const [told = '', ...more] = await renew('2026-11-25T12:00:00Z');
  expect(more).toEqual([]);
  expect(told.split('\n').slice(0, 2)).toEqual([
    'zoho will stop sending: its subscription ends Nov 28, 2026 at 7:00 PM.',
    'Why: Zoho CRM refuses to answer (HTTP 401): check token and scopes. It is tried again every hour.',
  ]);
  expect(await renew('2026-11-25T13:00:00Z')).toEqual([told]);
  const why = 'Its subscription could not be made longer, and ends Nov 28, 2026 at 7:00 PM: Zoho CRM refuses';
  expect((await sources()).filter((line) => line.includes(why))).toHaveLength(1);
  expect((await olga.openHome()).filter((line) => line.includes(why))).toHaveLength(1);

  api.outage = null;
  const [after = ''] = await renew('2026-11-25T14:00:00Z');
  expect(after).toContain('zoho goes on sending');
  expect((await sources()).join()).not.toContain('could not be made longer');
  expect(olga.home().join()).not.toContain('could not be made longer');
});

test('Zoho: while it is only away nobody is told until three days before the end', async () => {
  const { api, renew } = await withChannel();
  await renew('2026-11-21T18:01:00Z');
  api.outage = { status: 503, body: {}, headers: { 'retry-after': '60' } };
  expect(await renew('2026-11-25T12:00:00Z')).toEqual([]);
  const told = await renew('2026-11-25T18:01:00Z');
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('Why: Zoho CRM answers HTTP 503');
});

test('Zoho: a channel that is gone there is told', async () => {
  const { channels, renew } = await withChannel();
  await renew('2026-11-21T18:01:00Z');
  channels.pop();
  expect((await renew('2026-11-22T18:00:00Z')).join()).toContain(
    'the tool has no subscription for this source any more',
  );
});
