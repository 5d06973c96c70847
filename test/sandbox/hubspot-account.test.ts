import { expect, onTestFinished, test } from 'vitest';
import { type HubspotOptions, openHubspotAccount, propertyChange } from '#sandbox/crm/hubspot.ts';
import { TOKEN } from '#sandbox/tools/tool-api.ts';

const START = Date.parse('2026-12-01T09:00:00Z');

/** What stands in its answers, as far as it is looked at here. */
type Body = {
  id: string;
  category: string;
  context: object;
  properties: Record<string, string | null>;
  errors: { code: string; context: object }[];
  results: { id: string; toObjectId: number }[];
  access_token: string;
};
const bodyOf = async (response: Response) => (await response.json()) as Body; // what it answers here

async function startAccount(options: HubspotOptions = {}) {
  const clock = { at: START };
  const account = await openHubspotAccount({ now: () => clock.at, ...options });
  onTestFinished(account.stop);
  const ask = async (method: string, path: string, body?: unknown, token = TOKEN) => {
    const response = await fetch(`${account.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: await bodyOf(response) };
  };
  return { account, ask, pass: (ms: number) => (clock.at += ms) };
}

const CONTACTS = '/crm/v3/objects/contacts';

test('a contact is read by its id and by its address, with the properties that are asked for', async () => {
  const { account, ask } = await startAccount();
  const id = account.add({ email: 'Mara@Acme.example', name: 'Mara Holm' });

  const byId = await ask('GET', `${CONTACTS}/${id}?properties=email,hs_lead_status`);
  const byAddress = await ask('GET', `${CONTACTS}/mara%40acme.example?idProperty=email&properties=firstname`);

  expect(byId.body.properties).toMatchObject({ email: 'mara@acme.example', hs_lead_status: null });
  expect(byAddress.body).toMatchObject({ id, properties: { firstname: 'Mara' } });
  expect((await ask('GET', `${CONTACTS}/1`)).status).toBe(404);
});

test('values that HubSpot does not take are refused, and none of the others is written', async () => {
  const { account, ask } = await startAccount();
  const id = account.add({ email: 'mara@acme.example' });

  const { status, body } = await ask('PATCH', `${CONTACTS}/${id}`, {
    properties: { firstname: 'M', hs_lead_status: 'Nothing', handoff_reason: 'x', createdate: '1' },
  });

  expect(status).toBe(400);
  expect(body.category).toBe('VALIDATION_ERROR');
  expect(body.errors.map((one) => [one.code, one.context])).toEqual([
    ['INVALID_OPTION', { propertyName: ['hs_lead_status'] }],
    ['PROPERTY_DOESNT_EXIST', { propertyName: ['handoff_reason'] }],
    ['READ_ONLY_VALUE', { propertyName: ['createdate'] }],
  ]);
  expect(account.record(id)).not.toHaveProperty('hs_lead_status');
});

test('a lifecycle stage goes back only after it was emptied', async () => {
  const { account, ask } = await startAccount();
  const id = account.add({ email: 'mara@acme.example', values: { lifecyclestage: 'opportunity' } });
  const write = (lifecyclestage: string) =>
    ask('PATCH', `${CONTACTS}/${id}`, { properties: { lifecyclestage } });

  const back = await write('lead');
  expect([back.status, account.record(id).lifecyclestage]).toEqual([200, 'opportunity']);
  await write('');
  await write('lead');
  expect(account.record(id).lifecyclestage).toBe('lead');
});

test('what an app may not do names the scope that it lacks', async () => {
  const { account, ask } = await startAccount({ scopes: ['crm.objects.contacts.read'] });
  const id = account.add({ email: 'mara@acme.example' });

  const { status, body } = await ask('PATCH', `${CONTACTS}/${id}`, { properties: {} });

  expect([status, body.category]).toEqual([403, 'MISSING_SCOPES']);
  expect(body.errors[0]?.context).toEqual({ requiredGranularScopes: ['crm.objects.contacts.write'] });
});

test('a token nobody knows is refused', async () => {
  const { ask } = await startAccount();

  const { status, body } = await ask('GET', '/crm/v3/owners', undefined, 'another');

  expect([status, body.category]).toEqual([401, 'INVALID_AUTHENTICATION']);
});

test('by OAuth a token is bought, and lasts half an hour', async () => {
  const { account, ask, pass } = await startAccount({ app: 'oauth', token: 'refresh-1' });
  const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'refresh-1' });
  const bought = await fetch(`${account.url}/oauth/v1/token`, { method: 'POST', body: form });
  const { access_token: access } = await bodyOf(bought);

  expect((await ask('GET', '/crm/v3/owners', undefined, access)).status).toBe(200);
  pass(1_800_001);
  const worn = await ask('GET', '/crm/v3/owners', undefined, access);
  expect([worn.status, worn.body.category]).toEqual([401, 'EXPIRED_AUTHENTICATION']);
});

test('too many requests are refused by the policy that they break, with how long to wait', async () => {
  const { ask, pass } = await startAccount({ perTenSeconds: 2 });
  const owners = () => ask('GET', '/crm/v3/owners');
  await owners();
  pass(4_000);
  await owners();

  const third = await owners();

  expect([third.status, third.headers.get('retry-after')]).toEqual([429, '6']);
  expect(third.body).toMatchObject({ errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' });
  pass(6_000);
  expect((await owners()).status).toBe(200);
});

test('a search finds a contact a while after it was written', async () => {
  const { account, ask, pass } = await startAccount({ searchDelayMs: 5_000 });
  const id = account.add({ email: 'mara@acme.example' });
  const search = async () => {
    const filters = [{ propertyName: 'email', operator: 'EQ', value: 'mara@acme.example' }];
    const { body } = await ask('POST', `${CONTACTS}/search`, { filterGroups: [{ filters }] });
    return body.results.map((one) => one.id);
  };

  expect(await search()).toEqual([]);
  pass(5_000);
  expect(await search()).toEqual([id]);
});

test('a contact that was merged answers as the one that is left, an archived one not at all', async () => {
  const { account, ask } = await startAccount();
  const winner = account.add({ email: 'mara@acme.example' });
  const loser = account.add({ email: 'm.holm@acme.example' });
  account.merge(winner, loser);

  expect((await ask('GET', `${CONTACTS}/${loser}`)).body.id).toBe(winner);
  expect((await ask('GET', `${CONTACTS}/m.holm@acme.example?idProperty=email`)).body.id).toBe(winner);
  account.archive(winner);
  expect((await ask('GET', `${CONTACTS}/${winner}`)).status).toBe(404);
});

test('a note stands with its contact at once, and people see it', async () => {
  const { account, ask } = await startAccount();
  const id = account.add({
    email: 'mara@acme.example',
    name: 'Mara Holm',
    values: { hs_lead_status: 'NEW' },
  });
  const note = (hs_timestamp: string) =>
    ask('POST', '/crm/v3/objects/notes', {
      properties: { hs_timestamp, hs_note_body: '<p>Accepted</p>' },
      associations: [
        { to: { id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 202 }] },
      ],
    });

  expect((await note('')).body.context).toEqual({ properties: ['hs_timestamp'] });
  const made = await note('2026-12-01T09:00:00Z');
  const linked = await ask('GET', `/crm/v4/objects/contacts/${id}/associations/notes?limit=500`);

  expect(linked.body.results[0]?.toObjectId).toBe(Number(made.body.id));
  expect(account.seen()).toEqual([
    { title: 'Mara Holm', values: { 'Lead Status': 'New' }, entries: ['Accepted'] },
  ]);
});

test('each change of a contact is told once, with who made it, as a webhook tells it', async () => {
  const { account, ask } = await startAccount();
  const id = account.add({ email: 'mara@acme.example' });
  const told: object[] = [];
  account.onChange((change) => told.push(...propertyChange(change, new Date(START), told.length + 1)));

  await ask('PATCH', `${CONTACTS}/${id}`, { properties: { hs_lead_status: 'OPEN' } });
  await ask('PATCH', `${CONTACTS}/${id}`, { properties: { hs_lead_status: 'OPEN' } });
  account.change(id, 'hs_lead_status', 'BAD_TIMING');

  expect(told).toMatchObject([
    {
      objectId: Number(id),
      propertyName: 'hs_lead_status',
      propertyValue: 'OPEN',
      changeSource: 'INTEGRATION',
    },
    { eventId: 2, propertyValue: 'BAD_TIMING', changeSource: 'CRM_UI', occurredAt: START },
  ]);
});
