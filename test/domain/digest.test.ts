import { expect, test } from 'vitest';
import { dueDigest, lastWorkingDay, weekBefore } from '#domain/digest.ts';
import { make } from './make.ts';

// Monday 2 March 2026; Berlin is an hour ahead.
const at = (time: string) => new Date(`2026-03-02T${time}:00Z`);
const sunday = new Date('2026-03-01T10:00:00Z');
const berlin = make.hours();

test('the digest is due from the opening until the closing', () => {
  const due = { date: '2026-03-02', until: at('16:00') };
  expect(['07:59', '08:00', '15:59', '16:00'].map((time) => dueDigest('opening', berlin, at(time)))).toEqual([
    null,
    due,
    due,
    null,
  ]);
});

test('at a time of day it is due from then on, before the opening too, and after the closing until midnight', () => {
  expect(dueDigest('08:30', berlin, at('07:29'))).toBe(null);
  expect(dueDigest('08:30', berlin, at('07:30'))).toEqual({ date: '2026-03-02', until: at('16:00') });
  expect(dueDigest('18:00', berlin, at('17:00'))).toEqual({ date: '2026-03-02', until: at('23:00') });
});

test('at the closing itself it is due until midnight, a minute before only until the closing', () => {
  expect(dueDigest('17:00', berlin, at('16:00'))).toEqual({ date: '2026-03-02', until: at('23:00') });
  expect(dueDigest('16:59', berlin, at('15:59'))).toEqual({ date: '2026-03-02', until: at('16:00') });
  expect(dueDigest('16:59', berlin, at('16:00'))).toBe(null);
});

test('there is none on a day off, on a holiday, and when it is turned off', () => {
  expect(dueDigest('opening', berlin, sunday)).toBe(null);
  expect(dueDigest('08:30', berlin, sunday)).toBe(null);
  expect(dueDigest('opening', make.hours({ holidays: ['2026-03-02'] }), at('09:00'))).toBe(null);
  expect(dueDigest('off', berlin, at('09:00'))).toBe(null);
});

test('each zone has its own morning', () => {
  const newYork = make.hours({ timeZone: 'America/New_York' });
  expect(dueDigest('opening', newYork, at('13:59'))).toBe(null);
  expect(dueDigest('opening', newYork, at('14:00'))).toEqual({ date: '2026-03-02', until: at('22:00') });
});

test('a half day ends its digest earlier, and an exceptional opening has one', () => {
  const special = { '2026-03-01': ['10:00-14:00'], '2026-03-02': ['09:00-12:00'] };
  const hours = make.hours({ special });
  expect(dueDigest('opening', hours, sunday)).toEqual({
    date: '2026-03-01',
    until: new Date('2026-03-01T13:00:00Z'),
  });
  expect(dueDigest('opening', hours, at('11:00'))).toBe(null);
});

test('a break does not end the day, and the end of a night shift begins none', () => {
  const split = make.hours({ week: { mon: ['09:00-12:00', '13:00-17:00'] } });
  expect(dueDigest('opening', split, at('11:30'))).toEqual({ date: '2026-03-02', until: at('16:00') });
  const nights = make.hours({ week: { sun: ['22:00-06:00'], mon: ['22:00-06:00'] } });
  expect(dueDigest('opening', nights, at('04:00'))).toBe(null);
  expect(dueDigest('opening', nights, at('21:00'))).toEqual({ date: '2026-03-02', until: at('23:00') });
});

test('who works round the clock has their digest at midnight', () => {
  const day = ['00:00-24:00'];
  const always = make.hours({ week: { sun: day, mon: day, tue: day } });
  expect(dueDigest('opening', always, new Date('2026-03-01T23:00:00Z'))).toEqual({
    date: '2026-03-02',
    until: at('23:00'),
  });
});

test('the last working day before a Monday is Friday, from its opening', () => {
  expect(lastWorkingDay(berlin, at('08:00'))).toEqual(new Date('2026-02-27T08:00:00Z'));
});

test('over a change of the clocks the last working day still begins at its own opening', () => {
  // On 29 March Berlin goes from one to two hours ahead.
  expect(lastWorkingDay(berlin, new Date('2026-03-30T07:00:00Z'))).toEqual(new Date('2026-03-27T08:00:00Z'));
});

test('the last working day may be fourteen days back', () => {
  const mondays = make.hours({ week: { mon: ['09:00-17:00'] }, holidays: ['2026-02-23'] });
  expect(lastWorkingDay(mondays, at('08:00'))).toEqual(new Date('2026-02-16T08:00:00Z'));
  // On Tuesday it is fifteen.
  expect(
    lastWorkingDay({ ...mondays, holidays: ['2026-02-23', '2026-03-02'] }, new Date('2026-03-03T08:00:00Z')),
  ).toEqual(new Date('2026-03-01T23:00:00Z'));
});

test('after so long without any work, the day before is looked at', () => {
  const never = make.hours({ week: { fri: ['09:00-17:00'] }, holidays: ['2026-02-27', '2026-02-20'] });
  expect(lastWorkingDay(never, at('08:00'))).toEqual(new Date('2026-02-28T23:00:00Z'));
});

test('the week before is whole, from Monday to the last instant of Sunday, also over a change of the clock', () => {
  // In Berlin the clocks go forward on Sunday 29 March.
  const week = {
    from: new Date('2026-03-22T23:00:00Z'),
    to: new Date('2026-03-29T21:59:59.999Z'),
    monday: '2026-03-30',
  };
  expect(weekBefore(berlin, new Date('2026-03-29T22:00:00Z'))).toEqual(week);
  expect(weekBefore(berlin, new Date('2026-04-05T21:59:59Z'))).toEqual(week);
  expect(weekBefore(berlin, new Date('2026-03-29T21:59:59Z')).monday).toBe('2026-03-23');
});
