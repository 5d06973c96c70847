import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CanonicalLead } from '#domain/lead.ts';
import { readItems } from '#src/sources/read-items.ts';
import { spoiltLead } from '../support/spoilt-leads.ts';
import { makeReadable } from './make-source.ts';

const receivedAt = new Date('2026-11-21T18:00:00Z');

type Written = Parameters<typeof makeReadable>[0];

/** The lead that is made of it, and what is said of its fields. */
async function read(sent: Record<string, unknown>, source: Written = {}) {
  const [result] = await readItems(
    makeReadable(source),
    { person: { phone: '+15550100100' }, ...sent },
    receivedAt,
  );
  if (!result?.ok || result.ignored) throw new Error(JSON.stringify(result));
  return { lead: result.lead, warnings: result.warnings };
}
const employees = async (written: unknown, source: Written = {}) =>
  (await read({ account: { employees: written } }, source)).lead.account.employees;
const occurredAt = async (written: unknown, source: Written = {}) =>
  (await read({ occurred_at: written }, source)).lead.occurred_at;
const email = async (written: unknown) =>
  (await read({ person: { phone: '+15550100100', email: written } })).lead.person.email;

test.each([
  ['250', 250],
  [250.0, 250],
  ['250.0', 250],
  ['1,250', 1_250],
  ['1 250', 1_250],
  ["1'250", 1_250],
  ['1.250.000', 1_250_000],
  ['51-200', 51],
  ['51–200 employees', 51],
  ['1,001-5,000', 1_001],
  ['10000+', 10_000],
  ['10,001+ employees', 10_001],
  // Two things at once, or none.
  ['1.250', undefined],
  ['250.000', undefined],
  ['250.000-500.000', undefined],
  ['200-51', undefined],
  ['about 50', undefined],
  ['250.5', undefined],
  [-3, undefined],
])('a headcount %j is %j', async (written, value) => {
  expect(await employees(written)).toBe(value);
});

test('a source that says its locale has its numbers and days read as they are written there', async () => {
  const german = { locale: 'de-DE', time_zone: 'Europe/Berlin' };
  expect(await employees('1.250', german)).toBe(1_250);
  expect(await employees('1.001-5.000', german)).toBe(1_001);
  expect(await employees('1,250', german)).toBe(undefined);
  expect(await occurredAt('03.04.2026 14:30', german)).toBe('2026-04-03T12:30:00.000Z');
  expect(await occurredAt('03/04/2026', { locale: 'en-US' })).toBe('2026-03-04T00:00:00.000Z');
  expect(await occurredAt('03/04/2026', { locale: 'en-GB' })).toBe('2026-04-03T00:00:00.000Z');
  expect(await occurredAt('31/02/2026', { locale: 'en-GB' })).toBe(undefined);
});

test.each([
  ['2026-11-20 09:30', '2026-11-20T09:30:00.000Z'],
  ['2026-11-20T09:30:00+02:00', '2026-11-20T07:30:00.000Z'],
  [1_763_631_000, '2025-11-20T09:30:00.000Z'],
  ['1763631000000', '2025-11-20T09:30:00.000Z'],
  ['Fri, 20 Nov 2026 09:30:00 +0000', '2026-11-20T09:30:00.000Z'],
  ['03/04/2026', undefined],
  ['2026-02-30', undefined],
  ['2026-02-30T09:30:00Z', undefined],
  ['soon', undefined],
])('a time %j is %j', async (written, at) => {
  expect(await occurredAt(written)).toBe(at);
});

test.each([
  '0001-01-01T00:00:00Z',
  '1900-01-01',
  '1970-01-01T00:00:00.000Z',
  '1970-01-01T01:00:00+01:00',
  'Thu, 01 Jan 1970 00:00:00 GMT',
  100_000_000,
  '2000-01-01T00:00:00Z',
  '2001-01-01',
  '2026-11-22T18:00:01Z',
  '2038-01-19T03:14:07Z',
  '9999-12-31T23:59:59Z',
])('%j is no time when anything happened, and what was sent is said', async (written) => {
  const problem = 'no time when it can have happened';
  const sent = String(written);
  const { lead, warnings } = await read({
    occurred_at: written,
    signals: [{ type: 'page_view', at: written }],
  });

  expect(lead.occurred_at).toBe(undefined);
  expect(lead.signals.map(({ at }) => at)).toEqual([receivedAt.toISOString()]);
  expect(warnings).toEqual([
    { path: 'occurred_at', problem, sent },
    { path: 'signals[0].at', problem: `${problem}: taken as when it was received`, sent },
  ]);
});

test.each(['2026-11-22T18:00:00Z', '2026-11-21T18:00:01Z', '2007-01-01', '2026-11-20'])(
  '%j is a time: clocks are up to a day ahead, and what is old is old',
  async (written) => {
    expect((await read({ occurred_at: written })).warnings).toEqual([]);
  },
);

test('a meeting lies ahead, though not in the year 9999 or 1970', async () => {
  const problem = 'no time that can be meant';
  const start = async (start_at: string) => (await read({ meeting: { start_at } })).warnings[0]?.problem;
  expect(await start('2027-11-24T10:00:00Z')).toBe(undefined);
  expect(await start('9999-12-31T00:00:00Z')).toBe(problem);
  expect(await start('1970-01-01T00:00:00Z')).toBe(problem);
});

test('a time without a zone is in the zone of its source', async () => {
  expect(await occurredAt('2026-11-20 09:30', { time_zone: 'Europe/Berlin' })).toBe(
    '2026-11-20T08:30:00.000Z',
  );
});

test('words, numbers and flags may be written in any way', async () => {
  const { lead, warnings } = await read({
    kind: 'Lead',
    channel: 'Demo Request',
    temperature: 'HOT',
    score: 72,
    account: 'Globex',
    person: { phone: 15550100100, full_name: 7, title: true },
    consent: { do_not_call: 'yes', unsubscribed: 0 },
    tags: 'enterprise',
    refs: { system: 'hubspot', type: 'contact', id: 501 },
  });
  expect(lead).toMatchObject({
    kind: 'lead',
    channel: 'demo_request',
    temperature: 'hot',
    score: { value: 72, reasons: [] },
    account: { name: 'Globex' },
    person: { phone: '15550100100', full_name: '7', title: 'true' },
    consent: { do_not_call: true, unsubscribed: false },
    tags: ['enterprise'],
    refs: [{ system: 'hubspot', type: 'contact', id: '501' }],
  });
  expect(warnings).toEqual([]);
});

test('what could be a country or a state is kept as it was written', async () => {
  const { lead } = await read({ account: { country: 'CA', region: 'GA' } });
  expect(lead.account).toEqual({ country: 'CA', region: 'GA' });
});

test('a signal of an unknown type, or without a time, is kept', async () => {
  const { lead, warnings } = await read({
    signals: [
      { type: 'Pricing View' },
      { type: 'quiz_done', at: '2026-11-21T17:00:00Z', title: 'Finished the quiz' },
      { type: 'Quiz done', at: '2026-11-21T17:00:00Z' },
    ],
  });
  expect(lead.signals).toEqual([
    { type: 'pricing_view', at: '2026-11-21T18:00:00.000Z' },
    { type: 'other', at: '2026-11-21T17:00:00.000Z', title: 'Finished the quiz' },
    { type: 'other', at: '2026-11-21T17:00:00.000Z', title: 'Quiz done' },
  ]);
  expect(warnings.map(({ path }) => path)).toEqual(['signals[0].at', 'signals[1].type', 'signals[2].type']);
});

test.each([
  ['Grace <g@x.example>', 'g@x.example'],
  ['Hopper, Grace <G@X.example>', 'g@x.example'],
  ['mailto:g@x.example', 'g@x.example'],
  ['mailto:g@x.example?subject=Hello', 'g@x.example'],
  ['<mailto:g@x.example>', 'g@x.example'],
  ['g@x.example.', 'g@x.example'],
  ['"g@x.example"', 'g@x.example'],
  ['‘g@x.example’', 'g@x.example'],
  ['\u200bg@x\u00ad.example\ufeff', 'g@x.example'],
  ['g＠x.example', 'g@x.example'],
  ['a@x.example, b@x.example', 'a@x.example'],
  ['a@x.example;b@x.example', 'a@x.example'],
  ['grace@bücher.example', 'grace@xn--bcher-kva.example'],
  ['Grâce@x.example', 'grâce@x.example'],
  ['用户@例子.example', '用户@xn--fsqu00a.example'],
  // A guess would write to somebody else.
  ['jane@acme,com', undefined],
  ['jane@acme', undefined],
  ['jane doe@acme.example', undefined],
  ['jane@acme, bob@x.example', undefined],
  ['jane@acme..example', undefined],
  ['jane@10.0.0.1', undefined],
  ['@x.example', undefined],
  ['jane@@x.example', undefined],
])('an address %j is %j', async (written, address) => {
  expect(await email(written)).toBe(address);
});

test('what was left out, or lost something, is said with what was sent', async () => {
  const { warnings } = await read({
    person: { phone: '+15550100100', email: 'jane@acme,com' },
    account: { employees: '1.250' },
    owner_email: 'ana@x.example, ben@x.example',
    favourite: 'blue',
  });
  expect(warnings).toEqual([
    {
      path: 'favourite',
      problem: expect.stringMatching(/^not a field here; did you mean \w+\?$/),
      sent: 'blue',
    },
    { path: 'person.email', problem: 'expected an e-mail address', sent: 'jane@acme,com' },
    { path: 'account.employees', problem: 'expected a number, got text', sent: '1.250' },
    {
      path: 'owner_email',
      problem: '2 addresses: the first is kept',
      sent: 'ana@x.example, ben@x.example',
    },
  ]);
});

test('what is said of a lead has a limit, however much was sent', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 3_000 }, (_, at) => [`${'k'.repeat(500)}${at}`, 'v'.repeat(900)]),
  );
  const { warnings } = await read(many);
  expect(warnings).toHaveLength(100);
  expect(warnings[0]?.path).toHaveLength(200);
  expect(warnings[0]?.sent).toHaveLength(200);
});

test('whatever is wrong with three optional fields, whoever can be reached is handed over', async () => {
  await fc.assert(
    fc.asyncProperty(spoiltLead, async (spoilt) => {
      const [result] = await readItems(makeReadable({}), spoilt, receivedAt);
      expect(result).toMatchObject({ ok: true, ignored: false });
      const { lead } = result as { lead: CanonicalLead };
      expect(JSON.stringify(lead)).not.toMatch(/\\u0000|\\ud[89a-f]/);
    }),
    { numRuns: 500 },
  );
});

test.each(['german', 'de-1', 'xx-XX', 'de_DE', ''])(
  'a locale %j is refused when the settings are read',
  (locale) => {
    expect(() => makeReadable({ locale })).toThrow();
  },
);
