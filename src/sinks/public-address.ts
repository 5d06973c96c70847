import { BlockList, isIP } from 'node:net';

/**
 * Addresses that are nobody's on the internet, by the registries of special-purpose addresses of IANA: what is inside a network has no
 * reason to be told by somebody's settings, and answers to whoever is inside.
 */
const SPECIAL_V4: readonly (readonly [net: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // of carriers (CGNAT)
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local, and where clouds tell machines their secrets
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** All that is routed is in here: loopback, link-local, unique-local, multicast, mapped IPv4 and NAT64 are not. */
const ROUTED_V6 = ['2000::', 3] as const;
const SPECIAL_V6: readonly (readonly [net: string, bits: number])[] = [
  ['2001::', 23], // Teredo and others that carry another address
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4, which carries an IPv4 address
  ['3fff::', 20],
];

function listOf(nets: readonly (readonly [net: string, bits: number])[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [net, bits] of nets) list.addSubnet(net, bits, family);
  return list;
}

const specialV4 = listOf(SPECIAL_V4, 'ipv4');
const routedV6 = listOf([ROUTED_V6], 'ipv6');
const specialV6 = listOf(SPECIAL_V6, 'ipv6');

/** Whether an IP address is one of the internet. */
export function isPublic(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !specialV4.check(address, 'ipv4');
    case 6:
      // A zone (`fe80::1%eth0`) is of one's own network only.
      return !address.includes('%') && routedV6.check(address, 'ipv6') && !specialV6.check(address, 'ipv6');
    default:
      return false;
  }
}

/** What is wrong with an address that is to be told, as far as it can be seen without asking for its name; null where nothing is. */
export function addressProblem(address: string, allowPrivate: boolean): string | null {
  if (!URL.canParse(address))
    return 'it is no address: expected one such as https://hooks.example.com/handoff';
  const { protocol, hostname, username, password } = new URL(address);
  if (protocol !== 'https:' && !(allowPrivate && protocol === 'http:'))
    return 'it has to begin with https://';
  if (username !== '' || password !== '')
    return 'it holds a name or a password; what is sent is signed instead';
  return allowPrivate || isNamedPublic(hostOf(hostname)) ? null : PRIVATE;
}

export const PRIVATE =
  'it is inside a private network; `allow_private: true` allows that, where you run what is told';

/** The host of an address as names are asked for: an IPv6 address without its brackets. */
export const hostOf = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1');

const isNamedPublic = (host: string): boolean =>
  isIP(host) === 0 ? !/(^|\.)localhost\.?$/.test(host) : isPublic(host);
