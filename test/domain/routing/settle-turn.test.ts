import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseMember } from '#domain/routing/choose.ts';
import { settled } from '#domain/routing/settle-turn.ts';
import { POOL_MODES } from '#domain/settings.ts';
import { make } from '../make.ts';

/** A turn for a lead that was none is given back. */

const tomorrow = new Date('2026-03-03T09:00:00Z');
const IDS = ['ana', 'ben', 'cleo'];

test('a turn that was owed is owed again, and costs nobody else anything', () => {
  const places = [
    { id: 'ana', lag: 0.25, owed: 1.5 },
    { id: 'ben', lag: -0.25, owed: 0 },
  ];
  const turn = { repId: 'ana', isCatchUp: true, candidates: [] };
  const credited = settled(places, turn, 'credit');
  expect(credited[0]).toEqual({ id: 'ana', lag: 0.25, owed: 2.5 });
  expect(credited[1]).toEqual(places[1]);
  expect(settled(credited, turn, 'debit')).toEqual(places);
});

test('a turn counts by the weights and among the people of then, whatever the pool is now', () => {
  const candidates = [
    { repId: 'ana', check: null, weight: 3, lag: 0, open: 3 },
    { repId: 'ben', check: null, weight: 1, lag: 0, open: 1 },
    { repId: 'cleo', check: null, weight: 1, lag: 0, open: 9 },
  ];
  const places = IDS.map((id) => ({ id, lag: 0, owed: 0 }));
  expect(settled(places, { repId: 'ana', isCatchUp: false, candidates }, 'credit')).toEqual([
    { id: 'ana', lag: 0.25, owed: 0 },
    { id: 'ben', lag: -0.25, owed: 0 },
    { id: 'cleo', lag: 0, owed: 0 },
  ]);
});

test('giving back the turn of somebody who left the pool changes nobody’s place', () => {
  const candidates = [{ repId: 'gone', check: null, weight: 1, lag: 0 }];
  const places = [{ id: 'ana', lag: 0.5, owed: 0 }];
  expect(settled(places, { repId: 'gone', isCatchUp: false, candidates }, 'credit')).toEqual(places);
});

const pools = fc.record({
  mode: fc.constantFrom(...POOL_MODES.filter((mode) => mode !== 'claim')),
  weights: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 3, maxLength: 3 }),
  away: fc.subarray(IDS),
  open: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 3 }),
  owed: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 3 }),
});

test('in every mode a turn that is given back is as if it had never been taken, and the other way round', () => {
  fc.assert(
    fc.property(pools, ({ mode, weights, away, open, owed }) => {
      const before = IDS.map((id, index) => ({ id, lag: 0, owed: owed[index] ?? 0 }));
      const { chosenId, kind, candidates, standing } = chooseMember(
        make.poolQuestion({
          pool: make.pool({
            mode,
            catch_up_per_day: 2,
            members: IDS.map((id, index) => ({ person: id, weight: weights[index] ?? 1 })),
          }),
          people: IDS.map((id, index) =>
            make.repStatus({ id, open: open[index] ?? 0, awayUntil: away.includes(id) ? tomorrow : null }),
          ),
          standing: make.standing({ owed: Object.fromEntries(before.map((one) => [one.id, one.owed])) }),
        }),
      );
      fc.pre(chosenId !== null);
      const turn = { repId: chosenId ?? '', isCatchUp: kind === 'catch_up', candidates };
      const credited = settled(standing, turn, 'credit');
      expect(credited).toEqual(before.map((one) => near(one)));
      expect(settled(credited, turn, 'debit')).toEqual(standing.map((one) => near(one)));
    }),
    { numRuns: 500 },
  );
});

const near = ({ id, lag, owed }: { id: string; lag: number; owed: number }) => ({
  id,
  lag: expect.closeTo(lag, 9),
  owed: expect.closeTo(owed, 9),
});
