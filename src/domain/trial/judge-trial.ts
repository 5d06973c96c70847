import { compareShares, type Share, wilson } from '../interval.ts';
import { chanceOfSoMany } from '../suggest/exact-test.ts';

/**
 * Whether a change of the definition bears out what it promised. A rule that was chosen because it looked best among many promises too
 * much; what it does to leads that came since is no choice of anybody's. It is judged once, when there is enough: whoever looks
 * again and again finds something in the end.
 */

/** Of leads that sales decided about, so many were rejected. */
export type Sides = {
  /** Kept out by the change alone. */
  keptOut: Share;
  /** Let in by the change alone. */
  letIn: Share;
  /** Let in by both. */
  both: Share;
};

/** So many decided leads on each side that the change moves. */
export const ENOUGH = 40;
/** How often a change that does nothing may pass. */
const CHANCE = 0.05;

export type Judgement =
  | { type: 'open'; missing: number }
  | { type: 'borne_out'; why: string }
  | { type: 'refuted'; why: string };

/** `promised` is what the back-test said of those it keeps out; null where it keeps nobody out. */
export function judgeTrial(
  promised: Share | null,
  { keptOut, letIn, both }: Sides,
  moves: { out: boolean; in: boolean },
): Judgement {
  const missing = Math.max(
    moves.out ? ENOUGH - keptOut.of : 0,
    moves.in ? ENOUGH - letIn.of : 0,
    ENOUGH - both.of,
  );
  if (missing > 0) return { type: 'open', missing };
  const against = [
    ...(moves.out ? againstKeepingOut(promised, keptOut, both) : []),
    ...(moves.in ? againstLettingIn(letIn, both) : []),
  ];
  if (against.length > 0) return { type: 'refuted', why: against.join(' ') };
  const shown = [
    ...(moves.out ? [`of those it keeps out sales rejected ${rateWords(keptOut)}`] : []),
    ...(moves.in ? [`of those it lets in sales rejected ${rateWords(letIn)}`] : []),
    `of the others ${rateWords(both)}`,
  ];
  return { type: 'borne_out', why: `${capital(shown.join(', '))}.` };
}

function againstKeepingOut(promised: Share | null, keptOut: Share, both: Share): string[] {
  const against: string[] = [];
  if (promised !== null && compareShares(keptOut, promised).type === 'down')
    against.push(
      `Sales rejected ${rateWords(keptOut)} of those it keeps out, fewer than the ${rateWords(promised)} that the back-test promised.`,
    );
  if (chanceOfSoMany(keptOut, both) > CHANCE)
    against.push(
      `Sales rejected ${rateWords(keptOut)} of those it keeps out and ${rateWords(both)} of the others: chance alone does as much.`,
    );
  return against;
}

function againstLettingIn(letIn: Share, both: Share): string[] {
  const high = wilson(both.cases, both.of).high ?? 1;
  if (letIn.cases / letIn.of <= high) return [];
  return [
    `Sales rejected ${rateWords(letIn)} of those it lets in, more than the ${rateWords(both)} of the others.`,
  ];
}

/** What a promoted change keeps out is taken by sales after all: that is more than it promised to cost. */
export function isMissed(promised: Share | null, keptOut: Share): boolean {
  return promised !== null && compareShares(keptOut, promised).type === 'down';
}

const percent = (rate: number) => `${Math.round(rate * 100)} %`;
export const rateWords = ({ cases, of }: Share): string =>
  of === 0 ? 'none of 0' : `${percent(cases / of)} (${cases} of ${of})`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
