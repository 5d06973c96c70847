import { domainsAbove, emailDomain, isShared, normaliseDomain } from './email-domains.ts';
import type { CanonicalLead } from './lead.ts';
import type { NamedAccount, Settings } from './settings.ts';

/** Which company a domain stands for, and which companies belong together: by the settings, else by registration. */

type Declared = Pick<Settings, 'named_accounts' | 'free_mail'>;

/** The settings' domains as they are compared; of two entries that name a domain, the first has it. */
type Index = {
  named: ReadonlyMap<string, NamedAccount>;
  parents: ReadonlyMap<string, NamedAccount>;
  also: ReadonlySet<string>;
  except: ReadonlySet<string>;
};
// Asked several times for each lead, and made from settings that do not change.
const indexes = new WeakMap<Declared, Index>();

function indexOf(settings: Declared): Index {
  const known = indexes.get(settings);
  if (known) return known;
  const { named_accounts, free_mail } = settings;
  const index = {
    named: firstOfEach(named_accounts, ({ domain, aliases }) => [domain, ...aliases]),
    parents: firstOfEach(named_accounts, ({ subsidiaries }) => subsidiaries),
    also: new Set(free_mail.also.map(asCompared)),
    except: new Set(free_mail.except.map(asCompared)),
  };
  indexes.set(settings, index);
  return index;
}

function firstOfEach(
  accounts: readonly NamedAccount[],
  domainsIn: (account: NamedAccount) => readonly string[],
): Map<string, NamedAccount> {
  const all = accounts.flatMap((account) =>
    domainsIn(account).map((domain) => [asCompared(domain), account] as const),
  );
  return new Map(all.toReversed());
}

const asCompared = (domain: string): string => normaliseDomain(domain) ?? domain.toLowerCase();

/**
 * The main domain of the company that an address or a site at this domain belongs to; null where it tells no company.
 * What the settings declare goes before what was registered, and before the lists of mail providers.
 */
export function companyAt(settings: Declared, domain: string): string | null {
  const normal = normaliseDomain(domain);
  if (normal === null) return null;
  const { named, parents, also, except } = indexOf(settings);
  const above = domainsAbove(normal);
  if (above.some((name) => also.has(name))) return null;
  for (const name of above) {
    const account = named.get(name);
    if (account) return asCompared(account.domain);
    if (parents.has(name)) return name;
  }
  const isCompany = above.some((name) => except.has(name)) || !above.some(isShared);
  return isCompany ? (above.at(-1) ?? null) : null;
}

/** The main domain of a lead's company: by the e-mail address, else as stated, or of its site; null where none tells one. */
export function accountDomain(settings: Declared, { person, account }: CanonicalLead): string | null {
  const told = [emailDomain(person.email ?? ''), account.domain, siteOf(account.website)];
  for (const domain of told) {
    const company = domain ? companyAt(settings, domain) : null;
    if (company !== null) return company;
  }
  return null;
}

/** Where it is a site of a host that many share, it tells no company. */
const siteOf = (website: string | undefined): string | null =>
  website === undefined ? null : (URL.parse(website)?.hostname ?? null);

/** All domains of one company: its main one, and those the settings call its others. */
export function domainsOf(settings: Declared, company: string): string[] {
  const account = indexOf(settings).named.get(company);
  return [...new Set([company, ...(account?.aliases ?? []).map(asCompared)])];
}

/** What the settings say of a company: its own entry, then those of the companies it is a subsidiary of. */
export function namedAccountsOf(
  settings: Declared,
  company: string,
): { account: NamedAccount; isParent: boolean }[] {
  const { named, parents } = indexOf(settings);
  const own = named.get(company);
  const chain = own ? [{ account: own, isParent: false }] : [];
  const seen = new Set(own ? [own] : []);
  let parent = parents.get(company) ?? parentOf(own);
  while (parent && !seen.has(parent)) {
    seen.add(parent);
    chain.push({ account: parent, isParent: true });
    parent = parentOf(parent);
  }
  return chain;

  function parentOf(account: NamedAccount | undefined): NamedAccount | undefined {
    if (!account) return undefined;
    const its = [account.domain, ...account.aliases].map((domain) => parents.get(asCompared(domain)));
    return its.find((found) => found !== undefined);
  }
}

/** The domains of the other companies of a group: parents, subsidiaries and theirs, as the settings declare them. */
export function groupDomains(settings: Declared, company: string): string[] {
  const { named } = indexOf(settings);
  const top = namedAccountsOf(settings, company).at(-1)?.account;
  const companies = new Set<string>();
  const open = top ? [asCompared(top.domain)] : [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (companies.has(next)) continue;
    companies.add(next);
    open.push(
      ...(named.get(next)?.subsidiaries ?? []).map((domain) => companyAt(settings, domain) ?? domain),
    );
  }
  companies.delete(company);
  return [...companies].flatMap((other) => domainsOf(settings, other));
}

/** The ABM tier the settings give a lead's company, or the group it belongs to. */
export function abmTierOf(settings: Declared, record: CanonicalLead): string | undefined {
  if (settings.named_accounts.length === 0) return undefined;
  const company = accountDomain(settings, record);
  const named = company === null ? [] : namedAccountsOf(settings, company);
  return named.find(({ account }) => account.abm_tier !== undefined)?.account.abm_tier;
}
