import { expect, test } from 'vitest';
import { diagnose } from '#domain/doctor/diagnose.ts';
import { found, MONDAY, mia, person, settingsWith, worldOf } from './make.ts';

const later = (days: number): Date => new Date(MONDAY.getTime() + days * 24 * 60 * 60_000);

/** One pool of Ana and Ben, with this about it. */
const pooled = (changes: object, people = [person('ana'), person('ben'), mia]) =>
  settingsWith({
    people,
    pools: [{ id: 'sdr', name: 'SDRs', members: [{ person: 'ana' }, { person: 'ben' }], ...changes }],
  });

test('somebody who is gone is told once, with everything that counts on them', () => {
  const settings = settingsWith({
    routes: [
      { id: 'germans', when: { country: 'DE' }, to: { person: 'ana' } },
      { id: 'all', to: { pool: 'sdr' } },
    ],
    named_accounts: [{ domain: 'globex.example', owner: 'ana' }],
  });
  expect(found(settings, { ana: { isActive: false } })).toEqual([
    {
      severity: 'risk',
      where: 'person ana',
      what: 'Ana: deactivated in Slack; the settings still count on them: route germans, account globex.example and pool sdr',
    },
  ]);
  expect(
    found(settingsWith(), {
      mia: { isKnown: false, problem: 'Slack knows no member with this e-mail address' },
    }),
  ).toEqual([
    {
      severity: 'risk',
      where: 'person mia',
      what: 'Mia: Slack knows no member with this e-mail address; the settings still count on them: manager of ana and ben',
    },
  ]);
});

test('whoever is away for long, and named by a rule, is told; in a pool others take over', () => {
  const settings = settingsWith({ named_accounts: [{ domain: 'globex.example', owner: 'ana' }] });
  expect(
    found(settings, { ana: { awayUntil: later(10) }, ben: { awayUntil: later(10) } }, {}, MONDAY),
  ).toContainEqual({
    severity: 'risk',
    where: 'person ana',
    what: 'Ana is away until Thu 3 Dec, and is named by account globex.example',
  });
  expect(found(settings, { ana: { awayUntil: later(6) } })).toEqual([]);
});

test('only those whom a rule names hang on it', () => {
  const settings = settingsWith({
    routes: [
      { id: 'germans', when: { country: 'DE' }, to: { person: 'ana' } },
      { id: 'all', to: { pool: 'sdr' } },
    ],
    named_accounts: [{ domain: 'globex.example', owner: 'ana' }, { domain: 'hooli.example' }],
  });
  expect(found(settings, { ben: { isActive: false }, ana: { awayUntil: later(2) } })).toContainEqual({
    severity: 'risk',
    where: 'person ben',
    what: 'Ben: deactivated in Slack; the settings still count on them: pool sdr',
  });
  expect(found(settings, { ben: { awayUntil: later(30) } })).toEqual([]);
});

test('a route to somebody who left Slack, or whom Slack never knew, is told with Slack’s word for it', () => {
  const settings = settingsWith({
    routes: [
      { id: 'germans', when: { country: 'DE' }, to: { person: 'mia' } },
      { id: 'all', to: { pool: 'sdr' } },
    ],
  });
  const told = (mia: object) => found(settings, { mia }).map(({ where, what }) => `${where}: ${what}`);
  const counting = 'the settings still count on them: route germans and manager of ana and ben';
  expect([
    told({ isActive: false }),
    told({ isKnown: false }),
    told({ isActive: false, problem: 'left on 1 May' }),
  ]).toEqual([
    [`person mia: Mia: deactivated in Slack; ${counting}`],
    [`person mia: Mia: not found in Slack; ${counting}`],
    [`person mia: Mia: left on 1 May; ${counting}`],
  ]);
  expect(told({ isActive: false, isLookedFor: false })).toEqual([
    'person mia: not looked for in Slack yet: mia',
  ]);
});

test('a route to somebody who is away is told when they are away for more than a week', () => {
  const settings = settingsWith({
    routes: [
      { id: 'germans', when: { country: 'DE' }, to: { person: 'ana' } },
      { id: 'all', to: { pool: 'sdr' } },
    ],
  });
  const awayFor = (days: number) => found(settings, { ana: { awayUntil: later(days) } });
  const aMinute = 1 / (24 * 60);
  expect([awayFor(7 - aMinute), awayFor(7)]).toEqual([[], []]);
  expect(awayFor(7 + aMinute)).toEqual([
    {
      severity: 'risk',
      where: 'person ana',
      what: 'Ana is away until Mon 30 Nov, and is named by route germans',
    },
  ]);
});

test('whoever only a route or an account names is a rep whom something leads to', () => {
  const people = [person('ana'), person('ben'), person('cleo'), person('dan', { roles: ['ae'] }), mia];
  const settings = settingsWith({
    people,
    routes: [
      { id: 'germans', when: { country: 'DE' }, to: { person: 'cleo' } },
      { id: 'all', to: { pool: 'sdr' } },
    ],
    named_accounts: [{ domain: 'globex.example', owner: 'dan' }],
  });
  expect(found(settings)).toEqual([]);
});

test('people whom nobody looked for in Slack yet are not called unknown', () => {
  expect(found(settingsWith(), { ana: { isLookedFor: false, isKnown: false, isActive: false } })).toEqual([
    { severity: 'note', where: 'person ana', what: 'not looked for in Slack yet: ana' },
  ]);
});

test('a rep in no pool is told, whichever their leg is', () => {
  expect(found(settingsWith({ people: [person('ana'), person('ben'), person('cleo'), mia] }))).toEqual([
    { severity: 'note', where: 'person cleo', what: 'in no pool, and named by no route or account: cleo' },
  ]);
  const others = [person('dan', { roles: ['ae'] }), person('eva', { roles: ['csm'] })];
  expect(found(settingsWith({ people: [person('ana'), person('ben'), mia, ...others] }))).toEqual([
    { severity: 'note', where: 'people', what: 'in no pool, and named by no route or account: dan and eva' },
  ]);
});

test('a pool of which everybody is gone is broken, or overflows', () => {
  const gone = { ana: { isActive: false }, ben: { isKnown: false } };
  expect(found(pooled({}), gone)).toContainEqual({
    severity: 'broken',
    where: 'pool sdr',
    what: 'everybody in it is gone from Slack: its leads wait for nobody',
  });
  expect(found(pooled({ overflow: 'manager' }), gone)).toContainEqual({
    severity: 'risk',
    where: 'pool sdr',
    what: 'everybody in it is gone from Slack: its leads all overflow',
  });
});

test('a pool that nothing leads to is told, one that another overflows into is not', () => {
  const two = { id: 'two', name: 'Two', members: [{ person: 'ben' }] };
  const one = { id: 'sdr', name: 'SDRs', members: [{ person: 'ana' }] };
  expect(found(settingsWith({ pools: [one, two] }))).toEqual([
    {
      severity: 'risk',
      where: 'pool two',
      what: 'no route leads to it, no pool overflows into it, and no ladder ends in it',
    },
  ]);
  expect(found(settingsWith({ pools: [{ ...one, overflow: { pool: 'two' } }, two] }))).toEqual([]);
});

test('a pool in which everybody is full is broken; whoever is away does not count as room', () => {
  const full = { unanswered: 3 };
  expect(found(pooled({}), { ana: full, ben: { awayUntil: later(1) } })).toEqual([
    {
      severity: 'broken',
      where: 'pool sdr',
      what: 'everybody who is there is full: ana 3/3 unanswered, 0/15 not contacted, 0/30 today',
    },
  ]);
  expect(found(pooled({}), { ana: full })).toEqual([]);
});

test('that everybody is full is found at night too', () => {
  const night = new Date('2026-11-23T22:00:00Z');
  const settings = pooled({});
  const [first] = diagnose(
    settings,
    worldOf(settings, { ana: { today: 30 }, ben: { uncontacted: 15 } }),
    night,
  );
  expect(first).toEqual({
    severity: 'broken',
    where: 'pool sdr',
    what: 'everybody who is there is full: ana 0/3 unanswered, 0/15 not contacted, 30/30 today; ben 0/3 unanswered, 15/15 not contacted, 0/30 today',
    advice: 'Answer or pass on what they have, raise the caps, or add somebody.',
  });
});

test('missing managers are told, and an overflow that needs one', () => {
  const people = [person('ana', { manager: undefined }), person('ben'), mia];
  expect(found(pooled({ overflow: 'manager' }, people))).toEqual([
    { severity: 'risk', where: 'pool sdr', what: 'no manager: ana; what they miss is told to ops' },
    {
      severity: 'risk',
      where: 'pool sdr',
      what: 'overflows to a manager, and its first member has none: leads wait',
    },
  ]);
});

test('a user group that is empty, has something wrong with it, or was not read yet is told', () => {
  const settings = pooled({ user_group: 'S0EMEA' });
  const groups = (members: string[], problem: string | null) => ({
    userGroups: new Map([['S0EMEA', { members, problem }]]),
  });
  expect(found(settings)).toEqual([
    { severity: 'note', where: 'pool sdr', what: 'the user group S0EMEA was not read from Slack yet' },
  ]);
  expect(found(settings, {}, groups([], null))).toEqual([
    {
      severity: 'risk',
      where: 'pool sdr',
      what: 'nobody of the people in the settings is in the user group S0EMEA',
    },
  ]);
  const told = (problem: string) => found(settings, {}, groups(['ana'], problem));
  expect([
    told('Slack has no such user group; whoever was in it last stays in it'),
    told('3 people in it are not in the settings, and get no leads'),
  ]).toEqual([
    [
      {
        severity: 'risk',
        where: 'pool sdr',
        what: 'the user group S0EMEA: Slack has no such user group; whoever was in it last stays in it',
      },
    ],
    [
      {
        severity: 'risk',
        where: 'pool sdr',
        what: 'the user group S0EMEA: 3 people in it are not in the settings, and get no leads',
      },
    ],
  ]);
  expect(found(settings, {}, groups(['ana'], null))).toEqual([]);
  expect(found(pooled({ user_group: 'S0EMEA', members: [] }), {}, groups([], null))).toContainEqual({
    severity: 'broken',
    where: 'pool sdr',
    what: 'nobody is in it: its leads wait for nobody',
  });
});

test('a pool that chooses by skills nobody has is told', () => {
  expect(found(pooled({ mode: 'skills' }))).toEqual([
    {
      severity: 'risk',
      where: 'pool sdr',
      what: 'chooses by skills, and nobody in it has any: leads go in turn',
    },
  ]);
  const people = [person('ana', { skills: { language: 'de' } }), person('ben'), mia];
  expect(found(pooled({ mode: 'skills' }, people))).toEqual([]);
});

test('days in a pool on which somebody does not work are told', () => {
  const members = [{ person: 'ana' }, { person: 'ben', days: ['sat', 'sun'] }];
  expect(found(pooled({ members }))).toEqual([
    {
      severity: 'risk',
      where: 'pool sdr',
      what: 'never on: ben; their days in it are none of their working days',
    },
  ]);
});

test('a channel in which the app cannot write is told', () => {
  const settings = pooled({ mode: 'claim', deliver_to: 'C0CLAIM' });
  expect(found(settings, {}, { channels: new Map([['C0CLAIM', 'not_in_channel']]) })).toEqual([
    {
      severity: 'broken',
      where: 'pool sdr',
      what: 'the app could not write in the channel C0CLAIM (not_in_channel): what is due there waits',
    },
  ]);
});

test('a named account at a mail provider is told, unless the settings say whose it is', () => {
  const named = (also: string[], except: string[]) =>
    found(
      settingsWith({
        named_accounts: [{ domain: 'globex.example', aliases: ['GMAIL.com'], owner: 'ana' }],
        free_mail: { also, except },
      }),
    );
  expect([named([], []), named(['gmail.com'], []), named([], ['gmail.com'])]).toEqual([
    [
      {
        severity: 'note',
        where: 'account globex.example',
        what: 'GMAIL.com is a listed mail provider: everybody with an address there counts as this company',
      },
    ],
    [
      {
        severity: 'risk',
        where: 'account globex.example',
        what: 'GMAIL.com is free mail by free_mail.also, which goes first: no lead is of this account by it',
      },
    ],
    [],
  ]);
});
