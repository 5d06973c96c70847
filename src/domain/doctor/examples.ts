import { describeFact, describeValue, evaluate, type FactValue, type FactValues } from '../conditions.ts';
import { FACTS, type Fact, LIST_FACTS, NUMBER_FACTS } from '../facts.ts';
import { placed } from '../routing/lead-facts.ts';
import type { Settings } from '../settings.ts';
import type { Conditions } from '../settings-shapes.ts';
import {
  isIncludes,
  type Known,
  knownFrom,
  passes,
  possibleValues,
  spanOf,
  type Vocabulary,
} from './known.ts';

/** Leads that show what a finding means. Each is put to the rules before it is told, so none is a guess. */

const COUNTRIES = ['FR', 'US', 'DE', 'GB', 'IN', 'BR', 'JP', 'ZA', 'NZ', 'PE'];
const NUMBERS = [0, 1, 10, 100, 1_000, 10_000, 100_000];
const MOST_VALUES = 8;
const MOST_TRIES = 500;
/** Facts that every lead has when it is routed. */
const ALWAYS: readonly Fact[] = ['temperature', 'source'];
const DERIVED: readonly Fact[] = ['territory', 'segment'];

/** A lead that everything known is true of; null where none is found. */
export function exampleOf(known: Known, vocabulary: Vocabulary): FactValues | null {
  const facts: FactValues = {};
  for (const [fact, tests] of known) {
    if (DERIVED.includes(fact)) continue;
    const value = LIST_FACTS.has(fact)
      ? tests.flatMap((test) => passingValue(fact, [test], {}) ?? [])
      : passingValue(fact, tests, vocabulary);
    if (value === null || (Array.isArray(value) && value.length === 0)) return null;
    facts[fact] = Array.isArray(value) ? value.map(String) : value;
  }
  return facts;
}

function passingValue(
  fact: Fact,
  tests: NonNullable<ReturnType<Known['get']>>,
  vocabulary: Vocabulary,
): string | number | boolean | null {
  const finite = possibleValues(fact, tests, vocabulary);
  const { min, max } = spanOf(tests);
  const words = tests.flatMap((test) => (isIncludes(test) ? test.includes.slice(0, 1) : []));
  const tries =
    finite ?? (NUMBER_FACTS.has(fact) ? [min, max, min + 1, ...NUMBERS] : [words.join(' '), ...others(fact)]);
  return (
    tries.find(
      (value) =>
        (typeof value !== 'number' || Number.isFinite(value)) && tests.every((test) => passes(value, test)),
    ) ?? null
  );
}

const others = (fact: Fact): string[] => (fact === 'country' ? COUNTRIES : [`another ${describeFact(fact)}`]);

/** The facts of a lead with the territory and the segment that it lies in. */
export const withPlaces = (settings: Settings, facts: FactValues): FactValues =>
  placed(settings, facts, (_rule, when, known) => evaluate(when, known).result, false).facts;

/** Whether conditions hold for a lead of these facts. */
export const holds = (when: Conditions, facts: FactValues): boolean =>
  evaluate(when, facts).result === 'held';

/** A lead for which none of these conditions hold; null where none is found. */
export function exampleWithout(
  settings: Settings,
  conditions: readonly Conditions[],
  vocabulary: Vocabulary,
): FactValues | null {
  // What holds for every lead leaves none.
  if (conditions.some((when) => Object.keys(when).length === 0)) return null;
  const asked = [
    ...conditions,
    ...settings.territories.map(({ when }) => when),
    ...settings.segments.map(({ when }) => when),
  ];
  const choices = FACTS.filter((fact) => !DERIVED.includes(fact)).flatMap((fact) => {
    const tests = asked.flatMap((when) => knownFrom(when).get(fact) ?? []);
    return tests.length === 0 ? [] : [{ fact, values: valuesAround(fact, tests, vocabulary) }];
  });
  const isLeft = (facts: FactValues): boolean => {
    const whole = withPlaces(settings, facts);
    return conditions.every((when) => !holds(when, whole));
  };
  const told = firstOf(choices, isLeft);
  if (told) return told;
  // A lead that tells less than it might.
  return firstOf(
    choices.map(({ fact, values }) => ({ fact, values: ALWAYS.includes(fact) ? values : [null] })),
    isLeft,
  );
}

function valuesAround(
  fact: Fact,
  tests: readonly NonNullable<Conditions[Fact]>[],
  vocabulary: Vocabulary,
): FactValue[] {
  const known = vocabulary[fact];
  if (known) return [...known];
  if (NUMBER_FACTS.has(fact)) {
    const edges = tests.flatMap((test) => {
      const { min, max } = spanOf([test]);
      return [min - 1, max + 1];
    });
    const values = [...edges, ...NUMBERS].filter((value) => Number.isFinite(value) && value >= 0);
    return [...new Set(values)].slice(0, MOST_VALUES);
  }
  const unnamed = others(fact).filter((value) => !tests.some((test) => passes(value, test)));
  const named = tests.flatMap((test) => (typeof test === 'object' ? [] : [String(test)]));
  const values = [...unnamed.slice(0, 1), ...others(fact).slice(0, 2), ...named].slice(0, MOST_VALUES);
  return LIST_FACTS.has(fact) ? values.map((value) => [value]) : values;
}

type Choice = { fact: Fact; values: readonly (FactValue | null)[] };

/** The first of all combinations that fits, as far as they are looked at. */
function firstOf(choices: readonly Choice[], fits: (facts: FactValues) => boolean): FactValues | null {
  const all = choices.reduce((product, { values }) => product * values.length, 1);
  for (let no = 0; no < Math.min(all, MOST_TRIES); no += 1) {
    let rest = no;
    const facts: FactValues = {};
    for (const { fact, values } of choices) {
      const value = values[rest % values.length] ?? null;
      rest = Math.floor(rest / values.length);
      if (value !== null) facts[fact] = value;
    }
    if (fits(facts)) return facts;
  }
  return null;
}

/** A lead in words: country FR, employees 10. */
export function describeLead(facts: FactValues, asked: readonly Fact[]): string {
  const words = FACTS.filter((fact) => !DERIVED.includes(fact)).flatMap((fact) => {
    const value = facts[fact];
    if (value !== undefined) return [`${describeFact(fact)} ${describeValue(fact, value)}`];
    return asked.includes(fact) ? [`${describeFact(fact)} not known`] : [];
  });
  return words.join(', ') || 'any';
}
