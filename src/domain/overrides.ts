import type { Check } from './routing/check-names.ts';

/** What a person who chooses an owner may decide over the rules of routing, and what they may not. */

/** The cause of a routing decision that somebody asked for; in their own words it stands in the history alone. */
export const BY_HAND = 'reassigned';

/** Nobody would get the card, or they may not read it: no decision changes that. */
export const UNREACHABLE = [
  'not_in_settings',
  'shown_no_leads',
  'unknown_to_slack',
  'deactivated',
] as const satisfies readonly Check[];
export type Unreachable = (typeof UNREACHABLE)[number];

/** Why a card cannot go to somebody; null when it can. */
export const unreachableFor = (against: readonly Check[]): Unreachable | null =>
  UNREACHABLE.find((check) => against.includes(check)) ?? null;

/** Whoever takes a lead knows best how much they can do; that they rejected it once is decided over all the same. */
export const overriddenByTaking = (against: readonly Check[]): Check[] =>
  against.filter((check) => check === 'refused');
