import { expect, test } from 'vitest';
import {
  abmTierOf,
  accountDomain,
  companyAt,
  domainsOf,
  groupDomains,
  namedAccountsOf,
} from '#domain/accounts.ts';
import { make } from './make.ts';

const settings = make.settings({
  named_accounts: [
    {
      domain: 'big.example',
      aliases: ['Huge.example', 'big.co.uk'],
      subsidiaries: ['small.example', 'mid.example'],
      owner: 'ana',
      abm_tier: 'A',
    },
    { domain: 'mid.example', aliases: ['middle.example'], subsidiaries: ['tiny.example'], abm_tier: 'B' },
    { domain: 'labs.globex.example', owner: 'ben' },
    { domain: 'bt.com', owner: 'ben' },
  ],
  free_mail: { also: ['agency.example'], except: ['facebook.com'] },
});

test('a company is known by each of its domains and whatever lies in them', () => {
  expect(
    ['big.example', 'eu.huge.example', 'BIG.CO.UK', 'mail.small.example', 'middle.example'].map((domain) =>
      companyAt(settings, domain),
    ),
  ).toEqual(['big.example', 'big.example', 'big.example', 'small.example', 'mid.example']);
});

test('the same name under another suffix is another company, unless it is declared', () => {
  expect([
    companyAt(settings, 'acme.de'),
    companyAt(settings, 'acme.com'),
    companyAt(settings, 'big.de'),
  ]).toEqual(['acme.de', 'acme.com', 'big.de']);
});

test('a part of a company that has an entry of its own stands for itself', () => {
  expect([companyAt(settings, 'eu.labs.globex.example'), companyAt(settings, 'globex.example')]).toEqual([
    'labs.globex.example',
    'globex.example',
  ]);
});

test('the settings go before the lists of mail providers, and what they add before all', () => {
  expect(
    ['gmail.com', 'facebook.com', 'bt.com', 'mail.agency.example', 'agency.example'].map((domain) =>
      companyAt(settings, domain),
    ),
  ).toEqual([null, 'facebook.com', 'bt.com', null, null]);
});

test('what nobody can have registered tells no company', () => {
  expect(
    ['co.uk', 'github.io', '192.0.2.1', 'globex', ''].map((domain) => companyAt(settings, domain)),
  ).toEqual([null, null, null, null, null]);
});

test('the company of a lead is that of the address, else the stated one, and never one of a free-mail domain', () => {
  const at = (email: string, domain?: string) =>
    accountDomain(settings, make.lead({ person: { email }, account: { domain } }));
  expect([
    at('a@eu.big.example'),
    at('a@gmail.com', 'www.huge.example'),
    at('a@gmail.com'),
    at('a@gmail.com', 'gmail.com'),
    at('a@mailinator.com', 'not a domain'),
  ]).toEqual(['big.example', 'big.example', null, null, null]);
});

test('aliases are one company; its group is the parents, the subsidiaries and theirs', () => {
  expect(domainsOf(settings, 'big.example')).toEqual(['big.example', 'huge.example', 'big.co.uk']);
  expect(domainsOf(settings, 'acme.com')).toEqual(['acme.com']);
  expect(groupDomains(settings, 'tiny.example').toSorted()).toEqual([
    'big.co.uk',
    'big.example',
    'huge.example',
    'mid.example',
    'middle.example',
    'small.example',
  ]);
  expect(groupDomains(settings, 'acme.com')).toEqual([]);
});

test('a subsidiary has its own entry first, then those above it', () => {
  const named = (company: string) =>
    namedAccountsOf(settings, company).map(({ account, isParent }) => [account.domain, isParent]);
  expect([named('tiny.example'), named('mid.example'), named('acme.com')]).toEqual([
    [
      ['mid.example', true],
      ['big.example', true],
    ],
    [
      ['mid.example', false],
      ['big.example', true],
    ],
    [],
  ]);
});

test('the ABM tier is the nearest one declared', () => {
  const tier = (email: string) => abmTierOf(settings, make.lead({ person: { email } }));
  expect([
    tier('a@small.example'),
    tier('a@tiny.example'),
    tier('a@labs.globex.example'),
    tier('a@gmail.com'),
  ]).toEqual(['A', 'B', undefined, undefined]);
});

test('companies that are each other’s subsidiaries are told once', () => {
  const circle = make.settings({
    named_accounts: [
      { domain: 'a.example', subsidiaries: ['b.example'] },
      { domain: 'b.example', subsidiaries: ['a.example'], owner: 'ana' },
    ],
  });
  expect(namedAccountsOf(circle, 'a.example').map(({ account }) => account.domain)).toEqual([
    'a.example',
    'b.example',
  ]);
  expect(groupDomains(circle, 'a.example')).toEqual(['b.example']);
});
