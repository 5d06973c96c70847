import { expect, test } from 'vitest';
import { isSameClock, prospectTime } from '#domain/prospect-time.ts';
import { make } from './make.ts';

/** What a lead's clock shows. Chicago is six hours behind UTC in winter, five in summer. */

type Person = NonNullable<Parameters<typeof make.lead>[0]>['person'];
const utc = (time: string) => new Date(`${time}:00Z`);
const of = (person: Person, now: Date, hours = '08:00-18:00') =>
  prospectTime(make.lead({ person, account: {} }), hours, now);

test('before the day begins there it says what their clock shows, and when a decent hour starts', () => {
  expect(of({ time_zone: 'America/Chicago' }, utc('2026-03-02T13:10'))).toEqual({
    basis: 'told',
    place: 'Chicago',
    earliest: { weekday: 'mon', time: '07:10' },
    latest: { weekday: 'mon', time: '07:10' },
    isDecent: false,
    decent: {
      from: utc('2026-03-02T14:00'),
      to: utc('2026-03-03T00:00'),
      opens: { weekday: 'mon', time: '08:00' },
    },
  });
});

test('while it is a decent hour the hours that go on are told whole', () => {
  expect(of({ country: 'US', region: 'IL' }, utc('2026-03-02T20:00'))).toEqual({
    basis: 'region',
    place: 'Chicago',
    earliest: { weekday: 'mon', time: '14:00' },
    latest: { weekday: 'mon', time: '14:00' },
    isDecent: true,
    decent: {
      from: utc('2026-03-02T14:00'),
      to: utc('2026-03-03T00:00'),
      opens: { weekday: 'mon', time: '08:00' },
    },
  });
});

test('the first minute of decent hours is one, their end is none any more', () => {
  const chicago = { time_zone: 'America/Chicago' };
  const told = (time: string) => {
    const { isDecent, decent } = of(chicago, utc(time)) ?? {};
    return [isDecent, decent?.from];
  };
  expect(told('2026-03-02T13:59')).toEqual([false, utc('2026-03-02T14:00')]);
  expect(told('2026-03-02T14:00')).toEqual([true, utc('2026-03-02T14:00')]);
  expect(told('2026-03-02T23:59')).toEqual([true, utc('2026-03-02T14:00')]);
  expect(told('2026-03-03T00:00')).toEqual([false, utc('2026-03-03T14:00')]);
});

test('a weekend has no decent hour, and the clocks may change in it', () => {
  // Saturday 2026-03-07; in the night to Sunday the clocks go forward in Chicago.
  expect(of({ time_zone: 'America/Chicago' }, utc('2026-03-07T16:00'))).toMatchObject({
    earliest: { weekday: 'sat', time: '10:00' },
    isDecent: false,
    decent: { from: utc('2026-03-09T13:00'), to: utc('2026-03-09T23:00') },
  });
});

test('where several clocks are possible an hour is decent that is so by each of them', () => {
  // 05:10 in Los Angeles and 08:10 in New York; 08:00 there to 18:00 here.
  expect(of({ country: 'US' }, utc('2026-03-02T13:10'))).toMatchObject({
    basis: 'country',
    place: 'US',
    earliest: { weekday: 'mon', time: '05:10' },
    latest: { weekday: 'mon', time: '08:10' },
    isDecent: false,
    decent: { from: utc('2026-03-02T16:00'), to: utc('2026-03-02T23:00') },
  });
});

test('where they share none, it says so and still shows the clocks', () => {
  expect(of({ country: 'US' }, utc('2026-03-02T13:10'), '09:00-10:00')).toMatchObject({
    earliest: { time: '05:10' },
    isDecent: false,
    decent: null,
  });
  // In New York they end at the moment at which they begin in Los Angeles.
  expect(of({ country: 'US' }, utc('2026-03-02T13:10'), '09:00-12:00')?.decent).toBeNull();
});

test('half hours and the day after are shown as they are there', () => {
  expect(of({ country: 'Nepal' }, utc('2026-03-02T19:00'))).toMatchObject({
    place: 'Nepal',
    earliest: { weekday: 'tue', time: '00:45' },
    decent: { from: utc('2026-03-03T02:15') },
  });
});

test('nothing is said of a lead of whom nothing says where they are', () => {
  expect(of({ email: 'anna@nordwerk.de' }, utc('2026-03-02T13:10'))).toBeNull();
});

test('two zones have the same clock as long as they show the same time', () => {
  const lead = make.lead({ person: { time_zone: 'America/Phoenix' }, account: {} });
  expect(isSameClock(lead, 'America/Denver', utc('2026-01-15T12:00'))).toBe(true);
  expect(isSameClock(lead, 'America/Denver', utc('2026-07-15T12:00'))).toBe(false);
  const anywhere = make.lead({ person: { country: 'US' }, account: {} });
  expect(isSameClock(anywhere, 'America/New_York', utc('2026-01-15T12:00'))).toBe(false);
  expect(isSameClock(anywhere, 'America/Los_Angeles', utc('2026-01-15T12:00'))).toBe(false);
  const unknown = make.lead({ person: {}, account: {} });
  expect(isSameClock(unknown, 'America/Denver', utc('2026-01-15T12:00'))).toBe(false);
});
