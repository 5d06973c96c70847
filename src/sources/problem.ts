import { closest, distance } from 'fastest-levenshtein';

/**
 * Something that is wrong, and where. The problem never quotes what a stranger sent; `sent` is just that, for whoever
 * may see the lead itself.
 */
export type Problem = { path: string; problem: string; sent?: string };

// What is compared letter by letter has to be short.
const LONGEST_KEY = 80;

const lastPart = (path: string) => path.slice(path.lastIndexOf('.') + 1);

/** The known name nearest to a mistyped one; a right last part (`email` for `person.email`) is near as well. */
export function nearest(name: string, known: readonly string[]): string {
  const byLastPart = Math.min(...known.map((path) => distance(lastPart(name), lastPart(path))));
  const whole = closest(name, known);
  if (distance(name, whole) <= byLastPart) return whole;
  const candidates = known.filter((path) => distance(lastPart(name), lastPart(path)) === byLastPart);
  return closest(name, candidates);
}

/** A message of the schema as an error text: ours say what was expected, zod's own are sentences. */
export function phrase(message: string): string {
  return /^[A-Z]/.test(message) ? message : `expected ${message}`;
}

/** What to say about a field that the canonical lead does not have. */
export function unknownField(key: string, known: readonly string[]): string {
  return `not a field here; did you mean ${nearest(key.slice(0, LONGEST_KEY), known)}?`;
}
