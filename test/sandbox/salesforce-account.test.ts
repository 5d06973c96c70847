import { expect, onTestFinished, test } from 'vitest';
import { type OrgOptions, openSalesforceAccount, SALESFORCE_CLIENT } from '#sandbox/crm/salesforce.ts';

async function startOrg(options: OrgOptions = {}) {
  const org = await openSalesforceAccount(options);
  onTestFinished(org.stop);
  const { id: client_id, secret: client_secret } = SALESFORCE_CLIENT;
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret });
  const sold = await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body: form });
  const { access_token } = (await sold.json()) as { access_token: string };
  const ask = async (method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
    const url = `${org.url}/services/data/v60.0${path}`;
    const answer = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
  };
  const query = (soql: string) => ask('GET', `/query?${new URLSearchParams({ q: soql })}`);
  return { org, ask, query };
}

const code = (errorCode: string) => [expect.objectContaining({ errorCode })];

test('a query finds rows by either form of an id, and texts as they are written', async () => {
  const { org, query } = await startOrg();
  const id = org.add({ email: "o'brien AND co@acme.example" });
  const row = { attributes: { type: 'Lead' }, Id: id };

  const byId = await query(`SELECT Id FROM Lead WHERE Id = '${id.slice(0, 15)}'`);
  expect(byId.body).toEqual({ totalSize: 1, done: true, records: [row] });
  const byEmail = await query(
    `SELECT Id FROM Lead WHERE Email = 'o\\'brien AND co@acme.example' AND IsConverted = false`,
  );
  expect(byEmail.body.records).toEqual([row]);
});

test('what is no query, no column or cannot be looked for is refused', async () => {
  const { query } = await startOrg();

  expect((await query("SELECT Id FROM Lead WHERE Email = 'a' OR Id != ''")).body).toEqual(
    code('MALFORMED_QUERY'),
  );
  expect((await query("SELECT Id FROM Lead WHERE Email = 'a''")).body).toEqual(code('MALFORMED_QUERY'));
  expect((await query('SELECT Nowhere__c FROM Lead')).body).toEqual(code('INVALID_FIELD'));
  expect((await query("SELECT Id FROM Task WHERE Description = 'x'")).body).toEqual(code('INVALID_FIELD'));
  expect((await query('SELECT Id FROM Nothing')).body).toEqual(code('INVALID_TYPE'));
});

test('pages go on where the last one ended', async () => {
  const { org, query, ask } = await startOrg({ pageSize: 2 });
  for (const name of ['a', 'b', 'c']) org.add({ email: `${name}@acme.example` });

  const first = await query('SELECT Email FROM Lead ORDER BY Email DESC');
  const second = await ask('GET', String(first.body.nextRecordsUrl).replace('/services/data/v60.0', ''));

  expect([first.body.done, second.body.done]).toEqual([false, true]);
  expect([...first.body.records, ...second.body.records].map(({ Email }) => Email)).toEqual([
    ...['c@acme.example', 'b@acme.example', 'a@acme.example'],
  ]);
});

test('leads are written, heard of, and refused as the vendor does', async () => {
  const { org, ask } = await startOrg();
  const id = org.add({ email: 'grace@acme.example' });
  const heard: unknown[] = [];
  org.onChange((change) => heard.push(change));
  const path = `/sobjects/Lead/${id}`;

  expect(await ask('PATCH', path, { Status: 'Working - Contacted' })).toEqual({ status: 204, body: null });
  expect(heard).toEqual([{ id, field: 'Status', value: 'Working - Contacted', by: 'api' }]);
  expect((await ask('PATCH', path, { Status: 'x' })).body).toEqual(
    code('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'),
  );
  expect((await ask('PATCH', path, { IsConverted: true })).body).toEqual(
    code('INVALID_FIELD_FOR_INSERT_UPDATE'),
  );
  expect((await ask('PATCH', path, { Company: null })).body).toEqual(code('REQUIRED_FIELD_MISSING'));
  expect((await ask('POST', '/sobjects/Opportunity', { Name: 'x' })).body).toEqual(
    code('REQUIRED_FIELD_MISSING'),
  );
  org.convertByHand(id, true);
  expect((await ask('PATCH', path, { Company: 'x' })).body).toEqual(code('CANNOT_UPDATE_CONVERTED_LEAD'));
  expect(org.seen().map(({ title }) => title)).toEqual(['Grace Hopper', 'Grace Hopper', 'Acme']);
});

test('a token wears out, and so does a day', async () => {
  const { org, query } = await startOrg({ perDay: 1 });

  expect((await query('SELECT Id FROM Lead')).status).toBe(200);
  expect(await query('SELECT Id FROM Lead')).toMatchObject({
    status: 403,
    body: code('REQUEST_LIMIT_EXCEEDED'),
  });
  org.wearTokens();
  expect(await query('SELECT Id FROM Lead')).toMatchObject({ status: 401, body: code('INVALID_SESSION_ID') });
});
