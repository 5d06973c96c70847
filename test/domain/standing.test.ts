import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeInTurn } from '#domain/standing.ts';
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
