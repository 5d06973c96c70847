import type { Unreachable } from './overrides.ts';

/** Why an answer about a cover changed nothing. `name` is whoever may answer. */
export type CoverRefusal =
  | { type: 'unknown_person' }
  | { type: 'unknown' }
  /** `orAbove` where those above them may too. */
  | { type: 'not_yours'; name: string; orAbove: boolean }
  | { type: 'answered'; isAgreed: boolean }
  /** Nobody needs it any more: they are back, found somebody else, or asked too long ago. */
  | { type: 'over' }
  | { type: 'away_yourself'; until: Date };

/** Why a colleague is not even asked. */
export type AskRefusal =
  | { type: 'yourself' }
  | { type: 'nothing_open' }
  | { type: 'unreachable'; check: Unreachable }
  | { type: 'away'; until: Date }
  | { type: 'other_work' }
  | { type: 'asked_already' };
