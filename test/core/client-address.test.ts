import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { clientAddress } from '#src/process/client-address.ts';

const asked = (forwarded: string | undefined, remoteAddress = '192.0.2.1') =>
  // What a request has beside these says nothing of who asks.
  ({ headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress } }) as unknown as IncomingMessage;

test.each([
  ['whoever is connected, where no proxy is ours', '10.0.0.1', 0, '192.0.2.1'],
  ['whom our proxy saw', '10.9.9.9, 10.0.0.1', 1, '10.0.0.1'],
  ['whom the outer of two proxies saw', '10.9.9.9, 10.0.0.1, 10.0.0.2', 2, '10.0.0.1'],
  ['whoever is connected, where a proxy says nothing', undefined, 1, '192.0.2.1'],
  ['whoever is connected, who came past a proxy', '10.0.0.1', 2, '192.0.2.1'],
  ['a network of IPv6', '2001:DB8:0:1::7', 1, '2001:db8:0:1'],
  ['the same, written out', '2001:0db8:0000:0001:ff:0:0:1', 1, '2001:db8:0:1'],
  ['an address of IPv4, however it is written', '::ffff:10.0.0.1', 1, '10.0.0.1'],
  ['no more than an address of what is none', 'x'.repeat(500), 1, 'x'.repeat(64)],
])('counts %s', (_, forwarded, trusted, address) => {
  expect(clientAddress(asked(forwarded), trusted)).toBe(address);
});
