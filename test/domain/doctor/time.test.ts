import { expect, test } from 'vitest';
import { found, MONDAY, mia, person, settingsWith } from './make.ts';

const pooled = (members: object[], changes: object = {}) => ({
  pools: [{ id: 'sdr', name: 'SDRs', members: members as { person: string }[], ...changes }],
});
const gap = (where: string, what: string) => ({ severity: 'risk', where, what });

test('a holiday on which nobody of a pool works is found before it comes', () => {
  const settings = settingsWith({
    workspace: { time_zone: 'Europe/Berlin', holidays: ['de'] },
    holidays: { de: ['2026-12-01', '2027-12-25'] },
  });
  expect(found(settings)).toEqual([
    gap(
      'pool sdr',
      'nobody is on Tue 1 Dec 09:00–18:00 (Europe/Berlin), when somebody usually is: leads wait',
    ),
  ]);
});

test('on half a day the other half is missing', () => {
  const settings = settingsWith({
    workspace: { time_zone: 'Europe/Berlin', holidays: ['de'] },
    holidays: { de: [{ on: '2026-12-01', hours: ['09:00-13:00'] }, '2027-12-25'] },
  });
  expect(found(settings)).toEqual([
    gap(
      'pool sdr',
      'nobody is on Tue 1 Dec 13:00–18:00 (Europe/Berlin), when somebody usually is: leads wait',
    ),
  ]);
});

test('on a Saturday that is open for once nothing is missing, unless only the team is open', () => {
  const workspace = { time_zone: 'Europe/Berlin', holidays: ['open'] };
  const holidays = {
    open: [{ on: '2026-11-28', hours: ['10:00-14:00'] }, '2027-12-25'],
    none: ['2027-12-25'],
  };
  expect(found(settingsWith({ workspace, holidays }))).toEqual([]);
  const people = [person('ana', { holidays: ['none'] }), person('ben', { holidays: ['none'] }), mia];
  expect(found(settingsWith({ workspace, holidays, people }))).toEqual([
    {
      severity: 'note',
      where: 'pool sdr',
      what: 'nobody in it ever works 10:00–14:00 on one day (Europe/Berlin), while the team does: leads wait',
    },
  ]);
});

test('as long as one of them works, nothing is missing', () => {
  const people = [person('ana', { holidays: ['de'] }), person('ben'), mia];
  expect(found(settingsWith({ people, holidays: { de: ['2026-12-01', '2027-12-25'] } }))).toEqual([]);
});

test('an absence, part-timers and other zones are counted, stretches are made one', () => {
  const people = [person('ana'), person('ben', { time_zone: 'Europe/London' }), mia];
  const days = { person: 'ben', days: ['mon', 'tue', 'wed', 'thu'] };
  const settings = settingsWith({ people, ...pooled([{ person: 'ana' }, days]) });
  // Until Friday at noon in Berlin.
  const awayUntil = new Date('2026-11-27T11:00:00Z');
  expect(found(settings, { ana: { awayUntil } })).toEqual([
    gap(
      'pool sdr',
      'nobody is on Mon 23 Nov 09:00–10:00, Tue 24 Nov 09:00–10:00, Wed 25 Nov 09:00–10:00, Thu 26 Nov 09:00–10:00, Fri 27 Nov 09:00–12:00 (Europe/Berlin), when somebody usually is: leads wait',
    ),
  ]);
});

test('a pool that offers at any hour misses nobody', () => {
  const settings = settingsWith({
    holidays: { de: ['2026-12-01', '2027-12-25'] },
    workspace: { time_zone: 'Europe/Berlin', holidays: ['de'] },
    ...pooled([{ person: 'ana' }, { person: 'ben' }], { outside_hours: 'offer' }),
  });
  expect(found(settings)).toEqual([]);
});

test('a time of the team at which nobody of a pool ever works is worth knowing', () => {
  const settings = settingsWith({
    hours: {
      office: { mon: ['09:00-18:00'], tue: ['09:00-18:00'] },
      late: { mon: ['12:00-18:00'], tue: ['12:00-18:00'] },
    },
    people: [person('ana', { hours: 'late' }), person('ben', { hours: 'late' }), mia],
  });
  expect(found(settings)).toEqual([
    {
      severity: 'note',
      where: 'pool sdr',
      what: 'nobody in it ever works 09:00–12:00 on 4 days (Europe/Berlin), while the team does: leads wait',
    },
  ]);
});

test('a pool of which everybody is away for two weeks is broken', () => {
  const awayUntil = new Date('2026-12-24T11:00:00Z');
  expect(found(settingsWith(), { ana: { awayUntil }, ben: { awayUntil } })).toEqual([
    { severity: 'broken', where: 'pool sdr', what: 'nobody is on in the next 14 days: leads wait' },
  ]);
});

test('a list of holidays that has ended, or soon will, is told while somebody uses it', () => {
  const withList = (last: string) =>
    settingsWith({
      holidays: { de: ['2026-01-01', last] },
      workspace: { time_zone: 'Europe/Berlin', holidays: ['de'] },
    });
  expect(found(withList('2026-11-01'))).toEqual([
    gap('holidays de', 'has ended: its last day was 2026-11-01'),
  ]);
  expect(found(withList('2027-01-06'))).toEqual([
    { severity: 'note', where: 'holidays de', what: 'ends soon: its last day is 2027-01-06' },
  ]);
  expect(found(withList('2027-04-05'))).toEqual([]);
  expect(found(settingsWith({ holidays: { de: ['2026-01-01'] } }))).toEqual([]);
});

test('a definition whose review is overdue is told', () => {
  expect(found(settingsWith(), {}, {}, new Date('2027-01-18T08:00:00Z'))).toEqual([
    { severity: 'note', where: 'definition 1', what: 'its review is overdue since 2027-01-15' },
  ]);
  expect(found(settingsWith(), {}, {}, MONDAY)).toEqual([]);
});
