import { testFact } from '../conditions.ts';
import { FACT_KINDS, FACTS, type Fact } from '../facts.ts';
import type { Conditions, Test } from '../settings-shapes.ts';
import type { Studied } from './studied.ts';

/** Every rule about a single fact that some leads tell. */

export type Candidate = { fact: Fact; test: Test; when: Conditions };

/** Who somebody is, and what we or the sender made of them, is no kind of lead; segments and territories are made of other facts. */
const NOT_ASKED: readonly Fact[] = [
  ...([
    'company',
    'email_domain',
    'title',
    'temperature',
    'territory',
    'segment',
    'existing_customer',
  ] as const),
  ...(['open_opportunity', 'churned', 'score'] as const),
];
const ASKED = FACTS.filter((fact) => !NOT_ASKED.includes(fact));

/** Where people draw lines between sizes, in any unit. */
const STEPS = [1, 2, 5];
/** Of fewer leads nothing is learnt. */
const LEAST = 8;
const LONGEST_WORDS = 60;

export function candidatesFor(leads: readonly Studied[]): Candidate[] {
  return [...ASKED.flatMap((fact) => ofFact(fact, leads)), ...ofTitles(leads)];
}

function ofFact(fact: Fact, leads: readonly Studied[]): Candidate[] {
  const told = leads.flatMap(({ facts }) => facts[fact] ?? []);
  if (FACT_KINDS[fact] === 'number')
    return ofNumbers(
      fact,
      told.filter((value) => typeof value === 'number'),
    );
  const texts = told.filter((value) => typeof value === 'string' && value.length <= LONGEST_WORDS);
  return oftenOf(texts.map(String)).map((value) => candidate(fact, [value]));
}

/** Round numbers, with at least so many leads on either side. */
function ofNumbers(fact: Fact, values: readonly number[]): Candidate[] {
  const sorted = values.toSorted((a, b) => a - b);
  const [least = 0, most = 0] = [sorted[LEAST - 1], sorted.at(-LEAST)];
  const lines: number[] = [];
  for (let ten = 1; ten <= most; ten *= 10) {
    lines.push(...STEPS.map((step) => step * ten).filter((line) => line > least && line <= most));
  }
  return lines.flatMap((line) => [candidate(fact, { max: line - 1 }), candidate(fact, { min: line })]);
}

const ofTitles = (leads: readonly Studied[]): Candidate[] =>
  oftenOf(leads.flatMap(({ titleWords }) => [...new Set(titleWords)])).map((word) =>
    candidate('title', { includes: [word] }),
  );

function oftenOf(values: readonly string[]): string[] {
  const counts = Map.groupBy(values, (value) => value);
  return [...counts].filter(([, list]) => list.length >= LEAST).map(([value]) => value);
}

const candidate = (fact: Fact, test: Test): Candidate => ({ fact, test, when: { [fact]: test } });

/** Whether a rule is about this lead. What is not known is no case of it. */
export function isAbout({ fact, test }: Candidate, { facts, titleWords }: Studied): boolean {
  if (fact === 'title') return wordsOf(test).some((word) => titleWords.includes(word));
  return testFact(facts[fact], test) === 'held';
}

const wordsOf = (test: Test): readonly string[] =>
  typeof test === 'object' && !Array.isArray(test) && 'includes' in test ? test.includes : [];
