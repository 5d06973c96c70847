import { type FactValue, type FactValues, resultOf } from '../conditions.ts';
import type { Fact } from '../facts.ts';
import type { Conditions } from '../settings-shapes.ts';

type Rule = { when: Conditions };
/** A bit for each rule. */
type Bits = Uint32Array;

const WORD = 32;
/** Values of one fact that are remembered, before they are forgotten. */
const REMEMBERED = 5_000;

/**
 * Says which of these rules a lead meets, first to last by their places. Hundreds of rules over a hundred thousand leads
 * ask about the same few values: which rules a value lets through is judged once and remembered. A lead
 * meets those that all of its values let through.
 */
export function createRulesMet(rules: readonly Rule[]): (facts: FactValues) => number[] {
  // Object.keys forgets the keys' type; zod has let only facts in.
  const asked = [...new Set(rules.flatMap(({ when }) => Object.keys(when) as Fact[]))];
  const filters = asked.map((fact) => ({ fact, passing: createPassing(rules, fact) }));
  const all = bitsOf(rules.length, rules.keys());
  return (facts) => {
    const met = all.slice();
    for (const { fact, passing } of filters) keepBoth(met, passing(facts[fact]));
    return placesOf(met);
  };
}

/** Which rules a value of this fact lets through: those that do not ask about it, and those whose test it passes. */
function createPassing(rules: readonly Rule[], fact: Fact): (value: FactValue | undefined) => Bits {
  const unasked: number[] = [];
  const tests = new Map<string, { when: Conditions; places: number[] }>();
  for (const [place, { when }] of rules.entries()) {
    const test = when[fact];
    if (test === undefined) {
      unasked.push(place);
      continue;
    }
    const same = tests.get(JSON.stringify(test)) ?? { when: { [fact]: test }, places: [] };
    same.places.push(place);
    tests.set(JSON.stringify(test), same);
  }
  const judge = (value: FactValue | undefined): Bits => {
    const facts: FactValues = value === undefined ? {} : { [fact]: value };
    const passed = [...tests.values()].filter((test) => resultOf(test.when, facts) === 'held');
    return bitsOf(rules.length, [...unasked, ...passed.flatMap(({ places }) => places)]);
  };
  const values = new Map<FactValue | undefined, Bits>();
  const lists = new Map<string, Bits>();
  return (value) =>
    Array.isArray(value)
      ? remembered(lists, value.join('\n'), () => judge(value))
      : remembered(values, value, () => judge(value));
}

function remembered<Key>(answers: Map<Key, Bits>, key: Key, judge: () => Bits): Bits {
  const known = answers.get(key);
  if (known) return known;
  if (answers.size >= REMEMBERED) answers.clear();
  const answer = judge();
  answers.set(key, answer);
  return answer;
}

function bitsOf(count: number, places: Iterable<number>): Bits {
  const bits = new Uint32Array(Math.ceil(count / WORD));
  for (const place of places) {
    const word = Math.floor(place / WORD);
    bits[word] = (bits[word] ?? 0) | (1 << (place % WORD));
  }
  return bits;
}

function keepBoth(bits: Bits, others: Bits): void {
  for (let word = 0; word < bits.length; word += 1) bits[word] = (bits[word] ?? 0) & (others[word] ?? 0);
}

function placesOf(bits: Bits): number[] {
  const places: number[] = [];
  for (const [word, of] of bits.entries()) {
    // The lowest bit that is left, again and again.
    for (let left = of; left !== 0; left &= left - 1)
      places.push(word * WORD + (31 - Math.clz32(left & -left)));
  }
  return places;
}
