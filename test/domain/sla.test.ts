import { expect, test } from 'vitest';
import { decide } from '#domain/decide.ts';
import { addMinutes, startAccept, startPlain } from '#domain/sla.ts';
import { make } from './make.ts';

/** Deadlines and ladders on the rep's calendar. Berlin is an hour ahead of UTC in winter and two in summer. */

const utc = (time: string) => new Date(`${time}:00Z`);

const splitDay = ['09:00-12:30', '13:30-17:00'];
const splitShift = make.hours({
  week: { mon: splitDay, tue: splitDay, wed: splitDay, thu: splitDay, fri: splitDay },
});
const newYork = make.hours({ timeZone: 'America/New_York' });

const hot = make.situation();
const warmPolicy = make.policy({
  accept: { within: '4h', overnight: '4h' },
  response: { within: '1bd' },
  ladder: [
    { at: '50%', do: 'remind' },
    { at: '80%', do: 'remind' },
    { at: '100%', do: 'tell_manager' },
  ],
});
const warm = make.situation({ policy: warmPolicy });
const cold = make.situation({
  policy: make.policy({
    accept: { within: '1bd' },
    ladder: [
      { at: '50%', do: 'remind' },
      { at: '1bd', do: 'tell_manager' },
      { at: '2bd', do: 'offer_next' },
    ],
  }),
});
const fiveMinutes = make.situation({ policy: make.policy({ ladder: [] }) });

/** The deadline of an offer made at once. */
const deadlineOf = (facts: typeof hot, now: Date) => startAccept(facts, now, now).deadlineAt;

test('the hot ladder: a reminder after three minutes, the manager after five, the next rep after ten', () => {
  const now = utc('2026-03-02T09:00');
  expect(startAccept(hot, now, now)).toEqual({
    do: 'start',
    kind: 'accept',
    repId: null,
    deadlineAt: utc('2026-03-02T09:05'),
    steps: [
      { index: 0, do: 'breach', dueAt: utc('2026-03-02T09:05') },
      { index: 1, do: 'remind', dueAt: utc('2026-03-02T09:03') },
      { index: 2, do: 'tell_manager', dueAt: utc('2026-03-02T09:05') },
      { index: 3, do: 'offer_next', dueAt: utc('2026-03-02T09:10') },
    ],
  });
});

test('what came overnight has thirty minutes from the opening, and the ladder is stretched by as much', () => {
  expect(startAccept(hot, utc('2026-03-02T02:00'), utc('2026-03-02T08:00'))).toEqual({
    do: 'start',
    kind: 'accept',
    repId: null,
    deadlineAt: utc('2026-03-02T08:30'),
    steps: [
      { index: 0, do: 'breach', dueAt: utc('2026-03-02T08:30') },
      { index: 1, do: 'remind', dueAt: utc('2026-03-02T08:18') },
      { index: 2, do: 'tell_manager', dueAt: utc('2026-03-02T08:30') },
      { index: 3, do: 'offer_next', dueAt: utc('2026-03-02T09:00') },
    ],
  });
});

test('what is offered at night is on the same clock as what waited for the opening', () => {
  const night = utc('2026-03-02T02:00');
  expect(startAccept(hot, night, night)).toEqual(startAccept(hot, night, utc('2026-03-02T08:00')));
});

test('the warm ladder: parts of the working time, the last of them at the deadline', () => {
  // Monday three o’clock: two of the four hours are left today.
  const now = utc('2026-03-02T14:00');
  expect(startAccept(warm, now, now)).toEqual({
    do: 'start',
    kind: 'accept',
    repId: null,
    deadlineAt: utc('2026-03-03T10:00'),
    steps: [
      { index: 0, do: 'breach', dueAt: utc('2026-03-03T10:00') },
      { index: 1, do: 'remind', dueAt: utc('2026-03-02T16:00') },
      { index: 2, do: 'remind', dueAt: utc('2026-03-03T09:12') },
      { index: 3, do: 'tell_manager', dueAt: utc('2026-03-03T10:00') },
    ],
  });
});

test('a business day ends at the same time of the next one, and its ladder counts business days too', () => {
  // Friday eleven o’clock, with eight working hours until Monday eleven o’clock.
  const now = utc('2026-03-06T10:00');
  expect(startAccept(cold, now, now)).toEqual({
    do: 'start',
    kind: 'accept',
    repId: null,
    deadlineAt: utc('2026-03-09T10:00'),
    steps: [
      { index: 0, do: 'breach', dueAt: utc('2026-03-09T10:00') },
      { index: 1, do: 'remind', dueAt: utc('2026-03-06T14:00') },
      { index: 2, do: 'tell_manager', dueAt: utc('2026-03-09T10:00') },
      { index: 3, do: 'offer_next', dueAt: utc('2026-03-10T10:00') },
    ],
  });
});

test('five minutes from two before closing end three after the next opening', () => {
  expect(deadlineOf(fiveMinutes, utc('2026-03-02T15:58'))).toEqual(utc('2026-03-03T08:03'));
});

test('five minutes from two before the lunch break end three after it', () => {
  const facts = { ...fiveMinutes, repHours: splitShift };
  expect(deadlineOf(facts, utc('2026-03-02T11:28'))).toEqual(utc('2026-03-02T12:33'));
});

test('what comes in the lunch break has the overnight time from the end of the break', () => {
  const facts = { ...fiveMinutes, repHours: splitShift };
  expect(deadlineOf(facts, utc('2026-03-02T12:00'))).toEqual(utc('2026-03-02T13:00'));
});

test('a weekend does not count, nor the night the clocks go forward in it', () => {
  // Friday 2026-03-27 half past four in winter time; Monday nine o’clock is an hour earlier in UTC.
  const facts = { ...warm, policy: make.policy({ accept: { within: '2h' }, ladder: [] }) };
  expect(deadlineOf(facts, utc('2026-03-27T15:30'))).toEqual(utc('2026-03-30T08:30'));
});

test('a weekend does not count, nor the night the clocks go back in it', () => {
  // Friday 2026-10-23 half past four in summer time.
  const facts = { ...warm, policy: make.policy({ accept: { within: '2h' }, ladder: [] }) };
  expect(deadlineOf(facts, utc('2026-10-23T14:30'))).toEqual(utc('2026-10-26T09:30'));
});

test('between their change of the clocks and ours New York is an hour closer', () => {
  // 2026-03-09: New York is in summer time already, five hours behind Berlin and four behind UTC.
  const facts = { ...fiveMinutes, repHours: newYork };
  expect(deadlineOf(facts, utc('2026-03-09T12:58'))).toEqual(utc('2026-03-09T13:30'));
  expect(deadlineOf(facts, utc('2026-03-09T13:00'))).toEqual(utc('2026-03-09T13:05'));
});

test('a holiday does not count', () => {
  const facts = { ...warm, repHours: make.hours({ holidays: ['2026-04-03', '2026-04-06'] }) };
  // Maundy Thursday four o’clock; Good Friday and Easter Monday are off.
  expect(deadlineOf(facts, utc('2026-04-02T14:00'))).toEqual(utc('2026-04-07T10:00'));
});

test('what comes on a holiday has the overnight time from the opening after it', () => {
  const facts = { ...fiveMinutes, repHours: make.hours({ holidays: ['2026-04-03', '2026-04-06'] }) };
  expect(deadlineOf(facts, utc('2026-04-03T10:00'))).toEqual(utc('2026-04-07T07:30'));
});

test('the rep’s own hours count, whatever the team’s are', () => {
  const facts = { ...fiveMinutes, repHours: newYork, teamHours: make.hours() };
  expect(deadlineOf(facts, utc('2026-03-02T20:00'))).toEqual(utc('2026-03-02T20:05'));
});

test('on the team’s calendar the team’s hours count, whatever the rep’s are', () => {
  const policy = make.policy({ accept: { within: '5m', calendar: 'team', overnight: '30m' }, ladder: [] });
  const facts = { ...fiveMinutes, policy, repHours: newYork };
  expect(deadlineOf(facts, utc('2026-03-02T20:00'))).toEqual(utc('2026-03-03T08:30'));
});

test('on the wall calendar minutes run day and night, and nothing is overnight', () => {
  const accept = { within: '4h', calendar: 'wall', overnight: '30m' } as const;
  const facts = { ...hot, policy: make.policy({ accept, ladder: [{ at: '50%', do: 'remind' }] }) };
  const now = utc('2026-03-02T21:00');
  expect(startAccept(facts, now, now)).toEqual({
    do: 'start',
    kind: 'accept',
    repId: null,
    deadlineAt: utc('2026-03-03T01:00'),
    steps: [
      { index: 0, do: 'breach', dueAt: utc('2026-03-03T01:00') },
      { index: 1, do: 'remind', dueAt: utc('2026-03-02T23:00') },
    ],
  });
});

test('business days are the rep’s on the wall calendar too', () => {
  const accept = { within: '1bd', calendar: 'wall' } as const;
  const facts = { ...hot, policy: make.policy({ accept, ladder: [{ at: '50%', do: 'remind' }] }) };
  const now = utc('2026-03-06T10:00');
  expect(startAccept(facts, now, now)).toEqual({
    do: 'start',
    kind: 'accept',
    repId: null,
    deadlineAt: utc('2026-03-09T10:00'),
    steps: [
      { index: 0, do: 'breach', dueAt: utc('2026-03-09T10:00') },
      { index: 1, do: 'remind', dueAt: utc('2026-03-06T14:00') },
    ],
  });
});

test('the response clock has only its breach', () => {
  const now = utc('2026-03-02T09:00');
  expect(startPlain('response', hot, now, now)).toEqual({
    do: 'start',
    kind: 'response',
    repId: null,
    deadlineAt: utc('2026-03-02T09:15'),
    steps: [{ index: 0, do: 'breach', dueAt: utc('2026-03-02T09:15') }],
  });
});

test('the response clock has its own overnight time', () => {
  expect(startPlain('response', hot, utc('2026-03-02T02:00'), utc('2026-03-02T08:00'))).toEqual({
    do: 'start',
    kind: 'response',
    repId: null,
    deadlineAt: utc('2026-03-02T08:45'),
    steps: [{ index: 0, do: 'breach', dueAt: utc('2026-03-02T08:45') }],
  });
});

test('a response within one business day is due at the same time of the next', () => {
  const now = utc('2026-03-06T10:00');
  expect(startPlain('response', warm, now, now)).toEqual({
    do: 'start',
    kind: 'response',
    repId: null,
    deadlineAt: utc('2026-03-09T10:00'),
    steps: [{ index: 0, do: 'breach', dueAt: utc('2026-03-09T10:00') }],
  });
});

test('the unassigned clock counts the team’s time, whoever the rep is', () => {
  const night = utc('2026-03-02T20:00');
  expect(startPlain('unassigned', { ...hot, repHours: newYork }, night, night)).toEqual({
    do: 'start',
    kind: 'unassigned',
    repId: null,
    deadlineAt: utc('2026-03-03T08:30'),
    steps: [{ index: 0, do: 'breach', dueAt: utc('2026-03-03T08:30') }],
  });
});

test('a policy without a clock starts none', () => {
  const facts = { ...hot, policy: make.policy({ response: undefined, unassigned: undefined }) };
  const now = utc('2026-03-02T09:00');
  expect(startPlain('response', facts, now, now)).toBeNull();
  expect(startPlain('unassigned', facts, now, now)).toBeNull();
});

// Pausing

const snoozed = make.handoff({ state: 'snoozed', snoozedUntil: utc('2026-03-03T08:00'), snoozes: 1 });
const wake = { type: 'wake', because: 'time' } as const;

test('a clock paused on Friday evening goes on on Monday with the working time that was left', () => {
  const facts = make.situation({
    actor: make.actor('system'),
    policy: warmPolicy,
    clocks: [
      // Offered on Friday at two: four hours end on Monday at ten. Snoozed at four, when two were left.
      make.clock({
        startedAt: utc('2026-03-06T13:00'),
        deadlineAt: utc('2026-03-09T09:00'),
        pausedAt: utc('2026-03-06T15:00'),
      }),
    ],
  });
  const overTheWeekend = { ...snoozed, snoozedUntil: utc('2026-03-09T08:00') };
  expect(decide(overTheWeekend, wake, facts, utc('2026-03-09T08:00'))).toMatchObject({
    clocks: [{ do: 'resume', kind: 'accept', deadlineAt: utc('2026-03-09T10:00') }],
  });
});

test('a clock that goes on at night counts from the opening', () => {
  const facts = make.situation({
    policy: warmPolicy,
    clocks: [make.clock({ deadlineAt: utc('2026-03-02T12:00'), pausedAt: utc('2026-03-02T11:00') })],
  });
  expect(decide(snoozed, { type: 'wake', because: 'rep' }, facts, utc('2026-03-02T22:00'))).toMatchObject({
    clocks: [{ do: 'resume', kind: 'accept', deadlineAt: utc('2026-03-03T09:00') }],
  });
});

test('a deadline at an opening does not move to the closing before it', () => {
  const facts = make.situation({
    policy: warmPolicy,
    clocks: [
      make.clock({
        kind: 'response',
        deadlineAt: utc('2026-03-03T08:00'),
        pausedAt: utc('2026-03-02T08:00'),
      }),
    ],
  });
  expect(decide(snoozed, { type: 'wake', because: 'rep' }, facts, utc('2026-03-02T08:00'))).toMatchObject({
    clocks: [{ do: 'resume', kind: 'response', deadlineAt: utc('2026-03-03T08:00') }],
  });
});

test('a clock on the wall calendar goes on with the minutes that were left, day or night', () => {
  const facts = make.situation({
    policy: make.policy({ accept: { within: '4h', calendar: 'wall' } }),
    clocks: [make.clock({ deadlineAt: utc('2026-03-02T12:00'), pausedAt: utc('2026-03-02T11:00') })],
  });
  expect(decide(snoozed, { type: 'wake', because: 'rep' }, facts, utc('2026-03-02T22:00'))).toMatchObject({
    clocks: [{ do: 'resume', kind: 'accept', deadlineAt: utc('2026-03-02T23:00') }],
  });
});

test('a clock that was over before it was paused gains nothing', () => {
  const facts = make.situation({
    policy: warmPolicy,
    clocks: [
      make.clock({
        deadlineAt: utc('2026-03-02T12:00'),
        pausedAt: utc('2026-03-02T12:30'),
        breachedAt: utc('2026-03-02T12:00'),
      }),
    ],
  });
  expect(decide(snoozed, { type: 'wake', because: 'rep' }, facts, utc('2026-03-02T13:00'))).toMatchObject({
    clocks: [{ do: 'resume', kind: 'accept', deadlineAt: utc('2026-03-02T12:00') }],
  });
});

test('minutes added to an instant are minutes of wall time', () => {
  expect(addMinutes(utc('2026-03-02T22:59'), 2)).toEqual(utc('2026-03-02T23:01'));
});
