import { domainsAbove, isFreeMail, normaliseDomain } from '../email-domains.ts';
import type { Settings } from '../settings.ts';
import type { Finding } from './findings.ts';

/** Domains of named accounts at which anybody may have an address. */
export function findInAccounts({ named_accounts, free_mail }: Settings): Finding[] {
  const also = new Set(free_mail.also.map(normaliseDomain));
  const except = new Set(free_mail.except.map(normaliseDomain));
  return named_accounts.flatMap(({ domain, aliases, subsidiaries }) =>
    [domain, ...aliases, ...subsidiaries].flatMap((name) => findAt(`account ${domain}`, name)),
  );

  function findAt(where: string, domain: string): Finding[] {
    const above = domainsAbove(normaliseDomain(domain) ?? '');
    if (above.some((name) => also.has(name))) {
      const what = `${domain} is free mail by free_mail.also, which goes first: no lead is of this account by it`;
      return [{ severity: 'risk', where, what, advice: 'Take it out of one of the two.' }];
    }
    if (!isFreeMail(domain) || above.some((name) => except.has(name))) return [];
    const what = `${domain} is a listed mail provider: everybody with an address there counts as this company`;
    const advice = 'Right if only its own people write from there: then add it to free_mail.except too.';
    return [{ severity: 'note', where, what, advice }];
  }
}
