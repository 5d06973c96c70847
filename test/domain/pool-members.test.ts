import { expect, test } from 'vitest';
import { withTeams } from '#domain/pool-members.ts';
import { make } from './make.ts';

const person = (id: string, team?: string) => ({
  id,
  name: id,
  email: `${id}@acme.example`,
  roles: ['sdr' as const],
  ...(team && { team }),
});
const people = [person('ana', 'emea'), person('ben', 'emea'), person('cleo', 'apac'), person('dan')];

test('everybody of a pool’s team is in it once, and who is listed by name keeps weight and days', () => {
  const members = [
    { person: 'dan', weight: 3 },
    { person: 'ben', weight: 2, days: ['mon' as const] },
  ];
  const settings = make.settings({ people, pools: [{ id: 'sdr', name: 'SDRs', members, team: 'emea' }] });
  expect(withTeams(settings).pools[0]?.members).toEqual([...members, { person: 'ana', weight: 1 }]);
});

test('a pool without a team stays as it is', () => {
  const settings = make.settings({ people });
  expect(withTeams(settings)).toBe(settings);
});

test('expanded twice it is the same', () => {
  const settings = make.settings({ people, pools: [{ id: 'sdr', name: 'SDRs', team: 'emea' }] });
  expect(withTeams(withTeams(settings))).toEqual(withTeams(settings));
});
