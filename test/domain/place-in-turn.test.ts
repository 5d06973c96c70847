import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeInTurn, placesInTurn } from '#domain/place-in-turn.ts';
import { takeTurn } from '#domain/turns.ts';

const level = (id: string, weight = 1, lag = 0) => ({ id, weight, lag });

test('of two who stand level the first in the list is next, and the other after them', () => {
  const members = [level('ana'), level('ben')];
  const both = new Set(['ana', 'ben']);
  expect([placeInTurn(members, 'ana', both), placeInTurn(members, 'ben', both)]).toEqual([1, 2]);
});

test('those who cannot take leads now are nobody’s forerunners, who asks always counts', () => {
  const members = [level('ana'), level('ben'), level('cleo')];
  expect(placeInTurn(members, 'cleo', new Set(['ben']))).toBe(2);
  expect(placeInTurn(members, 'cleo', new Set())).toBe(1);
});

test('who is far ahead of their share waits longer than is counted', () => {
  expect(placeInTurn([level('ana', 1, -900), level('ben')], 'ana', new Set(['ana', 'ben']))).toBeNull();
});

test('the five hundredth place is counted, the one after it is not', () => {
  const both = new Set(['ana', 'ben']);
  const behind = (weight: number) => [level('ana'), level('ben', weight)];
  expect(placeInTurn(behind(998), 'ana', both)).toBe(500);
  expect(placeInTurn(behind(1_000), 'ana', both)).toBeNull();
  expect(placesInTurn(behind(998), both, both).get('ana')).toBe(500);
  expect(placesInTurn(behind(1_000), both, both).get('ana')).toBeUndefined();
});

test('the one routing would choose is number one, and nobody else is', () => {
  const members = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom('ana', 'ben', 'cleo', 'dan'),
      weight: fc.integer({ min: 1, max: 5 }),
      lag: fc.integer({ min: -20, max: 20 }).map((tenths) => tenths / 10),
    }),
    { selector: ({ id }) => id, minLength: 1 },
  );
  fc.assert(
    fc.property(members, (pool) => {
      const all = new Set(pool.map(({ id }) => id));
      const first = pool.filter(({ id }) => placeInTurn(pool, id, all) === 1).map(({ id }) => id);
      expect(first).toEqual([takeTurn(pool, all).chosen]);
    }),
  );
});

test('the places of all who can take leads are those that each would be told', () => {
  const members = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom('ana', 'ben', 'cleo', 'dan', 'eva'),
      weight: fc.integer({ min: 1, max: 5 }),
      lag: fc.integer({ min: -20, max: 20 }).map((tenths) => tenths / 10),
      isThere: fc.boolean(),
    }),
    { selector: ({ id }) => id },
  );
  fc.assert(
    fc.property(members, (pool) => {
      const there = new Set(pool.filter(({ isThere }) => isThere).map(({ id }) => id));
      const each = [...there].map((id) => [id, placeInTurn(pool, id, there)] as const);
      expect(placesInTurn(pool, there, there)).toEqual(new Map(each));
    }),
  );
});

test('who is further ahead than anybody would count has no place', () => {
  const pool = [level('ana', 1, -900), level('ben')];
  const both = new Set(['ana', 'ben']);
  expect(placesInTurn(pool, both, both)).toEqual(new Map([['ben', 1]]));
});

test('two hundred people’s places are counted in one walk, and no further than those asked for', () => {
  const pool = Array.from({ length: 200 }, (_, n) => level(`rep-${n}`));
  const all = new Set(pool.map(({ id }) => id));
  const places = placesInTurn(pool, all, all);
  expect([...places.values()].toSorted((a, b) => a - b)).toEqual(pool.map((_, n) => n + 1));
  expect(placesInTurn(pool, new Set(['rep-0']), all)).toEqual(new Map([['rep-0', 1]]));
});
