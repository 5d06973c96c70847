import { expect, test } from 'vitest';
import { digestsOf } from '#domain/digest-readers.ts';
import type { Role } from '#domain/settings.ts';
import { make } from './make.ts';

const person = (id: string, role: Role, manager?: string) => ({
  id,
  name: id,
  email: `${id}@acme.example`,
  roles: [role],
  ...(manager !== undefined && { manager }),
});

test('a manager has the team’s day, a marketer the week, whoever can own leads the morning, and ops none', () => {
  const settings = make.settings({
    people: [
      person('ana', 'sdr', 'mia'),
      person('ben', 'manager'),
      person('mia', 'manager'),
      person('mara', 'marketer'),
      person('olga', 'ops'),
    ],
  });
  // Ben is in a pool.
  expect(['ana', 'ben', 'mia', 'mara', 'olga', 'nobody'].map((id) => digestsOf(settings, id))).toEqual([
    ['reps'],
    ['reps'],
    ['managers'],
    ['marketers'],
    [],
    [],
  ]);
});
