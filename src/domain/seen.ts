import type { Handoff, State } from './handoff.ts';

/** Where a handoff stands for whoever decides about it: a callback is of an accepted lead, a snooze of an offer. */
export const STANDS = [
  'waiting',
  'offered',
  'snoozed',
  'accepted',
  'callback',
  'completed',
  'rejected',
  'withdrawn',
] as const;
export type Stand = (typeof STANDS)[number];

/** What stood on a screen when somebody decided about it: which offer, and where it stood. */
export type Seen = { offerNo: number; stand: Stand };

type Standing = Pick<Handoff, 'offerNo' | 'state' | 'acceptedAt'>;

export const seenOf = (handoff: Standing): Seen => ({
  offerNo: handoff.offerNo,
  stand: standOf(handoff.state, handoff.acceptedAt !== null),
});

function standOf(state: State, isAccepted: boolean): Stand {
  if (state === 'snoozed') return isAccepted ? 'callback' : 'snoozed';
  // Whoever reached for it meanwhile, or told of it elsewhere, has decided nothing.
  return state === 'working' ? 'accepted' : state;
}

/** Somebody else decided first: what is meant for what was seen is meant for nothing that is there now. */
export function hasMovedOn(seen: Seen, handoff: Standing): boolean {
  const now = seenOf(handoff);
  return seen.offerNo !== now.offerNo || seen.stand !== now.stand;
}
