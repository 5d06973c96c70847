import { expect, test } from 'vitest';
import type { System } from '#domain/systems.ts';
import { parseDelivery } from '#src/sources/parse-delivery.ts';
import { type ItemResult, readItems } from '#src/sources/read-items.ts';
import { makeReadable, readPayload } from './make-source.ts';

/** What each tool's format finds in a body as that tool sends it. */

async function read(
  format: System,
  body: Buffer,
  source: Parameters<typeof makeReadable>[0] = {},
): Promise<ItemResult[]> {
  const parsed = await parseDelivery(format, 'application/json', body);
  if (!parsed.ok) throw new Error(parsed.problem);
  return readItems(makeReadable({ format, ...source }), parsed.value, new Date('2026-11-21T18:00:00Z'));
}

const emptyLead = {
  schema_version: 1,
  kind: 'lead',
  refs: [],
  person: {},
  account: {},
  signals: [],
  tags: [],
};
const found = (key: string, lead: object, warnings: object[] = []) => ({
  ...{ ok: true, ignored: false, key, warnings },
  lead: { ...emptyLead, id: key, ...lead },
});
const ignored = (why: string) => ({ ok: true, ignored: true, why });

const typeform = JSON.parse(readPayload('typeform.form_response.json').toString());

test('Typeform: answers by reference or by the words of the question, hidden fields, all others as answers', async () => {
  expect(await read('typeform', readPayload('typeform.form_response.json'))).toEqual([
    found('a3a12ec67a1365927098a606107fac15', {
      occurred_at: '2026-11-21T17:58:02.000Z',
      person: { first_name: 'Laura Inventada', email: 'laura@muestra.example' },
      campaign: { form: 'Webhooks example', utm_source: 'newsletter', utm_campaign: 'autumn-2026' },
      discovery: {
        answers: [
          { question: 'Which office?', answer: 'London' },
          { question: 'Which products?', answer: 'Routing, Reporting' },
          { question: 'May we contact you?', answer: 'true' },
          { question: 'How many seats?', answer: '25' },
          { question: 'When do you want to start?', answer: '2027-01-15' },
        ],
      },
    }),
  ]);
});

test('Typeform: a response that was broken off is counted, and a body without one is set aside', async () => {
  const partial = { ...typeform, event_type: 'form_response_partial' };
  expect(await read('typeform', Buffer.from(JSON.stringify(partial)))).toEqual([
    ignored('the event form_response_partial is not read here'),
  ]);
  expect(await read('typeform', Buffer.from('{}'))).toEqual([
    { ok: false, key: null, raw: {}, problems: [{ path: '', problem: 'expected a form_response' }] },
  ]);
});

test('a map says more than the format of a tool, or says it otherwise, and when leaves out', async () => {
  const map = {
    'account.employees': 'answers[field.ref="seats"].number',
    'person.first_name': '"Somebody"',
    'campaign.form': '$body.form_response.form_id',
  };
  const body = readPayload('typeform.form_response.json');
  const [item] = await read('typeform', body, { map, when: 'form_id = "lT4Z3j"' });
  expect(item).toMatchObject({
    lead: {
      person: { first_name: 'Somebody', email: 'laura@muestra.example' },
      account: { employees: 25 },
      campaign: { form: 'lT4Z3j', utm_source: 'newsletter' },
    },
  });
  expect(await read('typeform', body, { when: 'form_id = "other"' })).toEqual([{ ok: true, ignored: true }]);
});
