import { expect, onTestFinished, test } from 'vitest';
import { ownField } from '#sandbox/crm/pipedrive/fields.ts';
import { openPipedriveAccount, type PipedriveOptions } from '#sandbox/crm/pipedrive.ts';
import { TOKEN } from '#sandbox/tools/tool-api.ts';

async function startCompany(options: PipedriveOptions = {}) {
  const company = await openPipedriveAccount(options);
  onTestFinished(company.stop);
  const ask = async (method: string, path: string, body?: object, token = TOKEN) => {
    const headers = { 'x-api-token': token, 'content-type': 'application/json' };
    const answer = await fetch(`${company.url}${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    const said = (await answer.json()) as { data: unknown };
    return { status: answer.status, data: said.data, headers: answer.headers };
  };
  return { company, ask, grace: company.add({ email: 'grace@acme.example' }) };
}

test('a token that is none is refused', async () => {
  const { ask } = await startCompany();

  expect((await ask('GET', '/v1/users', undefined, 'another')).status).toBe(401);
});

test('values that a field does not take, and fields that nobody made, are refused', async () => {
  const region = ownField('Region', 'enum', ['North']);
  const { company, ask, grace } = await startCompany({ own: [region] });
  const heard: unknown[] = [];
  company.onChange((change) => heard.push(change));
  const patch = async (values: object) => (await ask('PATCH', `/api/v2/persons/${grace}`, values)).status;

  expect(await patch({ custom_fields: { [region.field_code]: 40 } })).toBe(200);
  expect(heard).toEqual([{ id: grace, field: region.field_code, value: '40', by: 'api' }]);
  expect(await patch({ custom_fields: { [region.field_code]: 7 } })).toBe(400);
  expect(await patch({ custom_fields: { nowhere: 'x' } })).toBe(400);
  expect(await patch({ owner_id: 7 })).toBe(400);
  expect(await patch({ label_ids: [700] })).toBe(400);
  expect(await patch({ nowhere: 'x' })).toBe(400);
});

test('a lead becomes a deal by a job that takes its time, and its notes go with it', async () => {
  const { company, ask, grace } = await startCompany({ conversionTakes: 2 });
  const lead = company.addLead(grace);
  await ask('POST', '/v1/notes', { lead_id: lead, content: 'They want a demo' });

  const { data } = await ask('POST', `/api/v2/leads/${lead}/convert/deal`, {});
  const path = `/api/v2/leads/${lead}/convert/status/${(data as { conversion_id: string }).conversion_id}`;

  expect((await ask('GET', path)).data).toMatchObject({ status: 'running' });
  expect((await ask('GET', path)).data).toMatchObject({ status: 'completed', deal_id: 1 });
  expect((await ask('GET', `/v1/leads/${lead}`)).status).toBe(404);
  expect((await ask('GET', '/v1/notes?deal_id=1')).data).toMatchObject([{ content: 'They want a demo' }]);
  expect(company.seen().map(({ title, entries }) => [title, entries])).toEqual([
    ['Grace Hopper', []],
    ['Acme lead', ['They want a demo']],
  ]);
});

test('more than a window lets through has to wait', async () => {
  const { ask } = await startCompany({ perTwoSeconds: 1 });
  await ask('GET', '/v1/users');

  const { status, headers } = await ask('GET', '/v1/users');

  expect([status, headers.get('x-ratelimit-remaining'), headers.get('x-ratelimit-reset')]).toEqual([
    429,
    '0',
    '2',
  ]);
});
