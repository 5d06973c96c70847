import { expect, test } from 'vitest';
import { createPace } from '#src/slack/pace.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 9, 0, 0) + seconds * 1_000);

test('three messages go at once, each further one has a second of its own', () => {
  const pace = createPace();
  const waits = ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => pace.wait('D1', key, at(0)));
  expect(waits).toEqual([0, 0, 0, 1, 2, 3]);
});

test('whoever comes back in its second is let through, and takes nobody else’s', () => {
  const pace = createPace();
  for (const key of ['a', 'b', 'c', 'd', 'e']) pace.wait('D1', key, at(0));
  // A look too early costs no place.
  expect(pace.wait('D1', 'e', at(0.5))).toBe(1.5);
  expect(pace.wait('D1', 'd', at(1))).toBe(0);
  expect(pace.wait('D1', 'f', at(1))).toBe(2);
  expect(pace.wait('D1', 'e', at(2))).toBe(0);
});

test('sixty for one channel are through after their sixty seconds, each after one look back', () => {
  const pace = createPace();
  const keys = Array.from({ length: 60 }, (_, no) => `card ${no}`);
  const waits = keys.map((key) => pace.wait('D1', key, at(0)));
  expect(Math.max(...waits)).toBe(57);
  const back = keys.slice(3).map((key, no) => pace.wait('D1', key, at(waits[no + 3] ?? 0)));
  expect(back).toEqual(back.map(() => 0));
});

test('after a pause the burst is there again, and other channels never wait', () => {
  const pace = createPace();
  for (const key of ['a', 'b', 'c', 'd']) pace.wait('D1', key, at(0));
  expect(pace.wait('D2', 'x', at(0))).toBe(0);
  expect(['e', 'f', 'g', 'h'].map((key) => pace.wait('D1', key, at(10)))).toEqual([0, 0, 0, 1]);
});
