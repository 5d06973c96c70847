import type { Handoff } from './handoff.ts';
import { LEGS, type Leg, USUAL_LEG } from './settings-shapes.ts';

/** Why a handoff is withdrawn that the undone press had opened. */
export const PRESS_UNDONE = 'what opened it was undone';

export const legAfter = (leg: Leg): Leg | null => LEGS[LEGS.indexOf(leg) + 1] ?? null;

/** The leg a rejected handoff goes back to; null on the first, whose leads go back to marketing. */
export const legBefore = (leg: Leg): Leg | null => LEGS[LEGS.indexOf(leg) - 1] ?? null;

/** The leg on which the last press, which may be undone, opened another handoff; null where it opened none. */
export function legOpenedBy({ before, leg }: Pick<Handoff, 'before' | 'leg'>): Leg | null {
  if (before?.command === 'win') return legAfter(leg);
  return before?.command === 'reject' && leg !== USUAL_LEG ? legBefore(leg) : null;
}
