import { expect, test } from 'vitest';
import { type KnownBefore, laterOwners } from '#domain/later-owners.ts';
import type { MirroredAccount } from '#domain/mirrored-account.ts';
import { ownersInSettings } from '#domain/owners.ts';
import { make } from './make.ts';

const person = (id: string, role: 'sdr' | 'ae' | 'csm') => ({
  id,
  name: id,
  email: `${id}@acme.example`,
  roles: [role],
});
const settings = make.settings({
  people: [
    person('ana', 'sdr'),
    person('ben', 'sdr'),
    person('eva', 'ae'),
    person('finn', 'ae'),
    person('vic', 'csm'),
    { ...person('olga', 'sdr'), roles: ['ops'] },
  ],
  named_accounts: [
    {
      domain: 'big.example',
      subsidiaries: ['small.example'],
      owner: 'ben',
      team: { sdr: 'ana', ae: 'eva', csm: 'vic' },
    },
  ],
  pairs: [
    { sdr: 'ana', ae: 'finn' },
    { sdr: 'ben', ae: 'eva' },
    { sdr: 'ana', ae: 'eva' },
  ],
});
const big = make.lead({ person: { email: 'ina@big.example' } });
const other = make.lead({ person: { email: 'ina@other.example' } });
const NOTHING: KnownBefore = { mirrored: null, passedOnBy: null, wonBy: null, atCompany: null };

const mirrored: MirroredAccount = {
  ...{ system: 'hubspot', recordId: '1', name: 'Other', domains: ['other.example'], ownerEmail: null },
  ...{ team: [], isCustomer: null, customerSince: null, hasOpportunity: null, tier: null, isChurned: null },
  ...{ mirroredAt: new Date('2026-11-23T02:30:00Z'), isConfirmed: false },
};

test('each leg goes to whoever has its role in the account’s team', () => {
  expect(laterOwners(settings, 'sql_to_ae', big, NOTHING)).toEqual([
    { by: 'account_team', repId: 'eva', rule: 'AE of the named account' },
  ]);
  expect(laterOwners(settings, 'won_to_cs', big, NOTHING)).toEqual([
    { by: 'account_team', repId: 'vic', rule: 'CSM of the named account' },
  ]);
  expect(ownersInSettings(settings, 'mql_to_sdr', { record: big, sourceId: 'website' })).toEqual([
    { by: 'account_team', repId: 'ana', rule: 'SDR of the named account' },
    { by: 'account_owner', repId: 'ben', rule: 'named account' },
  ]);
});

test('a subsidiary has the team of its group', () => {
  const small = make.lead({ person: { email: 'ina@small.example' } });
  expect(laterOwners(settings, 'sql_to_ae', small, NOTHING)).toEqual([
    { by: 'account_team', repId: 'eva', rule: 'AE of the named account of the same group' },
  ]);
});

test('an AE works with the SDR who qualified it, in the order of the settings, and only on that leg', () => {
  const passedOnBy = { ...NOTHING, passedOnBy: 'ana' };
  expect(laterOwners(settings, 'sql_to_ae', other, passedOnBy)).toEqual([
    { by: 'pair', repId: 'finn', rule: 'works with ana' },
    { by: 'pair', repId: 'eva', rule: 'works with ana' },
  ]);
  expect(laterOwners(settings, 'won_to_cs', other, passedOnBy)).toEqual([]);
});

test('the team comes before whoever has the company, and that before the pair', () => {
  const known = { ...NOTHING, passedOnBy: 'ben', atCompany: 'finn' };
  expect(laterOwners(settings, 'sql_to_ae', big, known).map(({ by, repId }) => [by, repId])).toEqual([
    ['account_team', 'eva'],
    ['account_team', 'finn'],
    ['pair', 'eva'],
  ]);
});

test('the account of a file names its team by role, and somebody unknown is named as nobody', () => {
  const file: MirroredAccount = {
    ...mirrored,
    system: 'csv',
    ownerEmail: 'vic@acme.example',
    byRole: { ae: 'finn@acme.example', csm: 'gone@acme.example' },
  };
  expect(laterOwners(settings, 'sql_to_ae', other, { ...NOTHING, mirrored: file })).toEqual([
    { by: 'account_team', repId: 'finn', rule: 'AE of the account in the accounts file' },
  ]);
  expect(laterOwners(settings, 'won_to_cs', other, { ...NOTHING, mirrored: file })).toEqual([
    { by: 'account_team', repId: null, rule: 'CSM of the account in the accounts file' },
  ]);
});

test('of a CRM’s owner and team only those count who have the role', () => {
  const crm: MirroredAccount = {
    ...mirrored,
    ownerEmail: 'EVA@acme.example',
    team: ['ana@acme.example', 'finn@acme.example', 'vic@acme.example'],
  };
  const owners = (leg: 'sql_to_ae' | 'won_to_cs') =>
    laterOwners(settings, leg, other, { ...NOTHING, mirrored: crm }).map(({ repId }) => repId);
  expect([owners('sql_to_ae'), owners('won_to_cs')]).toEqual([['eva', 'finn'], ['vic']]);
});
