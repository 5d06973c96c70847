import { expect, test } from 'vitest';
import { FEWEST_BAD, findRules } from '#domain/suggest/find-rules.ts';
import { PLANTED, tellYear } from './a-year.ts';

const CHANCE = 0.05;

test('of two hundred years in which nothing sets leads apart, at most one in twenty suggests anything', () => {
  const suggested = Array.from({ length: 200 }, (_, seed) =>
    findRules(tellYear({ seed: 1_000 + seed, leads: 1_200, isPlanted: false }), CHANCE),
  ).filter((rules) => rules.length > 0);
  expect(suggested.length).toBeLessThanOrEqual(10);
}, 120_000);

test('a planted rule is found, and none of the others', () => {
  const years = Array.from({ length: 50 }, (_, seed) =>
    findRules(tellYear({ seed: 5_000 + seed, leads: 1_200, isPlanted: true }), CHANCE),
  );
  expect(years.filter((rules) => rules[0]?.fact === 'employees').length).toBeGreaterThanOrEqual(49);
  expect(years.flat().filter(({ fact }) => fact !== 'employees').length).toBeLessThanOrEqual(3);
  const [first] = years[0] ?? [];
  expect(first?.when).toEqual(PLANTED);
  expect(first?.about.low).toBeGreaterThan(first?.others.high ?? 1);
}, 120_000);

test('its counts are those of all leads', () => {
  const year = tellYear({ seed: 5_000, leads: 1_200, isPlanted: true });
  const [found] = findRules(year, CHANCE);
  const isSmall = ({ facts }: (typeof year)[number]) => Number(facts.employees) <= 49;
  const bad = year.filter(({ isBad }) => isBad);
  const small = bad.filter(isSmall);
  expect(found?.removed).toEqual({ cases: small.length, of: bad.length });
  expect(found?.cost).toBe(year.filter((lead) => isSmall(lead) && !lead.isBad).length);
  expect(found?.reason?.cases).toBe(
    Math.max(...[...Map.groupBy(small, ({ reason }) => reason).values()].map(({ length }) => length)),
  );
});

test('from few bad ends nothing is suggested, however clear they are', () => {
  const year = tellYear({ seed: 7, leads: 400, isPlanted: true }).map((lead) => ({
    ...lead,
    isBad: Number(lead.facts.employees) <= 49,
  }));
  let left = FEWEST_BAD - 1;
  const few = year.map((lead) => ({ ...lead, isBad: lead.isBad && left-- > 0 }));
  expect(few.filter(({ isBad }) => isBad)).toHaveLength(FEWEST_BAD - 1);
  expect(findRules(few, CHANCE)).toEqual([]);
});

test('many leads of one company are one case', () => {
  const year = tellYear({ seed: 9, leads: 1_000, isPlanted: false });
  const one = year.map((lead, no) =>
    no % 3 === 0
      ? { ...lead, company: 'the-same', isBad: true, facts: { ...lead.facts, country: 'LU' } }
      : lead,
  );
  expect(findRules(one, CHANCE).map(({ fact }) => fact)).not.toContain('country');
});
