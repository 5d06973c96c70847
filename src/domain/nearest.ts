import { distance } from 'fastest-levenshtein';

const LISTED = 12;

// Case and the kind of dash are what people get wrong most; neither counts as a difference.
const plain = (word: string): string => word.toLowerCase().replaceAll(/[\s-]/g, '_');
const letters = (word: string): string => [...word].sort().join('');

/** The candidate a mistyped word most likely meant, or null when none is close. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const typed = plain(word);
  const close = candidates
    .map((candidate) => ({ candidate, steps: distance(typed, plain(candidate)) }))
    .filter(({ candidate, steps }) => isClose(typed, plain(candidate), steps))
    .sort((a, b) => a.steps - b.steps);
  return close[0]?.candidate ?? null;
}

// Two letters the wrong way round are two steps for Levenshtein, which is all of a short name such as "ae".
function isClose(typed: string, candidate: string, steps: number): boolean {
  const allowed = Math.min(3, Math.floor(Math.max(typed.length, candidate.length) * 0.4));
  return steps <= Math.max(1, allowed) || letters(typed) === letters(candidate);
}

/** `; did you mean "ae"?`, or nothing. */
export function suggest(word: string, candidates: readonly string[]): string {
  const meant = nearest(word, candidates);
  return meant === null ? '' : `; did you mean "${meant}"?`;
}

/** `one of ae, sdr`; a long list is cut. */
export function oneOf(candidates: readonly string[]): string {
  if (candidates.length === 1) return `${candidates[0]}`;
  const rest = candidates.length - LISTED;
  const listed = candidates.slice(0, LISTED).join(', ');
  return rest > 0 ? `one of ${listed} and ${rest} more` : `one of ${listed}`;
}
