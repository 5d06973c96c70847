import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate, type FactValues } from '#domain/conditions.ts';
import { countryCode } from '#domain/countries.ts';
import { withPlaces } from '#domain/doctor/examples.ts';
import { contradicts, implies, knownFrom, vocabularyOf } from '#domain/doctor/known.ts';
import { findInRules } from '#domain/doctor/rules.ts';
import type { Settings } from '#domain/settings.ts';
import type { Conditions, Test } from '#domain/settings-shapes.ts';
import { settingsWith } from './make.ts';

/** Few values, so that rules and leads meet often. */
const COUNTRIES = ['DE', 'de', 'Germany', 'AT', 'GB', 'uk'];
const WORDS = ['head', 'sales', 'head of sales', 'headhunter', 'vp sales'];
const TAGS = ['a', 'b', 'c'];

const oneOrMore = <T>(values: T[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const text = (values: string[]): fc.Arbitrary<Test> =>
  fc.oneof(
    fc.constantFrom(...values),
    oneOrMore(values),
    oneOrMore(values).map((none_of) => ({ none_of })),
  );
const number: fc.Arbitrary<Test> = fc.oneof(
  fc.integer({ min: 0, max: 6 }),
  fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 3 }),
  fc.integer({ min: 0, max: 6 }).map((min) => ({ min })),
  fc.integer({ min: 0, max: 6 }).map((max) => ({ max })),
  fc
    .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }))
    .map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) })),
  fc
    .uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 2 })
    .map((none_of) => ({ none_of })),
);
const plain = {
  country: text(COUNTRIES),
  employees: number,
  title: fc.oneof(
    text(WORDS),
    oneOrMore(WORDS).map((includes) => ({ includes })),
  ),
  tags: text(TAGS),
  temperature: text(['hot', 'warm', 'cold']),
  existing_customer: fc.boolean(),
};
const conditions = fc.record(plain, { requiredKeys: [] }) as fc.Arbitrary<Conditions>;
/** One condition alone: what follows from several is then often enough this one. */
const condition = fc
  .constantFrom(...(Object.keys(plain) as (keyof typeof plain)[]))
  .chain((fact) => plain[fact].map((one): Conditions => ({ [fact]: one })));
const territories = conditions.chain((first) =>
  conditions.chain((second) =>
    conditions.map((third) => [
      { id: 't1', when: first },
      { id: 't2', when: second },
      { id: 't3', when: third },
    ]),
  ),
);
const asking = fc.record(
  { ...plain, territory: text(['t1', 't2', 't3']), segment: text(['s1', 's2']) },
  { requiredKeys: [] },
) as fc.Arbitrary<Conditions>;
const segments = fc
  .tuple(fc.record({ ...plain, territory: text(['t1', 't2', 't3']) }, { requiredKeys: [] }), conditions)
  .map(([s1, s2]) => [
    { id: 's1', when: s1 as Conditions },
    { id: 's2', when: s2 },
  ]);

const leads: fc.Arbitrary<FactValues> = fc
  .record(
    {
      country: fc.constantFrom(...COUNTRIES, 'US').map(countryCode),
      employees: fc.integer({ min: 0, max: 7 }),
      title: fc.constantFrom(...WORDS, 'Head of  Sales, EMEA', 'clerk', 'Vp Sales'),
      existing_customer: fc.boolean(),
      tags: fc.uniqueArray(fc.constantFrom(...TAGS, 'd')),
      temperature: fc.constantFrom('hot', 'warm', 'cold'),
    },
    { requiredKeys: ['tags', 'temperature'] },
  )
  .map((facts) => facts as FactValues);

const holds = (when: Conditions, facts: FactValues): boolean => evaluate(when, facts).result === 'held';
const NOWHERE = vocabularyOf({ territories: [], segments: [] });

test('what is said to follow holds for every lead, and what is said to be impossible for none', () => {
  let followed = 0;
  fc.assert(
    fc.property(
      conditions,
      condition,
      fc.array(leads, { minLength: 30, maxLength: 30 }),
      (one, other, many) => {
        const known = knownFrom(one);
        const follows = implies(known, knownFrom(other), NOWHERE);
        const isImpossible = contradicts(known, NOWHERE);
        if (follows) followed += 1;
        for (const facts of many.filter((lead) => holds(one, lead))) {
          expect(isImpossible).toBe(false);
          if (follows) expect(holds(other, facts)).toBe(true);
        }
      },
    ),
    { numRuns: 2_000 },
  );
  expect(followed).toBeGreaterThan(100);
});

const named = (where: string): string[] => where.split(' ').slice(1);

test('no lead ever reaches a rule or a place that is said to be unreachable', () => {
  // With few conditions, or none, one route lies behind another often enough.
  const few = fc.oneof(asking, condition, fc.constant<Conditions>({}));
  const routes = fc.array(fc.tuple(few, fc.boolean()), { minLength: 1, maxLength: 6 }).map((all) =>
    all.map(([when, isPool], index) => ({
      id: `r${index}`,
      leg: 'mql_to_sdr' as const,
      when,
      to: isPool ? { pool: 'sdr' } : { person: 'ana' },
    })),
  );
  let unreachable = 0;
  fc.assert(
    fc.property(
      routes,
      territories,
      segments,
      fc.array(leads, { minLength: 20, maxLength: 20 }),
      (all, t, s, many) => {
        const settings: Settings = { ...settingsWith(), routes: all, territories: t, segments: s };
        const dead = findInRules(settings).filter(({ what }) =>
          /^(never reached|no lead can meet)/.test(what),
        );
        unreachable += dead.length;
        const gone = new Set(dead.flatMap(({ where }) => named(where)));
        for (const lead of many) {
          const facts = withPlaces(settings, lead);
          expect(gone.has(String(facts.territory))).toBe(false);
          expect(gone.has(String(facts.segment))).toBe(false);
          // Nobody named can take it: every route that holds is passed, up to the first that leads to a pool.
          const reached = all.filter(({ when }) => holds(when, facts));
          const end = reached.findIndex(({ to }) => 'pool' in to);
          const tried = end < 0 ? reached : reached.slice(0, end + 1);
          expect(tried.filter(({ id }) => gone.has(id))).toEqual([]);
        }
      },
    ),
    { numRuns: 500 },
  );
  expect(unreachable).toBeGreaterThan(50);
});
