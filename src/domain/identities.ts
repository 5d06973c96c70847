import { registrableDomain } from './email-domains.ts';
import { type EntryForm, readEntry } from './identity-entry.ts';
import type { CanonicalLead } from './lead.ts';
import { FILLERS, NO_MAIL_AT, NOTHING } from './nobody.ts';
import { isFillerPhone, phoneKey } from './phone-key.ts';
import { namesWhom, recordKey } from './record-key.ts';
import { isRoleName, localKey } from './role-names.ts';
import type { Settings } from './settings.ts';

/**
 * What makes two descriptions the same person: an e-mail address, a phone number, a record in another system. A shared
 * one may be several people's, and joins only who is called alike.
 */
export type Identity = { kind: 'email' | 'phone' | 'ref'; value: string; isShared: boolean };

export type Declared = Pick<Settings, 'identities'>;

/** All that may name this person. What only fills a field names nobody, and is not among them. */
export function identitiesOf(
  settings: Declared,
  { person, refs }: Pick<CanonicalLead, 'refs'> & { person: Partial<CanonicalLead['person']> },
): Identity[] {
  const { placeholders, roles } = indexOf(settings);
  const phone = phoneKey(person.phone ?? '');
  const email = person.email ?? null;
  return [
    ...(email === null || isPlaceholder(email, placeholders)
      ? []
      : [{ kind: 'email' as const, value: email, isShared: isOfARole(email, roles) }]),
    // Colleagues share a switchboard, and nothing tells its number from another.
    ...(phone === null || isFillerPhone(phone) || placeholders.phones.has(phone)
      ? []
      : [{ kind: 'phone' as const, value: phone, isShared: true }]),
    ...refs.flatMap((ref) => {
      const whom = namesWhom(ref);
      return whom === 'nobody'
        ? []
        : [{ kind: 'ref' as const, value: recordKey(ref), isShared: whom === 'several' }];
    }),
  ];
}

export const identityName = ({ kind, value }: Pick<Identity, 'kind' | 'value'>): string => `${kind}:${value}`;

function isPlaceholder(email: string, placeholders: Listed): boolean {
  const [local = '', domain = ''] = splitAddress(email);
  const name = localKey(local);
  const registered = registrableDomain(domain)?.split('.')[0] ?? '';
  return (
    NOTHING.has(name) ||
    FILLERS.has(name) ||
    NO_MAIL_AT.has(localKey(registered)) ||
    isListed(email, placeholders)
  );
}

const isOfARole = (email: string, roles: Listed): boolean =>
  isRoleName(splitAddress(email)[0] ?? '') || isListed(email, roles);

/** Entries of a list of the settings: names before the @, whole addresses, all addresses of a domain, phone numbers. */
type Listed = Record<'names' | 'addresses' | 'domains' | 'phones', ReadonlySet<string>>;
// Asked for every lead, and made from settings that do not change.
const indexes = new WeakMap<Declared['identities'], { placeholders: Listed; roles: Listed }>();

function indexOf({ identities }: Declared): { placeholders: Listed; roles: Listed } {
  const known = indexes.get(identities);
  if (known) return known;
  const index = { placeholders: listed(identities.placeholders), roles: listed(identities.role_names) };
  indexes.set(identities, index);
  return index;
}

function listed(entries: readonly string[]): Listed {
  const of = (form: EntryForm) =>
    entries.flatMap((entry) => {
      const read = readEntry(entry);
      return read?.form === form ? [read.value] : [];
    });
  return {
    names: new Set(of('name')),
    addresses: new Set(of('address')),
    domains: new Set(of('domain')),
    phones: new Set(of('phone')),
  };
}

function isListed(email: string, { names, addresses, domains }: Listed): boolean {
  const [local = '', domain = ''] = splitAddress(email);
  return names.has(localKey(local)) || addresses.has(email) || domains.has(domain);
}

function splitAddress(email: string): [string, string] {
  const at = email.lastIndexOf('@');
  return [email.slice(0, at), email.slice(at + 1)];
}
