import { FACT_KINDS, FACTS, type Fact } from '#domain/facts.ts';
import { CHANNELS, TEMPERATURES } from '#domain/lead.ts';
import { childrenOf, isGroup, type Place, select } from './place.ts';
import type { Finding } from './problem.ts';
import { explainUnknown, namesOf } from './references.ts';

const TEXT_FORMS = 'a text, a list of texts, {includes: [words]} or {none_of: [texts]}';
const FORMS = {
  text: TEXT_FORMS,
  texts: TEXT_FORMS,
  number: 'a number, a list of numbers, {min, max} or {none_of: [numbers]}',
  yes_or_no: 'true or false',
};

const CONDITIONS = [
  ['territories', '*', 'when'],
  ['segments', '*', 'when'],
  ['people', '*', 'skills'],
  ['routes', '*', 'when'],
  ['mql', 'exclusions', '*', 'when'],
  ['mql', 'profiles', '*', 'when'],
  ['mql', 'behaviours', '*', 'when'],
  ['mql', 'hand_raisers'],
  ['temperature', 'by_source', '*', 'when'],
  ['temperature', 'by_behaviour', '*', 'when'],
  ['sla', '*', 'when'],
  ['reasons', '*', 'supported_when'],
];

// With no condition in them these would take every lead there is.
const NEVER_EMPTY = [
  ['mql', 'exclusions', '*', 'when'],
  ['mql', 'hand_raisers'],
  ['reasons', '*', 'supported_when'],
];

// Territories are found first, then segments, which may ask for the territory.
const UNKNOWN_YET = [
  { list: 'territories', kind: 'territory', fact: 'territory' },
  { list: 'territories', kind: 'territory', fact: 'segment' },
  { list: 'segments', kind: 'segment', fact: 'segment' },
] as const;

/** Tests that can never hold: of the wrong kind for their fact, or for a name that does not exist. */
export function findWrongConditions(root: Place): Finding[] {
  const tests = CONDITIONS.flatMap((path) => select(root, path)).flatMap((when) => childrenOf(when));
  const empty = NEVER_EMPTY.flatMap((path) => select(root, path)).filter(({ value }) => isEmpty(value));
  return [
    ...tests.flatMap((test) => checkTest(test, root)),
    ...UNKNOWN_YET.flatMap(({ list, kind, fact }) =>
      select(root, [list, '*', 'when', fact]).map(({ path }) => ({
        path,
        problem: `a ${kind} cannot be defined by a ${fact}; expected another fact, such as country`,
      })),
    ),
    ...empty.map(({ path }) => ({
      path,
      problem: 'an empty group holds for every lead; expected at least one condition',
    })),
  ];
}

const isEmpty = (value: unknown): boolean => isGroup(value) && Object.keys(value).length === 0;

function checkTest(test: Place, root: Place): Finding[] {
  const fact = FACTS.find((name) => name === test.path.at(-1));
  if (!fact || !isTest(test.value)) return [];
  const kind = FACT_KINDS[fact];
  const isRange = isGroup(test.value) && ('min' in test.value || 'max' in test.value);
  const hasWords = isGroup(test.value) && 'includes' in test.value;
  const isWrongForm =
    (isRange && kind !== 'number') ||
    (hasWords && kind !== 'text' && kind !== 'texts') ||
    (typeof test.value === 'object' && kind === 'yes_or_no');
  const values = isRange ? [] : valuesIn(test);
  if (isWrongForm || values.some(({ value }) => !NATIVE[kind].includes(typeof value))) {
    return [{ path: test.path, problem: `${fact} is a ${WORDS[kind]} fact; expected ${FORMS[kind]}` }];
  }
  const names = hasWords ? null : vocabularyOf(fact, root);
  if (names === null) return [];
  const known = names.map((name) => name.toLowerCase());
  return values
    .filter(({ value }) => !known.includes(String(value).toLowerCase()))
    .map(({ path, value }) => ({ path, problem: explainUnknown(fact, String(value), names) }));
}

const WORDS = { text: 'text', texts: 'text', number: 'number', yes_or_no: 'yes-or-no' };
// YAML reads a campaign called 2026 as a number; it is compared as text all the same.
const WRITTEN = ['string', 'number'];
const NATIVE = { text: WRITTEN, texts: WRITTEN, number: ['number'], yes_or_no: ['boolean'] };

// What is no test at all has been told by its shape already.
function isTest(value: unknown): boolean {
  if (!isGroup(value)) return value !== null && value !== undefined;
  return Object.keys(value).some((key) => ['min', 'max', 'includes', 'none_of'].includes(key));
}

function valuesIn(test: Place): Place[] {
  if (Array.isArray(test.value)) return childrenOf(test);
  if (!isGroup(test.value)) return [test];
  return childrenOf(test).flatMap((list) => childrenOf(list));
}

/** The values a fact can have, for the facts whose values the settings or the program define. */
function vocabularyOf(fact: Fact, root: Place): readonly string[] | null {
  switch (fact) {
    case 'channel':
      return CHANNELS;
    case 'temperature':
      return TEMPERATURES;
    case 'territory':
      return namesOf('territory', root);
    case 'segment':
      return namesOf('segment', root);
    case 'source': {
      const ids = namesOf('source', root);
      const names = select(root, ['sources', '*', 'name']).map(({ value }) => String(value));
      return ids && [...ids, ...names];
    }
    default:
      return null;
  }
}
