import type { CanonicalLead } from './lead.ts';

/** What makes two descriptions the same person: an e-mail address, a phone number, a record in another system. */
export type Identity = { kind: 'email' | 'phone' | 'ref'; value: string };

const FEWEST_PHONE_DIGITS = 7;
/** Far more than any number with all its prefixes and extensions. */
const MOST_PHONE_DIGITS = 40;
/** An index row holds 2,700 bytes, and a character is up to three of them. */
const LONGEST_VALUE = 600;

/** All that may name this person. */
export function identitiesOf({ person, refs }: CanonicalLead): Identity[] {
  const digits = person.phone?.replaceAll(/\D/g, '').replace(/^00/, '') ?? '';
  return [
    ...(person.email ? [{ kind: 'email' as const, value: person.email }] : []),
    ...(digits.length >= FEWEST_PHONE_DIGITS && digits.length <= MOST_PHONE_DIGITS
      ? [{ kind: 'phone' as const, value: digits }]
      : []),
    ...refs.map((ref) => ({ kind: 'ref' as const, value: indexable(`${ref.system}:${ref.type}:${ref.id}`) })),
  ];
}

/** Its two ends and its length tell an id that no index holds from every other. */
function indexable(value: string): string {
  const { length } = value;
  if (length <= LONGEST_VALUE) return value;
  const half = LONGEST_VALUE / 2;
  return `${value.slice(0, half)}…${length}…${value.slice(-half)}`.toWellFormed();
}

/** Colleagues share a switchboard: a number names somebody only where nothing better does. */
export function namingOnes(found: readonly Identity[]): Identity[] {
  const better = found.filter(({ kind }) => kind !== 'phone');
  return better.length > 0 ? better : [...found];
}
