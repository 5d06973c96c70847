import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { checkUntil, UNTIL_FORMS as FORMS, pickedDay, readAbsence, readUntil } from '#domain/typed-time.ts';
import { make } from './make.ts';

// Thursday in Berlin, half past one in the afternoon.
const now = new Date('2026-11-19T12:30:00Z');
const hours = make.hours();
const until = (text: string) => readUntil(text, hours, now);
const absence = (text: string) => readAbsence(text, hours, now);

test("a length of time is counted from now; business days are the person's own", () => {
  expect(until('2h')).toEqual({ ok: true, until: new Date('2026-11-19T14:30:00Z') });
  expect(until('45m')).toEqual({ ok: true, until: new Date('2026-11-19T13:15:00Z') });
  expect(until('2bd')).toEqual({ ok: true, until: new Date('2026-11-23T12:30:00Z') });
});

test('a time is one of today', () => {
  expect(until('until 14:30')).toEqual({ ok: true, until: new Date('2026-11-19T13:30:00Z') });
});

test('a day is the opening of its work', () => {
  expect(until('until tomorrow')).toEqual({ ok: true, until: new Date('2026-11-20T08:00:00Z') });
  expect(until('until Monday')).toEqual({ ok: true, until: new Date('2026-11-23T08:00:00Z') });
  expect(until('mon')).toEqual({ ok: true, until: new Date('2026-11-23T08:00:00Z') });
  expect(until('until 2026-12-01')).toEqual({ ok: true, until: new Date('2026-12-01T08:00:00Z') });
});

test('a weekday said on that day is a week away', () => {
  expect(until('until thursday')).toEqual({ ok: true, until: new Date('2026-11-26T08:00:00Z') });
});

test('a day without work is the next one that has some', () => {
  expect(until('until saturday')).toEqual({ ok: true, until: new Date('2026-11-23T08:00:00Z') });
  const offOnMonday = make.hours({ holidays: ['2026-11-23'] });
  expect(readUntil('until monday', offOnMonday, now)).toEqual({
    ok: true,
    until: new Date('2026-11-24T08:00:00Z'),
  });
});

test('on night shifts a day begins with its own shift, not with the end of the last', () => {
  const night = ['22:00-06:00'];
  const nights = make.hours({ week: { sun: night, mon: night } });
  expect(readUntil('until monday', nights, now)).toEqual({
    ok: true,
    until: new Date('2026-11-23T21:00:00Z'),
  });
});

test.each([
  ['', `How long is missing: expected ${FORMS}`],
  ['until', `How long is missing: expected ${FORMS}`],
  ['until mondy', `"mondy" is not a time: expected ${FORMS}; did you mean "monday"?`],
  ['2', `"2" is not a time: expected ${FORMS}; did you mean "2h"?`],
  ['2 hoours', `"hoours" is not a time: expected ${FORMS}`],
  ['2h please', `"please" is not a time: expected ${FORMS}`],
  ['until 12:30', '"12:30" is over: expected something later, such as until tomorrow'],
  ['until 13:30', '"13:30" is over: expected something later, such as until tomorrow'],
  ['until 2026-11-19', '"2026-11-19" is over: expected something later, such as until tomorrow'],
  [
    'until 2026-11-31',
    '"2026-11-31" is not a date: expected one such as 2026-09-01; did you mean "2026-11-30"?',
  ],
  ['until 2062-12-01', `"2062-12-01" is more than a year away: expected ${FORMS}`],
  ['99999d', `"99999d" is more than a year away: expected ${FORMS}`],
  ['99999bd', `"99999bd" is more than a year away: expected ${FORMS}`],
])('%j is answered with what would be understood', (text, problem) => {
  expect(until(text)).toEqual({ ok: false, problem });
});

const DAY = 24 * 60 * 60_000;
const NOT_OVER = 'That time is over. Choose a later one.';

test('somebody may be away for a year and a day, however they say it', () => {
  const isTaken = (text: string) => until(text).ok;
  expect([isTaken('366d'), isTaken('367d')]).toEqual([true, false]);
  expect([isTaken('260bd'), isTaken('262bd')]).toEqual([true, false]);
  const monday = new Date('2026-11-16T12:30:00Z');
  const isTakenOnMonday = (text: string) => readUntil(text, hours, monday).ok;
  // 2027 is no leap year: its 17 November is 366 days away.
  expect([isTakenOnMonday('until 2027-11-17'), isTakenOnMonday('until 2027-11-18')]).toEqual([true, false]);
});

test('a time that was picked is later than now, and at most a year and a day away', () => {
  const picked = (later: number) => checkUntil(new Date(now.getTime() + later), now);
  const kept = (later: number) => ({ ok: true, until: new Date(now.getTime() + later) });
  expect([picked(-1), picked(0)]).toEqual([
    { ok: false, problem: NOT_OVER },
    { ok: false, problem: NOT_OVER },
  ]);
  expect([picked(1), picked(366 * DAY)]).toEqual([kept(1), kept(366 * DAY)]);
  expect(picked(366 * DAY + 1)).toEqual({
    ok: false,
    problem: 'That is more than a year away. Choose an earlier time.',
  });
});

test.each([
  ['2 hours', '2026-11-19T14:30:00Z'],
  ['for 2h', '2026-11-19T14:30:00Z'],
  ['1h30m', '2026-11-19T14:00:00Z'],
  ['1h 30m', '2026-11-19T14:00:00Z'],
  ['1 hour and 30 minutes', '2026-11-19T14:00:00Z'],
  ['1.5h', '2026-11-19T14:00:00Z'],
  ['half an hour', '2026-11-19T13:00:00Z'],
  ['an hour', '2026-11-19T13:30:00Z'],
  ['90 min', '2026-11-19T14:00:00Z'],
  ['3 days', '2026-11-22T12:30:00Z'],
  ['a week', '2026-11-26T12:30:00Z'],
  ['2 weeks', '2026-12-03T12:30:00Z'],
  ['2 working days', '2026-11-23T12:30:00Z'],
  ['1d 2h', '2026-11-20T14:30:00Z'],
])('%j is a length of time from now', (text, back) => {
  expect(until(text)).toEqual({ ok: true, until: new Date(back) });
});

test.each([
  ['until 3pm', '2026-11-19T14:00:00Z'],
  ['until 3:30 pm', '2026-11-19T14:30:00Z'],
  ['until tomorrow 14:00', '2026-11-20T13:00:00Z'],
  ['until tomorrow at 2pm', '2026-11-20T13:00:00Z'],
  ['until 14:00 tomorrow', '2026-11-20T13:00:00Z'],
  ['until tomorrow noon', '2026-11-20T11:00:00Z'],
  ['until tomorrow morning', '2026-11-20T08:00:00Z'],
  ['until this evening', '2026-11-19T17:00:00Z'],
  ['until monday 9:30', '2026-11-23T08:30:00Z'],
  ['next monday', '2026-11-23T08:00:00Z'],
  ['until next friday', '2026-11-27T08:00:00Z'],
  ['until friday', '2026-11-20T08:00:00Z'],
  ['until next week', '2026-11-23T08:00:00Z'],
  ['until 2026-12-01 15:00', '2026-12-01T14:00:00Z'],
  ['until 1.12.', '2026-12-01T08:00:00Z'],
  ['until 1.12.2026', '2026-12-01T08:00:00Z'],
  ['until 1 dec', '2026-12-01T08:00:00Z'],
  ['until December 1st', '2026-12-01T08:00:00Z'],
  // The next one, as there is no such day any more this year.
  ['until 7 jan', '2027-01-07T08:00:00Z'],
])('%j is a moment by the clock where they are', (text, back) => {
  expect(until(text)).toEqual({ ok: true, until: new Date(back) });
});

test.each([
  ['from monday until friday', '2026-11-22T23:00:00Z', '2026-11-27T08:00:00Z'],
  ['monday to friday', '2026-11-22T23:00:00Z', '2026-11-27T08:00:00Z'],
  ['from friday until monday', '2026-11-19T23:00:00Z', '2026-11-23T08:00:00Z'],
  ['2026-12-24 to 2027-01-02', '2026-12-23T23:00:00Z', '2027-01-04T08:00:00Z'],
  ['2026-12-24..2027-01-02', '2026-12-23T23:00:00Z', '2027-01-04T08:00:00Z'],
  ['from 24 dec until 2 jan', '2026-12-23T23:00:00Z', '2027-01-04T08:00:00Z'],
  ['from tomorrow 14:00 to 16:00', '2026-11-20T13:00:00Z', '2026-11-20T15:00:00Z'],
  ['from 15:00 until 16:30', '2026-11-19T14:00:00Z', '2026-11-19T15:30:00Z'],
  ['from tomorrow 14:00 for 2h', '2026-11-20T13:00:00Z', '2026-11-20T15:00:00Z'],
  ['from monday for 2 days', '2026-11-22T23:00:00Z', '2026-11-25T08:00:00Z'],
  ['tomorrow afternoon', '2026-11-20T11:00:00Z', '2026-11-23T08:00:00Z'],
  ['tomorrow morning', '2026-11-19T23:00:00Z', '2026-11-20T11:00:00Z'],
])('%j begins later and ends by itself', (text, from, back) => {
  expect(absence(text)).toEqual({ ok: true, from: new Date(from), until: new Date(back) });
});

test.each([
  ['2h', '2026-11-19T14:30:00Z'],
  ['until friday', '2026-11-20T08:00:00Z'],
  // It has begun already.
  ['this afternoon', '2026-11-20T08:00:00Z'],
  ['from today until monday', '2026-11-23T08:00:00Z'],
  ['from now until 3pm', '2026-11-19T14:00:00Z'],
  ['today until 3pm', '2026-11-19T14:00:00Z'],
])('%j begins at once', (text, back) => {
  expect(absence(text)).toEqual({ ok: true, from: null, until: new Date(back) });
});

test.each([
  ['from monday', 'Until when is missing: expected 2h'],
  ['from monday until', 'How long is missing: expected 2h'],
  ['from friday until 2026-11-19', '"2026-11-19" is over'],
  ['from 16:00 to 15:00', '"15:00" is over'],
  ['from mondy until friday', '"mondy" is not a time'],
  ['from monday until fridax', 'did you mean "friday"?'],
  ['from 2027-12-24 to 2028-01-02', 'begins more than a year from now'],
  ['until 25:00', '"25:00" is not a time'],
  ['until 13pm', '"13pm" is not a time'],
  ['until 31.11.', '"31.11." is not a date'],
  ['until 12/24', '"12/24" is not a time'],
])('%j is answered with what is understood', (text, said) => {
  expect(absence(text)).toEqual({ ok: false, problem: expect.stringContaining(said) });
});

test('who only says when it is over cannot say when it begins', () => {
  expect(until('from monday until friday')).toEqual({
    ok: false,
    problem: `"from" is for what begins later: expected ${FORMS}`,
  });
});

test('a time is one of the zone where they are, and a day begins at their midnight', () => {
  const newYork = make.hours({ timeZone: 'America/New_York' });
  expect(readUntil('until 3pm', newYork, now)).toEqual({ ok: true, until: new Date('2026-11-19T20:00:00Z') });
  expect(readAbsence('from monday until friday', newYork, now)).toEqual({
    ok: true,
    from: new Date('2026-11-23T05:00:00Z'),
    until: new Date('2026-11-27T14:00:00Z'),
  });
});

test('a day that has 23 or 25 hours is a day, and an hour is an hour', () => {
  // The night to 25 October 2026 the clocks of Berlin go back.
  const saturday = new Date('2026-10-24T12:00:00Z');
  expect(readUntil('1 day', hours, saturday)).toEqual({ ok: true, until: new Date('2026-10-25T13:00:00Z') });
  expect(readUntil('24h', hours, saturday)).toEqual({ ok: true, until: new Date('2026-10-25T12:00:00Z') });
  // 02:30 of 28 March 2027 is no time there: it is half past three.
  const march = new Date('2027-03-27T12:00:00Z');
  expect(readUntil('until tomorrow 2:30', hours, march)).toEqual({
    ok: true,
    until: new Date('2027-03-28T01:30:00Z'),
  });
});

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Pacific/Apia',
  'Asia/Kolkata',
];
const anyTime = fc.date({
  min: new Date('2026-01-01T00:00:00Z'),
  max: new Date('2027-12-31T00:00:00Z'),
  noInvalidDate: true,
});
const clockOf = (zone: string, at: Date) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);

test('so many days are so many days by the calendar, at the same time of day unless there is none such', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), anyTime, fc.integer({ min: 1, max: 300 }), (zone, at, days) => {
      const read = readUntil(`${days} days`, make.hours({ timeZone: zone }), at);
      if (!read.ok) return false;
      const [from, to] = [clockOf(zone, at), clockOf(zone, read.until)];
      const isSameTime = from.toPlainTime().equals(to.toPlainTime());
      const meant = from.toPlainDate().add({ days });
      // A time that falls into a gap is past it, at most an hour later.
      return isSameTime
        ? to.toPlainDate().equals(meant)
        : Math.abs(to.since(from.add({ days })).total('minutes')) <= 60;
    }),
    { numRuns: 300 },
  );
});

test('a time of tomorrow is shown by the clock there, and so many hours have as many minutes', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      anyTime,
      fc.integer({ min: 4, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
      (zone, at, hour, minute) => {
        const there = make.hours({ timeZone: zone });
        const typed = `${hour}:${String(minute).padStart(2, '0')}`;
        const read = readUntil(`until tomorrow ${typed}`, there, at);
        const long = readUntil(`${hour}h${minute}m`, there, at);
        if (!read.ok || !long.ok) return false;
        const shown = clockOf(zone, read.until);
        return (
          shown.hour === hour &&
          shown.minute === minute &&
          shown.toPlainDate().equals(clockOf(zone, at).toPlainDate().add({ days: 1 })) &&
          long.until.getTime() - at.getTime() === (hour * 60 + minute) * 60_000
        );
      },
    ),
    { numRuns: 300 },
  );
});

const word = fc.oneof(
  fc.constantFrom(
    ...[
      'from',
      'until',
      'to',
      'for',
      'next',
      'this',
      'at',
      'and',
      'a',
      'half',
      'an',
      'monday',
      'tomorrow',
      'afternoon',
    ],
    ...[
      'morning',
      'week',
      '2',
      '30',
      'h',
      'days',
      '2h',
      '1h30m',
      '3pm',
      '14:00',
      '24:61',
      '2026-13-45',
      '2026-12-24',
      '31.2.',
      'dec',
    ],
  ),
  fc.string({ maxLength: 6 }),
);

test('whatever is typed, somebody away comes back later than they go, and both within two years', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), fc.array(word, { maxLength: 7 }), (zone, words) => {
      const there = make.hours({ timeZone: zone });
      const read = readAbsence(words.join(' '), there, now);
      const end = readUntil(words.join(' '), there, now);
      const isEndSound = end.ok ? end.until > now : end.problem.includes('expected');
      if (!read.ok) return isEndSound && read.problem.includes('expected');
      const from = read.from ?? now;
      return (
        isEndSound &&
        from >= now &&
        read.until > from &&
        read.until.getTime() - now.getTime() < 735 * 86_400_000
      );
    }),
    { numRuns: 1_000 },
  );
});

test('a day that was picked is its morning where they are, and today has not passed before it has', () => {
  const berlin = { timeZone: 'Europe/Berlin' };
  const honolulu = { timeZone: 'Pacific/Honolulu' };
  expect(pickedDay('2026-12-03', berlin, now)).toEqual(new Date('2026-12-03T08:00:00Z'));
  expect(pickedDay('2026-12-03', honolulu, now)).toEqual(new Date('2026-12-03T19:00:00Z'));
  // Half past one in Berlin; half past two in the morning on Hawaii.
  expect(pickedDay('2026-11-19', berlin, now)).toEqual(new Date('2026-11-19T22:59:00Z'));
  expect(pickedDay('2026-11-19', honolulu, now)).toEqual(new Date('2026-11-19T19:00:00Z'));
  expect(pickedDay('2026-11-18', berlin, now)).toEqual(new Date('2026-11-18T08:00:00Z'));
  expect(pickedDay('2026-11-31', berlin, now)).toBeNull();
});
