import { expect, test } from 'vitest';
import { eachOnce, hintsOf, NOBODY_KNOWN, ownersInSettings, ownersOf } from '#domain/owners.ts';
import { idOf } from '#domain/team.ts';
import { make } from './make.ts';

const settings = make.settings({
  named_accounts: [
    { domain: 'big.example', aliases: ['huge.example'], subsidiaries: ['small.example'], owner: 'ana' },
  ],
  sources: [
    { id: 'website', name: 'Website', auth: 'none' },
    { id: 'crm', name: 'CRM', auth: 'none', owner: 'senders' },
  ],
});
const record = make.lead({ person: { email: 'ina@huge.example' }, owner_email: 'ben@acme.example' });

test('the sender’s owner comes before the named account’s, and only from a source that governs only', () => {
  expect(ownersInSettings(settings, 'mql_to_sdr', { record, sourceId: 'crm' })).toEqual([
    { by: 'senders_owner', repId: 'ben', rule: 'owner named by crm' },
    { by: 'account_owner', repId: 'ana', rule: 'named account' },
  ]);
  expect(ownersInSettings(settings, 'mql_to_sdr', { record, sourceId: 'website' })).toEqual([
    { by: 'account_owner', repId: 'ana', rule: 'named account' },
  ]);
});

test('an owner the settings do not know is named all the same, as nobody', () => {
  const unknown = { ...record, owner_email: 'gone@acme.example' };
  expect(ownersInSettings(settings, 'mql_to_sdr', { record: unknown, sourceId: 'crm' })[0]?.repId).toBeNull();
});

test('later legs have none of these owners', () => {
  expect(ownersInSettings(settings, 'sql_to_ae', { record, sourceId: 'crm' })).toEqual([]);
});

test('a subsidiary goes to its parent’s owner', () => {
  const small = make.lead({ person: { email: 'ina@small.example' } });
  expect(ownersInSettings(settings, 'mql_to_sdr', { record: small, sourceId: 'website' })).toEqual([
    { by: 'account_owner', repId: 'ana', rule: 'named account of the same group' },
  ]);
});

const everybody = {
  isCustomer: true,
  customer: 'c',
  importedCustomer: 'ci',
  hasOpportunity: true,
  opportunity: 'o',
  importedOpportunity: 'oi',
  account: 'a',
  group: 'g',
  colleague: 'w',
  mirrored: null,
};

test('the order is sender, customer, opportunity, named account, account, group, colleague', () => {
  const owners = ownersOf(settings, 'mql_to_sdr', { record, sourceId: 'crm' }, everybody);
  expect(owners.map(({ by, repId }) => [by, repId])).toEqual([
    ['senders_owner', 'ben'],
    ['customer', 'c'],
    ['opportunity', 'o'],
    ['account_owner', 'ana'],
    ['domain', 'a'],
    ['domain', 'g'],
    ['domain', 'w'],
  ]);
});

const strongest = (known: Partial<typeof everybody> | object, lead = record) =>
  ownersOf(settings, 'mql_to_sdr', { record: lead, sourceId: 'website' }, { ...NOBODY_KNOWN, ...known })[0];

test('a customer is whoever’s had them last, else the account’s, else the imported owner’s, else the group’s', () => {
  const rule = 'owner of the customer';
  expect([
    strongest({ ...everybody, customer: null }),
    strongest({ ...everybody, customer: null, account: null }),
    strongest({ isCustomer: true, group: 'g' }),
    strongest({ isCustomer: true }),
  ]).toEqual([
    { by: 'customer', repId: 'a', rule },
    { by: 'customer', repId: 'ci', rule },
    { by: 'customer', repId: 'g', rule },
    { by: 'account_owner', repId: 'ana', rule: 'named account' },
  ]);
});

test('a customer by the sender’s word is one where the account has an owner', () => {
  const told = make.lead({ person: { email: 'a@new.example' }, account: { existing_customer: true } });
  expect([strongest({ account: 'a' }, told)?.by, strongest({}, told)]).toEqual(['customer', undefined]);
  const named = make.lead({ person: { email: 'a@big.example' }, account: { existing_customer: true } });
  expect(strongest({}, named)).toEqual({ by: 'customer', repId: 'ana', rule: 'owner of the customer' });
});

test('who is named twice is told once, for the stronger reason', () => {
  const owners = ownersOf(
    settings,
    'mql_to_sdr',
    { record, sourceId: 'website' },
    { ...NOBODY_KNOWN, account: 'ana' },
  );
  expect(eachOnce(owners)).toEqual([{ by: 'account_owner', repId: 'ana', rule: 'named account' }]);
});

test('a sender’s owner only hints where we decide, as do three owners of the same company name', () => {
  const told = { record, sourceId: 'website' };
  const rule = 'same company name as an account of theirs';
  expect(hintsOf(settings, 'mql_to_sdr', told, ['mia', 'max', 'olga', 'ana'])).toEqual([
    { rule: 'owner named by website', result: 'hint', repId: 'ben', poolId: null },
    { rule, result: 'hint', repId: 'mia', poolId: null },
    { rule, result: 'hint', repId: 'max', poolId: null },
    { rule, result: 'hint', repId: 'olga', poolId: null },
  ]);
  expect(hintsOf(settings, 'mql_to_sdr', { record, sourceId: 'crm' }, [])).toEqual([]);
  expect(hintsOf(settings, 'sql_to_ae', told, ['mia'])).toEqual([]);
});

test('people are found by their address in any case', () => {
  expect([idOf(settings, 'BEN@acme.example'), idOf(settings, 'gone@acme.example')]).toEqual(['ben', null]);
});
