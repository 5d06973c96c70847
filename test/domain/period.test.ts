import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkUntil, periodBefore, readFunnelRequest, readUntil } from '#domain/period.ts';
import { make } from './make.ts';

// Thursday in Berlin, half past one in the afternoon.
const now = new Date('2026-11-19T12:30:00Z');
const berlin = 'Europe/Berlin';
const hours = make.hours();

const read = (text: string) => readFunnelRequest(text, berlin, now);
const until = (text: string) => readUntil(text, hours, now);

test('nothing said means the last ninety days, from the start of the local day', () => {
  expect(read('')).toEqual({
    ok: true,
    request: { from: new Date('2026-08-20T22:00:00Z'), to: now, label: 'last 90 days', by: null },
  });
});

test('a number of days and a grouping are read in any order and any case', () => {
  const request = { from: new Date('2026-11-11T23:00:00Z'), to: now, label: 'last 7 days', by: 'rep' };
  expect(read('7d by rep')).toEqual({ ok: true, request });
  expect(read(' BY Rep  7D ')).toEqual({ ok: true, request });
});

test('a grouping alone keeps the usual period', () => {
  expect(read('by source')).toEqual({
    ok: true,
    request: { from: new Date('2026-08-20T22:00:00Z'), to: now, label: 'last 90 days', by: 'source' },
  });
});

test('the time before is as long, and ends where the period begins', () => {
  const from = new Date('2026-11-12T00:00:00Z');
  const to = new Date('2026-11-18T23:59:59.999Z');
  expect(periodBefore({ from, to })).toEqual({
    from: new Date('2026-11-05T00:00:00.000Z'),
    to: new Date('2026-11-11T23:59:59.999Z'),
  });
});

test('a quarter is the one that runs', () => {
  expect(read('quarter')).toEqual({
    ok: true,
    request: { from: new Date('2026-09-30T22:00:00Z'), to: now, label: 'this quarter', by: null },
  });
});

test('the day is the one of the team, not of the server', () => {
  // Already Friday in Auckland.
  expect(readFunnelRequest('7d', 'Pacific/Auckland', now)).toEqual({
    ok: true,
    request: { from: new Date('2026-11-12T11:00:00Z'), to: now, label: 'last 7 days', by: null },
  });
});

test('both dates belong to a period, whatever the clock was put to between them', () => {
  expect(read('2026-10-01..2026-10-31')).toEqual({
    ok: true,
    request: {
      from: new Date('2026-09-30T22:00:00Z'),
      to: new Date('2026-10-31T22:59:59.999Z'),
      label: '2026-10-01 to 2026-10-31',
      by: null,
    },
  });
});

test('one day is a period, and dots that a keyboard made one character are dots', () => {
  expect(read('2026-11-02…2026-11-02')).toEqual({
    ok: true,
    request: {
      from: new Date('2026-11-01T23:00:00Z'),
      to: new Date('2026-11-02T22:59:59.999Z'),
      label: '2026-11-02',
      by: null,
    },
  });
});

test.each([
  [
    'quater',
    '"quater" is not a period: expected 7d, 30d, 90d, quarter or 2026-09-01..2026-09-30; did you mean "quarter"?',
  ],
  [
    '90',
    '"90" is not a period: expected 7d, 30d, 90d, quarter or 2026-09-01..2026-09-30; did you mean "90d"?',
  ],
  [
    'source',
    '"source" is not a period: expected 7d, 30d, 90d, quarter or 2026-09-01..2026-09-30; did you mean "by source"?',
  ],
  ['bananas', '"bananas" is not a period: expected 7d, 30d, 90d, quarter or 2026-09-01..2026-09-30'],
  ['by', '"by" says nothing alone: expected by source, campaign, channel, rep, segment or week'],
  [
    'by sorce',
    '"sorce" is nothing to group by: expected by source, campaign, channel, rep, segment or week; did you mean "source"?',
  ],
  ['30d 7d', '"7d" is a second period: expected one of 7d, 30d, 90d, quarter or 2026-09-01..2026-09-30'],
  [
    '2026-9-1..2026-09-30',
    '"2026-9-1" is not a date: expected one such as 2026-09-01; did you mean "2026-09-01"?',
  ],
  [
    '2026-02-01..2026-02-30',
    '"2026-02-30" is not a date: expected one such as 2026-09-01; did you mean "2026-02-28"?',
  ],
  ['2026-09-01..soon', '"soon" is not a date: expected one such as 2026-09-01'],
  [
    '2026-09-30..2026-09-01',
    '"2026-09-30..2026-09-01" ends before it begins; did you mean "2026-09-01..2026-09-30"?',
  ],
  ['2026-11-20..2026-11-30', '"2026-11-20" is still to come: expected a day that has begun'],
])('%j is answered with what was expected', (text, problem) => {
  expect(read(text)).toEqual({ ok: false, problem });
});

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
  ['', 'How long is missing: expected 2h, until 14:30, until monday or until 2026-12-01'],
  ['until', 'How long is missing: expected 2h, until 14:30, until monday or until 2026-12-01'],
  [
    'until mondy',
    '"mondy" is not a time: expected 2h, until 14:30, until monday or until 2026-12-01; did you mean "monday"?',
  ],
  [
    '2 hours',
    '"2" is not a time: expected 2h, until 14:30, until monday or until 2026-12-01; did you mean "2h"?',
  ],
  ['2h please', '"please" is one word too many: expected 2h, until 14:30, until monday or until 2026-12-01'],
  ['until 12:30', '"12:30" is over: expected something later, such as until tomorrow'],
  ['until 13:30', '"13:30" is over: expected something later, such as until tomorrow'],
  ['until 2026-11-19', '"2026-11-19" is over: expected something later, such as until tomorrow'],
  [
    'until 2026-11-31',
    '"2026-11-31" is not a date: expected one such as 2026-09-01; did you mean "2026-11-30"?',
  ],
  [
    'until 2062-12-01',
    '"2062-12-01" is more than a year away: expected 2h, until 14:30, until monday or until 2026-12-01',
  ],
  ['99999d', '"99999d" is more than a year away: expected 2h, until 14:30, until monday or until 2026-12-01'],
  [
    '99999bd',
    '"99999bd" is more than a year away: expected 2h, until 14:30, until monday or until 2026-12-01',
  ],
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

test('a period may begin now: at midnight today has begun', () => {
  const midnight = new Date('2026-11-18T23:00:00Z');
  const asked = (at: Date) => readFunnelRequest('2026-11-19..2026-11-19', berlin, at).ok;
  expect([asked(new Date(midnight.getTime() - 1)), asked(midnight)]).toEqual([false, true]);
});

const words = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'by',
        'source',
        'until',
        '7d',
        'monday',
        '2026-13-45',
        '0000-00-00..9999-99-99',
        '24:61',
        '0h',
      ),
      fc.string(),
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(' '));

test('whatever is typed, a period is over or runs, and somebody away comes back later', () => {
  fc.assert(
    fc.property(words, (text) => {
      const asked = read(text);
      const back = until(text);
      return (
        (!asked.ok || (asked.request.from <= now && asked.request.from <= asked.request.to)) &&
        (!back.ok || back.until > now)
      );
    }),
    { numRuns: 500 },
  );
});
