import { expect, test } from 'vitest';
import { suggestAddress, unreadAddress } from '#domain/mend-address.ts';

test.each([
  ['jane@acme,com', 'jane@acme.com'],
  ['jane@acme;co,uk', 'jane@acme.co.uk'],
  ['jane (at) acme.com', 'jane@acme.com'],
  ['jane[at]acme[dot]com', 'jane@acme.com'],
  ['jane at acme dot com', 'jane@acme.com'],
  ['jane@@acme.com', 'jane@acme.com'],
  ['jane @ acme.com', 'jane@acme.com'],
  ['jane@acme..com', 'jane@acme.com'],
  ['jane@.acme.com', 'jane@acme.com'],
  ['jane.@acme.com', 'jane@acme.com'],
  ['www.jane@acme,com', 'jane@acme.com'],
  ['jane@acmecom', 'jane@acme.com'],
])('%s plainly means %s', (sent, meant) => {
  expect(suggestAddress(sent)).toBe(meant);
});

test.each([
  '',
  '@',
  'jane',
  'jane doe',
  'jane@acme',
  'jane@@',
  'jane doe@acme.com',
  'a@acme,com b@acme,com',
  ',,,',
  'call me at home',
])('what %j means would be a guess', (sent) => {
  expect(suggestAddress(sent)).toBeNull();
});

test('a text of any length is looked at in no time', () => {
  const began = performance.now();
  for (const part of ['@', ',', ' ', '.', 'a ', 'at ', '@a,', ' at']) suggestAddress(part.repeat(200));
  expect(performance.now() - began).toBeLessThan(200);
});

test('there is something to mend where an address was sent that nobody can read, and none is known', () => {
  const leftOut = [
    { path: 'account.employees', sent: 'many' },
    { path: 'person.email', sent: 'ann@acme.com, bob@acme.com' },
    { path: 'person.email', sent: 'jane@acme,com' },
    { path: 'person.email', sent: 'older@acme,com' },
  ];
  expect(unreadAddress({}, leftOut)).toBe('jane@acme,com');
  expect(unreadAddress({ email: 'jane@acme.com' }, leftOut)).toBeNull();
  expect(unreadAddress({}, leftOut.slice(0, 2))).toBeNull();
});
