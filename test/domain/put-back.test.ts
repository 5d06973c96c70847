import { expect, test } from 'vitest';
import { type KeptChange, planPutBack } from '#domain/put-back.ts';

const status = { name: 'status', label: 'Status', type: 'text', options: [], isReadOnly: false } as const;
const change = (id: number, from: string | null, to: string | null): KeptChange => ({
  ...{ id, field: 'status', from, to },
});

test('a field that we changed more than once gets what it held before the first', () => {
  const changes = [change(1, 'old', 'new'), change(2, 'new', 'open'), change(3, 'open', 'won')];
  expect(planPutBack(changes, [status], { status: 'won' })).toEqual([
    { field: 'status', ids: [3, 2, 1], now: 'won', to: 'old', outcome: 'write' },
  ]);
});

test('what somebody wrote between two of ours is what is put back', () => {
  const changes = [change(1, 'old', 'new'), change(2, 'theirs', 'open')];
  expect(planPutBack(changes, [status], { status: 'open' })).toEqual([
    { field: 'status', ids: [2], now: 'open', to: 'theirs', outcome: 'write' },
  ]);
});

test('what somebody changed since stays', () => {
  expect(planPutBack([change(1, 'old', 'new')], [status], { status: 'theirs' })).toEqual([
    { field: 'status', ids: [], now: 'theirs', to: null, outcome: 'changed' },
  ]);
});

test('a field that was empty is emptied', () => {
  expect(planPutBack([change(1, null, 'new')], [status], { status: 'new' })).toEqual([
    { field: 'status', ids: [1], now: 'new', to: null, outcome: 'write' },
  ]);
});

test('what goes back to itself is there already', () => {
  const changes = [change(1, 'old', 'new'), change(2, 'new', 'old')];
  expect(planPutBack(changes, [status], { status: 'old' })).toEqual([
    { field: 'status', ids: [2, 1], now: 'old', to: 'old', outcome: 'there' },
  ]);
});

test('a field that is gone, or read only, is left', () => {
  const left = { field: 'status', ids: [], to: null, outcome: 'fixed' };
  expect(planPutBack([change(1, 'old', 'new')], [], {})).toEqual([{ ...left, now: null }]);
  expect(
    planPutBack([change(1, 'old', 'new')], [{ ...status, isReadOnly: true }], { status: 'new' }),
  ).toEqual([{ ...left, now: 'new' }]);
});

test('instants that a tool keeps without their milliseconds are the same', () => {
  const at = { ...status, type: 'datetime' } as const;
  const changes = [change(1, null, '2026-12-01T09:00:00.400Z')];
  expect(planPutBack(changes, [at], { status: '2026-12-01T09:00:00Z' })).toMatchObject([
    { outcome: 'write' },
  ]);
});
