import { expect, test } from 'vitest';
import { withoutContacts } from '#domain/contacts.ts';

test.each([
  ['call +49 30 5550123 instead', 'call [phone number] instead'],
  ['her number is (415) 555-0123.', 'her number is [phone number].'],
  ['0049 (0)30 / 555 01 23', '[phone number]'],
  ['call 030 123 456', 'call [phone number]'],
  ['call +123 4567', 'call [phone number]'],
  ['bounced: grace.hopper@globex.example, twice', 'bounced: [e-mail address], twice'],
  ['Write to <mailto:a@b.example|a@b.example>', 'Write to <mailto:[e-mail address]|[e-mail address]>'],
])('addresses and numbers of people are taken out of “%s”', (text, expected) => {
  expect(withoutContacts(text)).toBe(expected);
});

test.each([
  '8 people',
  'from 2026-12-01 on',
  'budget 250 000 EUR, 1.500.000 later',
  'ticket 4711',
  'offer 12 345 678',
  'up by +123 456',
])('“%s” stays as it is', (text) => {
  expect(withoutContacts(text)).toBe(text);
});
