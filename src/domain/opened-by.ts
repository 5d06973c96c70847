import type { Handoff } from './handoff.ts';
import { type Leg, USUAL_LEG } from './settings-shapes.ts';

/** Which leg follows which, and which of them a press opens. */

/** Why a handoff is withdrawn that the undone press had opened. */
export const PRESS_UNDONE = 'what opened it was undone';

/** What is qualified, or won, goes on to this leg; null where the way ends. An expansion that is won has work for customer success. */
const AFTER: Record<Leg, Leg | null> = {
  mql_to_sdr: 'sql_to_ae',
  sql_to_ae: 'won_to_cs',
  won_to_cs: null,
  cs_to_ae: 'won_to_cs',
};

/** Where a handoff may have come from, the usual first: what is rejected goes back there. Leads of the first leg go back to marketing. */
const BEFORE: Record<Leg, readonly Leg[]> = {
  mql_to_sdr: [],
  sql_to_ae: ['mql_to_sdr'],
  won_to_cs: ['sql_to_ae', 'cs_to_ae'],
  cs_to_ae: ['won_to_cs'],
};

export const legAfter = (leg: Leg): Leg | null => AFTER[leg];

export const legsBefore = (leg: Leg): readonly Leg[] => BEFORE[leg];

/** The legs on one of which the last press, which may be undone, opened another handoff; none where it opened none. */
export function legsOpenedBy({ before, leg }: Pick<Handoff, 'before' | 'leg'>): readonly Leg[] {
  // What its SDR does not want either goes on to those above them, on the same leg.
  if (before?.command === 'reject') return leg === USUAL_LEG ? [leg] : legsBefore(leg);
  const isPassedOn = before?.command === 'qualify' || before?.command === 'win';
  const next = isPassedOn ? legAfter(leg) : null;
  return next === null ? [] : [next];
}
