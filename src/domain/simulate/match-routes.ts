import { evaluate, type FactValue, type FactValues } from '../conditions.ts';
import type { Fact } from '../facts.ts';
import type { Settings } from '../settings.ts';
import type { Conditions, Leg, Test } from '../settings-shapes.ts';

/** A lead's facts with territory and segment, and the settings with no other routes than those it meets. */
export type Matched = {
  facts: FactValues;
  /** Decides about this lead as the whole settings do. */
  settings: Settings;
  /** Whom its routes lead to, one after another: where one lead finds nobody, no other of the same way does. */
  way: string;
};

type Atom = (facts: FactValues) => boolean;
type Rule = { id: string; atoms: readonly number[] };

/** Answers that are remembered of one test, before they are forgotten. */
const REMEMBERED = 5_000;
const UNASKED = -1;

/**
 * Finds what of the settings a lead meets. Hundreds of rules over a hundred thousand leads ask the same few tests of
 * the same few values, so each is judged once, by `evaluate`, and remembered.
 */
export function createMatcher(settings: Settings, leg: Leg): (facts: FactValues) => Matched {
  const atoms: Atom[] = [];
  const known = new Map<string, number>();
  const compile = (when: Conditions): number[] =>
    // Object.entries forgets the keys' type; zod has let only facts in.
    (Object.entries(when) as [Fact, Test | undefined][]).flatMap(([fact, test]) => {
      if (test === undefined) return [];
      const name = JSON.stringify([fact, test]);
      const index = known.get(name) ?? atoms.push(createAtom(fact, test)) - 1;
      known.set(name, index);
      return [index];
    });
  const rulesOf = (named: readonly { id: string; when: Conditions }[]): Rule[] =>
    named.map(({ id, when }) => ({ id, atoms: compile(when) }));

  const territories = rulesOf(settings.territories);
  const segments = rulesOf(settings.segments);
  const routes = settings.routes.filter((route) => route.leg === leg);
  const routeRules = rulesOf(routes);
  const reduced = new Map<string, Omit<Matched, 'facts'>>();
  const results = new Int8Array(atoms.length);

  // Plain loops: this is asked five hundred times for each lead.
  const holds = ({ atoms: asked }: Rule, facts: FactValues): boolean => {
    for (const index of asked) {
      if (results[index] === UNASKED) results[index] = atoms[index]?.(facts) ? 1 : 0;
      if (results[index] === 0) return false;
    }
    return true;
  };
  const firstOf = (rules: readonly Rule[], facts: FactValues): string | null => {
    results.fill(UNASKED);
    return rules.find((rule) => holds(rule, facts))?.id ?? null;
  };

  /** Up to the first that leads to a pool: what stands after it is never reached. */
  const routesFor = (facts: FactValues): number[] => {
    results.fill(UNASKED);
    const met: number[] = [];
    for (let index = 0; index < routeRules.length; index += 1) {
      const rule = routeRules[index];
      if (!rule || !holds(rule, facts)) continue;
      met.push(index);
      const route = routes[index];
      if (route && 'pool' in route.to) break;
    }
    return met;
  };

  const reducedTo = (met: readonly number[]): Omit<Matched, 'facts'> => {
    const key = met.join(',');
    const known = reduced.get(key);
    if (known) return known;
    const kept = met.flatMap((index) => routes[index] ?? []).map((route) => ({ ...route, when: {} }));
    const one = {
      settings: { ...settings, territories: [], segments: [], routes: kept },
      way: kept.map(({ to }) => JSON.stringify(to)).join(),
    };
    reduced.set(key, one);
    return one;
  };

  return (plain) => {
    const territory = firstOf(territories, plain);
    const placed = territory === null ? plain : { ...plain, territory };
    const segment = firstOf(segments, placed);
    const facts = segment === null ? placed : { ...placed, segment };
    const met = routesFor(facts);
    return { facts, ...reducedTo(met) };
  };
}

function createAtom(fact: Fact, test: Test): Atom {
  const answers = new Map<FactValue | undefined, boolean>();
  const lists = new Map<string, boolean>();
  return (facts) => {
    const value = facts[fact];
    const judge = () => evaluate({ [fact]: test }, facts).result === 'held';
    return Array.isArray(value)
      ? remembered(lists, value.join('\n'), judge)
      : remembered(answers, value, judge);
  };
}

function remembered<Key>(answers: Map<Key, boolean>, key: Key, judge: () => boolean): boolean {
  const known = answers.get(key);
  if (known !== undefined) return known;
  if (answers.size >= REMEMBERED) answers.clear();
  const answer = judge();
  answers.set(key, answer);
  return answer;
}
