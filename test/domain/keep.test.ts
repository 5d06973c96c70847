import { expect, test } from 'vitest';
import { bodyRemoved, daysInWords, keptSince, overdueSince } from '#domain/keep.ts';
import { settingsWith } from './doctor/make.ts';

const monday = new Date('2026-11-23T09:00:00Z');

test('what is older than its days is removed, and three days later overdue', () => {
  const settings = settingsWith({ keep: { raw_bodies: '2d' } });
  expect(keptSince(settings, 'raw_bodies', monday)).toEqual(new Date('2026-11-21T09:00:00Z'));
  expect(overdueSince(settings, 'raw_bodies', monday)).toEqual(new Date('2026-11-18T09:00:00Z'));
});

test('what the settings do not say is kept as long as is usual: bodies thirty days, the rest ninety', () => {
  expect(settingsWith({}).keep).toEqual({
    raw_bodies: 30,
    messages: 90,
    repeats: 90,
    refusals: 90,
    account_signals: 365,
  });
});

test('days are counted in words', () => {
  expect([1, 30].map(daysInWords)).toEqual(['1 day', '30 days']);
});

test('why a body is not there names the days, where they are known', () => {
  expect(bodyRemoved(settingsWith({ keep: { raw_bodies: '1d' } }))).toBe(
    'the raw body was removed after 1 day',
  );
  expect(bodyRemoved(null)).toBe('the raw body was removed: they are kept for a time only');
});
