import { expect, test } from 'vitest';
import { found, MONDAY, mia, person, settingsWith } from './make.ts';

const inZone = (...zones: string[]) =>
  settingsWith({
    people: [...zones.map((time_zone, index) => person(['ana', 'ben'][index] ?? '', { time_zone })), mia],
    pools: [
      {
        id: 'sdr',
        name: 'SDRs',
        members: zones.map((_, index) => ({ person: ['ana', 'ben'][index] ?? '' })),
      },
    ],
  });
const about = (zoneData: string | null, zones: string[], now = MONDAY) =>
  found(inZone(...zones), {}, { zoneData }, now).filter(({ where }) => where.startsWith('zone'));
const off = (zone: string, what: string) => ({ severity: 'risk', where: `zone ${zone}`, what });

test('zone data from before a change of clocks are named with whom they put an hour off', () => {
  expect(about('2026c', ['America/Winnipeg', 'America/Winnipeg'])).toEqual([
    off(
      'America/Winnipeg',
      'the clock there changed on 2026-11-01, which zone data 2026c of this Node may not know: hours and deadlines of ana and ben are an hour off',
    ),
  ]);
});

test('before the day of the change it is told as what will be', () => {
  const october = new Date('2026-10-31T23:59:59Z');
  expect(about('2025c', ['America/Vancouver', 'Europe/Berlin'], october)).toEqual([
    off(
      'America/Vancouver',
      'the clock there changes on 2026-11-01, which zone data 2025c of this Node may not know: hours and deadlines of ana will be an hour off',
    ),
  ]);
});

test('each zone that changed is named, and another name of it too', () => {
  expect(about('2025c', ['Canada/Central', 'Africa/Casablanca']).map(({ where }) => where)).toEqual([
    'zone Africa/Casablanca',
    'zone Canada/Central',
  ]);
});

test('zone data that know the change, and people who live elsewhere, are nothing to tell', () => {
  expect(about('2026e', ['America/Winnipeg', 'America/Inuvik'])).toEqual([]);
  expect(about('2026f', ['America/Winnipeg'])).toEqual([]);
  expect(about('2027a', ['America/Vancouver'])).toEqual([]);
  expect(about('2026c', ['America/Vancouver', 'America/Chicago'])).toEqual([]);
  expect(about(null, ['America/Winnipeg'])).toEqual([]);
});

test('zone data are old when they are for certain older than a year', () => {
  const old = {
    severity: 'note',
    where: 'zone data',
    what: '2025c, of this Node, are more than a year old: where clocks were changed by law since, hours and deadlines are an hour off',
  };
  expect(about('2025c', ['Europe/Berlin'], new Date('2026-12-31T23:59:59Z'))).toEqual([]);
  expect(about('2025c', ['Europe/Berlin'], new Date('2027-01-01T00:00:00Z'))).toEqual([old]);
  expect(about('2026a', ['Europe/Berlin'], new Date('2027-12-31T23:59:59Z'))).toEqual([]);
});
