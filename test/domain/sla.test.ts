import { expect, test } from 'vitest';
import { addMinutes } from '#domain/day.ts';
import { decide } from '#domain/decide.ts';
import { heldStill, pauseClocks, repeatedAt, resumeClocks, startAccept, startClock } from '#domain/sla.ts';
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

test('a step at the deadline is due at an opening too, not at the closing before it', () => {
  const policy = make.policy({ accept: { within: '1bd' }, ladder: [{ at: '100%', do: 'tell_manager' }] });
  // Monday at the opening: one business day later is Tuesday at the opening.
  const now = utc('2026-03-02T08:00');
  expect(startAccept(make.situation({ policy }), now, now).steps).toEqual([
    { index: 0, do: 'breach', dueAt: utc('2026-03-03T08:00') },
    { index: 1, do: 'tell_manager', dueAt: utc('2026-03-03T08:00') },
  ]);
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

test('what comes in the lunch break has the usual time from the end of the break', () => {
  const facts = { ...fiveMinutes, repHours: splitShift };
  expect(deadlineOf(facts, utc('2026-03-02T12:00'))).toEqual(utc('2026-03-02T12:35'));
});

test('what comes before a day with a lunch break is overnight all the same', () => {
  const facts = { ...fiveMinutes, repHours: splitShift };
  expect(deadlineOf(facts, utc('2026-03-02T05:00'))).toEqual(utc('2026-03-02T08:30'));
});

test('of several that wait for one opening each is due a pace after the one before, and its ladder with it', () => {
  const night = utc('2026-03-02T02:00');
  const dues = [0, 1, 4].map((ahead) => startAccept({ ...hot, ahead }, night, night));
  expect(dues.map(({ deadlineAt }) => deadlineAt)).toEqual([
    utc('2026-03-02T08:30'),
    utc('2026-03-02T08:35'),
    utc('2026-03-02T08:50'),
  ]);
  expect(dues[2]?.steps).toEqual([
    { index: 0, do: 'breach', dueAt: utc('2026-03-02T08:50') },
    { index: 1, do: 'remind', dueAt: utc('2026-03-02T08:30') },
    { index: 2, do: 'tell_manager', dueAt: utc('2026-03-02T08:50') },
    { index: 3, do: 'offer_next', dueAt: utc('2026-03-02T09:40') },
  ]);
});

test('the pace is the policy’s, and nothing is paced that comes while people work', () => {
  const accept = { within: '5m', overnight: '30m', pace: '20m' };
  const facts = { ...hot, policy: make.policy({ accept, ladder: [] }), ahead: 2 };
  expect(deadlineOf(facts, utc('2026-03-02T02:00'))).toEqual(utc('2026-03-02T09:10'));
  expect(deadlineOf(facts, utc('2026-03-02T09:00'))).toEqual(utc('2026-03-02T09:05'));
});

test('a step may come after the deadline, in parts of the clock as well', () => {
  const ladder = [
    { at: '100%', do: 'tell_manager' as const },
    { at: '150%', do: 'tell_managers_manager' as const },
    { at: '500%', do: 'offer_next' as const },
  ];
  const facts = { ...hot, policy: make.policy({ accept: { within: '4h' }, ladder }) };
  // Four hours from two in the afternoon end tomorrow at ten, six tomorrow at noon, twenty on Thursday at ten.
  const now = utc('2026-03-02T13:00');
  expect(startAccept(facts, now, now).steps).toEqual([
    { index: 0, do: 'breach', dueAt: utc('2026-03-03T09:00') },
    { index: 1, do: 'tell_manager', dueAt: utc('2026-03-03T09:00') },
    { index: 2, do: 'tell_managers_manager', dueAt: utc('2026-03-03T11:00') },
    { index: 3, do: 'offer_next', dueAt: utc('2026-03-05T09:00') },
  ]);
});

test('a repeated step comes again after so much time as its clock counts', () => {
  const friday = utc('2026-03-06T15:30');
  const wall = { ...hot, policy: make.policy({ accept: { within: '5m', calendar: 'wall' } }) };
  expect([
    repeatedAt('accept', '1h', hot, friday),
    repeatedAt('accept', '1h', wall, friday),
    repeatedAt('accept', '1bd', hot, friday),
  ]).toEqual([utc('2026-03-09T08:30'), utc('2026-03-06T16:30'), utc('2026-03-09T15:30')]);
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
  expect(startClock('response', hot, now, now)).toEqual({
    do: 'start',
    kind: 'response',
    repId: null,
    deadlineAt: utc('2026-03-02T09:15'),
    steps: [{ index: 0, do: 'breach', dueAt: utc('2026-03-02T09:15') }],
  });
});

test('the response clock has its own overnight time', () => {
  expect(startClock('response', hot, utc('2026-03-02T02:00'), utc('2026-03-02T08:00'))).toEqual({
    do: 'start',
    kind: 'response',
    repId: null,
    deadlineAt: utc('2026-03-02T08:45'),
    steps: [{ index: 0, do: 'breach', dueAt: utc('2026-03-02T08:45') }],
  });
});

test('a response within one business day is due at the same time of the next', () => {
  const now = utc('2026-03-06T10:00');
  expect(startClock('response', warm, now, now)).toEqual({
    do: 'start',
    kind: 'response',
    repId: null,
    deadlineAt: utc('2026-03-09T10:00'),
    steps: [{ index: 0, do: 'breach', dueAt: utc('2026-03-09T10:00') }],
  });
});

test('the unassigned clock counts the team’s time, whoever the rep is', () => {
  const night = utc('2026-03-02T20:00');
  expect(startClock('unassigned', { ...hot, repHours: newYork }, night, night)).toEqual({
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
  expect(startClock('response', facts, now, now)).toBeNull();
  expect(startClock('unassigned', facts, now, now)).toBeNull();
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

test('the steps of a paused clock move as its deadline does, each by its own working time', () => {
  const clock = make.clock({
    // Offered on Friday at two for four hours; paused at four, when the reminder of three was overdue.
    startedAt: utc('2026-03-06T13:00'),
    deadlineAt: utc('2026-03-09T09:00'),
    pausedAt: utc('2026-03-06T15:00'),
    planned: [
      { index: 1, round: 0, dueAt: utc('2026-03-06T14:00') },
      { index: 2, round: 3, dueAt: utc('2026-03-06T15:12') },
      { index: 3, round: 0, dueAt: utc('2026-03-09T09:00') },
    ],
  });
  const facts = make.situation({ policy: warmPolicy, clocks: [clock] });
  // Tuesday at eleven: an hour and twelve minutes of the reminder's day are left, and two hours of the clock.
  expect(resumeClocks(facts, ['accept'], utc('2026-03-10T10:00'))).toEqual([
    {
      do: 'resume',
      kind: 'accept',
      deadlineAt: utc('2026-03-10T12:00'),
      steps: [
        { index: 1, round: 0, dueAt: utc('2026-03-06T14:00') },
        { index: 2, round: 3, dueAt: utc('2026-03-10T10:12') },
        { index: 3, round: 0, dueAt: utc('2026-03-10T12:00') },
      ],
    },
  ]);
});

test('while ops have stopped all clocks, what starts or is undone stands still, and nothing goes on', () => {
  const start = {
    do: 'start',
    kind: 'accept',
    repId: 'ben',
    deadlineAt: utc('2026-03-02T09:05'),
    steps: [],
  } as const;
  const resume = { do: 'resume', kind: 'response', deadlineAt: utc('2026-03-02T09:15'), steps: [] } as const;
  const stop = { do: 'stop', kind: 'unassigned', met: true } as const;
  const reopen = { do: 'reopen', kind: 'first_call' } as const;
  expect(heldStill([stop, { ...start, steps: [] }, { ...resume, steps: [] }, reopen])).toEqual([
    stop,
    start,
    { do: 'pause', kind: 'accept' },
    reopen,
    { do: 'pause', kind: 'first_call' },
  ]);
});

test('a clock that stands still already is not paused again', () => {
  const facts = make.situation({ clocks: [make.clock({ pausedAt: utc('2026-03-02T08:01') })] });
  expect(pauseClocks(facts, ['accept', 'response'])).toEqual([]);
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

test('a clock that is paused at its very deadline stays due then', () => {
  const facts = make.situation({
    policy: warmPolicy,
    clocks: [make.clock({ deadlineAt: utc('2026-03-02T16:00'), pausedAt: utc('2026-03-02T16:00') })],
  });
  expect(decide(snoozed, { type: 'wake', because: 'rep' }, facts, utc('2026-03-02T22:00'))).toMatchObject({
    clocks: [{ do: 'resume', kind: 'accept', deadlineAt: utc('2026-03-02T16:00') }],
  });
});

test('minutes added to an instant are minutes of wall time', () => {
  expect(addMinutes(utc('2026-03-02T22:59'), 2)).toEqual(utc('2026-03-02T23:01'));
});
