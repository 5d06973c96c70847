import { expect, test } from 'vitest';
import { readReassign } from '#domain/reassign-words.ts';
import { make } from './make.ts';

const person = (id: string, name: string) => ({
  id,
  name,
  email: `${id}@acme.example`,
  roles: ['sdr' as const],
});
const settings = make.settings({
  people: [
    { id: 'olga', name: 'Olga Nowak', email: 'olga@acme.example', roles: ['ops'] },
    person('ana', 'Ana Duarte'),
    person('ben', 'Ben Okafor'),
    person('jo-1', 'Jo Meyer'),
    person('jo-2', 'Jo Park'),
    person('max', 'Max Maria von und zu'),
  ],
  pools: [{ id: 'sdr', name: 'SDRs', members: [{ person: 'ana' }] }],
});

/** Who is meant, and why. */
const read = (words: string) => {
  const said = readReassign(settings, words);
  if (said.type === 'problem') return said.problem;
  const { id, to, because } = said;
  if (to === 'next') return { id, to, because };
  return { id, to: to.type === 'person' ? to.person.id : to.slackUserId, because };
};

test('a mention, an id or a name may stand behind the id, and why behind that', () => {
  expect(read('k3j9x2 <@U0BEN|ben> he knows them')).toEqual({
    id: 'k3j9x2',
    to: 'U0BEN',
    because: 'he knows them',
  });
  expect(read('k3j9x2 @ben')).toEqual({ id: 'k3j9x2', to: 'ben', because: '' });
  expect(read('k3j9x2 ben he knows them')).toEqual({ id: 'k3j9x2', to: 'ben', because: 'he knows them' });
});

test('of a name as much is read as names somebody', () => {
  expect(read('k3j9x2 Ben Okafor he knows them')).toEqual({
    id: 'k3j9x2',
    to: 'ben',
    because: 'he knows them',
  });
  expect(read('k3j9x2 Ben is back')).toEqual({ id: 'k3j9x2', to: 'ben', because: 'is back' });
  expect(read('k3j9x2 Jo Park')).toEqual({ id: 'k3j9x2', to: 'jo-2', because: '' });
});

test('a name may have five words', () => {
  expect(read('k3j9x2 Max Maria von und zu he knows them')).toEqual({
    id: 'k3j9x2',
    to: 'max',
    because: 'he knows them',
  });
});

test('next leaves the choice to the rules', () => {
  expect(read('k3j9x2 Next Ana is ill')).toEqual({ id: 'k3j9x2', to: 'next', because: 'Ana is ill' });
});

test('what is missing or mistyped is said', () => {
  expect(read('')).toBe('Say which lead, and to whom: its id stands at the end of its line in a list.');
  expect(read('k3j9x2')).toBe('Say to whom: a person, or next for whoever is next by the rules.');
  expect(read('@ben k3j9x2')).toBe('The id of the lead comes first: /leads reassign k3j9x2 @ben');
  expect(read('<@U0BEN> k3j9x2')).toBe('The id of the lead comes first: /leads reassign k3j9x2 @ben');
  expect(read('k3j9x2 @bne he knows them')).toBe('“@bne” is nobody in the team; did you mean "ben"?');
  expect(read('k3j9x2 nxet')).toBe('“nxet” is nobody in the team; did you mean "next"?');
  expect(read('k3j9x2 Jo knows them')).toBe('“Jo” may be Jo Meyer or Jo Park: write the whole name.');
});
