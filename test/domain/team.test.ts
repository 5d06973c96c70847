import { expect, test } from 'vitest';
import {
  hoursOf,
  managersAbove,
  nameOf,
  personOf,
  policiesOf,
  poolOf,
  reasonFor,
  reasonsFor,
  reasonWords,
  relationOf,
  sourceName,
  teamHours,
} from '#domain/team.ts';
import { make } from './make.ts';

const settings = make.settings();
const ofAna = { ownerId: 'ana', poolId: 'sdr', claimKey: null };
const waiting = { ownerId: null, poolId: 'sdr', claimKey: null };

/** Everybody in a circle, the last one their own manager. */
const circle = make.settings({
  people: [
    { id: 'ana', name: 'Ana', email: 'ana@acme.example', roles: ['sdr'], manager: 'ben' },
    { id: 'ben', name: 'Ben', email: 'ben@acme.example', roles: ['sdr'], manager: 'cleo' },
    { id: 'cleo', name: 'Cleo', email: 'cleo@acme.example', roles: ['manager'], manager: 'ana' },
    { id: 'dan', name: 'Dan', email: 'dan@acme.example', roles: ['sdr'], manager: 'ben' },
    { id: 'eva', name: 'Eva', email: 'eva@acme.example', roles: ['sdr'], manager: 'eva' },
  ],
});

// Managers

test('managers are named from the nearest up', () => {
  expect(managersAbove(settings, 'ana')).toEqual(['mia', 'max']);
  expect(managersAbove(settings, 'mia')).toEqual(['max']);
});

test('nobody is above the top, nor above somebody unknown', () => {
  expect(managersAbove(settings, 'max')).toEqual([]);
  expect(managersAbove(settings, 'zoe')).toEqual([]);
});

test('a circle of managers ends before it comes round to the person', () => {
  expect(managersAbove(circle, 'ana')).toEqual(['ben', 'cleo']);
});

test('a circle further up ends where it began', () => {
  expect(managersAbove(circle, 'dan')).toEqual(['ben', 'cleo', 'ana']);
});

test('nobody is their own manager', () => {
  expect(managersAbove(circle, 'eva')).toEqual([]);
  expect(relationOf(circle, 'eva', { ownerId: 'eva', poolId: null, claimKey: null })).toBe('owner');
});

// Relations

test('the owner is the owner, and a colleague is nothing to it', () => {
  expect(relationOf(settings, 'ana', ofAna)).toBe('owner');
  expect(relationOf(settings, 'ben', ofAna)).toBe('other');
});

test('every manager above the owner is a manager of it', () => {
  expect(relationOf(settings, 'mia', ofAna)).toBe('manager');
  expect(relationOf(settings, 'max', ofAna)).toBe('manager');
});

test('a manager of others is nothing to it', () => {
  expect(relationOf(settings, 'mia', { ownerId: 'max', poolId: 'sdr', claimKey: null })).toBe('other');
});

test('ops is ops, whoever owns it', () => {
  expect(relationOf(settings, 'olga', ofAna)).toBe('ops');
  expect(relationOf(settings, 'olga', waiting)).toBe('ops');
});

test('somebody the settings do not know is nothing to it', () => {
  expect(relationOf(settings, 'zoe', ofAna)).toBe('other');
});

test('what waits belongs to the managers of its pool, and to none of its members', () => {
  expect(relationOf(settings, 'mia', waiting)).toBe('manager');
  expect(relationOf(settings, 'max', waiting)).toBe('manager');
  expect(relationOf(settings, 'ana', waiting)).toBe('other');
});

test('what lies to be claimed may be taken by the members of its pool, and by nobody else’s', () => {
  const lying = { ...waiting, claimKey: 'claim:lead' };
  expect(relationOf(settings, 'ana', lying)).toBe('member');
  expect(relationOf(settings, 'mia', lying)).toBe('manager');
  expect(relationOf(settings, 'olga', lying)).toBe('ops');
  expect(relationOf(settings, 'zoe', lying)).toBe('other');
  expect(relationOf(settings, 'ana', { ...lying, poolId: 'gone' })).toBe('other');
});

test('what waits for no pool belongs to ops alone', () => {
  expect(relationOf(settings, 'mia', { ownerId: null, poolId: null, claimKey: null })).toBe('other');
  expect(relationOf(settings, 'mia', { ownerId: null, poolId: 'gone', claimKey: null })).toBe('other');
});

test('a manager who took a lead may still pass it on, as may ops', () => {
  expect(relationOf(settings, 'mia', { ownerId: 'mia', poolId: 'sdr', claimKey: null })).toBe('manager');
  expect(relationOf(settings, 'olga', { ownerId: 'olga', poolId: 'sdr', claimKey: null })).toBe('ops');
});

test('in a circle everybody is everybody’s manager, and it ends', () => {
  expect(relationOf(circle, 'cleo', { ownerId: 'ana', poolId: null, claimKey: null })).toBe('manager');
  expect(relationOf(circle, 'ana', { ownerId: 'cleo', poolId: null, claimKey: null })).toBe('manager');
});

// Names

test('people are found by id, and unknown ones named by it', () => {
  expect(personOf(settings, 'ana')).toEqual({
    id: 'ana',
    name: 'Ana',
    email: 'ana@acme.example',
    roles: ['sdr'],
    manager: 'mia',
    holidays: [],
  });
  expect(personOf(settings, 'zoe')).toBeNull();
  expect(personOf(settings, null)).toBeNull();
  expect(nameOf(settings, 'ana')).toBe('Ana');
  expect(nameOf(settings, 'zoe')).toBe('zoe');
});

test('a pool, a source and the words of a reason are found by what rows call them', () => {
  expect(poolOf(settings, 'sdr')).toEqual(make.pool());
  expect(poolOf(settings, 'gone')).toBeNull();
  expect(poolOf(settings, null)).toBeNull();
  expect(sourceName(settings, 'website')).toBe('Website');
  expect(sourceName(settings, 'gone')).toBe('gone');
  expect(reasonWords(settings, 'too_small')).toBe('Too small');
  expect(reasonWords(settings, 'gone')).toBe('gone');
});

test('a reason is found only for what it is offered for', () => {
  expect(reasonFor(settings, 'too_small', 'reject', 'mql_to_sdr')).toEqual({
    code: 'too_small',
    words: 'Too small',
    failure_point: 'qualification_threshold',
    consequence: 'return_to_marketing',
    note: 'optional',
    offered_for: ['reject'],
  });
  expect(reasonFor(settings, 'too_small', 'recycle', 'mql_to_sdr')).toBeNull();
  expect(reasonFor(settings, 'gone', 'reject', 'mql_to_sdr')).toBeNull();
});

test('a leg with reasons of its own for something is offered those alone; the first has all that name no other', () => {
  const codes = (use: 'reject' | 'recycle', leg: 'mql_to_sdr' | 'sql_to_ae' | 'won_to_cs') =>
    reasonsFor(
      make.settings({
        reasons: [
          make.reason({ code: 'any', offered_for: ['reject', 'recycle'] }),
          make.reason({ code: 'of_ae', legs: ['sql_to_ae'] }),
          make.reason({ code: 'both', legs: ['mql_to_sdr', 'sql_to_ae'] }),
        ],
      }),
      use,
      leg,
    ).map(({ code }) => code);
  expect(codes('reject', 'mql_to_sdr')).toEqual(['any', 'both']);
  expect(codes('reject', 'sql_to_ae')).toEqual(['of_ae', 'both']);
  expect(codes('reject', 'won_to_cs')).toEqual(['any']);
  expect(codes('recycle', 'sql_to_ae')).toEqual(['any']);
});

test('policies are those of the leg, in order', () => {
  const snooze = { choices: ['1h'], limit: '4h', times: 2 };
  const legs = make.settings({
    sla: [
      { id: 'hot', when: { temperature: 'hot' }, accept: { within: '5m' }, ladder: [], snooze },
      { id: 'to-ae', leg: 'sql_to_ae', accept: { within: '4h' }, ladder: [], snooze },
      { id: 'rest', accept: { within: '4h' }, ladder: [], snooze },
    ],
  });
  expect(policiesOf(legs, 'mql_to_sdr').map((policy) => policy.id)).toEqual(['hot', 'rest']);
  expect(policiesOf(legs, 'won_to_cs')).toEqual([]);
});

// Hours

const day = ['09:00-17:00'];
const office = { mon: day, tue: day, wed: day, thu: day, fri: day };
const twoOffices = make.settings({
  workspace: { name: 'Acme', time_zone: 'Europe/Berlin', hours: 'office', holidays: ['de', 'company'] },
  hours: { office, early: { mon: ['06:00-14:00'] } },
  holidays: { de: ['2026-12-25'], us: ['2026-11-26'], company: ['2026-12-24'] },
  people: [
    { id: 'ana', name: 'Ana', email: 'ana@acme.example', roles: ['sdr'] },
    {
      id: 'cleo',
      name: 'Cleo',
      email: 'cleo@acme.example',
      roles: ['sdr'],
      time_zone: 'America/New_York',
      hours: 'early',
      holidays: ['us'],
    },
  ],
});
const berlin = { timeZone: 'Europe/Berlin', week: office, holidays: ['2026-12-25', '2026-12-24'] };

test('the team’s hours are the workspace’s', () => {
  expect(teamHours(twoOffices)).toEqual(berlin);
});

test('who has no hours of their own has the team’s, as has nobody in particular', () => {
  expect(hoursOf(twoOffices, 'ana')).toEqual(berlin);
  expect(hoursOf(twoOffices, null)).toEqual(berlin);
  expect(hoursOf(twoOffices, 'gone')).toEqual(berlin);
});

test('who has hours, a zone and holidays of their own has those', () => {
  expect(hoursOf(twoOffices, 'cleo')).toEqual({
    timeZone: 'America/New_York',
    week: { mon: ['06:00-14:00'] },
    holidays: ['2026-11-26'],
  });
});

test('somebody has one value of hours under the same settings, and another under others', () => {
  const later = { ...twoOffices, hours: { ...twoOffices.hours, office: { tue: ['10:00-11:00'] } } };
  expect(hoursOf(twoOffices, 'ana')).toBe(hoursOf(twoOffices, 'ana'));
  expect(hoursOf(later, 'ana')).toEqual({ ...berlin, week: { tue: ['10:00-11:00'] } });
});

test('whoever stands in for a manager may do what they may, and nobody else of the team', () => {
  const people = settings.people.map((one) => (one.id === 'mia' ? { ...one, deputy: 'eva' } : one));
  expect(relationOf({ ...settings, people }, 'eva', ofAna)).toBe('manager');
  expect(relationOf(settings, 'eva', ofAna)).toBe('other');
});
