import { expect, test } from 'vitest';
import { readPauseRequest } from '#domain/pause-request.ts';
import { make } from './make.ts';

// Thursday in Berlin, half past one in the afternoon.
const now = new Date('2026-11-19T12:30:00Z');
const read = (text: string) => readPauseRequest(text, make.hours(), now);

test.each([
  ['', { until: null, why: '' }],
  ['offsite in Porto', { until: null, why: 'offsite in Porto' }],
  ['2h', { until: new Date('2026-11-19T14:30:00Z'), why: '' }],
  ['2h CRM is down', { until: new Date('2026-11-19T14:30:00Z'), why: 'CRM is down' }],
  ['until 15:00  the  CRM', { until: new Date('2026-11-19T14:00:00Z'), why: 'the CRM' }],
  ['UNTIL Monday offsite', { until: new Date('2026-11-23T08:00:00Z'), why: 'offsite' }],
  ['monday', { until: new Date('2026-11-23T08:00:00Z'), why: '' }],
  ['monday offsite', { until: null, why: 'monday offsite' }],
  ['2026-11-20 offsite', { until: new Date('2026-11-20T08:00:00Z'), why: 'offsite' }],
])('a time comes first and the rest is the reason: %j', (text, request) => {
  expect(read(text)).toEqual({ ok: true, request });
});

test.each([
  ['2x offsite', '"2x" is not a time'],
  ['until mondya', 'did you mean "monday"?'],
  ['until', 'How long is missing'],
  ['unitl monday', '"unitl" is not a time; did you mean "until monday"?'],
  ['until 12:00', '"12:00" is over'],
])('a time that cannot be read is said instead of taken for a reason: %j', (text, problem) => {
  expect(read(text)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
});

test('a reason fits on a card', () => {
  expect(read(`2h ${'x'.repeat(120)}`)).toMatchObject({ ok: true });
  expect(read(`2h ${'x'.repeat(121)}`)).toEqual({
    ok: false,
    problem: 'The reason has 121 characters: expected 120 at most, as every card shows it',
  });
});
