import { expect, test } from 'vitest';
import { NOBODY_KNOWN } from '#domain/owners.ts';
import { createAccounts } from '#domain/simulate/accounts.ts';
import type { CompanyFact } from '#domain/simulate/company-facts.ts';
import { make } from '../make.ts';

/** Whose a company's next lead is, as it changes. Named groups are Globex and its subsidiary Hooli. */
const settings = make.settings({
  named_accounts: [{ domain: 'globex.example', subsidiaries: ['hooli.example'] }],
});
const GLOBEX = 'globex.example';
const UMBRELLA = 'umbrella.example';
const monday = new Date('2026-03-02T09:00:00Z');
const tuesday = new Date('2026-03-03T09:00:00Z');
type Had = Extract<CompanyFact, { type: 'had' }>;
const had = (leg: Had['leg'], repId: string, at: Date = monday): CompanyFact => ({
  at,
  domain: UMBRELLA,
  type: 'had',
  leadId: 'lead',
  leg,
  repId,
});

test('a customer is of whoever had them last in the strongest leg', () => {
  const accounts = createAccounts(settings);
  accounts.learn({ at: monday, domain: UMBRELLA, type: 'stage', leadId: 'lead', stage: 'closed_won' });
  accounts.learn(had('mql_to_sdr', 'ana', tuesday));
  expect(accounts.knownOf(UMBRELLA)).toMatchObject({
    isCustomer: true,
    customer: null,
    importedCustomer: 'ana',
  });
  accounts.learn(had('sql_to_ae', 'mia', tuesday));
  expect(accounts.knownOf(UMBRELLA)).toMatchObject({ customer: 'mia', importedCustomer: null });
  accounts.learn(had('won_to_cs', 'ben', monday));
  expect(accounts.knownOf(UMBRELLA).customer).toBe('ben');
  accounts.learn(had('won_to_cs', 'max', tuesday));
  expect(accounts.knownOf(UMBRELLA).customer).toBe('max');
});

test('whoever accepted first has the company, and nobody who did later', () => {
  const accounts = createAccounts(settings);
  expect(accounts.accepted(UMBRELLA, 'ana')).toEqual([UMBRELLA]);
  expect(accounts.accepted(UMBRELLA, 'ben')).toEqual([]);
  expect(accounts.knownOf(UMBRELLA).account).toBe('ana');
});

test('an owner is news to the whole group, and is theirs where they have none of their own', () => {
  const accounts = createAccounts(settings);
  expect(accounts.accepted('hooli.example', 'ana')).toContain(GLOBEX);
  expect(accounts.knownOf(GLOBEX)).toMatchObject({ account: null, group: 'ana' });
  expect(accounts.knownOf(UMBRELLA)).toEqual(NOBODY_KNOWN);
});

test('colleagues go to whoever was offered one first, until that is closed: only a change of that is news', () => {
  const accounts = createAccounts(settings);
  expect(accounts.offered(UMBRELLA, 'ana')).toEqual([UMBRELLA]);
  expect(accounts.offered(UMBRELLA, 'ben')).toEqual([]);
  expect(accounts.offered(UMBRELLA, 'ana')).toEqual([]);
  expect(accounts.knownOf(UMBRELLA).colleague).toBe('ana');
  expect(accounts.closed(UMBRELLA, 'mia')).toEqual([]);
  expect(accounts.closed(UMBRELLA, 'ana')).toEqual([UMBRELLA]);
  expect(accounts.knownOf(UMBRELLA).colleague).toBe('ben');
  expect(accounts.closed(UMBRELLA, 'ana')).toEqual([]);
  expect(accounts.closed(UMBRELLA, 'ben')).toEqual([UMBRELLA]);
  expect(accounts.knownOf(UMBRELLA)).toEqual(NOBODY_KNOWN);
});

test('a lead that tells no company is of none', () => {
  const accounts = createAccounts(settings);
  expect([
    accounts.offered(null, 'ana'),
    accounts.accepted(null, 'ana'),
    accounts.closed(null, 'ana'),
  ]).toEqual([[], [], []]);
  expect(accounts.knownOf(null)).toEqual(NOBODY_KNOWN);
});
