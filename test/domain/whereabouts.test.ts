import { getCountry } from 'countries-and-timezones';
import fc from 'fast-check';
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
    place: 'New York',
  });
  expect(of({ time_zone: 'Eastern Time', country: 'DE' })).toEqual({
    zones: ['Europe/Berlin'],
    basis: 'country',
    place: 'Germany',
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
  expect(of({ country, region })).toMatchObject({ zones: zones.split(' '), basis: 'region' });
});

test('a country with one clock says it; one with several says those where most people work', () => {
  expect(of({ country: 'DE' })).toEqual({ zones: ['Europe/Berlin'], basis: 'country', place: 'Germany' });
  expect(of({ country: 'India' })).toEqual({ zones: ['Asia/Kolkata'], basis: 'country', place: 'India' });
  expect(of({ country: 'US' })).toEqual({
    zones: ['America/Los_Angeles', 'America/Denver', 'America/Chicago', 'America/New_York'],
    basis: 'country',
    place: 'US',
  });
  expect(of({ country: 'ES', region: 'Cataluña' })).toEqual({
    zones: ['Europe/Madrid'],
    basis: 'country',
    place: 'Spain',
  });
});

test('in a country with several clocks the phone number says which, as people write it there too', () => {
  expect(of({ country: 'US', phone: '+1 808 555 0100' })).toEqual({
    zones: ['Pacific/Honolulu'],
    basis: 'phone',
    place: 'Honolulu',
  });
  expect(of({ country: 'US', phone: '(312) 555-0100' })).toEqual({
    zones: ['America/Chicago'],
    basis: 'phone',
    place: 'Chicago',
  });
  expect(of({ country: 'US', region: 'NY', phone: '(312) 555-0100' })?.zones).toEqual(['America/New_York']);
  expect(of({ country: 'US', phone: '+49 30 123456' })?.basis).toBe('country');
  expect(of({ country: 'DE', phone: '+1 212 555 0100' })).toEqual({
    zones: ['Europe/Berlin'],
    basis: 'country',
    place: 'Germany',
  });
});

test('where nothing is known of the person, their company’s country is a guess', () => {
  expect(of({}, { country: 'FR' })).toEqual({ zones: ['Europe/Paris'], basis: 'company', place: 'France' });
  expect(of({}, { country: 'US', region: 'WA' })).toEqual({
    zones: ['America/Los_Angeles'],
    basis: 'region',
    place: 'Los Angeles',
  });
});

test('a country nobody knows leaves the phone number, and an e-mail address says nothing', () => {
  expect(of({ country: 'Atlantis', phone: '+49 30 123456' })).toEqual({
    zones: ['Europe/Berlin'],
    basis: 'phone',
    place: null,
  });
  expect(of({ email: 'anna@nordwerk.de' }, { domain: 'nordwerk.de' })).toBeNull();
});

test('a city is named only where the zone was told, or a region or number chose it', () => {
  const placeOf = (person: Person) => of(person)?.place;
  expect([
    placeOf({ country: 'NL' }),
    placeOf({ country: 'Sweden' }),
    placeOf({ country: 'IS' }),
    placeOf({ country: 'Germany', region: 'Bayern' }),
    placeOf({ country: 'US', region: 'Tennessee' }),
    placeOf({ phone: '+1 312 555 0100' }),
    placeOf({ phone: '+31 20 555 0100' }),
    placeOf({ time_zone: 'america/argentina/buenos_aires' }),
    placeOf({ time_zone: 'Etc/GMT+5' }),
  ]).toEqual(['Netherlands', 'Sweden', 'Iceland', 'Germany', 'US', 'Chicago', null, 'Buenos Aires', null]);
});

test('what only some programs take for a time zone is not told', () => {
  expect([
    of({ time_zone: 'PST', country: 'US', region: 'CA' })?.basis,
    of({ time_zone: 'IST', country: 'IN' })?.basis,
    of({ time_zone: '\u221205:00', country: 'DE' })?.basis,
  ]).toEqual(['region', 'country', 'country']);
});

test('a country that reads like a pattern is just one nobody knows', () => {
  const inRegion = (country: string, region: string) =>
    of({ country, region, phone: '+49 30 123456' })?.basis;
  expect([
    inRegion('C++', 'CA'),
    inRegion('USA (West', 'CA'),
    inRegion('[', ']'),
    inRegion('__proto__', 'constructor'),
    inRegion('(a+)+$', 'a'.repeat(2_000)),
  ]).toEqual(['phone', 'phone', 'phone', 'phone', 'phone']);
});

test('whatever a stranger writes is answered', () => {
  const odd = fc.constantFrom('(a+)+$', '\\', '[', '+', '__proto__', 'US', 'PST', '+01:00', '-', '00');
  const written = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc.array(odd, { maxLength: 40 }).map((pieces) => pieces.join('')),
  );
  const person = fc.record({ country: written, region: written, phone: written, time_zone: written });
  const countries = fc.constantFrom('US', 'CA', 'DE', 'RU', 'Australia');
  const inCountry = fc.record({ country: countries, region: written, phone: written });
  const account = fc.record({ country: written, region: written });
  fc.assert(
    fc.property(fc.oneof(person, inCountry), account, (known, company) => {
      expect(of(known, company)?.zones.length ?? 1).toBeGreaterThan(0);
    }),
    { numRuns: 200 },
  );
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
