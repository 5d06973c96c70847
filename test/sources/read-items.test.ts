import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readItems } from '#src/sources/read-items.ts';
import { makeReadable } from './make-source.ts';

const receivedAt = new Date('2026-11-21T18:00:00Z');
const canonical = makeReadable({});
const flat = makeReadable({
  format: 'mapped',
  map: {
    id: 'id',
    kind: 'kind',
    occurred_at: 'at',
    refs: 'refs',
    'person.email': 'email',
    'person.phone': 'phone',
    'person.title': 'title',
    'account.website': 'website',
    'account.employees': 'employees',
    'account.existing_customer': 'customer',
    channel: 'channel',
    temperature: 'temperature',
    'score.value': 'score',
    signals: 'signals',
    'discovery.notes': 'notes',
    'discovery.answers': 'answers',
    tags: 'tags',
  },
});

const emptyLead = {
  schema_version: 1,
  kind: 'lead',
  refs: [],
  person: {},
  account: {},
  signals: [],
  tags: [],
};

test('a canonical lead is read as it is', async () => {
  const sent = {
    id: 4711,
    occurred_at: '2026-11-21T17:59:00Z',
    person: { full_name: 'Ana Prova', email: ' Ana@Acme.example', phone: null, title: '' },
    account: { name: 'Acme', employees: 420 },
    channel: 'demo_request',
    tags: null,
  };
  expect(await readItems(canonical, sent, receivedAt)).toEqual([
    {
      ok: true,
      ignored: false,
      key: '4711',
      warnings: [],
      lead: {
        ...emptyLead,
        id: '4711',
        occurred_at: '2026-11-21T17:59:00.000Z',
        person: { full_name: 'Ana Prova', email: 'ana@acme.example' },
        account: { name: 'Acme', employees: 420 },
        channel: 'demo_request',
      },
    },
  ]);
});

test('a list of canonical leads is read one by one, and a bad one does not stop the others', async () => {
  const sent = [{ person: { email: 'a@acme.example' } }, 'nonsense', { person: { email: 'b@acme.example' } }];
  const results = await readItems(canonical, sent, receivedAt);
  expect(results.map((result) => result.ok)).toEqual([true, false, true]);
  expect(results[1]).toEqual({
    ok: false,
    key: null,
    raw: 'nonsense',
    problems: [{ path: '', problem: 'expected an object, got text' }],
  });
  expect(await readItems(canonical, [], receivedAt)).toEqual([]);
});

test('a Standard Webhooks envelope gives its lead, and its time where the lead has none', async () => {
  const envelope = (data: unknown) => ({ type: 'lead.created', timestamp: '2026-11-21T17:59:00Z', data });
  const lead = { ...emptyLead, occurred_at: '2026-11-21T17:59:00.000Z', person: { email: 'a@acme.example' } };
  const read = { ok: true, ignored: false, key: null, warnings: [], lead };
  expect(await readItems(canonical, envelope({ person: { email: 'a@acme.example' } }), receivedAt)).toEqual([
    read,
  ]);
  expect(await readItems(canonical, envelope([{ person: { email: 'a@acme.example' } }]), receivedAt)).toEqual(
    [read],
  );
  const own = { occurred_at: '2026-11-20T10:00:00Z', person: { email: 'a@acme.example' } };
  expect(await readItems(canonical, envelope(own), receivedAt)).toMatchObject([
    { lead: { occurred_at: '2026-11-20T10:00:00.000Z' } },
  ]);
});

test('a mistake in the shape of a canonical lead costs the field, and says the place and the nearest one', async () => {
  const sent = {
    id: 'x-1',
    persn: {},
    person: { emial: 'a@acme.example', phone: 15550000000 },
    account: { employees: '420' },
    channel: 'Demo',
    refs: [{ sytem: 'hubspot', type: 'contact', id: '1' }],
    signals: [{ type: 'page_view', at: 'yesterday' }],
  };
  expect(await readItems(canonical, sent, receivedAt)).toEqual([
    {
      ok: true,
      ignored: false,
      key: 'x-1',
      lead: {
        ...emptyLead,
        id: 'x-1',
        person: { phone: '15550000000' },
        account: { employees: 420 },
        signals: [{ type: 'page_view', at: '2026-11-21T18:00:00.000Z' }],
      },
      warnings: [
        { path: 'persn', problem: 'not a field here; did you mean person?', sent: '{}' },
        { path: 'refs[0].sytem', problem: 'not a field here; did you mean system?', sent: 'hubspot' },
        {
          path: 'refs[0].system',
          problem: 'needed, so refs[0] is left out',
          sent: '{"sytem":"hubspot","type":"contact","id":"1"}',
        },
        { path: 'person.emial', problem: 'not a field here; did you mean email?', sent: 'a@acme.example' },
        {
          path: 'channel',
          problem: expect.stringContaining('Invalid option: expected one of "demo_request"'),
          sent: 'Demo',
        },
        {
          path: 'signals[0].at',
          problem: 'no time that can be read: taken as when it was received',
          sent: 'yesterday',
        },
      ],
    },
  ]);
});

test('an address or a link that a person mistyped costs the field, not the lead', async () => {
  const sent = {
    person: { email: 'ana at acme', phone: '+15550100100', linkedin_url: 'linkedin' },
    signals: [{ type: 'page_view', at: '2026-11-21T17:00:00Z', url: 'javascript:alert(1)' }],
  };
  expect(await readItems(canonical, sent, receivedAt)).toEqual([
    {
      ok: true,
      ignored: false,
      key: null,
      warnings: [
        { path: 'person.email', problem: 'expected an e-mail address', sent: 'ana at acme' },
        { path: 'person.linkedin_url', problem: 'expected an http or https address', sent: 'linkedin' },
        {
          path: 'signals[0].url',
          problem: 'expected an http or https address',
          sent: 'javascript:alert(1)',
        },
      ],
      lead: {
        ...emptyLead,
        person: { phone: '+15550100100' },
        signals: [{ type: 'page_view', at: '2026-11-21T17:00:00.000Z' }],
      },
    },
  ]);
});

test('whoever cannot be reached and has no record elsewhere is nobody', async () => {
  const nobody = { path: 'person', problem: 'names nobody: expected person.email, person.phone or refs' };
  const refused = (raw: unknown, problems: unknown[]) => [{ ok: false, key: null, raw, problems }];
  const nameOnly = { person: { full_name: 'Ana', phone: 'n/a' } };
  expect(await readItems(canonical, nameOnly, receivedAt)).toEqual(refused(nameOnly, [nobody]));
  const badEmail = { email: 'ana at acme' };
  expect(await readItems(flat, badEmail, receivedAt)).toEqual(
    refused(badEmail, [
      { path: 'person.email', problem: 'expected an e-mail address', sent: 'ana at acme' },
      nobody,
    ]),
  );
  const known = { refs: [{ system: 'hubspot', type: 'contact', id: '71' }] };
  expect(await readItems(canonical, known, receivedAt)).toMatchObject([{ ok: true, lead: known }]);
});

test('a number of five digits is one to call, of four it is an extension', async () => {
  const isRead = async (phone: string) => {
    const [result] = await readItems(canonical, { person: { phone } }, receivedAt);
    return result?.ok;
  };
  expect([await isRead('12-34'), await isRead('12-345')]).toEqual([false, true]);
});

test('mapped values are made to fit: numbers, yes and no, times, words, a list of one', async () => {
  const sent = {
    id: 6756839,
    kind: 'Lead',
    at: '1795283998632',
    phone: 15550000000,
    title: ['VP', 'Marketing'],
    website: 'www.acme.example/about',
    employees: '412',
    customer: 'yes',
    channel: 'PAID_SEARCH',
    temperature: ' Hot ',
    score: '87',
    signals: { type: 'Page View', at: 1795283998 },
    answers: { question: 'Seats?', answer: 25 },
    tags: 'enterprise',
    refs: { system: 'zoho', type: 'lead', id: 12 },
  };
  expect(await readItems(flat, sent, receivedAt)).toEqual([
    {
      ok: true,
      ignored: false,
      key: '6756839',
      warnings: [],
      lead: {
        ...emptyLead,
        id: '6756839',
        occurred_at: '2026-11-21T17:59:58.632Z',
        refs: [{ system: 'zoho', type: 'lead', id: '12' }],
        person: { phone: '15550000000', title: 'VP, Marketing' },
        account: { website: 'https://www.acme.example/about', employees: 412, existing_customer: true },
        channel: 'paid_search',
        temperature: 'hot',
        score: { value: 87, reasons: [] },
        signals: [{ type: 'page_view', at: '2026-11-21T17:59:58.000Z' }],
        discovery: { answers: [{ question: 'Seats?', answer: '25' }] },
        tags: ['enterprise'],
      },
    },
  ]);
});

test('what cannot be made to fit is left out and named, and the lead goes on', async () => {
  const sent = {
    id: { a: 1 },
    email: 'ana@acme.example',
    at: 'soon',
    title: { a: 1 },
    employees: '50-200',
    customer: 'maybe',
    channel: 'fax',
    temperature: 'xxxxx',
    score: 134,
    signals: [{ type: 'page_view', at: '2026-11-21' }, { type: 'page_view' }, 'visit'],
    notes: 'null',
    answers: [{ question: 'Seats?', anser: 25, answer: '' }],
    tags: [],
  };
  expect(await readItems(flat, sent, receivedAt)).toEqual([
    {
      ok: true,
      ignored: false,
      key: null,
      lead: {
        ...emptyLead,
        person: { email: 'ana@acme.example' },
        account: { employees: 50 },
        signals: [
          { type: 'page_view', at: '2026-11-21T00:00:00.000Z' },
          { type: 'page_view', at: '2026-11-21T18:00:00.000Z' },
          { type: 'other', at: '2026-11-21T18:00:00.000Z', title: 'visit' },
        ],
        discovery: { answers: [] },
      },
      warnings: [
        { path: 'id', problem: 'expected a text, got an object', sent: '{"a":1}' },
        { path: 'occurred_at', problem: 'expected a time, got text', sent: 'soon' },
        { path: 'person.title', problem: 'expected a text, got an object', sent: '{"a":1}' },
        { path: 'account.employees', problem: 'a range: its lower end is kept', sent: '50-200' },
        { path: 'account.existing_customer', problem: 'expected a boolean, got text', sent: 'maybe' },
        {
          path: 'channel',
          problem: expect.stringContaining('Invalid option: expected one of'),
          sent: 'fax',
        },
        { path: 'score.value', problem: 'Too big: expected number to be <=100', sent: '134' },
        { path: 'score.value', problem: 'needed, so score is left out', sent: '{"value":134}' },
        { path: 'signals[1].at', problem: 'no time that can be read: taken as when it was received' },
        { path: 'signals[2].type', problem: 'not a type here: taken as other', sent: 'visit' },
        { path: 'signals[2].at', problem: 'no time that can be read: taken as when it was received' },
        { path: 'discovery.answers[0].anser', problem: 'not a field here; did you mean answer?', sent: '25' },
        {
          path: 'discovery.answers[0].answer',
          problem: 'needed, so discovery.answers[0] is left out',
          sent: '{"question":"Seats?","anser":25,"answer":""}',
        },
      ],
    },
  ]);
});

test('a kind that is not known is refused: a guess would make a card out of it', async () => {
  expect(
    await readItems(flat, { id: 'x', kind: 'account', email: 'ana@acme.example' }, receivedAt),
  ).toMatchObject([{ ok: false, key: 'x', problems: [{ path: 'kind' }] }]);
});

test('more than a lead may carry is cut, and said', async () => {
  const tags = Array.from({ length: 60 }, (_, at) => `t${at}`);
  const [result] = await readItems(flat, { email: 'ana@acme.example', tags }, receivedAt);
  expect(result).toMatchObject({
    ok: true,
    lead: { tags: tags.slice(0, 50) },
    warnings: [{ path: 'tags', problem: '60 elements, only the first 50 are kept' }],
  });
});

test('as much as a lead may carry is kept without a word', async () => {
  const tags = Array.from({ length: 50 }, (_, at) => `t${at}`);
  const [result] = await readItems(flat, { email: 'ana@acme.example', tags }, receivedAt);
  expect(result).toMatchObject({ ok: true, lead: { tags }, warnings: [] });
});

test('a number written as text has at most fifteen digits on either side of its point', async () => {
  const score = async (text: string) => {
    const sent = { email: 'ana@acme.example', score: text };
    const [result] = await readItems(flat, sent, receivedAt);
    return result?.ok && !result.ignored ? result.lead.score?.value : 'refused';
  };
  expect([
    await score('000000000000087'),
    await score('0000000000000087'),
    await score('0.500000000000000'),
    await score('0.5000000000000000'),
  ]).toEqual([87, undefined, 0.5, undefined]);
});

test('a failing expression costs its field, not the lead', async () => {
  const source = makeReadable({
    format: 'mapped',
    map: { 'person.email': 'email', 'account.employees': '$number(size)' },
  });
  expect(await readItems(source, { email: 'ana@acme.example', size: 'big' }, receivedAt)).toMatchObject([
    {
      ok: true,
      lead: { account: {} },
      warnings: [
        {
          path: 'account.employees',
          problem: '`$number(size)` failed: no number can be made of the value, at character 8',
          sent: 'big',
        },
      ],
    },
  ]);
});

test('a part mapped alone refines the object it stands in', async () => {
  const source = makeReadable({
    format: 'mapped',
    map: { 'person.email': '$email(contact)', person: '{ "full_name": name, "email": "wrong" }' },
  });
  const sent = { name: 'Ana', contact: 'Ana <ana@acme.example>' };
  expect(await readItems(source, sent, receivedAt)).toMatchObject([
    { ok: true, warnings: [], lead: { person: { full_name: 'Ana', email: 'ana@acme.example' } } },
  ]);
});

test('what "when" does not hold for is ignored; when it fails the item is kept for a person to see', async () => {
  const source = (when: string) => makeReadable({ format: 'mapped', when, map: { 'person.email': 'email' } });
  const sent = { email: 'ana@acme.example', form: 'demo', empty: [] };
  const ignored = [{ ok: true, ignored: true }];
  expect(await readItems(source('form = "other"'), sent, receivedAt)).toEqual(ignored);
  expect(await readItems(source('missing'), sent, receivedAt)).toEqual(ignored);
  expect(await readItems(source('empty'), sent, receivedAt)).toEqual(ignored);
  expect(await readItems(source('form'), sent, receivedAt)).toMatchObject([{ ok: true, ignored: false }]);
  expect(await readItems(source('$number(form) > 1'), sent, receivedAt)).toEqual([
    {
      ok: false,
      key: null,
      raw: sent,
      problems: [
        {
          path: 'when',
          problem: '`$number(form) > 1` failed: no number can be made of the value, at character 8',
          sent: 'demo',
        },
      ],
    },
  ]);
});

test('"when" can look at the envelope of a canonical lead', async () => {
  const source = makeReadable({ when: '$body.type = "lead.qualified"' });
  const sent = { type: 'lead.created', timestamp: '2026-11-21T17:59:00Z', data: { person: {} } };
  expect(await readItems(source, sent, receivedAt)).toEqual([{ ok: true, ignored: true }]);
});

test('items come from a list, and a list that is not where it was is not silence', async () => {
  const source = (items: string) =>
    makeReadable({ format: 'mapped', items, map: { 'person.email': 'email' } });
  const sent = {
    rows: [
      { email: 'a@acme.example', score: 9 },
      { email: 'b@acme.example', score: 1 },
    ],
    none: [],
  };
  expect(await readItems(source('rows'), sent, receivedAt)).toMatchObject([
    { lead: { person: { email: 'a@acme.example' } } },
    { lead: { person: { email: 'b@acme.example' } } },
  ]);
  expect(await readItems(source('rows[score > 5]'), sent, receivedAt)).toHaveLength(1);
  expect(await readItems(source('none'), sent, receivedAt)).toEqual([]);
  expect(await readItems(source('[rows[score > 10]]'), sent, receivedAt)).toEqual([]);
  expect(await readItems(source('data.rows'), sent, receivedAt)).toEqual([
    {
      ok: false,
      key: null,
      raw: sent,
      problems: [
        {
          path: 'items',
          problem: 'found nothing in this delivery; where that is usual, write the expression in [ ]',
        },
      ],
    },
  ]);
});

test("a source's defaults stand where the lead says nothing", async () => {
  const source = makeReadable({
    defaults: { channel: 'webinar', temperature: 'warm', campaign: 'Pipeline reviews' },
  });
  const plain = { person: { email: 'ana@acme.example' } };
  const own = { ...plain, channel: 'pr', temperature: 'hot', campaign: { name: 'Launch', utm_source: 'x' } };
  const named = { ...plain, campaign: { utm_source: 'x' } };
  expect(await readItems(source, [plain, own, named], receivedAt)).toMatchObject([
    { lead: { channel: 'webinar', temperature: 'warm', campaign: { name: 'Pipeline reviews' } } },
    { lead: { channel: 'pr', temperature: 'hot', campaign: { name: 'Launch', utm_source: 'x' } } },
    { lead: { channel: 'webinar', campaign: { name: 'Pipeline reviews', utm_source: 'x' } } },
  ]);
});

test('no body makes it throw', async () => {
  const leadish = fc.record(
    {
      id: fc.jsonValue(),
      person: fc.jsonValue(),
      refs: fc.jsonValue(),
      signals: fc.jsonValue(),
      type: fc.string(),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.jsonValue(), leadish, fc.array(leadish)), async (body) => {
      expect(Array.isArray(await readItems(canonical, body, receivedAt))).toBe(true);
      expect(Array.isArray(await readItems(flat, body, receivedAt))).toBe(true);
    }),
  );
});
