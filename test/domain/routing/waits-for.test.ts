import { expect, test } from 'vitest';
import { CHECKS, type Check } from '#domain/routing/check-names.ts';
import type { RoutingRecord } from '#domain/routing/record.ts';
import { waitsForTheSame } from '#domain/routing/waits-for.ts';

/** When a lead that waits needs another row in the routing log. */

const waiting = (checks: Record<string, Check>, overrides: Partial<RoutingRecord> = {}): RoutingRecord => ({
  because: 'waiting',
  facts: {},
  rules: [{ rule: 'route all', result: 'goes_to', repId: null, poolId: 'sdr' }],
  candidates: Object.entries(checks).map(([repId, check]) => ({ repId, check, weight: 1, lag: 0 })),
  poolId: 'sdr',
  chosenId: null,
  by: 'nobody',
  ...overrides,
});
const before = waiting({ ana: 'cap_unanswered', ben: 'outside_hours' });

test('the same causes are no news, however everybody stands', () => {
  const now = waiting({ ana: 'cap_unanswered', ben: 'outside_hours' }, { because: 'new lead' });
  const moved = { ...now, candidates: now.candidates.map((one) => ({ ...one, lag: 0.5 })) };
  expect(waitsForTheSame(before, moved)).toBe(true);
});

test('which of their caps is reached, and whose pace it is, is no news', () => {
  expect(waitsForTheSame(before, waiting({ ana: 'paced', ben: 'outside_hours' }))).toBe(true);
  expect(waitsForTheSame(before, waiting({ ana: 'cap_per_day', ben: 'holiday' }))).toBe(true);
});

test('that somebody came to work and is full, or left, is news', () => {
  expect(waitsForTheSame(before, waiting({ ana: 'cap_unanswered', ben: 'cap_unanswered' }))).toBe(false);
  expect(waitsForTheSame(before, waiting({ ana: 'away', ben: 'outside_hours' }))).toBe(false);
  expect(waitsForTheSame(before, waiting({ ana: 'deactivated', ben: 'outside_hours' }))).toBe(false);
});

test('that others are asked, by other rules or of another pool, is news', () => {
  const same = { ana: 'cap_unanswered', ben: 'outside_hours' } as const;
  expect(waitsForTheSame(before, waiting({ ...same, cleo: 'away' }))).toBe(false);
  expect(waitsForTheSame(before, waiting(same, { rules: [] }))).toBe(false);
  expect(waitsForTheSame(before, waiting(same, { poolId: 'ae' }))).toBe(false);
  const { candidates } = waiting({ dan: 'away' });
  expect(waitsForTheSame(before, waiting(same, { others: [{ poolId: 'ae', candidates }] }))).toBe(false);
});

test('that it may be claimed from now on is news, also where nobody was in the pool', () => {
  expect(waitsForTheSame(waiting({}), waiting({}, { by: 'claim' }))).toBe(false);
});

test('a decision for somebody is never old', () => {
  expect(waitsForTheSame(before, { ...before, chosenId: 'ana' })).toBe(false);
  expect(waitsForTheSame({ ...before, chosenId: 'ana' }, before)).toBe(false);
});

test('no check is the same as being able to take it', () => {
  const free = { ...before, candidates: [{ repId: 'ana', check: null, weight: 1, lag: 0 }] };
  const stopped = Object.keys(CHECKS).filter(
    (check) => !waitsForTheSame(free, waiting({ ana: check as Check })),
  );
  expect(stopped).toEqual(Object.keys(CHECKS));
});
