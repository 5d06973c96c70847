import { expect, test } from 'vitest';
import { addressProblem, isPublic } from '#src/sinks/public-address.ts';

test.each([
  ['this machine', '127.0.0.1'],
  ['all of this machine', '127.255.255.254'],
  ['no address', '0.0.0.0'],
  ['a private network', '10.0.0.1'],
  ['a private network', '172.16.0.1'],
  ['the last of a private network', '172.31.255.255'],
  ['a private network', '192.168.1.1'],
  ['a carrier', '100.64.0.1'],
  ['the last of a carrier', '100.127.255.255'],
  ['where clouds tell secrets', '169.254.169.254'],
  ['protocol assignments', '192.0.0.8'],
  ['a test network', '198.18.0.1'],
  ['documentation', '203.0.113.7'],
  ['multicast', '224.0.0.1'],
  ['multicast', '239.255.255.250'],
  ['reserved', '240.0.0.1'],
  ['everybody', '255.255.255.255'],
  ['this machine in IPv6', '::1'],
  ['no address in IPv6', '::'],
  ['this machine as a mapped address', '::ffff:127.0.0.1'],
  ['this machine as a mapped address in hex', '::ffff:7f00:1'],
  ['an old mapped address', '::127.0.0.1'],
  ['NAT64', '64:ff9b::7f00:1'],
  ['local NAT64', '64:ff9b:1::1'],
  ['discard', '100::1'],
  ['Teredo', '2001::1'],
  ['6to4', '2002:7f00:1::1'],
  ['documentation', '2001:db8::1'],
  ['documentation', '3fff::1'],
  ['unique-local', 'fc00::1'],
  ['unique-local', 'fd12:3456:789a::1'],
  ['link-local', 'fe80::1'],
  ['link-local with a zone', 'fe80::1%eth0'],
  ['a zone on a public address', '2606:4700::1111%eth0'],
  ['site-local', 'fec0::1'],
  ['multicast in IPv6', 'ff02::1'],
  ['no address', 'hooks.example'],
])('%s is not public: %s', (_, address) => {
  expect(isPublic(address)).toBe(false);
});

test.each([
  '1.1.1.1',
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '2606:4700:4700::1111',
  '2a00:1450:4001::200e',
])('%s is public', (address) => {
  expect(isPublic(address)).toBe(true);
});

const PRIVATE =
  'it is inside a private network; `allow_private: true` allows that, where you run what is told';

test.each([
  'https://127.0.0.1/hook',
  // As numbers are written to be overlooked.
  'https://2130706433/',
  'https://0x7f.1/',
  'https://0177.0.0.1/',
  'https://[::1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://localhost/',
  'https://LOCALHOST./',
  'https://app.localhost:8443/',
])('%s is refused when it is read, unless private addresses are allowed', (address) => {
  expect(addressProblem(address, false)).toBe(PRIVATE);
  expect(addressProblem(address, true)).toBeNull();
});

test('an address is https, except inside one’s own network', () => {
  expect(addressProblem('https://hooks.example.com/handoff', false)).toBeNull();
  expect(addressProblem('http://hooks.example.com/handoff', false)).toBe('it has to begin with https://');
  expect(addressProblem('http://n8n.internal:5678/webhook', true)).toBeNull();
  expect(addressProblem('ftp://hooks.example.com', true)).toBe('it has to begin with https://');
});

test('an address holds no password, and is one', () => {
  expect(addressProblem('https://user:secret@hooks.example.com', false)).toBe(
    'it holds a name or a password; what is sent is signed instead',
  );
  expect(addressProblem('hooks.example.com', false)).toBe(
    'it is no address: expected one such as https://hooks.example.com/handoff',
  );
});
