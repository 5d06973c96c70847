import { expect, test } from 'vitest';
import { createChanges } from '#domain/simulate/changes.ts';

test('only leads in other hands are changes, and who waits on one side is in nobody’s', () => {
  const { from, to, changes } = createChanges();
  from('same', 'ana');
  to('same', 'ana');
  from('moved', 'ana');
  to('moved', 'ben');
  to('told-later', 'mia');
  from('told-later', 'ben');
  from('waits-there', 'ana');
  to('waits-here', 'ben');
  from('nobody', null);
  expect(changes()).toEqual({
    count: 4,
    first: [
      { id: 'moved', from: 'ana', to: 'ben' },
      { id: 'told-later', from: 'ben', to: 'mia' },
      { id: 'waits-here', from: null, to: 'ben' },
      { id: 'waits-there', from: 'ana', to: null },
    ],
  });
});

test('of many the first twenty by their ids are kept, in whatever order they became known, and all are counted', () => {
  const ids = Array.from({ length: 45 }, (_, no) => `lead-${10 + no}`);
  const told = (order: readonly string[]) => {
    const { from, to, changes } = createChanges();
    for (const id of order) {
      from(id, 'ana');
      to(id, 'ben');
    }
    return changes();
  };
  const first = ids.slice(0, 20).map((id) => ({ id, from: 'ana', to: 'ben' }));
  expect(told(ids)).toEqual({ count: 45, first });
  expect(told(ids.toReversed())).toEqual({ count: 45, first });
});
