import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import providers from 'email-providers/all.json' with { type: 'json' };
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accountDomain } from '#domain/accounts.ts';
import {
  domainsAbove,
  emailDomain,
  isFreeMail,
  normaliseDomain,
  registrableDomain,
} from '#domain/email-domains.ts';
import { MORE_FREE_MAIL } from '#domain/more-free-mail.ts';
import { make } from './make.ts';

test('the domain of an address is what follows its last @', () => {
  expect([
    emailDomain('Anna.Berg@Nordwerk.Example'),
    emailDomain('"a@b"@nordwerk.example'),
    emailDomain('anna@nordwerk.example.'),
    emailDomain('anna@münchen.example'),
  ]).toEqual(['nordwerk.example', 'nordwerk.example', 'nordwerk.example', 'xn--mnchen-3ya.example']);
});

test('what is not an address has no domain', () => {
  expect(
    ['anna', '@nordwerk.example', 'anna@', 'anna@localhost', 'anna@.example', 'anna@a..example'].map(
      emailDomain,
    ),
  ).toEqual([null, null, null, null, null, null]);
});

test('a domain is normalised as an address is', () => {
  expect([normaliseDomain(' Nordwerk.Example. '), normaliseDomain('not a domain')]).toEqual([
    'nordwerk.example',
    null,
  ]);
});

test('dots at the end count for nothing, in whatever script they are written', () => {
  expect(
    ['acme.com..', 'acme.com。。', 'acme.com．', 'acme.com%2e%2e', 'acme.com.....'].map(normaliseDomain),
  ).toEqual(['acme.com', 'acme.com', 'acme.com', 'acme.com', 'acme.com']);
});

test('a domain has at most 253 characters, and each part at most 63', () => {
  const part = 'x'.repeat(63);
  const of = (last: number) => [part, part, part, 'x'.repeat(last)].join('.');
  expect([of(61).length, normaliseDomain(of(61))]).toEqual([253, of(61)]);
  expect(normaliseDomain(of(62))).toBe(null);
  expect([normaliseDomain(`${part}.example`), normaliseDomain(`${part}x.example`)]).toEqual([
    `${part}.example`,
    null,
  ]);
});

test('what has an impossible part is no domain', () => {
  const long = 'x'.repeat(64);
  expect(
    [
      '..',
      '%2e%2e',
      '*.acme.com',
      "a'b.com",
      '-a.com',
      'a-.com',
      `${long}.com`,
      'a.'.repeat(130),
      '[::1]',
      'acme.1',
      'acme.1..',
      'é．1..',
    ].map(normaliseDomain),
  ).toEqual([null, null, null, null, null, null, null, null, null, null, null, null]);
  expect(normaliseDomain('_dmarc.a_b.com')).toBe('_dmarc.a_b.com');
});

test('a domain that is written as domains are compared is what its conversion gives', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'abx019-_.'.split('')), maxLength: 14 });
  const anyHost = fc
    .tuple(letters, fc.constantFrom('xn--', ''), letters, fc.constantFrom('.com', '.1', '.0x1f', '.x2', ''))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(anyHost, (host) => {
      // A dot at the end sends it the long way.
      expect(normaliseDomain(host)).toBe(normaliseDomain(`${host}.`));
    }),
    { numRuns: 2_000 },
  );
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.webUrl(),
  fc
    .tuple(
      fc.string({ unit: fc.constantFrom(...'aB1.-_/:@?#%[] 。．é*~'.split('')), maxLength: 14 }),
      fc.constantFrom('', '.', '..', '。。', '/', '.local'),
    )
    .chain(([start, end]) =>
      fc.constantFrom('acme.com', '.co.uk', '.github.io', 'gmail.com', '').map((host) => start + host + end),
    ),
);

test('whatever a stranger writes for a domain, the questions about it end, and answer a domain or nothing', () => {
  const settings = make.settings({});
  const lead = make.lead({ person: { email: 'a@gmail.com' } });
  const isDomain = (domain: string | null) => domain === null || normaliseDomain(domain) === domain;
  fc.assert(
    fc.property(anyText, (text) => {
      const normal = normaliseDomain(text);
      isFreeMail(text);
      domainsAbove(text);
      expect([normal, ...domainsAbove(normal ?? '')].filter((domain) => !isDomain(domain))).toEqual([]);
      expect(isDomain(accountDomain(settings, { ...lead, account: { ...lead.account, domain: text } }))).toBe(
        true,
      );
      expect(isDomain(emailDomain(`a@${text}`))).toBe(true);
    }),
    {
      numRuns: 3_000,
      examples: [['acme.com..'], ['Acme.com'], ['http://acme.com'], ['acme.com.'], ['é．1..']],
    },
  );
});

test('a company is what somebody registered: below a public suffix, and below a host that lets anybody in', () => {
  expect(
    [
      'eu.acme.co.uk',
      'www.acme.com',
      'a.b.globex.example',
      'acme.github.io',
      'shop.acme.myshopify.com',
      'xn--mnchen-3ya.example',
      'github.io',
      'co.uk',
      '192.0.2.1',
    ].map(registrableDomain),
  ).toEqual([
    'acme.co.uk',
    'acme.com',
    'globex.example',
    'acme.github.io',
    'acme.myshopify.com',
    'xn--mnchen-3ya.example',
    null,
    null,
    null,
  ]);
});

test('a domain lies in those above it, down to the registered one', () => {
  expect([domainsAbove('a.eu.acme.co.uk'), domainsAbove('acme.com'), domainsAbove('co.uk')]).toEqual([
    ['a.eu.acme.co.uk', 'eu.acme.co.uk', 'acme.co.uk'],
    ['acme.com'],
    [],
  ]);
});

test('mailbox, access and throw-away providers say nothing about a company', () => {
  const domains = [
    'gmail.com',
    'GMX.de.',
    'qq.com',
    't-online.de',
    'yahoo.co.uk',
    'posteo.de',
    'privaterelay.appleid.com',
    'yopmail.com',
    'x1.mailinator.com',
    'tempmail.com',
    'müllmail.com',
  ];
  expect(domains.filter((domain) => !isFreeMail(domain))).toEqual([]);
});

test("a company's domain does, even when it ends like a provider's or lies under a suffix that the lists name", () => {
  const domains = [
    'nordwerk.example',
    'notgmail.com',
    'gmail.com.evil.example',
    'acme.com.ar',
    'acme.net.ua',
    'example.com',
    'com',
    '',
  ];
  expect(domains.filter(isFreeMail)).toEqual([]);
});

test('our own list has what the maintained ones miss, written as domains are compared, once', () => {
  const maintained = disposableEmailBlocklistSet();
  for (const domain of providers) maintained.add(domain);
  expect(MORE_FREE_MAIL.map(normaliseDomain)).toEqual(MORE_FREE_MAIL);
  expect(new Set(MORE_FREE_MAIL).size).toBe(MORE_FREE_MAIL.length);
  expect(MORE_FREE_MAIL.filter((domain) => maintained.has(domain))).toEqual([]);
});
