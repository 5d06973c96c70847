import { domainToASCII } from 'node:url';
import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import providers from 'email-providers/all.json' with { type: 'json' };
import { getDomain } from 'tldts';
import { MORE_FREE_MAIL } from './more-free-mail.ts';

/** Providers of mailboxes, of access and of throw-away addresses: what a stranger has there says nothing of a company. */
const SHARED: ReadonlySet<string> = listed();

/** Reserved for examples (RFC 2606). Providers are not listed to keep people from trying things out. */
const EXAMPLES: ReadonlySet<string> = new Set(['example.com', 'example.net', 'example.org']);

function listed(): Set<string> {
  const all = disposableEmailBlocklistSet();
  for (const domain of [...providers, ...MORE_FREE_MAIL]) all.add(domain);
  // Few are written with their marks; to convert all of them would take longer than to load them.
  for (const domain of all) if (/[^\0-\x7f]/.test(domain)) all.add(domainToASCII(domain));
  return all;
}

/** The domain of an e-mail address in the form domains are compared in; null when there is none. */
export function emailDomain(email: string): string | null {
  const at = email.lastIndexOf('@');
  return at < 1 ? null : normaliseDomain(email.slice(at + 1));
}

const LONGEST = 253;
const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** What conversion would leave as it is, which nearly every domain is: the last part is no number, and none is encoded. */
const NORMAL = /^(?!.*xn--)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** Lower case, without dots at its end, international names in ASCII; null when it cannot be a domain. */
export function normaliseDomain(domain: string): string | null {
  if (domain.length <= LONGEST && NORMAL.test(domain)) return domain;
  let ascii = domainToASCII(domain.trim().toLowerCase());
  // After the conversion: there are dots in other scripts.
  while (ascii.endsWith('.')) ascii = ascii.slice(0, -1);
  // A name with a number at its end is none; with two dots behind it that was not seen.
  ascii = domainToASCII(ascii);
  const labels = ascii.split('.');
  const isDomain = ascii.length <= LONGEST && labels.length > 1 && labels.every((label) => LABEL.test(label));
  return isDomain ? ascii : null;
}

/**
 * The part of a domain that somebody registered: acme.co.uk of eu.acme.co.uk. Where a host lets anybody have a name
 * under its own (github.io), each name is somebody else's. Null for what nobody can register.
 */
export function registrableDomain(domain: string): string | null {
  return getDomain(domain, { allowPrivateDomains: true });
}

/** A domain and those it lies in, down to the one that was registered; the closest first. None for any other text. */
export function domainsAbove(domain: string): string[] {
  const registered = registrableDomain(domain);
  // Of a text that is no domain, the registered part may lie anywhere in it.
  if (registered === null || !`.${domain}`.endsWith(`.${registered}`)) return [];
  const above: string[] = [];
  for (let rest = domain; rest.length > registered.length; rest = rest.slice(rest.indexOf('.') + 1)) {
    above.push(rest);
  }
  return [...above, registered];
}

/** Whether addresses there belong to anybody, by the lists, so that the domain says nothing about a company. */
export function isFreeMail(domain: string): boolean {
  const normal = normaliseDomain(domain);
  return normal !== null && domainsAbove(normal).some(isShared);
}

/** Whether the lists name this very domain. */
export const isShared = (domain: string): boolean => SHARED.has(domain) && !EXAMPLES.has(domain);
