import { expect, test } from 'vitest';
import { fallenOf } from '#domain/acceptance-fall.ts';
import { chance } from '../support/chance.ts';

const group = (key: string, now: [number, number], before: [number, number]) => ({
  key,
  now: { cases: now[0], of: now[1] },
  before: { cases: before[0], of: before[1] },
});

test('what falls out of its own range is told, and what rises or has few is not', () => {
  const groups = [
    group('webinar', [6, 30], [66, 120]),
    group('website', [24, 30], [80, 120]),
    group('fair', [0, 9], [50, 60]),
    group('new', [0, 40], [3, 9]),
    group('steady', [15, 30], [60, 120]),
  ];
  expect(fallenOf(groups).map(({ key }) => key)).toEqual(['webinar']);
});

test('where nothing changes, one look in fifty at most tells of anything', () => {
  const random = chance(77);
  const taken = (of: number, rate: number): [number, number] => [
    Array.from({ length: of }, () => random() < rate).filter(Boolean).length,
    of,
  ];
  const looks = Array.from({ length: 500 }, () =>
    fallenOf(
      Array.from({ length: 12 }, (_, no) => {
        const rate = 0.2 + no * 0.05;
        return group(`group ${no}`, taken(25, rate), taken(150, rate));
      }),
    ),
  );
  expect(looks.filter((found) => found.length > 0).length).toBeLessThanOrEqual(10);
});
