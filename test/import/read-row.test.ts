import { expect, test } from 'vitest';
import { readHeadcount } from '#src/import/cells.ts';
import { presetMapping } from '#src/import/mapping.ts';
import { readRow } from '#src/import/read-row.ts';
import { contextFor, readFixture, readOne } from './context.ts';

const leadsOf = async (...args: Parameters<typeof readFixture>) =>
  (await readFixture(...args)).flatMap((row) => (row.type === 'lead' ? [row.imported] : []));

test('a HubSpot contact, with the way it went and what its owner did', async () => {
  const [grace] = await leadsOf('hubspot-contacts.csv', 'hubspot');

  expect(grace).toEqual({
    line: 2,
    key: 'import:hubspot:contact:151',
    lead: {
      schema_version: 1,
      id: undefined,
      kind: 'lead',
      occurred_at: '2026-10-05T08:12:00.000Z',
      refs: [{ system: 'hubspot', type: 'contact', id: '151', url: undefined }],
      person: {
        full_name: undefined,
        first_name: 'Grace',
        last_name: 'Hopper',
        email: 'grace@globex.example',
        phone: '+49 30 5550123',
        title: 'Head of Operations',
        seniority: undefined,
        department: undefined,
        linkedin_url: undefined,
        language: undefined,
        country: 'Germany',
        time_zone: undefined,
      },
      account: {
        name: 'Globex',
        domain: 'globex.example',
        website: 'https://globex.example',
        industry: 'software',
        country: undefined,
        employees: 420,
        existing_customer: undefined,
        open_opportunity: undefined,
      },
      channel: 'organic_search',
      campaign: undefined,
      temperature: undefined,
      score: undefined,
      signals: [],
      discovery: undefined,
      meeting: undefined,
      owner_email: undefined,
      consent: { do_not_call: undefined, do_not_contact: undefined, unsubscribed: false },
      tags: [],
    },
    sourceId: 'hubspot',
    capturedAt: new Date('2026-10-05T08:12:00Z'),
    stage: 'sales_qualified',
    reached: [
      { stage: 'inquiry', at: new Date('2026-10-05T08:12:00Z'), cause: 'import' },
      { stage: 'marketing_qualified', at: new Date('2026-10-05T09:00:00Z'), cause: 'import' },
      { stage: 'sales_accepted', at: null, cause: 'inferred by import' },
      { stage: 'sales_qualified', at: new Date('2026-10-09T13:30:00Z'), cause: 'import' },
    ],
    handoff: {
      ownerId: 'ana',
      offeredAt: new Date('2026-10-05T09:00:00Z'),
      acceptedAt: null,
      respondedAt: new Date('2026-10-05T10:30:00Z'),
      closedAt: new Date('2026-10-09T13:30:00Z'),
      rejection: null,
    },
    response: { at: new Date('2026-10-05T10:30:00Z'), minutes: 138 },
  });
});

test('the stages of a HubSpot export', async () => {
  const leads = await leadsOf('hubspot-contacts.csv', 'hubspot');
  expect(leads.map(({ lead, stage }) => `${lead.person.first_name}: ${stage}`)).toEqual([
    'Grace: sales_qualified',
    'Alan: opportunity',
    'Joan: closed_won',
    'Kim: disqualified',
    'Zoë: inquiry',
  ]);
});

test('a Salesforce report: converted, worked on, rejected with its reason, and still open', async () => {
  const rows = await readFixture('salesforce-leads.csv', 'salesforce', { dateOrder: 'month_first' });
  const leads = rows.flatMap((row) => (row.type === 'lead' ? [row.imported] : []));

  expect(leads.map(({ stage, handoff }) => [stage, handoff?.ownerId, handoff?.rejection ?? null])).toEqual([
    ['sales_qualified', 'ana', null],
    ['sales_accepted', 'ben', null],
    ['disqualified', 'ana', { reason: 'too_small', note: 'Too small', at: new Date('2026-10-16T14:00:00Z') }],
    ['inquiry', undefined, null],
  ]);
  // The report ends with two lines that are no leads.
  expect(rows.filter(({ type }) => type === 'left_out')).toHaveLength(2);
});

test('a mere date of conversion is kept as a stage, and makes no duration', async () => {
  const [grace] = await leadsOf('salesforce-leads.csv', 'salesforce', { dateOrder: 'month_first' });
  expect(grace?.reached.at(-1)).toEqual({
    stage: 'sales_qualified',
    at: new Date('2026-10-19T22:00:00Z'),
    cause: 'import',
  });
  expect(grace?.response?.minutes).toBe(50);
});

test('Pipedrive deals: open, won, lost early and lost late', async () => {
  const leads = await leadsOf('pipedrive-deals.csv', 'pipedrive');
  expect(
    leads.map(({ stage, reached, handoff }) => [
      stage,
      reached.map((one) => `${one.stage}${one.at ? '' : '?'}`).join(' '),
      handoff?.rejection ?? null,
    ]),
  ).toEqual([
    ['opportunity', 'inquiry marketing_qualified? sales_accepted? sales_qualified? opportunity?', null],
    [
      'closed_won',
      'inquiry marketing_qualified? sales_accepted? sales_qualified? opportunity? closed_won',
      null,
    ],
    ['disqualified', 'inquiry marketing_qualified? sales_accepted? sales_qualified? disqualified', null],
    [
      'closed_lost',
      'inquiry marketing_qualified? sales_accepted? sales_qualified? opportunity? closed_lost',
      null,
    ],
  ]);
});

test('a customer and an open opportunity are facts that rules may ask about', async () => {
  const [, alan, joan] = await leadsOf('hubspot-contacts.csv', 'hubspot');
  expect(alan?.lead.account).toMatchObject({ open_opportunity: true });
  expect(joan?.lead.account).toMatchObject({ existing_customer: true, open_opportunity: false });
});

const row = { 'Record ID': '7', Email: 'a@b.example', 'Create Date': '2026-11-02 10:00' };
const problemOf = (cells: Record<string, string>, changes = {}) => {
  const reading = readOne('hubspot', { ...row, ...cells }, changes);
  return reading.type === 'refused' ? `${reading.problem.column}: ${reading.problem.kind}` : reading.type;
};
const warningsOf = (cells: Record<string, string>) => {
  const reading = readOne('hubspot', { ...row, ...cells });
  return reading.type === 'lead' ? reading.warnings.map(({ column, kind }) => `${column}: ${kind}`) : reading;
};

test('what cannot be read is refused with its column and the way out', () => {
  expect(problemOf({ 'Create Date': '' })).toBe('Create Date: no date of creation that can be read');
  expect(problemOf({ 'Create Date': '03/04/2026' })).toContain('--dates day_first or --dates month_first');
  expect(problemOf({ 'Create Date': '2030-01-01' })).toContain('created in the future');
  expect(problemOf({ 'Lifecycle Stage': 'Demo Done' })).toContain('add it to values.stage');
  expect(problemOf({ 'Record ID': '', Email: '' })).toContain('names nobody');
});

test('a cell too many is refused, because what stands after it is in the wrong column', () => {
  const header = ['Record ID', 'Email', 'Create Date'];
  const context = contextFor(presetMapping('hubspot'), header);
  const cells = ['7', 'Hopper', 'grace@globex.example', '2026-11-02 10:00'];
  expect(readRow(context, { line: 2, cells, bytesRead: 0 })).toEqual({
    type: 'refused',
    problem: {
      kind: 'more values than the header has columns; is there a delimiter in a text without quotes?',
      column: null,
      value: null,
    },
  });
});

test('what a lead can do without is left out with a warning', () => {
  expect(warningsOf({ Email: 'not an address' })).toEqual(['Email: not an e-mail address, left out']);
  expect(warningsOf({ 'Number of Employees': 'many' })).toEqual([
    'Number of Employees: not a number, left out',
  ]);
  expect(warningsOf({ 'Unsubscribed from all email': 'maybe' })).toEqual([
    'Unsubscribed from all email: neither yes nor no, left out',
  ]);
  expect(warningsOf({ 'Became an Opportunity Date': '2030-01-01' })).toEqual([
    'Became an Opportunity Date: in the future, left out',
  ]);
});

test('nothing happens to a lead before it is captured', () => {
  const cells = { 'Became a Marketing Qualified Lead Date': '2025-01-01', 'Lifecycle Stage': 'Lead' };
  const reading = readOne('hubspot', { ...row, ...cells });
  expect(reading.type === 'lead' && reading.imported.reached[1]).toEqual({
    stage: 'marketing_qualified',
    at: new Date('2026-11-02T09:00:00Z'),
    cause: 'import',
  });
  expect(warningsOf(cells)).toEqual([
    'Became a Marketing Qualified Lead Date: before the date of creation; taken as that',
  ]);
});

test('rows from before the period are left out', () => {
  expect(problemOf({}, { since: new Date('2026-11-10T00:00:00Z') })).toBe('left_out');
});

test('a person without a record id is known by address and day', () => {
  const reading = readOne('hubspot', { ...row, 'Record ID': '' });
  expect(reading.type === 'lead' && reading.imported.key).toBe('import:hubspot:a@b.example:2026-11-02');
});

test.each([
  ['420', 420],
  ['1,200', 1200],
  ['1.200', 1200],
  ['10,000+', 10_000],
  ['51-200', 51],
  ['1,001-5,000', 1001],
  ['1.001-5.000', 1001],
  ['51 to 200 employees', 51],
  ['~1.200', 1200],
  ['>500', 500],
  ['250.0', 250],
  ['5k', 5_000],
  ['<50', 1],
  ['-5', undefined],
  ['about 50', undefined],
  ['12.5', undefined],
])('%s employees', (written, number) => {
  expect(readHeadcount(written)).toBe(number);
});

test.each([
  ['Grace <G@b.example>', 'g@b.example', []],
  ['mailto:g@b.example.', 'g@b.example', []],
  ['g@b.example; h@b.example', 'g@b.example', ['Email: person.email: 2 addresses: the first is kept']],
  // Whose `doe@` that is would be a guess.
  ['jane doe@b.example', undefined, ['Email: not an e-mail address, left out']],
])('an address is read as webhooks read it: %s', (written, address, warned) => {
  const reading = readOne('hubspot', { ...row, Email: written });
  expect(reading.type === 'lead' && reading.imported.lead.person.email).toBe(address);
  expect(warningsOf({ Email: written })).toEqual(warned);
});

test('region, ABM tier and product interest are read where a column holds them', async () => {
  const mapping = presetMapping('salesforce');
  const withTier = { ...mapping, columns: { ...mapping.columns, 'account.abm_tier': ['Tier'] } };
  const header = [
    'Lead ID',
    'Email',
    'Lead Status',
    'Create Date',
    'State/Province',
    'Product Interest',
    'Tier',
  ];
  const cells = ['00Q1', 'a@b.example', 'Open', '2026-10-05 10:00', 'Bavaria', 'Analytics; Support,', 'one'];
  const row = readRow(contextFor(withTier, header), { line: 2, cells, bytesRead: 0 });
  const lead = row.type === 'lead' ? row.imported.lead : null;
  expect([lead?.person.region, lead?.product_interest, lead?.account.abm_tier]).toEqual([
    'Bavaria',
    ['Analytics', 'Support'],
    'one',
  ]);
});
