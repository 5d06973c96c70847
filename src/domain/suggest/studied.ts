import type { FactValues } from '../conditions.ts';

/** What is asked of leads: what sets those that ended badly apart from those that did not. */
export const QUESTIONS = ['rejected', 'lost', 'left', 'stayed'] as const;
export type Question = (typeof QUESTIONS)[number];

/** A lead whose end is known. */
export type Studied = {
  at: Date;
  /** Leads of one company are one case: they are alike, and would count many times over. */
  company: string;
  facts: FactValues;
  /** Words of its title, in small letters: the title itself is nobody's rule. */
  titleWords: readonly string[];
  isBad: boolean;
  /** Why it ended badly, where somebody said so. */
  reason: string | null;
  /** What is lost where it is kept out: 0 for what ended badly, else at least 1. */
  worth: number;
};
