import { expect, test } from 'vitest';
import type { Part } from '#db/due.ts';
import { createSeenUntil } from '#scheduler/seen-until.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 9, minute));
const PARTS: Part[] = ['wakes', 'settles'];

test('a part without work is looked for from a minute before that look on; one with work from the beginning', () => {
  const seen = createSeenUntil(() => 0);
  expect(seen.before(at(0))('settles')).toBeNull();
  seen.note(at(0), PARTS, new Set(['wakes']));
  const next = seen.before(at(5));
  expect([next('settles'), next('wakes')]).toEqual([at(-1), null]);
});

test('what was left over once keeps the place where it was found', () => {
  const seen = createSeenUntil(() => 0);
  seen.before(at(0));
  seen.note(at(0), PARTS, new Set());
  seen.note(at(5), PARTS, new Set(['settles']));
  expect(seen.before(at(6))('settles')).toEqual(at(-1));
});

test('once a minute, and where the clock went back, everything is looked at', () => {
  let ticking = 0;
  const seen = createSeenUntil(() => ticking);
  seen.before(at(0));
  seen.note(at(10), PARTS, new Set());
  expect(seen.before(at(3))('settles')).toBeNull();
  ticking = 59_999;
  expect(seen.before(at(11))('settles')).toEqual(at(9));
  ticking = 60_000;
  expect(seen.before(at(11))('settles')).toBeNull();
});
