import { expect, test } from 'vitest';
import { accountDomain, idOf, ownersInSettings } from '#domain/owners.ts';
import { make } from './make.ts';

const settings = make.settings({
  named_accounts: [{ domain: 'big.example', aliases: ['huge.example'], owner: 'ana' }],
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

test('later legs have no owners but those of their routes', () => {
  expect(ownersInSettings(settings, 'sql_to_ae', { record, sourceId: 'crm' })).toEqual([]);
});

test('people are found by their address in any case', () => {
  expect([idOf(settings, 'BEN@acme.example'), idOf(settings, 'gone@acme.example')]).toEqual(['ben', null]);
});

test('the domain of a company is that of the address, else the stated one, and never a free-mail domain', () => {
  const at = (email: string, domain?: string) =>
    accountDomain(make.lead({ person: { email }, account: { domain } }));
  expect([
    at('a@big.example'),
    at('a@gmail.com', 'big.example'),
    at('a@gmail.com'),
    at('a@gmail.com', 'gmail.com'),
  ]).toEqual(['big.example', 'big.example', null, null]);
});
