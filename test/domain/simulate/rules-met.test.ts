import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FactValues, resultOf } from '#domain/conditions.ts';
import type { Conditions } from '#domain/settings-shapes.ts';
import { createRulesMet } from '#domain/simulate/rules-met.ts';

test('a lead meets the rules that all of its values let through, in their order', () => {
  const met = createRulesMet([
    { when: { country: 'Germany', employees: { min: 100 } } },
    { when: { country: ['DE', 'AT'] } },
    { when: { tags: ['vip'] } },
    { when: {} },
  ]);
  expect([
    met({ country: 'DE', employees: 100 }),
    met({ country: 'AT', employees: 100, tags: ['vip', 'fair'] }),
    met({ employees: 99 }),
    met({}),
  ]).toEqual([[0, 1, 3], [1, 2, 3], [3], [3]]);
});

test('no rules are met by nobody', () => {
  expect(createRulesMet([])({ country: 'DE' })).toEqual([]);
});

const anyWhen: fc.Arbitrary<Conditions> = fc.record(
  {
    country: fc.constantFrom('DE', ['DE', 'AT'], { none_of: ['DE'] }),
    employees: fc.constantFrom({ min: 10 }, { max: 50 }, { min: 10, max: 50 }),
    tags: fc.constantFrom(['vip'], { none_of: ['vip'] }, { includes: ['fair'] }),
  },
  { requiredKeys: [] },
);
const anyFacts: fc.Arbitrary<FactValues> = fc.record(
  {
    country: fc.constantFrom('DE', 'AT', 'FR'),
    employees: fc.constantFrom(5, 10, 50, 100),
    tags: fc.subarray(['vip', 'trade fair', 'other']),
  },
  { requiredKeys: [] },
);

test('as many rules as there are, each is met where its conditions hold', () => {
  fc.assert(
    fc.property(fc.array(anyWhen, { maxLength: 100 }), fc.array(anyFacts), (whens, leads) => {
      const met = createRulesMet(whens.map((when) => ({ when })));
      const held = (facts: FactValues) =>
        [...whens.keys()].filter((at) => resultOf(whens[at] ?? {}, facts) === 'held');
      expect(leads.map(met)).toEqual(leads.map(held));
    }),
  );
});
