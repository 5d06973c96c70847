import { expect, test } from 'vitest';
import type { Edits } from '#domain/settings.ts';
import { id } from '#domain/settings-shapes.ts';
import {
  addPeople,
  addRole,
  type Known,
  knownAs,
  type Member,
  nameWorkspace,
  poolsOnlyWith,
  removePerson,
  setManager,
  slug,
  USUAL_HOURS,
} from '#domain/setup/people.ts';
import { make } from '../make.ts';

const ana: Member = {
  slackId: 'U0ANA',
  name: 'Ana Duarte',
  email: 'ana@acme.example',
  timeZone: 'Europe/Lisbon',
};
const nobody: Known = { people: [], formerIds: new Map() };
const SDR = { role: 'sdr', hours: USUAL_HOURS } as const;

test('members become people with their zone and the hours that were approved', () => {
  expect(addPeople({}, nobody, [ana], SDR)).toEqual({
    hours: {
      'weekdays-0900-1800': {
        mon: ['09:00-18:00'],
        tue: ['09:00-18:00'],
        wed: ['09:00-18:00'],
        thu: ['09:00-18:00'],
        fri: ['09:00-18:00'],
      },
    },
    people: [
      {
        id: 'ana-duarte',
        name: 'Ana Duarte',
        email: 'ana@acme.example',
        slack_id: 'U0ANA',
        roles: ['sdr'],
        time_zone: 'Europe/Lisbon',
        hours: 'weekdays-0900-1800',
      },
    ],
  });
});

test('whoever is known by Slack id or e-mail address stays as they are', () => {
  const known: Known = {
    people: [{ id: 'ana', name: 'Ana', email: 'ANA@acme.example' }],
    formerIds: new Map(),
  };
  expect(addPeople({}, known, [ana], SDR)).toEqual({});
  expect(
    knownAs(
      { people: [{ ...ana, id: 'x', email: 'other@acme.example', slack_id: 'U0ANA' }], formerIds: new Map() },
      ana,
    )?.id,
  ).toBe('x');
});

test('two people of one name get two ids, and an id somebody once had is not given to another', () => {
  const known: Known = { people: [], formerIds: new Map([['U0OTHER', 'ana-duarte']]) };
  const second = { ...ana, slackId: 'U0ANA2', email: 'ana2@acme.example' };
  expect(addPeople({}, known, [ana, second], SDR).people?.map(({ id }) => id)).toEqual([
    'ana-duarte-2',
    'ana-duarte-3',
  ]);
});

test('who comes back has the id they had', () => {
  const known: Known = { people: [], formerIds: new Map([['U0ANA', 'ana']]) };
  expect(addPeople({}, known, [ana], SDR).people?.[0]?.id).toBe('ana');
});

test('without hours of their own, people keep those of the workspace', () => {
  expect(addPeople({}, nobody, [{ ...ana, timeZone: null }], { role: 'ops', hours: null })).toEqual({
    people: [
      { id: 'ana-duarte', name: 'Ana Duarte', email: 'ana@acme.example', slack_id: 'U0ANA', roles: ['ops'] },
    ],
  });
});

test.each([
  ['Ana Duarte', 'ana-duarte'],
  ['José Núñez', 'jose-nunez'],
  ['Bjørn Groß', 'bjorn-gross'],
  ['  O’Neill, Łukasz  ', 'o-neill-lukasz'],
  ['山田', null],
])('%s as an id is %s', (name, expected) => {
  expect(slug(name)).toBe(expected);
});

test('a name of which no letter fits an id leaves it to the e-mail address', () => {
  const yamada = { ...ana, name: '山田', email: 'yamada@acme.example' };
  expect(addPeople({}, nobody, [yamada], SDR).people?.[0]?.id).toBe('yamada');
});

const team: Edits = {
  people: [
    { id: 'ana', name: 'Ana', email: 'ana@acme.example', roles: ['sdr'], manager: 'mia' },
    { id: 'mia', name: 'Mia', email: 'mia@acme.example', roles: ['sdr'] },
  ],
  pools: [{ id: 'sdr', name: 'SDRs', members: [{ person: 'ana' }, { person: 'mia' }] }],
};

test('a role is added once', () => {
  const once = addRole(team, 'mia', 'manager');
  expect(once.people?.[1]?.roles).toEqual(['sdr', 'manager']);
  expect(addRole(once, 'mia', 'manager')).toEqual(once);
});

test('a manager is set for others, never for themselves', () => {
  const managed = setManager({ people: team.people ?? [] }, ['ana', 'mia'], 'mia');
  expect(managed.people?.map(({ manager }) => manager)).toEqual(['mia', undefined]);
});

test('who is removed leaves the pools, and is nobody’s manager any more', () => {
  expect(removePerson(team, 'mia')).toEqual({
    people: [{ id: 'ana', name: 'Ana', email: 'ana@acme.example', roles: ['sdr'] }],
    pools: [{ id: 'sdr', name: 'SDRs', members: [{ person: 'ana' }] }],
  });
});

test('pools that would be empty are named', () => {
  const pool = { ...make.pool(), name: 'Alone', members: [{ person: 'ana', weight: 1 }] };
  const settings = { ...make.settings(), pools: [pool, make.pool()] };
  expect(poolsOnlyWith(settings, 'ana')).toEqual(['Alone']);
});

test('what was said of the workspace stays said', () => {
  expect(nameWorkspace({ workspace: { name: 'Acme' } }, 'Other', 'Europe/Lisbon')).toEqual({
    workspace: { name: 'Acme', time_zone: 'Europe/Lisbon' },
  });
});

test('a long name leaves room for a number, so that it is an id all the same', () => {
  const long = slug('Wolfeschlegelsteinhausenbergerdorff'.repeat(3)) ?? '';
  expect(long).toHaveLength(59);
  expect(id.safeParse(`${long}-999`).success).toBe(true);
  expect(id.safeParse(`${long}-9999`).success).toBe(false);
});
