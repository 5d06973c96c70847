import type { CanonicalLead } from './lead.ts';

/** What makes two descriptions the same person: an e-mail address, a phone number, a record in another system. */
export type Identity = { kind: 'email' | 'phone' | 'ref'; value: string };

const FEWEST_PHONE_DIGITS = 7;

/** All that may name this person. */
export function identitiesOf({ person, refs }: CanonicalLead): Identity[] {
  const digits = person.phone?.replaceAll(/\D/g, '').replace(/^00/, '') ?? '';
  return [
    ...(person.email ? [{ kind: 'email' as const, value: person.email }] : []),
    ...(digits.length >= FEWEST_PHONE_DIGITS ? [{ kind: 'phone' as const, value: digits }] : []),
    ...refs.map((ref) => ({ kind: 'ref' as const, value: `${ref.system}:${ref.type}:${ref.id}` })),
  ];
}

/** Colleagues share a switchboard: a number names somebody only where nothing better does. */
export function namingOnes(found: readonly Identity[]): Identity[] {
  const better = found.filter(({ kind }) => kind !== 'phone');
  return better.length > 0 ? better : [...found];
}
