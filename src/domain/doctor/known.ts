import { expectedOf, testFact } from '../conditions.ts';
import { FACTS, type Fact, LIST_FACTS, NUMBER_FACTS, YES_OR_NO_FACTS } from '../facts.ts';
import { CHANNELS, TEMPERATURES } from '../lead.ts';
import type { Settings } from '../settings.ts';
import type { Conditions, Test } from '../settings-shapes.ts';

/**
 * What follows from conditions, without a lead. Every answer is on the safe side: what is said to follow does so for
 * every lead there could be, and what is said to be impossible is met by none.
 */

/** What is certain of a lead: for each fact in it, tests that its value passes all of. */
export type Known = ReadonlyMap<Fact, readonly Test[]>;
type Scalar = string | number | boolean;

/** The values a fact can only have, for the facts whose values are known from the start. */
export type Vocabulary = Partial<Record<Fact, readonly Scalar[]>>;

export function vocabularyOf({
  territories,
  segments,
}: Pick<Settings, 'territories' | 'segments'>): Vocabulary {
  return {
    channel: CHANNELS,
    temperature: TEMPERATURES,
    ...Object.fromEntries(YES_OR_NO_FACTS.map((fact) => [fact, [true, false]])),
    territory: territories.map(({ id }) => id),
    segment: segments.map(({ id }) => id),
  };
}

export function knownFrom(when: Conditions): Known {
  return new Map(
    FACTS.flatMap((fact) => {
      const test = when[fact];
      return test === undefined ? [] : [[fact, [expectedOf(fact, test)]] as const];
    }),
  );
}

/** Both at once. */
export function both(one: Known, other: Known): Known {
  const joined = new Map(one);
  for (const [fact, tests] of other) joined.set(fact, [...(joined.get(fact) ?? []), ...tests]);
  return joined;
}

/** Whether whatever is known like this meets the conditions as well. */
export function implies(known: Known, when: Known, vocabulary: Vocabulary): boolean {
  return [...when].every(([fact, expected]) => {
    const tests = known.get(fact);
    return tests !== undefined && expected.every((test) => impliesTest(fact, tests, test, vocabulary));
  });
}

/** Whether no lead can be like this. */
export const contradicts = (known: Known, vocabulary: Vocabulary): boolean =>
  [...known].some(([fact, tests]) => isImpossible(fact, tests, vocabulary));

function impliesTest(fact: Fact, tests: readonly Test[], expected: Test, vocabulary: Vocabulary): boolean {
  if (!LIST_FACTS.has(fact)) return impliesOfOne(fact, tests, expected, vocabulary);
  const without = tests.filter(isNoneOf);
  // What else is in a list nobody knows, except that it is none of what is ruled out.
  if (isNoneOf(expected))
    return expected.none_of.every((value) => without.some((test) => rulesOut(test, value)));
  const wanted = tests.filter((test) => !isNoneOf(test));
  return wanted.some((test) => impliesOfOne(fact, [test, ...without], expected, {}));
}

function impliesOfOne(fact: Fact, tests: readonly Test[], expected: Test, vocabulary: Vocabulary): boolean {
  const values = possibleValues(fact, tests, vocabulary);
  if (values !== null) return values.every((value) => passes(value, expected));
  if (isNoneOf(expected)) {
    return expected.none_of
      .map((value) => typed(fact, value))
      .every((value) => !tests.every((test) => passes(value, test)));
  }
  if (isIncludes(expected)) {
    return tests.some((test) => isIncludes(test) && test.includes.every((words) => passes(words, expected)));
  }
  if (!isRange(expected)) return false;
  const { min, max } = spanOf(tests);
  const { min: least = Number.NEGATIVE_INFINITY, max: most = Number.POSITIVE_INFINITY } = expected;
  return NUMBER_FACTS.has(fact) && tests.some(isRange) && least <= min && max <= most;
}

function isImpossible(fact: Fact, tests: readonly Test[], vocabulary: Vocabulary): boolean {
  if (!LIST_FACTS.has(fact)) return isImpossibleOfOne(fact, tests, vocabulary);
  const without = tests.filter(isNoneOf);
  return tests.some((test) => !isNoneOf(test) && isImpossibleOfOne(fact, [test, ...without], {}));
}

function isImpossibleOfOne(fact: Fact, tests: readonly Test[], vocabulary: Vocabulary): boolean {
  const values = possibleValues(fact, tests, vocabulary);
  if (values !== null) return values.length === 0;
  const { min, max } = spanOf(tests);
  return min > max;
}

/** Every value that passes all tests, where they are finitely many; else null. */
export function possibleValues(
  fact: Fact,
  tests: readonly Test[],
  vocabulary: Vocabulary,
): readonly Scalar[] | null {
  const values = namedIn(tests) ?? vocabulary[fact] ?? null;
  if (values === null) return null;
  return values
    .map((value) => typed(fact, value))
    .filter((value) => tests.every((test) => passes(value, test)));
}

function namedIn(tests: readonly Test[]): readonly Scalar[] | null {
  for (const test of tests) {
    if (Array.isArray(test)) return test;
    if (typeof test !== 'object') return [test];
  }
  const { min, max } = spanOf(tests);
  return min === max ? [min] : null;
}

/** What all ranges leave of the numbers. */
export function spanOf(tests: readonly Test[]): { min: number; max: number } {
  const ranges = tests.filter(isRange);
  return {
    min: Math.max(...ranges.map(({ min }) => min ?? Number.NEGATIVE_INFINITY), Number.NEGATIVE_INFINITY),
    max: Math.min(...ranges.map(({ max }) => max ?? Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY),
  };
}

export const passes = (value: Scalar, test: Test): boolean => testFact(value, test) === 'held';
const rulesOut = (test: Test, value: Scalar): boolean => testFact(value, test) === 'failed';

// A number that is written as a text is compared as one; what is no number at all equals none.
const typed = (fact: Fact, value: Scalar): Scalar => (NUMBER_FACTS.has(fact) ? Number(value) : value);

type Range = { min?: number | undefined; max?: number | undefined };
const isNoneOf = (test: Test): test is { none_of: Scalar[] } => typeof test === 'object' && 'none_of' in test;
// Every list has an `includes` of its own.
export const isIncludes = (test: Test): test is { includes: string[] } =>
  typeof test === 'object' && !Array.isArray(test) && 'includes' in test;
const isRange = (test: Test): test is Range =>
  typeof test === 'object' && !Array.isArray(test) && !isNoneOf(test) && !isIncludes(test);
