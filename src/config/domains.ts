import { domainsAbove, normaliseDomain } from '#domain/email-domains.ts';
import { type Place, select } from './place.ts';
import type { Finding } from './problem.ts';

const DOMAINS = [
  ['named_accounts', '*', 'domain'],
  ['named_accounts', '*', 'aliases', '*'],
  ['named_accounts', '*', 'subsidiaries', '*'],
  ['free_mail', 'also', '*'],
  ['free_mail', 'except', '*'],
];

/** What stands where a domain belongs, and no address can lie at. */
export function findWrongDomains(root: Place): Finding[] {
  return DOMAINS.flatMap((path) => select(root, path)).flatMap(({ path, value }) => {
    const problem = typeof value === 'string' ? explainDomain(value) : null;
    return problem === null ? [] : [{ path, problem }];
  });
}

function explainDomain(text: string): string | null {
  const domain = isBare(text) ? normaliseDomain(text) : null;
  if (domain !== null && isRegistrable(domain)) return null;
  if (domain !== null && !/^[\d.]+$/.test(domain)) {
    return `expected a domain that one company has, such as acme.${domain}; under "${text}" anybody may have one`;
  }
  const meant = domainIn(text);
  const advice = meant === null ? '' : `; did you mean "${meant}"?`;
  return `expected a domain such as acme.com, got ${JSON.stringify(text)}${advice}`;
}

const isRegistrable = (domain: string): boolean => domainsAbove(domain).length > 0;
const isBare = (text: string): boolean => !/[^\p{L}\p{M}\p{N}._-]/u.test(text);

/** The domain of a web address, an e-mail address or a pattern. */
function domainIn(text: string): string | null {
  const host = text
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/s, '')
    .replace(/^.*@/s, '')
    .replace(/:\d*$/, '')
    .replace(/^(\*\.|\.)?(www\.)?/i, '');
  const domain = isBare(host) ? normaliseDomain(host) : null;
  return domain !== null && isRegistrable(domain) ? domain : null;
}
