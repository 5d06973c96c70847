import { expect, test } from 'vitest';
import { linkedPools } from '#domain/routing/linked-pools.ts';
import { make } from '../make.ts';

const IDS = ['ana', 'ben', 'cleo', 'dan'];
const { pools } = make.settings({
  people: IDS.map((id) => ({ id, name: id, email: `${id}@acme.example`, roles: ['sdr'] })),
  pools: [
    { id: 'last', name: 'Last', members: [{ person: 'cleo' }] },
    { id: 'apart', name: 'Apart', members: [{ person: 'dan' }] },
    { id: 'first', name: 'First', members: [{ person: 'ana' }, { person: 'ben' }] },
    { id: 'both', name: 'Both', members: [{ person: 'ben' }], overflow: { pool: 'last' } },
  ],
});

test('pools are linked by who is in two of them, by overflow, and by pools between them', () => {
  const linked = ['both', 'first', 'last'];
  expect(linkedPools({ pools }, 'first')).toEqual(linked);
  expect(linkedPools({ pools }, 'both')).toEqual(linked);
  expect(linkedPools({ pools }, 'last')).toEqual(linked);
});

test('the order in which pools are written down links no pool and parts none', () => {
  const shared = pools.filter(({ id }) => id === 'first' || id === 'both');
  const turned = shared.map((pool) => ({ ...pool, overflow: 'hold' as const })).toReversed();
  expect(linkedPools({ pools: turned }, 'first')).toEqual(['both', 'first']);
  expect(linkedPools({ pools: turned }, 'both')).toEqual(['both', 'first']);
});

test('a pool that shares nobody and overflows nowhere stands alone', () => {
  expect(linkedPools({ pools }, 'apart')).toEqual(['apart']);
});
