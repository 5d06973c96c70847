import { expect, test } from 'vitest';
import { sayPlain } from '#blocks/lines.ts';
import { decentHoursPart, localTimePart } from '#blocks/prospect-line.ts';
import type { ProspectTime } from '#domain/prospect-time.ts';

const early: ProspectTime = {
  basis: 'told',
  place: 'Chicago',
  earliest: { weekday: 'mon', time: '07:10' },
  latest: { weekday: 'mon', time: '07:10' },
  isDecent: false,
  decent: {
    from: new Date('2026-11-23T14:00:00Z'),
    to: new Date('2026-11-24T00:00:00Z'),
    opens: { weekday: 'mon', time: '08:00' },
  },
};
const said = (prospect: ProspectTime) => sayPlain(localTimePart(prospect), 'Europe/Berlin');
const onCard = (prospect: ProspectTime) => {
  const part = decentHoursPart(prospect);
  return part && sayPlain(part, 'Europe/Berlin');
};

test('the time there is said, and when a decent hour starts, there and for the reader', () => {
  expect(said(early)).toBe('07:10 for them; a decent hour starts 08:00 (23 Nov 2026, 15:00 your time)');
});

test('at a decent hour only the time there is said', () => {
  expect(said({ ...early, isDecent: true })).toBe('07:10 for them');
});

test('a guess says that it is one, and from what', () => {
  expect(said({ ...early, basis: 'phone' })).toBe(
    'about 07:10 for them (guessed from the phone number); a decent hour starts 08:00 (23 Nov 2026, 15:00 your time)',
  );
});

test('where several clocks are possible the range is said, and a weekend by its day', () => {
  const range: ProspectTime = {
    ...early,
    basis: 'country',
    place: 'US',
    earliest: { weekday: 'sat', time: '22:10' },
    latest: { weekday: 'sun', time: '01:10' },
  };
  expect(said(range)).toBe(
    'between Sat 22:10 and Sun 01:10 for them (guessed from the country); a decent hour starts 23 Nov 2026, 15:00 your time',
  );
});

test('a card says the decent hours in the reader’s time, with the place and the guess where there is one', () => {
  expect(onCard(early)).toContain('your time (Chicago)');
  expect(onCard({ ...early, basis: 'region' })).toContain('your time (Chicago, guessed from the region)');
  expect(onCard({ ...early, basis: 'country', place: 'Sweden' })).toContain(
    'your time (Sweden, guessed from the country)',
  );
  expect(onCard({ ...early, basis: 'phone', place: null })).toContain(
    'your time (guessed from the phone number)',
  );
  expect(onCard({ ...early, place: null })).toMatch(/your time$/);
  expect(onCard({ ...early, decent: null })).toBeNull();
});
