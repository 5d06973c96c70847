import { expect, test } from 'vitest';
import {
  isAsleep,
  isTooLateToSnooze,
  quietUntil,
  responseDue,
  snoozedUntil,
  snoozeLimit,
} from '#domain/snooze.ts';
import { make } from './make.ts';

// Monday 2 March 2026, offered at nine in Berlin.
const at = (time: string): Date => new Date(`2026-03-02T${time}:00Z`);

const offered = make.handoff({ state: 'offered', acceptedAt: null });
const accepted = make.handoff({ state: 'accepted', acceptedAt: at('08:02') });
const runsOn = make.situation();
const quarterHour = { unit: 'minutes', amount: 15 } as const;

test('an offer sleeps while it is snoozed, and a callback does not', () => {
  expect(isAsleep(offered)).toBe(false);
  expect(isAsleep({ ...offered, state: 'snoozed' })).toBe(true);
  expect(isAsleep({ ...accepted, state: 'snoozed' })).toBe(false);
});

test('while an offer is snoozed nobody is told, whichever clock would have it', () => {
  const asleep = { ...offered, state: 'snoozed', snoozedUntil: at('08:15') } as const;
  expect(quietUntil(asleep, 'accept', at('08:10'))).toEqual(at('08:15'));
  expect(quietUntil(asleep, 'response', at('08:14'))).toEqual(at('08:15'));
  expect(quietUntil(asleep, 'response', at('08:15'))).toBeNull();
  expect(quietUntil(offered, 'accept', at('08:10'))).toBeNull();
});

test('a callback keeps everybody quiet but for a first response that nobody made', () => {
  const callback = { ...accepted, state: 'snoozed', snoozedUntil: at('12:00') } as const;
  expect(quietUntil(callback, 'response', at('09:00'))).toBeNull();
  expect(quietUntil(callback, 'first_call', at('09:00'))).toBeNull();
  expect(quietUntil(callback, 'qualify', at('09:00'))).toEqual(at('12:00'));
  expect(quietUntil(callback, 'follow_up', at('09:00'))).toEqual(at('12:00'));
});

test('the first response is the latest that an offer sleeps', () => {
  expect(responseDue(offered, runsOn)).toEqual(at('08:15'));
  expect(snoozeLimit(offered, runsOn, at('08:04'))).toEqual(at('08:15'));
  expect(snoozedUntil(offered, quarterHour, runsOn, at('08:04'))).toEqual(at('08:15'));
});

test('the limit of the policy holds where it comes first', () => {
  expect(snoozeLimit(offered, runsOn, at('08:00'))).toEqual(at('08:15'));
  const late = { ...runsOn, clocks: [make.clock({ kind: 'response', deadlineAt: at('12:00') })] };
  expect(snoozeLimit(offered, late, at('08:04'))).toEqual(at('08:19'));
  expect(snoozedUntil(offered, quarterHour, late, at('08:04'))).toEqual(at('08:19'));
});

test('a time that was picked stands, to be refused where it is too late', () => {
  expect(snoozedUntil(offered, at('11:00'), runsOn, at('08:04'))).toEqual(at('11:00'));
});

test('of several clocks that wait for a response the first is the latest it may sleep', () => {
  const clocks = [
    make.clock({ kind: 'response', deadlineAt: at('10:00') }),
    make.clock({ kind: 'first_email', deadlineAt: at('08:10') }),
    make.clock({ kind: 'first_call', deadlineAt: at('09:00') }),
  ];
  expect(responseDue(offered, { ...runsOn, clocks })).toEqual(at('08:10'));
});

test('from the moment a response is due an offer cannot be put off', () => {
  const isTooLate = (time: string) => isTooLateToSnooze(offered, runsOn, at(time));
  expect([isTooLate('08:14'), isTooLate('08:15'), isTooLate('08:16')]).toEqual([false, true, true]);
  expect(isTooLateToSnooze(accepted, runsOn, at('12:00'))).toBe(false);
});

test('a choice of the menu never ends at once, not even where a response is due now', () => {
  expect(snoozedUntil(offered, quarterHour, runsOn, at('08:15'))).toEqual(at('08:30'));
});

test('a clock that stands still holds nobody to a time', () => {
  const paused = [make.clock({ kind: 'response', deadlineAt: at('08:15'), pausedAt: at('08:03') })];
  expect(responseDue(offered, { ...runsOn, clocks: paused })).toBeNull();
});

test('a callback has the limit of callbacks, whatever is due', () => {
  expect(responseDue(accepted, runsOn)).toBeNull();
  // Five working days later, at the same time.
  expect(snoozeLimit(accepted, runsOn, at('08:04'))).toEqual(new Date('2026-03-09T08:04:00Z'));
});
