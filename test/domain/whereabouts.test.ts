import { getCountry } from 'countries-and-timezones';
import { expect, test } from 'vitest';
import { PHONE_ZONES } from '#domain/phone-zones.ts';
import { REGION_ZONES } from '#domain/region-zones.ts';
import { timeZone } from '#domain/settings-shapes.ts';
import { whereaboutsOf } from '#domain/whereabouts.ts';
import { make } from './make.ts';

const monday = new Date('2026-03-02T13:10:00Z');
type Person = NonNullable<Parameters<typeof make.lead>[0]>['person'];
type Account = NonNullable<Parameters<typeof make.lead>[0]>['account'];
const of = (person: Person, account: Account = {}) => whereaboutsOf(make.lead({ person, account }), monday);
const zonesOf = (phone: string) => of({ phone })?.zones.join(' ') ?? null;

test('a number says where somebody may be, however it is written', () => {
  expect([
    zonesOf('+1 212 555 0100'),
    zonesOf('+1 (415) 555-0100 ext. 12'),
    zonesOf('+49 (0)30 123456'),
    zonesOf('0049 30 123456'),
    zonesOf('+44 20 7946 0000'),
    zonesOf('+91 22 1234 5678'),
    zonesOf('+61 8 9321 0000'),
    zonesOf('+7 495 123 4567'),
    zonesOf('+7 423 222 0000'),
    zonesOf('+977 1 4220000'),
  ]).toEqual([
    'America/New_York',
    'America/Los_Angeles',
    'Europe/Berlin',
    'Europe/Berlin',
    'Europe/London',
    'Asia/Kolkata',
    'Australia/Perth Australia/Adelaide',
    'Europe/Moscow',
    'Asia/Vladivostok',
    'Asia/Kathmandu',
  ]);
});

test('a number that says no country, or one of a whole continent, says nothing', () => {
  expect([
    zonesOf('030 123456'),
    zonesOf('call me'),
    zonesOf('+1 800 555 0100'),
    zonesOf('+7'),
    zonesOf('+999'),
  ]).toEqual([null, null, null, null, null]);
});

test('what a source told is no guess; what is no time zone is not told', () => {
  expect(of({ time_zone: 'America/New_York', country: 'DE' })).toEqual({
    zones: ['America/New_York'],
    basis: 'told',
  });
  expect(of({ time_zone: 'Eastern Time', country: 'DE' })).toEqual({
    zones: ['Europe/Berlin'],
    basis: 'country',
  });
});

test.each([
  ['US', 'CA', 'America/Los_Angeles'],
  ['United States', 'california', 'America/Los_Angeles'],
  ['USA', 'US-TX', 'America/Chicago'],
  ['US', 'Tennessee', 'America/Chicago America/New_York'],
  ['CA', 'Québec', 'America/Toronto'],
  ['Canada', 'BC', 'America/Vancouver'],
  ['AU', 'Western Australia', 'Australia/Perth'],
  ['Australia', 'nsw', 'Australia/Sydney'],
  ['BR', 'São Paulo', 'America/Sao_Paulo'],
  ['MX', 'Baja California', 'America/Tijuana'],
  ['RU', 'Vladivostok', 'Asia/Vladivostok'],
  ['ES', 'Las Palmas', 'Atlantic/Canary'],
])('in %s the region %s has its own clock', (country, region, zones) => {
  expect(of({ country, region })).toEqual({ zones: zones.split(' '), basis: 'region' });
});

test('a country with one clock says it; one with several says those where most people work', () => {
  expect(of({ country: 'DE' })).toEqual({ zones: ['Europe/Berlin'], basis: 'country' });
  expect(of({ country: 'India' })).toEqual({ zones: ['Asia/Kolkata'], basis: 'country' });
  expect(of({ country: 'US' })).toEqual({
    zones: ['America/Los_Angeles', 'America/Denver', 'America/Chicago', 'America/New_York'],
    basis: 'country',
  });
  expect(of({ country: 'ES', region: 'Cataluña' })).toEqual({ zones: ['Europe/Madrid'], basis: 'country' });
});

test('in a country with several clocks the phone number says which, as people write it there too', () => {
  expect(of({ country: 'US', phone: '+1 808 555 0100' })).toEqual({
    zones: ['Pacific/Honolulu'],
    basis: 'phone',
  });
  expect(of({ country: 'US', phone: '(312) 555-0100' })).toEqual({
    zones: ['America/Chicago'],
    basis: 'phone',
  });
  expect(of({ country: 'US', region: 'NY', phone: '(312) 555-0100' })?.zones).toEqual(['America/New_York']);
  expect(of({ country: 'US', phone: '+49 30 123456' })?.basis).toBe('country');
  expect(of({ country: 'DE', phone: '+1 212 555 0100' })).toEqual({
    zones: ['Europe/Berlin'],
    basis: 'country',
  });
});

test('where nothing is known of the person, their company’s country is a guess', () => {
  expect(of({}, { country: 'FR' })).toEqual({ zones: ['Europe/Paris'], basis: 'company' });
  expect(of({}, { country: 'US', region: 'WA' })).toEqual({
    zones: ['America/Los_Angeles'],
    basis: 'region',
  });
});

test('a country nobody knows leaves the phone number, and an e-mail address says nothing', () => {
  expect(of({ country: 'Atlantis', phone: '+49 30 123456' })).toEqual({
    zones: ['Europe/Berlin'],
    basis: 'phone',
  });
  expect(of({ email: 'anna@nordwerk.de' }, { domain: 'nordwerk.de' })).toBeNull();
});

test('every zone of the tables is one, and each beginning of a number stands once', () => {
  const numbers = Object.values(PHONE_ZONES).flatMap((beginnings) => beginnings.split(' '));
  expect(new Set(numbers).size).toBe(numbers.length);
  const ofRegions = Object.values(REGION_ZONES).flatMap(({ usual, regions }) => [
    ...usual,
    ...Object.keys(regions),
  ]);
  const zones = [...Object.keys(PHONE_ZONES).flatMap((names) => names.split(' ')), ...ofRegions];
  expect(zones.filter((zone) => !timeZone.safeParse(zone).success)).toEqual([]);
  expect(Object.keys(REGION_ZONES).filter((country) => getCountry(country) === null)).toEqual([]);
});
