import { expect, test } from 'vitest';
import {
  accountAmong,
  isStale,
  lookedUpBy,
  type MirroredAccount,
  withAccount,
} from '#domain/mirrored-account.ts';
import { eachOnce, NOBODY_KNOWN, ownersOf } from '#domain/owners.ts';
import { make } from './make.ts';

const now = new Date('2026-11-23T09:00:00Z');
const lastNight = new Date('2026-11-23T02:30:00Z');
const lastWeek = new Date('2026-11-16T02:30:00Z');

const account = (overrides: Partial<MirroredAccount> = {}): MirroredAccount => ({
  system: 'hubspot',
  recordId: '1',
  name: 'Big',
  domains: ['big.example'],
  ownerEmail: null,
  team: [],
  isCustomer: null,
  customerSince: null,
  hasOpportunity: null,
  tier: null,
  isChurned: null,
  mirroredAt: lastNight,
  isConfirmed: false,
  ...overrides,
});

const settings = make.settings({
  named_accounts: [
    { domain: 'big.example', aliases: ['huge.example'], subsidiaries: [], owner: 'ana', abm_tier: 'one' },
  ],
});
const among = (...found: MirroredAccount[]) => accountAmong(settings, 'big.example', found, now)?.recordId;

test('an account is looked up by its domains, and by the registered ones above them', () => {
  expect(lookedUpBy(['shop.big.co.uk', 'huge.example'])).toEqual([
    'shop.big.co.uk',
    'big.co.uk',
    'huge.example',
  ]);
});

test('an account is a company’s by any of its domains, and by none at a provider of mailboxes', () => {
  expect(among(account({ domains: ['huge.example'] }))).toBe('1');
  expect(among(account({ domains: ['eu.big.example'] }))).toBe('1');
  expect(among(account({ domains: ['other.example'] }))).toBeUndefined();
  expect(accountAmong(settings, null, [account({ domains: ['gmail.com'] })], now)).toBeNull();
});

test('of several one is used as a whole: confirmed, a CRM’s, fresh, customer, opportunity, owned, then by its id', () => {
  const id = (recordId: string, overrides: Partial<MirroredAccount>) => account({ recordId, ...overrides });
  const confirmed = id('a', { isConfirmed: true, domains: [] });
  const ofFile = id('b', { system: 'csv', isCustomer: true, ownerEmail: 'x@y.example' });
  const stale = id('c', { mirroredAt: lastWeek, isCustomer: true });
  const customer = id('d', { isCustomer: true });
  const open = id('e', { hasOpportunity: true, ownerEmail: 'x@y.example' });
  const owned = id('f', { ownerEmail: 'x@y.example' });
  const plain = id('g', {});
  const other = id('h', {});
  const order = [confirmed, customer, open, owned, plain, other, stale, ofFile];
  const first = order.map((_, index) => among(...order.slice(index).toReversed()));
  expect(first).toEqual(['a', 'd', 'e', 'f', 'g', 'h', 'c', 'b']);
});

test('two days old is not out of date, more is', () => {
  expect(isStale({ mirroredAt: new Date('2026-11-21T09:00:00Z') }, now)).toBe(false);
  expect(isStale({ mirroredAt: new Date('2026-11-21T08:59:59Z') }, now)).toBe(true);
});

const stated = { existing_customer: undefined, open_opportunity: undefined, abm_tier: undefined };

test('what an account says of a company goes before what a sender says, but for a sender who knows of a customer', () => {
  expect(withAccount({ ...stated, existing_customer: true }, null)).toEqual({
    ...stated,
    existing_customer: true,
  });
  expect(
    withAccount(
      { existing_customer: true, open_opportunity: true, abm_tier: 'theirs' },
      account({ isCustomer: false, hasOpportunity: false, tier: 'A' }),
    ),
  ).toEqual({ existing_customer: true, open_opportunity: false, abm_tier: 'A' });
  expect(withAccount({ ...stated, existing_customer: false }, account({ isCustomer: true }))).toMatchObject({
    existing_customer: true,
  });
  expect(withAccount({ existing_customer: false, open_opportunity: true, abm_tier: 'x' }, account())).toEqual(
    {
      existing_customer: false,
      open_opportunity: true,
      abm_tier: 'x',
    },
  );
});

test('who left is no customer, whoever says otherwise', () => {
  expect(
    withAccount({ ...stated, existing_customer: true }, account({ isCustomer: true, isChurned: true })),
  ).toEqual({ existing_customer: false, open_opportunity: undefined, abm_tier: undefined, churned: true });
});

const told = { record: make.lead({ person: { email: 'ina@big.example' } }), sourceId: 'website' };
const owners = (mirrored: MirroredAccount, known: Partial<typeof NOBODY_KNOWN> = {}) =>
  eachOnce(ownersOf(settings, 'mql_to_sdr', told, { ...NOBODY_KNOWN, ...known, mirrored })).map(
    ({ by, repId }) => [by, repId],
  );

test('a customer is whoever had them here, then the CRM’s owner and team, then who accepted a lead of theirs', () => {
  const customer = account({ isCustomer: true, ownerEmail: 'BEN@acme.example', team: ['x@acme.example'] });
  expect(owners(customer, { isCustomer: true, customer: 'vic', account: 'zoe' })).toEqual([
    ['customer', 'vic'],
    ['customer', 'ben'],
    ['account_owner', 'ana'],
    ['domain', 'zoe'],
  ]);
});

test('an open opportunity is whoever has it here, then the CRM’s owner', () => {
  const open = account({ hasOpportunity: true, ownerEmail: 'ben@acme.example' });
  expect(owners(open, { hasOpportunity: true, opportunity: 'eva' })).toEqual([
    ['opportunity', 'eva'],
    ['opportunity', 'ben'],
    ['account_owner', 'ana'],
  ]);
});

test('of an account that is neither the settings’ owner goes first, then the CRM’s', () => {
  expect(owners(account({ ownerEmail: 'ben@acme.example' }), { account: 'zoe', colleague: 'yan' })).toEqual([
    ['account_owner', 'ana'],
    ['account_owner', 'ben'],
    ['domain', 'zoe'],
    ['domain', 'yan'],
  ]);
});

test('an owner the settings do not know is named as nobody; who left is nobody’s customer', () => {
  expect(owners(account({ ownerEmail: 'gone@acme.example' }))).toEqual([
    ['account_owner', 'ana'],
    ['account_owner', null],
  ]);
  const left = account({ isCustomer: true, isChurned: true, ownerEmail: 'ben@acme.example' });
  expect(owners(left, { isCustomer: true, customer: 'vic' })).toEqual([
    ['account_owner', 'ana'],
    ['account_owner', 'ben'],
  ]);
});
