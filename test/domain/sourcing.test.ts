import { expect, test } from 'vitest';
import { sourcedBy } from '#domain/sourcing.ts';

const on = (day: string) => new Date(`${day}T09:00:00Z`);
const ana = { repId: 'ana', at: on('2026-01-05') };
const ben = { repId: 'ben', at: on('2026-05-01') };

test('whoever qualified it first keeps the credit to its end, and a later SDR has it from then on', () => {
  const credited = (day: string) => sourcedBy([ben, ana], on(day), 180);
  expect([credited('2026-02-01'), credited('2026-06-01'), credited('2026-07-03')]).toEqual([
    'ana',
    'ana',
    'ana',
  ]);
  expect([credited('2026-07-04'), credited('2026-10-27'), credited('2026-10-28')]).toEqual([
    'ben',
    'ben',
    null,
  ]);
});

test('nobody has it before they qualified, nor where nobody did', () => {
  expect(sourcedBy([ana], on('2026-01-04'), 180)).toBeNull();
  expect(sourcedBy([], on('2026-02-01'), 180)).toBeNull();
});
