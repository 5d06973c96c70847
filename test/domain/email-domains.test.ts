import { expect, test } from 'vitest';
import { emailDomain, isFreeMail, normaliseDomain } from '#domain/email-domains.ts';
import { DISPOSABLE_MAIL, FREE_MAIL } from '#domain/free-mail.ts';

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

test('mailbox, access and throw-away providers say nothing about a company', () => {
  const domains = [
    'gmail.com',
    'GMX.de.',
    'qq.com',
    't-online.de',
    'yahoo.co.uk',
    'yopmail.com',
    'x1.mailinator.com',
  ];
  expect(domains.filter((domain) => !isFreeMail(domain))).toEqual([]);
});

test("a company's domain does, even when it ends like a provider's", () => {
  const domains = ['nordwerk.example', 'notgmail.com', 'gmail.com.evil.example', 'com', ''];
  expect(domains.filter(isFreeMail)).toEqual([]);
});

test('every listed domain is written as domains are compared, once', () => {
  const listed = [...FREE_MAIL, ...DISPOSABLE_MAIL];
  expect(listed.map(normaliseDomain)).toEqual(listed);
  expect(new Set(listed).size).toBe(listed.length);
});
