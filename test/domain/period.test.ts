import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GROUPINGS, periodBefore, readPeriod, readRequest } from '#domain/period.ts';

// Thursday in Berlin, half past one in the afternoon.
const now = new Date('2026-11-19T12:30:00Z');
const berlin = 'Europe/Berlin';

const askable = { groupings: GROUPINGS, others: ['tree', 'cost'] };
const read = (text: string) => readRequest(text, askable, berlin, now);

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
  expect(readRequest('7d', askable, 'Pacific/Auckland', now)).toEqual({
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

// Days of Berlin, an hour before those of UTC in winter and two in summer.
test.each([
  ['today', '2026-11-18T23:00:00Z', now, 'today'],
  ['yesterday', '2026-11-17T23:00:00Z', '2026-11-18T22:59:59.999Z', 'yesterday'],
  ['week', '2026-11-15T23:00:00Z', now, 'this week'],
  ['this week', '2026-11-15T23:00:00Z', now, 'this week'],
  ['last week', '2026-11-08T23:00:00Z', '2026-11-15T22:59:59.999Z', 'last week'],
  ['month', '2026-10-31T23:00:00Z', now, 'this month'],
  ['last month', '2026-09-30T22:00:00Z', '2026-10-31T22:59:59.999Z', 'last month'],
  ['for the last month', '2026-09-30T22:00:00Z', '2026-10-31T22:59:59.999Z', 'last month'],
  ['this quarter', '2026-09-30T22:00:00Z', now, 'this quarter'],
  ['last quarter', '2026-06-30T22:00:00Z', '2026-09-30T21:59:59.999Z', 'last quarter'],
  ['year', '2025-12-31T23:00:00Z', now, 'this year'],
  ['last year', '2024-12-31T23:00:00Z', '2025-12-31T22:59:59.999Z', 'last year'],
  ['2026-10', '2026-09-30T22:00:00Z', '2026-10-31T22:59:59.999Z', 'October 2026'],
  ['october', '2026-09-30T22:00:00Z', '2026-10-31T22:59:59.999Z', 'October 2026'],
  ['december', '2025-11-30T23:00:00Z', '2025-12-31T22:59:59.999Z', 'December 2025'],
  ['last 30 days', '2026-10-19T22:00:00Z', now, 'last 30 days'],
  ['2 weeks', '2026-11-04T23:00:00Z', now, 'last 14 days'],
  ['2026-10-01', '2026-09-30T22:00:00Z', '2026-10-01T21:59:59.999Z', '2026-10-01'],
  [
    '2026-09-01 .. 2026-09-30',
    '2026-08-31T22:00:00Z',
    '2026-09-30T21:59:59.999Z',
    '2026-09-01 to 2026-09-30',
  ],
  [
    '2026-09-01 to 2026-09-30',
    '2026-08-31T22:00:00Z',
    '2026-09-30T21:59:59.999Z',
    '2026-09-01 to 2026-09-30',
  ],
])('%j is a period as people say it', (text, from, to, label) => {
  const period = { from: new Date(from), to: new Date(to), label };
  expect(readPeriod(text, berlin, now)).toEqual({ ok: true, period });
  expect(read(`by pool ${text}`)).toEqual({ ok: true, request: { ...period, by: 'pool' } });
});

test('what a report cannot group by is refused with what it can', () => {
  const asked = (text: string) => readRequest(text, { groupings: ['channel'], others: [] }, berlin, now);
  expect(asked('by rep')).toEqual({
    ok: false,
    problem: '"rep" is nothing to group by: expected by channel',
  });
  expect(readRequest('by rep', { groupings: [], others: [] }, berlin, now)).toEqual({
    ok: false,
    problem: 'There is nothing to group this by: leave “by” out',
  });
});

test.each([
  [
    'quater',
    '"quater" is not a period: expected today, week, last month, this quarter, 30d, 2026-10 or 2026-09-01..2026-09-30; did you mean "quarter"?',
  ],
  [
    '90',
    '"90" is not a period: expected today, week, last month, this quarter, 30d, 2026-10 or 2026-09-01..2026-09-30; did you mean "90d"?',
  ],
  [
    'source',
    '"source" is not a period: expected today, week, last month, this quarter, 30d, 2026-10 or 2026-09-01..2026-09-30; did you mean "by source"?',
  ],
  [
    'bananas',
    '"bananas" is not a period: expected today, week, last month, this quarter, 30d, 2026-10 or 2026-09-01..2026-09-30',
  ],
  [
    'by',
    '"by" says nothing alone: expected by source, campaign, channel, rep, pool, segment, week or reason',
  ],
  [
    'by sorce',
    '"sorce" is nothing to group by: expected by source, campaign, channel, rep, pool, segment, week or reason; did you mean "source"?',
  ],
  [
    'last moth',
    '"last moth" is not a period: expected today, week, last month, this quarter, 30d, 2026-10 or 2026-09-01..2026-09-30; did you mean "last month"?',
  ],
  [
    '30d banana',
    '"banana" is not a period: expected today, week, last month, this quarter, 30d, 2026-10 or 2026-09-01..2026-09-30',
  ],
  [
    'tre',
    '"tre" is not a period: expected today, week, last month, this quarter, 30d, 2026-10 or 2026-09-01..2026-09-30; did you mean "tree"?',
  ],
  [
    '2026-13',
    '"2026-13" is not a period: expected today, week, last month, this quarter, 30d, 2026-10 or 2026-09-01..2026-09-30',
  ],
  ['2027-01', '"2027-01-01" is still to come: expected a day that has begun'],
  [
    '30d 7d',
    '"7d" is a second period: expected one of today, week, last month, this quarter, 30d, 2026-10 or 2026-09-01..2026-09-30',
  ],
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

test('a period may begin now: at midnight today has begun', () => {
  const midnight = new Date('2026-11-18T23:00:00Z');
  const asked = (at: Date) => readPeriod('2026-11-19..2026-11-19', berlin, at).ok;
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
        'last',
        'month',
        '2026-10',
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

test('whatever is typed, a period is over or runs', () => {
  fc.assert(
    fc.property(words, (text) => {
      const asked = read(text);
      return !asked.ok || (asked.request.from <= now && asked.request.from <= asked.request.to);
    }),
    { numRuns: 500 },
  );
});

const said = (text: string) => {
  const asked = read(text);
  if (!asked.ok) return asked.problem;
  return `${asked.request.from.toISOString()} ${asked.request.to.toISOString()} ${asked.request.label}`;
};

test.each([
  ['2026-Q3', '2026-06-30T22:00:00.000Z 2026-09-30T21:59:59.999Z Q3 2026'],
  ['q3', '2026-06-30T22:00:00.000Z 2026-09-30T21:59:59.999Z Q3 2026'],
  ['Q3 2025', '2025-06-30T22:00:00.000Z 2025-09-30T21:59:59.999Z Q3 2025'],
  ['2025', '2024-12-31T23:00:00.000Z 2025-12-31T22:59:59.999Z 2025'],
  ['2026-09..2026-10', '2026-08-31T22:00:00.000Z 2026-10-31T22:59:59.999Z September 2026 to October 2026'],
  ['july to september', '2026-06-30T22:00:00.000Z 2026-09-30T21:59:59.999Z July 2026 to September 2026'],
  ['2026-11-01 to today', '2026-10-31T23:00:00.000Z 2026-11-19T22:59:59.999Z 2026-11-01 to today'],
  ['last 6 months', '2026-05-18T22:00:00.000Z 2026-11-19T12:30:00.000Z last 6 months'],
  ['2 years', '2024-11-18T23:00:00.000Z 2026-11-19T12:30:00.000Z last 2 years'],
  ['1000d', '2024-02-22T23:00:00.000Z 2026-11-19T12:30:00.000Z last 1000 days'],
])('%s is a period', (text, period) => {
  expect(said(text)).toBe(period);
});

test.each([
  ['0001-01', '"0001-01-01" is too long ago: expected a time since 2000-01-01'],
  ['0001-01-01..2026-01-01', '"0001-01-01" is too long ago: expected a time since 2000-01-01'],
  ['1000', '"1000-01-01" is too long ago: expected a time since 2000-01-01'],
  ['99999999999999999999d', '"99999999999999999999d" is too long ago: expected a time since 2000-01-01'],
  ['999 years', '"999 years" is too long ago: expected a time since 2000-01-01'],
  ['2026-01-01..9999-12-31', '"9999-12-31" is far ahead: expected a time up to a year from now'],
  ['next month', '"next month" is still to come: expected a day that has begun'],
  ['tomorrow', '"tomorrow" is still to come: expected a day that has begun'],
  ['2026-12', '"2026-12-01" is still to come: expected a day that has begun'],
  ['2026-10..2026-09', '"2026-10..2026-09" ends before it begins; did you mean "2026-09..2026-10"?'],
])('%s is none, and why', (text, problem) => {
  expect(said(text)).toBe(problem);
});

test('nothing is no time', () => {
  expect(said('0d')).toMatch(/^"0d" is no time at all: expected today, week, /);
});
