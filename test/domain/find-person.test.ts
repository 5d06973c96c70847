import { expect, test } from 'vitest';
import { readPerson } from '#domain/find-person.ts';
import { make } from './make.ts';

const person = (id: string, name: string) => ({
  id,
  name,
  email: `${id}@acme.example`,
  roles: ['sdr' as const],
});
const settings = make.settings({
  people: [
    ...make
      .settings()
      .people.map(({ id, name, email, roles, manager }) => ({ id, name, email, roles, manager })),
    person('jo-1', 'Jo Meyer'),
    person('jo-2', 'Jo Park'),
    person('kim', 'Kim Olsen'),
  ],
});
const idOf = (words: string) => {
  const read = readPerson(settings, words);
  return read.type === 'person' ? read.person.id : read;
};

test('a mention is a Slack account, with or without the name Slack adds', () => {
  expect(readPerson(settings, '<@U0ANA|ana>')).toEqual({ type: 'slack', slackUserId: 'U0ANA' });
  expect(readPerson(settings, ' <@W0ANA> ')).toEqual({ type: 'slack', slackUserId: 'W0ANA' });
});

test('a person is found by id, by name, and by a first name only they have, with or without an @', () => {
  expect([idOf('ana'), idOf('@ANA'), idOf('kim  olsen'), idOf('@Kim')]).toEqual(['ana', 'ana', 'kim', 'kim']);
});

test('a first name of several asks for the whole one', () => {
  expect(readPerson(settings, 'jo')).toEqual({
    type: 'problem',
    problem: '“jo” may be Jo Meyer or Jo Park: write the whole name.',
  });
});

test('a typing error is answered with who may have been meant', () => {
  expect(readPerson(settings, '@olag')).toEqual({
    type: 'problem',
    problem: '“@olag” is nobody in the team; did you mean "olga"?',
  });
  expect(readPerson(settings, 'zzzzzzzz')).toEqual({
    type: 'problem',
    problem: '“zzzzzzzz” is nobody in the team',
  });
});
