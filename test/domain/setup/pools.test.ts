import { expect, test } from 'vitest';
import {
  type PoolDraft,
  readCountries,
  removePool,
  savePool,
  takesAllAlready,
  takesOf,
} from '#domain/setup/pools.ts';
import { make } from '../make.ts';

const none = { ...make.settings(), pools: [], routes: [] };
const draft: PoolDraft = {
  id: null,
  name: 'SDRs in Europe',
  leg: 'mql_to_sdr',
  members: ['ana', 'ben'],
  userGroup: null,
  deliverTo: 'dm',
  takes: { type: 'everything' },
};

const EVERYTHING = { id: 'to-sdrs-in-europe', leg: 'mql_to_sdr', to: { pool: 'sdrs-in-europe' }, when: {} };

test('a new pool gets an id of its name, and the route that leads into it', () => {
  expect(savePool({}, none, draft)).toEqual({
    pools: [
      {
        id: 'sdrs-in-europe',
        name: 'SDRs in Europe',
        leg: 'mql_to_sdr',
        deliver_to: 'dm',
        members: [{ person: 'ana' }, { person: 'ben' }],
      },
    ],
    routes: [EVERYTHING],
  });
});

test('a pool may be made of a user group, with or without others, until another is chosen or none', () => {
  const made = savePool({}, none, { ...draft, members: [], userGroup: 'S0SDRS' });
  expect(made.pools).toEqual([
    {
      id: 'sdrs-in-europe',
      name: 'SDRs in Europe',
      leg: 'mql_to_sdr',
      deliver_to: 'dm',
      members: [],
      user_group: 'S0SDRS',
    },
  ]);
  const changed = savePool(made, none, { ...draft, id: 'sdrs-in-europe', members: ['ana'] });
  expect(changed.pools).toEqual([
    {
      id: 'sdrs-in-europe',
      name: 'SDRs in Europe',
      leg: 'mql_to_sdr',
      deliver_to: 'dm',
      members: [{ person: 'ana' }],
    },
  ]);
});

test('an edited pool keeps its id, its weights and what setup does not know, and its route changes with it', () => {
  const before = savePool({}, none, draft);
  const [pool] = before.pools ?? [];
  if (!pool) throw new Error('no pool');
  const weighted = {
    ...before,
    pools: [{ ...pool, members: [{ person: 'ana', weight: 3 }], caps: { per_day: 5 } }],
  };
  const changed = savePool(weighted, none, {
    ...draft,
    id: 'sdrs-in-europe',
    name: 'Europe',
    takes: { type: 'countries', countries: ['DE', 'AT'] },
  });
  expect(changed).toEqual({
    pools: [
      {
        ...pool,
        name: 'Europe',
        caps: { per_day: 5 },
        members: [{ person: 'ana', weight: 3 }, { person: 'ben' }],
      },
    ],
    routes: [{ ...EVERYTHING, when: { country: ['DE', 'AT'] } }],
  });
});

test('what takes everything stands behind what takes some', () => {
  const all = savePool({}, none, draft);
  const both = savePool(all, none, { ...draft, name: 'US', takes: { type: 'countries', countries: ['US'] } });
  expect(both.routes?.map(({ id }) => id)).toEqual(['to-us', 'to-sdrs-in-europe']);
});

test('a pool that takes nothing has no route', () => {
  expect(savePool({}, none, { ...draft, takes: { type: 'nothing' } }).routes).toEqual([]);
});

test('a removed pool takes its routes with it', () => {
  expect(removePool(savePool({}, none, draft), 'sdrs-in-europe')).toEqual({ pools: [], routes: [] });
});

const route = (id: string, when: object) => ({ id, leg: 'mql_to_sdr' as const, when, to: { pool: 'sdr' } });

test('what leads into a pool is told where setup can show it, and left to the file where it is richer', () => {
  const takes = (...routes: ReturnType<typeof route>[]) => takesOf({ ...none, routes }, 'sdr');
  expect(takes()).toEqual({ type: 'nothing' });
  expect(takes(route('to-sdr', {}))).toEqual({ type: 'everything' });
  expect(takes(route('to-sdr', { country: ['DE'] }))).toEqual({ type: 'countries', countries: ['DE'] });
  expect(takes(route('to-sdr', { industry: 'software' }))).toBeNull();
  expect(takes(route('from-the-file', {}))).toBeNull();
});

test('of one leg only one pool may take everything', () => {
  const settings = {
    ...none,
    pools: [{ ...make.pool(), id: 'sdr', name: 'SDRs' }],
    routes: [route('to-sdr', {})],
  };
  expect(takesAllAlready(settings, 'mql_to_sdr', null)).toBe('SDRs');
  expect(takesAllAlready(settings, 'mql_to_sdr', 'sdr')).toBeNull();
  expect(takesAllAlready(settings, 'sql_to_ae', null)).toBeNull();
});

test('countries are read as people write them; the first that is none is named', () => {
  expect(readCountries('DE, Austria; schweiz\nUK, DE')).toEqual({
    ok: true,
    countries: ['DE', 'AT', 'CH', 'GB'],
  });
  expect(readCountries('DE, Atlantis')).toEqual({ ok: false, unknown: 'Atlantis' });
  expect(readCountries('')).toEqual({ ok: true, countries: [] });
});
