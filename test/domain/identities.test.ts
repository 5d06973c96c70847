import fc from 'fast-check';
import { expect, test } from 'vitest';
import type * as z from 'zod';
import { type Declared, identitiesOf } from '#domain/identities.ts';
import type { canonicalLeadSchema } from '#domain/lead.ts';
import { make } from './make.ts';

type Written = z.input<typeof canonicalLeadSchema>;

const OURS: Declared = { identities: { placeholders: [], role_names: [] } };
const valuesOf = (lead: Written, settings = OURS) =>
  identitiesOf(settings, make.lead({ person: {}, ...lead })).map(({ value }) => value);
const refOf = (id: string, system = 'crm') => valuesOf({ refs: [{ system, type: 'contact', id }] });
const phoneOf = (phone: string, settings = OURS) => valuesOf({ person: { phone } }, settings);
const emailOf = (email: string, settings = OURS) =>
  identitiesOf(settings, make.lead({ person: { email } })).map(({ isShared }) =>
    isShared ? 'shared' : 'own',
  );

test('a record is named by its system, its type and its id, in whatever case the sender writes the first two', () => {
  expect(refOf('501')).toEqual(['crm:contact:501']);
  expect(valuesOf({ refs: [{ system: ' HubSpot', type: 'Contact', id: '501 ' }] })).toEqual([
    'hubspot:contact:501',
  ]);
});

test('an id that no index holds is kept short, and is still another than one that differs at either end', () => {
  const long = '字'.repeat(3_000);
  const [one = '', two, three] = [...refOf(`${long}1`), ...refOf(`${long}2`), ...refOf(`${long}11`)];
  expect(Buffer.byteLength(one)).toBeLessThan(2_000);
  expect(new Set([one, two, three]).size).toBe(3);
  expect(refOf(`${long}1`)).toEqual([one]);
});

test('what has more digits than any number names nobody', () => {
  expect(phoneOf('23'.repeat(20))).toEqual(['23'.repeat(20)]);
  expect(phoneOf('2'.repeat(41))).toEqual([]);
});

test.each([
  '+49 30 5550123',
  '0049 30 5550123',
  '+49 (0)30 555-0123',
  '0049(0)30/5550123',
  '+49 30 5550123 ext. 12',
  '+49 30 5550123x12',
  '+49 30 5550123 Durchwahl 7',
  '+49 30 5550123;ext=12',
  '(+49) 30 5550123',
])('%s is the same number', (phone) => {
  expect(phoneOf(phone)).toEqual(['49305550123']);
});

test('the zero of an Italian number is part of it', () => {
  expect(phoneOf('+39 (0)6 5550123')).toEqual(phoneOf('+39 06 5550123'));
});

test('a Salesforce record is the same with 15 and with 18 characters, also where a spreadsheet lost its capitals', () => {
  const [spelled = ''] = refOf('0035e00000AbCdE', 'Salesforce');
  expect(spelled.length).toBe('salesforce:contact:'.length + 18);
  const long = spelled.slice(-18);
  expect(refOf(long, 'salesforce')).toEqual([spelled]);
  expect(refOf(long.toUpperCase(), 'salesforce')).toEqual([spelled]);
  expect(refOf(long.toLowerCase(), 'salesforce')).toEqual([spelled]);
  expect(refOf('001D000000IRFmaIAH', 'salesforce')).toEqual(refOf('001D000000IRFma', 'salesforce'));
});

test('every Salesforce id is the same in all its spellings, and another than that of other capitals', () => {
  const ids = fc.stringMatching(/^[A-Za-z0-9]{15}$/);
  fc.assert(
    fc.property(ids, (id) => {
      const [named = ''] = refOf(id, 'salesforce');
      const long = named.slice(-18);
      expect(long.slice(0, 15)).toBe(id);
      expect(refOf(long.toLowerCase(), 'salesforce')).toEqual([named]);
      const swapped = id.replace(/[a-z]/i, (letter) =>
        letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
      );
      expect(refOf(swapped, 'salesforce')[0] === named).toBe(swapped === id);
    }),
  );
});

test.each([
  '0000000000',
  '+1 555 555 5555',
  '111-1111',
  '1234567890',
  '+49 123456789',
  '9876543210',
  '(999) 999-9999',
])('%s only fills its field', (phone) => {
  expect(phoneOf(phone)).toEqual([]);
});

test.each(['+49 30 1234567', '+1 555 010 0100', '+44 20 7946 0000', '5678901'])('%s is a number', (phone) => {
  expect(phoneOf(phone)).toHaveLength(1);
});

test.each([
  'noemail@globex.example',
  'no-email@crm.example',
  'none@none.example',
  'n.a@x.example',
  'test12@x.example',
  'NoReply+77@shop.example',
  'jane@noemail.com',
  'unknown@unknown.example',
])('%s is nobody’s address', (email) => {
  expect(emailOf(email)).toEqual([]);
});

test.each([
  'info@globex.example',
  'Info+web@globex.example',
  'sales2@globex.example',
  'info-berlin@globex.example',
  'customer.service@globex.example',
  'kontakt@globex.example',
  'ventas@globex.example',
])('%s is shared', (email) => {
  expect(emailOf(email)).toEqual(['shared']);
});

test.each([
  'jane@globex.example',
  'j.smith@globex.example',
  'anna.test@globex.example',
  'infante@globex.example',
  'salesh@gmail.com',
])('%s is somebody’s own', (email) => {
  expect(emailOf(email)).toEqual(['own']);
});

test('an id that stands for no record names nobody, nor does the record of a company or a list', () => {
  expect(['0', '000', 'null', 'undefined', 'N/A', '-'].flatMap((id) => refOf(id))).toEqual([]);
  const types = ['Account', 'company', 'campaign', 'contact'];
  expect(types.flatMap((type) => valuesOf({ refs: [{ system: 'crm', type, id: '7' }] }))).toEqual([
    'crm:contact:7',
  ]);
});

test('a deal may be several people’s', () => {
  const refs = [{ system: 'crm', type: 'Deal', id: '7' }];
  expect(identitiesOf(OURS, make.lead({ person: {}, refs }))).toEqual([
    { kind: 'ref', value: 'crm:deal:7', isShared: true },
  ]);
});

test('the settings name more of both', () => {
  const settings: Declared = {
    identities: {
      placeholders: ['kein-kontakt', '@intern.globex.example', 'web@acme.example', '+49 (0)30 9999000'],
      role_names: ['Leitstand', 'pia@acme.example', '@lists.acme.example'],
    },
  };
  expect(emailOf('Kein.Kontakt@x.example', settings)).toEqual([]);
  expect(emailOf('jane@intern.globex.example', settings)).toEqual([]);
  expect(emailOf('web@acme.example', settings)).toEqual([]);
  expect(phoneOf('0049 30 9999000', settings)).toEqual([]);
  expect(emailOf('leitstand@x.example', settings)).toEqual(['shared']);
  expect(emailOf('pia@acme.example', settings)).toEqual(['shared']);
  expect(emailOf('jane@lists.acme.example', settings)).toEqual(['shared']);
  expect(emailOf('pia@globex.example', settings)).toEqual(['own']);
});
