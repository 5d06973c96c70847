import { expect, test } from 'vitest';
import type { ClockChange } from '#domain/clock.ts';
import { decide } from '#domain/decide.ts';
import type { Facts, Handoff } from '#domain/handoff.ts';
import type { Check } from '#domain/routing/check-names.ts';
import { make } from './make.ts';

/** What every command does, from every state it may come from. Berlin is an hour ahead of these times. */

const at = (time: string) => new Date(`2026-03-02T${time}:00Z`);

const waiting = make.handoff({
  state: 'waiting',
  ownerId: null,
  poolId: null,
  offerNo: 0,
  firstOfferedAt: null,
  offeredAt: null,
});
const offered = make.handoff();
const snoozed = make.handoff({
  state: 'snoozed',
  snoozedUntil: at('08:16'),
  snoozes: 1,
  before: {
    state: 'offered',
    acceptedAt: null,
    snoozedUntil: null,
    snoozes: 0,
    command: 'snooze',
    at: at('08:01'),
    undoUntil: at('08:03'),
  },
});
const accepted = make.handoff({
  state: 'accepted',
  acceptedAt: at('08:02'),
  before: {
    state: 'offered',
    acceptedAt: null,
    snoozedUntil: null,
    snoozes: 0,
    command: 'accept',
    at: at('08:02'),
    undoUntil: at('08:04'),
  },
});
const working = make.handoff({ state: 'working', acceptedAt: at('08:02'), respondedAt: at('08:08') });
const callback = make.handoff({
  state: 'snoozed',
  acceptedAt: at('08:02'),
  snoozedUntil: at('12:00'),
  snoozes: 1,
  before: {
    state: 'accepted',
    acceptedAt: at('08:02'),
    snoozedUntil: null,
    snoozes: 0,
    command: 'snooze',
    at: at('08:03'),
    undoUntil: at('08:05'),
  },
});

const manager = make.actor('manager');
const system = make.actor('system');

const acceptClock = make.clock();
const responseClock = make.clock({ id: 'response', kind: 'response', deadlineAt: at('08:15') });
const unassignedClock = make.clock({ id: 'unassigned', kind: 'unassigned', repId: null });
const ofNobody = make.situation({ actor: system, ownerName: null, clocks: [unassignedClock] });
const ofAnswered = make.situation({
  clocks: [make.clock({ stoppedAt: at('08:02') }), responseClock],
});

const pausing = make.policy({
  snooze: { choices: ['1h'], limit: 'next_morning', times: 2 },
});
/** The snoozed offer of an older version, where both clocks stood still: four minutes were left to accept, fourteen to respond. */
const paused = make.situation({
  policy: pausing,
  clocks: [make.clock({ pausedAt: at('08:01') }), { ...responseClock, pausedAt: at('08:01') }],
});

const acceptFor = (repId: string): ClockChange => ({
  do: 'start',
  kind: 'accept',
  repId,
  deadlineAt: at('08:25'),
  steps: [
    { index: 0, do: 'breach', dueAt: at('08:25') },
    { index: 1, do: 'remind', dueAt: at('08:23') },
    { index: 2, do: 'tell_manager', dueAt: at('08:25') },
    { index: 3, do: 'offer_next', dueAt: at('08:30') },
  ],
});

// offer

test('the first offer starts the accept clock with its ladder, and the response clock', () => {
  expect(decide(waiting, { type: 'offer', to: 'ana', poolId: 'sdr' }, ofNobody, at('08:20'))).toEqual({
    ok: true,
    handoff: {
      ...waiting,
      state: 'offered',
      ownerId: 'ana',
      poolId: 'sdr',
      offerNo: 1,
      firstOfferedAt: at('08:20'),
      offeredAt: at('08:20'),
    },
    events: [{ type: 'offered', to: 'ana', poolId: 'sdr', no: 1 }],
    clocks: [
      { do: 'stop', kind: 'unassigned', met: true },
      acceptFor('ana'),
      {
        do: 'start',
        kind: 'response',
        repId: 'ana',
        deadlineAt: at('08:35'),
        steps: [{ index: 0, do: 'breach', dueAt: at('08:35') }],
      },
    ],
    stage: null,
  });
});

test('a second offer starts a new accept clock, and the response clock runs on', () => {
  const facts = make.situation({ actor: system });
  expect(decide(offered, { type: 'offer', to: 'ben', poolId: 'sdr' }, facts, at('08:20'))).toEqual({
    ok: true,
    handoff: { ...offered, ownerId: 'ben', offerNo: 2, offeredAt: at('08:20') },
    events: [{ type: 'offered', to: 'ben', poolId: 'sdr', no: 2 }],
    clocks: [{ do: 'stop', kind: 'accept', met: false }, acceptFor('ben')],
    stage: null,
  });
});

test('a snoozed handoff that is offered to the next is awake, and its paused response clock goes on', () => {
  const facts = { ...paused, actor: system, policy: { ...paused.policy, ladder: [] } };
  expect(decide(snoozed, { type: 'offer', to: 'ben', poolId: 'sdr' }, facts, at('08:20'))).toEqual({
    ok: true,
    handoff: {
      ...offered,
      ownerId: 'ben',
      offerNo: 2,
      offeredAt: at('08:20'),
      snoozes: 1,
    },
    events: [{ type: 'offered', to: 'ben', poolId: 'sdr', no: 2 }],
    clocks: [
      { do: 'stop', kind: 'accept', met: false },
      { do: 'resume', kind: 'response', deadlineAt: at('08:34'), steps: [] },
      {
        do: 'start',
        kind: 'accept',
        repId: 'ben',
        deadlineAt: at('08:25'),
        steps: [{ index: 0, do: 'breach', dueAt: at('08:25') }],
      },
    ],
    stage: null,
  });
});

test('an accepted handoff that is offered to the next has to be accepted again', () => {
  const facts = { ...ofAnswered, actor: system };
  expect(decide(accepted, { type: 'offer', to: 'ben', poolId: 'sdr' }, facts, at('08:20'))).toEqual({
    ok: true,
    handoff: { ...offered, ownerId: 'ben', offerNo: 2, offeredAt: at('08:20') },
    events: [{ type: 'offered', to: 'ben', poolId: 'sdr', no: 2 }],
    clocks: [acceptFor('ben')],
    stage: null,
  });
});

test('a handoff in work that is offered to the next keeps its first response', () => {
  const facts = make.situation({ actor: system, clocks: [] });
  expect(decide(working, { type: 'offer', to: 'ben', poolId: null }, facts, at('08:20'))).toEqual({
    ok: true,
    handoff: { ...offered, ownerId: 'ben', offerNo: 2, offeredAt: at('08:20'), respondedAt: at('08:08') },
    events: [{ type: 'offered', to: 'ben', poolId: null, no: 2 }],
    clocks: [acceptFor('ben')],
    stage: null,
  });
});

test('a lead with a meeting in the calendar is offered without a clock that waits for what comes before it', () => {
  const policy = make.policy({ first_email: { within: '1h' }, first_call: { within: '2h' } });
  const facts = { ...ofNobody, policy, hasMeeting: true };
  expect(decide(waiting, { type: 'offer', to: 'ana', poolId: 'sdr' }, facts, at('08:20'))).toMatchObject({
    clocks: [{ do: 'stop', kind: 'unassigned', met: true }],
  });
});

test('whoever has it next is counted no try of those before, whether it is offered to them or lies until they take it', () => {
  const tried = { ...working, tries: 3, exhaustedAt: at('08:15') };
  const facts = make.situation({ actor: system, clocks: [] });
  const untried = { handoff: { tries: 0, exhaustedAt: null } };
  expect(decide(tried, { type: 'offer', to: 'ben', poolId: null }, facts, at('08:20'))).toMatchObject(
    untried,
  );
  expect(decide(tried, { type: 'hold', claimKey: 'claim:handoff' }, facts, at('08:20'))).toMatchObject(
    untried,
  );
});

test('a lead that waited since the night has the overnight times at its first offer', () => {
  const fromTheNight = { ...waiting, createdAt: at('01:00') };
  const clocks = ofNobody.clocks.map((clock) => ({ ...clock, startedAt: at('01:00') }));
  const facts = { ...ofNobody, clocks };
  expect(decide(fromTheNight, { type: 'offer', to: 'ana', poolId: 'sdr' }, facts, at('08:00'))).toMatchObject(
    {
      clocks: [
        { do: 'stop', kind: 'unassigned', met: true },
        { do: 'start', kind: 'accept', deadlineAt: at('08:30') },
        { do: 'start', kind: 'response', deadlineAt: at('08:45') },
      ],
    },
  );
});

test('a policy without a response clock starts none', () => {
  const facts = { ...ofNobody, clocks: [], policy: make.policy({ response: undefined }) };
  expect(decide(waiting, { type: 'offer', to: 'ana', poolId: 'sdr' }, facts, at('08:20'))).toMatchObject({
    clocks: [acceptFor('ana')],
  });
});

// hold

test('with nobody eligible a new handoff waits, and the unassigned clock runs', () => {
  expect(decide(waiting, { type: 'hold', claimKey: null }, { ...ofNobody, clocks: [] }, at('08:00'))).toEqual(
    {
      ok: true,
      handoff: waiting,
      events: [{ type: 'held', claimKey: null }],
      clocks: [
        {
          do: 'start',
          kind: 'unassigned',
          repId: null,
          deadlineAt: at('08:05'),
          steps: [{ index: 0, do: 'breach', dueAt: at('08:05') }],
        },
      ],
      stage: null,
    },
  );
});

test('to hold what waits already changes nothing', () => {
  expect(decide(waiting, { type: 'hold', claimKey: null }, ofNobody, at('08:03'))).toEqual({
    ok: true,
    handoff: waiting,
    events: [],
    clocks: [],
    stage: null,
  });
});

test('an offer that is held is nobody’s, and the prospect’s clock runs on', () => {
  expect(
    decide(offered, { type: 'hold', claimKey: null }, make.situation({ actor: system }), at('08:03')),
  ).toEqual({
    ok: true,
    handoff: { ...offered, state: 'waiting', ownerId: null },
    events: [{ type: 'held', claimKey: null }],
    clocks: [
      { do: 'stop', kind: 'accept', met: false },
      {
        do: 'start',
        kind: 'unassigned',
        repId: null,
        deadlineAt: at('08:08'),
        steps: [{ index: 0, do: 'breach', dueAt: at('08:08') }],
      },
    ],
    stage: null,
  });
});

test.each([
  ['snoozed', snoozed, { snoozes: 1 }],
  ['accepted', accepted, {}],
  ['called back', callback, { snoozes: 1 }],
  ['working', working, { respondedAt: at('08:08') }],
] as const)(
  'a handoff that is %s waits when its owner has left and nobody else is eligible',
  (_, from, kept) => {
    const facts = make.situation({
      actor: system,
      clocks: [],
      policy: make.policy({ unassigned: undefined }),
    });
    expect(decide(from, { type: 'hold', claimKey: null }, facts, at('08:20'))).toEqual({
      ok: true,
      handoff: { ...offered, state: 'waiting', ownerId: null, ...kept },
      events: [{ type: 'held', claimKey: null }],
      clocks: [],
      stage: null,
    });
  },
);

test('a paused response clock goes on while nobody owns the lead', () => {
  const facts = { ...paused, actor: system };
  expect(decide(snoozed, { type: 'hold', claimKey: null }, facts, at('08:11'))).toMatchObject({
    clocks: [
      { do: 'stop', kind: 'accept', met: false },
      { do: 'resume', kind: 'response', deadlineAt: at('08:25'), steps: [] },
      { do: 'start', kind: 'unassigned', deadlineAt: at('08:16') },
    ],
  });
});

// accept

test('accepting stops the accept clock and makes the lead sales accepted', () => {
  expect(decide(offered, { type: 'accept' }, make.situation(), at('08:02'))).toEqual({
    ok: true,
    handoff: accepted,
    events: [{ type: 'accepted', by: 'ana' }],
    clocks: [{ do: 'stop', kind: 'accept', met: true }],
    stage: 'sales_accepted',
  });
});

test('a manager may accept for the owner, who stays the owner', () => {
  expect(decide(offered, { type: 'accept' }, make.situation({ actor: manager }), at('08:02'))).toEqual({
    ok: true,
    handoff: accepted,
    events: [{ type: 'accepted', by: 'mia' }],
    clocks: [{ do: 'stop', kind: 'accept', met: true }],
    stage: 'sales_accepted',
  });
});

test('accepting while snoozed wakes it, and the paused response clock goes on', () => {
  expect(decide(snoozed, { type: 'accept' }, paused, at('08:11'))).toEqual({
    ok: true,
    handoff: {
      ...snoozed,
      state: 'accepted',
      acceptedAt: at('08:11'),
      snoozedUntil: null,
      before: {
        state: 'snoozed',
        acceptedAt: null,
        snoozedUntil: at('08:16'),
        snoozes: 1,
        command: 'accept',
        at: at('08:11'),
        undoUntil: at('08:13'),
      },
    },
    events: [{ type: 'accepted', by: 'ana' }],
    clocks: [
      { do: 'stop', kind: 'accept', met: true },
      { do: 'resume', kind: 'response', deadlineAt: at('08:25'), steps: [] },
    ],
    stage: 'sales_accepted',
  });
});

test('accepting on a later leg moves no stage', () => {
  const forAe = make.handoff({ leg: 'sql_to_ae' });
  expect(decide(forAe, { type: 'accept' }, make.situation(), at('08:02'))).toEqual({
    ok: true,
    handoff: { ...accepted, leg: 'sql_to_ae' },
    events: [{ type: 'accepted', by: 'ana' }],
    clocks: [{ do: 'stop', kind: 'accept', met: true }],
    stage: null,
  });
});

// claim

const lying = make.handoff({ ...waiting, poolId: 'sdr', claimKey: 'claim:handoff:sdr:0' });
const member = make.actor('member');

test('whoever claims a lead owns it, has accepted it, and may undo that', () => {
  const facts = { ...ofNobody, actor: member };
  expect(decide(lying, { type: 'claim' }, facts, at('08:20'))).toEqual({
    ok: true,
    handoff: {
      ...lying,
      state: 'accepted',
      ownerId: 'ben',
      claimKey: null,
      offerNo: 1,
      firstOfferedAt: at('08:20'),
      offeredAt: at('08:20'),
      acceptedAt: at('08:20'),
      before: {
        state: 'waiting',
        acceptedAt: null,
        snoozedUntil: null,
        snoozes: 0,
        command: 'claim',
        at: at('08:20'),
        undoUntil: at('08:22'),
        claim: { key: 'claim:handoff:sdr:0', isFirstOffer: true },
      },
    },
    events: [
      { type: 'claimed', by: 'ben', claimKey: 'claim:handoff:sdr:0' },
      { type: 'offered', to: 'ben', poolId: 'sdr', no: 1 },
      { type: 'accepted', by: 'ben' },
    ],
    clocks: [
      { do: 'stop', kind: 'unassigned', met: true },
      {
        do: 'start',
        kind: 'response',
        repId: 'ben',
        deadlineAt: at('08:35'),
        steps: [{ index: 0, do: 'breach', dueAt: at('08:35') }],
      },
    ],
    stage: 'sales_accepted',
  });
});

test('an undone claim lies where it lay: nobody has it, its clock runs on, and the next has all the time', () => {
  const claimed = decide(lying, { type: 'claim' }, { ...ofNobody, actor: member }, at('08:20'));
  if (!claimed.ok) throw new Error('it was not claimed');
  const facts = make.situation({
    actor: { ...member, relation: 'owner' },
    clocks: [
      { ...unassignedClock, stoppedAt: at('08:20') },
      { ...responseClock, startedAt: at('08:20'), deadlineAt: at('08:35') },
    ],
  });
  expect(decide(claimed.handoff, { type: 'undo' }, facts, at('08:21'))).toEqual({
    ok: true,
    handoff: { ...lying, offerNo: 1 },
    events: [{ type: 'undone', by: 'ben', command: 'claim' }],
    clocks: [
      { do: 'reopen', kind: 'unassigned' },
      { do: 'stop', kind: 'response', met: false },
    ],
    stage: null,
  });
});

test('what was offered before keeps its response clock through a claim and its undoing', () => {
  const again = { ...lying, offerNo: 1, firstOfferedAt: at('08:00'), offeredAt: at('08:00') };
  const clocks = [unassignedClock, responseClock];
  const claimed = decide(again, { type: 'claim' }, { ...ofNobody, actor: member, clocks }, at('08:05'));
  if (!claimed.ok) throw new Error('it was not claimed');
  expect(claimed.clocks).toEqual([{ do: 'stop', kind: 'unassigned', met: true }]);
  const facts = make.situation({
    actor: { ...member, relation: 'owner' },
    clocks: [{ ...unassignedClock, stoppedAt: at('08:05') }, responseClock],
  });
  expect(decide(claimed.handoff, { type: 'undo' }, facts, at('08:06'))).toMatchObject({
    handoff: { ownerId: null, firstOfferedAt: at('08:00'), claimKey: again.claimKey },
    clocks: [{ do: 'reopen', kind: 'unassigned' }],
  });
});

test('a lead that is laid down to be claimed says where, and moves when it is laid elsewhere', () => {
  const facts = { ...ofNobody, clocks: [] };
  expect(
    decide(waiting, { type: 'hold', claimKey: 'claim:handoff:sdr:0' }, facts, at('08:00')),
  ).toMatchObject({
    handoff: { state: 'waiting', claimKey: 'claim:handoff:sdr:0' },
    events: [{ type: 'held', claimKey: 'claim:handoff:sdr:0' }],
  });
  expect(decide(lying, { type: 'hold', claimKey: null }, ofNobody, at('08:03'))).toMatchObject({
    handoff: { state: 'waiting', claimKey: null },
    events: [{ type: 'held', claimKey: null }],
    clocks: [],
  });
});

// reject

const rejected: Handoff = {
  ...offered,
  state: 'rejected',
  closedAt: at('08:02'),
  before: {
    state: 'offered',
    acceptedAt: null,
    snoozedUntil: null,
    snoozes: 0,
    command: 'reject',
    at: at('08:02'),
    undoUntil: at('08:04'),
  },
};
const tooSmall = { type: 'reject', reason: 'too_small', note: 'eight people' } as const;

test('rejecting gives the lead back to marketing and stops its clocks', () => {
  const facts = make.situation({ reason: make.reason() });
  expect(decide(offered, tooSmall, facts, at('08:02'))).toEqual({
    ok: true,
    handoff: rejected,
    events: [
      {
        type: 'rejected',
        by: 'ana',
        reason: 'too_small',
        note: 'eight people',
        consequence: 'return_to_marketing',
      },
    ],
    clocks: [
      { do: 'stop', kind: 'accept', met: true },
      { do: 'stop', kind: 'response', met: false },
    ],
    stage: null,
  });
});

test('rejecting a duplicate closes it', () => {
  const facts = make.situation({ reason: make.reason({ code: 'duplicate', consequence: 'merge' }) });
  const command = { type: 'reject', reason: 'duplicate', note: '' } as const;
  expect(decide(offered, command, facts, at('08:02'))).toEqual({
    ok: true,
    handoff: rejected,
    events: [{ type: 'rejected', by: 'ana', reason: 'duplicate', note: '', consequence: 'merge' }],
    clocks: [
      { do: 'stop', kind: 'accept', met: true },
      { do: 'stop', kind: 'response', met: false },
    ],
    stage: null,
  });
});

test('rejecting what is to be suppressed disqualifies the lead', () => {
  const facts = make.situation({ reason: make.reason({ code: 'student', consequence: 'suppress' }) });
  const command = { type: 'reject', reason: 'student', note: '' } as const;
  expect(decide(offered, command, facts, at('08:02'))).toEqual({
    ok: true,
    handoff: rejected,
    events: [{ type: 'rejected', by: 'ana', reason: 'student', note: '', consequence: 'suppress' }],
    clocks: [
      { do: 'stop', kind: 'accept', met: true },
      { do: 'stop', kind: 'response', met: false },
    ],
    stage: 'disqualified',
  });
});

test('a won customer is not disqualified, whatever customer success rejects it for', () => {
  const forSuccess = make.handoff({ leg: 'won_to_cs' });
  const facts = make.situation({ reason: make.reason({ code: 'student', consequence: 'suppress' }) });
  const command = { type: 'reject', reason: 'student', note: '' } as const;
  expect(decide(forSuccess, command, facts, at('08:02'))).toMatchObject({
    handoff: { state: 'rejected' },
    stage: null,
  });
});

test('a reason that blames the routing asks for another owner, and the prospect’s clock runs on', () => {
  const facts = make.situation({ reason: make.reason({ code: 'territory', consequence: 'reroute' }) });
  const command = { type: 'reject', reason: 'territory', note: 'in France' } as const;
  expect(decide(offered, command, facts, at('08:02'))).toEqual({
    ok: true,
    handoff: { ...offered, state: 'waiting', ownerId: null },
    events: [
      { type: 'rejected', by: 'ana', reason: 'territory', note: 'in France', consequence: 'reroute' },
      { type: 'owner_needed', because: 'territory' },
    ],
    clocks: [{ do: 'stop', kind: 'accept', met: true }],
    stage: null,
  });
});

test('rerouted while snoozed, its paused response clock goes on', () => {
  const facts = { ...paused, reason: make.reason({ code: 'territory', consequence: 'reroute' }) };
  const command = { type: 'reject', reason: 'territory', note: '' } as const;
  expect(decide(snoozed, command, facts, at('08:11'))).toEqual({
    ok: true,
    handoff: { ...offered, state: 'waiting', ownerId: null, snoozes: 1 },
    events: [
      { type: 'rejected', by: 'ana', reason: 'territory', note: '', consequence: 'reroute' },
      { type: 'owner_needed', because: 'territory' },
    ],
    clocks: [
      { do: 'stop', kind: 'accept', met: true },
      { do: 'resume', kind: 'response', deadlineAt: at('08:25'), steps: [] },
    ],
    stage: null,
  });
});

test('rejecting while snoozed closes it', () => {
  const facts = make.situation({ reason: make.reason() });
  expect(decide(snoozed, tooSmall, facts, at('08:02'))).toEqual({
    ok: true,
    handoff: {
      ...rejected,
      snoozes: 1,
      before: {
        state: 'snoozed',
        acceptedAt: null,
        snoozedUntil: at('08:16'),
        snoozes: 1,
        command: 'reject',
        at: at('08:02'),
        undoUntil: at('08:04'),
      },
    },
    events: [
      {
        type: 'rejected',
        by: 'ana',
        reason: 'too_small',
        note: 'eight people',
        consequence: 'return_to_marketing',
      },
    ],
    clocks: [
      { do: 'stop', kind: 'accept', met: true },
      { do: 'stop', kind: 'response', met: false },
    ],
    stage: null,
  });
});

// snooze

const quarter = { type: 'snooze', until: { unit: 'minutes', amount: 15 } } as const;

test('snoozing an offer is an answer: its accept clock stands still, and the first response runs on', () => {
  const facts = make.situation({ clocks: [acceptClock, { ...responseClock, deadlineAt: at('08:30') }] });
  expect(decide(offered, quarter, facts, at('08:01'))).toEqual({
    ok: true,
    handoff: snoozed,
    events: [{ type: 'snoozed', by: 'ana', until: at('08:16') }],
    clocks: [{ do: 'pause', kind: 'accept' }],
    stage: null,
  });
});

test('a choice of the menu ends when the first response is due', () => {
  expect(decide(offered, quarter, make.situation(), at('08:01'))).toMatchObject({
    handoff: { state: 'snoozed', snoozedUntil: at('08:15') },
  });
});

test('what the settings of an older version said of its clock changes nothing', () => {
  const facts = make.situation({
    policy: make.policy({ snooze: { choices: ['15m'], limit: '15m', times: 1, clock: 'runs_on' } }),
  });
  expect(decide(offered, quarter, facts, at('08:01'))).toMatchObject({
    clocks: [{ do: 'pause', kind: 'accept' }],
  });
});

test('snoozing until the next morning means the opening of the next working day', () => {
  const command = { type: 'snooze', until: { unit: 'next_morning' } } as const;
  const facts = make.situation({ policy: pausing, clocks: [acceptClock] });
  expect(decide(offered, command, facts, at('08:01'))).toMatchObject({
    handoff: { snoozedUntil: new Date('2026-03-03T08:00:00Z') },
  });
});

test('a callback agreed with an accepted lead pauses nothing: the prospect has waited since the first offer', () => {
  const facts = { ...ofAnswered, policy: pausing };
  const command = { type: 'snooze', until: at('12:00') } as const;
  expect(decide(accepted, command, facts, at('08:03'))).toEqual({
    ok: true,
    handoff: callback,
    events: [{ type: 'snoozed', by: 'ana', until: at('12:00') }],
    clocks: [],
    stage: null,
  });
});

test('a callback may be agreed while a lead is in work', () => {
  const command = { type: 'snooze', until: at('12:00') } as const;
  expect(decide(working, command, make.situation({ clocks: [] }), at('09:00'))).toEqual({
    ok: true,
    handoff: {
      ...working,
      state: 'snoozed',
      snoozedUntil: at('12:00'),
      snoozes: 1,
      before: {
        state: 'working',
        acceptedAt: at('08:02'),
        snoozedUntil: null,
        snoozes: 0,
        command: 'snooze',
        at: at('09:00'),
        undoUntil: at('09:02'),
      },
    },
    events: [{ type: 'snoozed', by: 'ana', until: at('12:00') }],
    clocks: [],
    stage: null,
  });
});

// wake

test('a snoozed offer wakes as an offer when its time has come', () => {
  const command = { type: 'wake', because: 'time' } as const;
  expect(decide(snoozed, command, make.situation({ actor: system }), at('08:16'))).toEqual({
    ok: true,
    handoff: { ...offered, snoozes: 1 },
    events: [{ type: 'woken', because: 'time' }],
    clocks: [],
    stage: null,
  });
});

test('clocks that were paused go on with the working time that was left', () => {
  const command = { type: 'wake', because: 'signal' } as const;
  expect(decide(snoozed, command, { ...paused, actor: system }, at('08:11'))).toEqual({
    ok: true,
    handoff: { ...offered, snoozes: 1 },
    events: [{ type: 'woken', because: 'signal' }],
    clocks: [
      { do: 'resume', kind: 'accept', deadlineAt: at('08:15'), steps: [] },
      { do: 'resume', kind: 'response', deadlineAt: at('08:25'), steps: [] },
    ],
    stage: null,
  });
});

test('a callback wakes as the accepted lead it was', () => {
  const command = { type: 'wake', because: 'rep' } as const;
  expect(decide(callback, command, ofAnswered, at('11:00'))).toEqual({
    ok: true,
    handoff: { ...accepted, snoozes: 1, before: null },
    events: [{ type: 'woken', because: 'rep' }],
    clocks: [],
    stage: null,
  });
});

// undo

test('accepting is undone within two minutes, and the accept clock runs as if it had never stopped', () => {
  expect(decide(accepted, { type: 'undo' }, ofAnswered, new Date('2026-03-02T08:03:59Z'))).toEqual({
    ok: true,
    handoff: offered,
    events: [{ type: 'undone', by: 'ana', command: 'accept' }],
    clocks: [{ do: 'reopen', kind: 'accept' }],
    stage: null,
  });
});

test('accepting cannot be undone after two minutes', () => {
  expect(decide(accepted, { type: 'undo' }, ofAnswered, at('08:04'))).toEqual({
    ok: false,
    refusal: { type: 'undo_too_late', command: 'accept' },
  });
});

const ofRejected = make.situation({
  clocks: [make.clock({ stoppedAt: at('08:02') }), { ...responseClock, stoppedAt: at('08:02') }],
});

test('rejecting is undone within two minutes, and both clocks run again', () => {
  expect(decide(rejected, { type: 'undo' }, ofRejected, new Date('2026-03-02T08:03:59Z'))).toEqual({
    ok: true,
    handoff: offered,
    events: [{ type: 'undone', by: 'ana', command: 'reject' }],
    clocks: [
      { do: 'reopen', kind: 'accept' },
      { do: 'reopen', kind: 'response' },
    ],
    stage: null,
  });
});

test('rejecting cannot be undone after two minutes', () => {
  expect(decide(rejected, { type: 'undo' }, ofRejected, at('08:04'))).toEqual({
    ok: false,
    refusal: { type: 'undo_too_late', command: 'reject' },
  });
});

test('a snooze that is undone does not count, and gains nobody a minute', () => {
  expect(decide(snoozed, { type: 'undo' }, paused, new Date('2026-03-02T08:02:59Z'))).toEqual({
    ok: true,
    handoff: offered,
    events: [{ type: 'undone', by: 'ana', command: 'snooze' }],
    clocks: [
      { do: 'resume', kind: 'accept', deadlineAt: at('08:05'), steps: [] },
      { do: 'resume', kind: 'response', deadlineAt: at('08:15'), steps: [] },
    ],
    stage: null,
  });
});

test('a snooze cannot be undone after two minutes; it can be woken', () => {
  expect(decide(snoozed, { type: 'undo' }, paused, at('08:03'))).toEqual({
    ok: false,
    refusal: { type: 'undo_too_late', command: 'snooze' },
  });
});

test('a callback that is undone leaves the lead accepted', () => {
  expect(decide(callback, { type: 'undo' }, ofAnswered, at('08:04'))).toEqual({
    ok: true,
    handoff: { ...accepted, before: null },
    events: [{ type: 'undone', by: 'ana', command: 'snooze' }],
    clocks: [],
    stage: null,
  });
});

test('an acceptance that woke a snoozed offer is undone into the snooze, which still wakes into the offer', () => {
  const acceptedAsleep = make.handoff({
    state: 'accepted',
    acceptedAt: at('08:11'),
    snoozes: 1,
    before: {
      state: 'snoozed',
      acceptedAt: null,
      snoozedUntil: at('08:16'),
      snoozes: 1,
      command: 'accept',
      at: at('08:11'),
      undoUntil: at('08:13'),
    },
  });
  const facts = make.situation({
    policy: pausing,
    clocks: [
      make.clock({ pausedAt: at('08:01'), stoppedAt: at('08:11') }),
      { ...responseClock, deadlineAt: at('08:25') },
    ],
  });
  const undone: Handoff = {
    ...snoozed,
    before: {
      state: 'offered',
      acceptedAt: null,
      snoozedUntil: null,
      snoozes: 0,
      command: 'snooze',
      at: at('08:12'),
      undoUntil: at('08:12'),
    },
  };
  expect(decide(acceptedAsleep, { type: 'undo' }, facts, at('08:12'))).toEqual({
    ok: true,
    handoff: undone,
    events: [{ type: 'undone', by: 'ana', command: 'accept' }],
    clocks: [{ do: 'reopen', kind: 'accept' }],
    stage: null,
  });
  expect(decide(undone, { type: 'undo' }, facts, at('08:12'))).toEqual({
    ok: false,
    refusal: { type: 'undo_too_late', command: 'snooze' },
  });
});

test('only the newest accept clock runs again, even when an older one stopped at the same instant', () => {
  const facts = make.situation({
    clocks: [
      make.clock({ stoppedAt: at('08:02') }),
      make.clock({ id: 'accept-2', startedAt: at('08:02'), stoppedAt: at('08:02') }),
    ],
  });
  expect(decide(accepted, { type: 'undo' }, facts, at('08:03'))).toMatchObject({
    clocks: [{ do: 'reopen', kind: 'accept' }],
  });
});

// respond

const reached = {
  type: 'respond',
  channel: 'call',
  outcome: 'reached',
  note: '',
  at: null,
  via: null,
  madeBy: null,
} as const;

test('the first response stops the response clock', () => {
  const command = { ...reached, note: 'keen' };
  expect(decide(accepted, command, ofAnswered, at('08:08'))).toEqual({
    ok: true,
    handoff: working,
    events: [
      { type: 'responded', by: 'ana', channel: 'call', outcome: 'reached', note: 'keen', first: true },
    ],
    clocks: [{ do: 'stop', kind: 'response', met: true, at: at('08:08') }],
    stage: null,
  });
});

test('a response that a source tells of stops the clock when it happened, by whomever it names', () => {
  const command = {
    type: 'respond',
    channel: 'email',
    outcome: 'reached',
    note: '',
    at: at('08:08'),
    via: 'sequencer',
    madeBy: null,
  } as const;
  expect(decide(accepted, command, { ...ofAnswered, actor: system }, at('09:00'))).toEqual({
    ok: true,
    handoff: working,
    events: [
      {
        type: 'responded',
        by: null,
        channel: 'email',
        outcome: 'reached',
        note: '',
        first: true,
        via: 'sequencer',
        doneAt: '2026-03-02T08:08:00.000Z',
      },
    ],
    clocks: [{ do: 'stop', kind: 'response', met: true, at: at('08:08') }],
    stage: null,
  });
});

test('a later response leaves the first one as it was', () => {
  const command = { ...reached, outcome: 'meeting_booked' } as const;
  expect(decide(working, command, make.situation({ clocks: [] }), at('10:00'))).toEqual({
    ok: true,
    handoff: working,
    events: [
      {
        type: 'responded',
        by: 'ana',
        channel: 'call',
        outcome: 'meeting_booked',
        note: '',
        first: false,
      },
    ],
    clocks: [],
    stage: null,
  });
});

// qualify, disqualify, recycle

const completed = { state: 'completed', closedAt: at('10:00'), before: null } as const;

const qualifiedFrom = (state: 'accepted' | 'working') => ({ ...recycledFrom(state), command: 'qualify' });

test('qualifying an accepted lead closes the handoff and meets the response clock', () => {
  const command = { type: 'qualify', answers: { need: 'yes' } } as const;
  expect(decide(accepted, command, ofAnswered, at('10:00'))).toEqual({
    ok: true,
    handoff: { ...accepted, ...completed, before: qualifiedFrom('accepted') },
    events: [
      { type: 'qualified', by: 'ana', answers: { need: 'yes' }, asked: [{ code: 'need', words: 'Need' }] },
    ],
    clocks: [{ do: 'stop', kind: 'response', met: true }],
    stage: 'sales_qualified',
  });
});

test('qualifying a lead in work closes the handoff', () => {
  const command = { type: 'qualify', answers: {} } as const;
  expect(decide(working, command, make.situation({ clocks: [] }), at('10:00'))).toEqual({
    ok: true,
    handoff: { ...working, ...completed, before: qualifiedFrom('working') },
    events: [{ type: 'qualified', by: 'ana', answers: {}, asked: [] }],
    clocks: [],
    stage: 'sales_qualified',
  });
});

const forAe = make.handoff({ ...working, leg: 'sql_to_ae' });
const typed = {
  ...{ amount: '40000', currency: 'eur', closeOn: '2027-03-31', subStage: 'discovery' },
  nextStep: ' Demo on Thursday ',
};
const deal = {
  ...{ amount: 40_000, currency: 'EUR', closeOn: '2027-03-31', subStage: 'discovery' },
  nextStep: 'Demo on Thursday',
};

test('an AE qualifies nobody: theirs is an opportunity, and stays theirs', () => {
  const qualified = decide(
    forAe,
    { type: 'qualify', answers: {} },
    make.situation({ clocks: [] }),
    at('10:00'),
  );
  expect(qualified).toMatchObject({ ok: false, refusal: { type: 'not_now' } });
  expect(
    decide(forAe, { type: 'opportunity', ...typed }, make.situation({ clocks: [] }), at('10:00')),
  ).toEqual({
    ok: true,
    handoff: {
      ...forAe,
      deal,
      before: {
        ...{ state: 'working', acceptedAt: forAe.acceptedAt, snoozedUntil: null, snoozes: forAe.snoozes },
        ...{ command: 'opportunity', at: at('10:00'), undoUntil: at('10:02'), deal: null },
      },
    },
    events: [{ type: 'opportunity', by: 'ana', deal, via: null }],
    clocks: [],
    stage: 'opportunity',
  });
});

test.each([
  ['amount', { amount: 'lots' }],
  ['amount', { amount: '' }],
  ['amount', { amount: '0' }],
  ['currency', { currency: 'EU' }],
  ['closeOn', { closeOn: 'soon' }],
  ['closeOn', { closeOn: '2026-03-01' }],
  ['subStage', { subStage: 'no_such_step' }],
] as const)('a deal whose %s cannot be meant is refused: %o', (field, wrong) => {
  const command = { type: 'opportunity', ...typed, ...wrong } as const;
  expect(decide(forAe, command, make.situation({ clocks: [] }), at('10:00'))).toEqual({
    ok: false,
    refusal: { type: 'unread_deal', field },
  });
});

test('only an opportunity is won or lost by a press; a CRM may say so of any that is open', () => {
  const facts = make.situation({ clocks: [], reason: make.reason({ offered_for: ['lose'] }) });
  const won = { type: 'win', answers: { promised: 'Live by June' } } as const;
  expect(decide(forAe, won, facts, at('10:00'))).toMatchObject({ ok: false, refusal: { type: 'not_now' } });
  expect(decide({ ...forAe, deal }, won, facts, at('10:00'))).toMatchObject({
    ok: true,
    handoff: { state: 'completed', before: { command: 'win', undoUntil: at('10:02') } },
    events: [
      {
        ...{ type: 'won', by: 'ana', answers: { promised: 'Live by June' }, via: null },
        asked: [{ code: 'promised', words: 'Promised' }],
      },
    ],
    stage: 'closed_won',
  });
  const told = { type: 'tell_deal', status: 'lost', deal: null, via: 'crm' } as const;
  expect(decide(forAe, told, { ...facts, actor: make.actor('system') }, at('10:00'))).toMatchObject({
    ok: true,
    handoff: { state: 'completed', before: null },
    events: [{ type: 'lost', by: null, reason: null, via: 'crm' }],
    stage: 'closed_lost',
  });
});

test('an answer that is needed and missing is refused, and so is one that cannot be meant', () => {
  const question = { code: 'budget', words: 'Budget', kind: 'money', required: true } as const;
  const facts = make.situation({ clocks: [], questions: [question] });
  const qualify = (budget: string) =>
    decide(working, { type: 'qualify', answers: { budget } }, facts, at('10:00'));
  const refused = (problem: string) => ({
    ok: false,
    refusal: { type: 'unread_answer', code: 'budget', problem },
  });
  expect(qualify(' ')).toEqual(refused('missing'));
  expect(qualify('plenty')).toEqual(refused('money'));
  expect(qualify('40k EUR')).toMatchObject({ ok: true });
});

test('what customer success completes stays won', () => {
  const command = { type: 'qualify', answers: {} } as const;
  const forSuccess = { ...working, leg: 'won_to_cs' } as const;
  expect(decide(forSuccess, command, make.situation({ clocks: [] }), at('10:00'))).toMatchObject({
    stage: null,
  });
});

const reason = make.reason({ code: 'no_need', offered_for: ['recycle', 'disqualify'] });

test('disqualifying an accepted lead closes the handoff for good', () => {
  const command = { type: 'disqualify', reason: 'no_need', note: 'bought elsewhere' } as const;
  expect(decide(accepted, command, { ...ofAnswered, reason }, at('10:00'))).toEqual({
    ok: true,
    handoff: { ...accepted, ...completed },
    events: [{ type: 'disqualified', by: 'ana', reason: 'no_need', note: 'bought elsewhere' }],
    clocks: [{ do: 'stop', kind: 'response', met: true }],
    stage: 'disqualified',
  });
});

test('disqualifying a lead in work closes the handoff for good', () => {
  const command = { type: 'disqualify', reason: 'no_need', note: '' } as const;
  expect(decide(working, command, make.situation({ reason, clocks: [] }), at('10:00'))).toEqual({
    ok: true,
    handoff: { ...working, ...completed },
    events: [{ type: 'disqualified', by: 'ana', reason: 'no_need', note: '' }],
    clocks: [],
    stage: 'disqualified',
  });
});

const recycledFrom = (state: 'accepted' | 'working'): Handoff['before'] => ({
  state,
  acceptedAt: at('08:02'),
  snoozedUntil: null,
  snoozes: 0,
  command: 'recycle',
  at: at('10:00'),
  undoUntil: at('10:02'),
});

test('recycling an accepted lead returns it to nurture until a date', () => {
  // Nine in the morning in Berlin.
  const until = new Date('2026-06-01T07:00:00Z');
  const command = { type: 'recycle', reason: 'no_need', note: 'in summer', until: '2026-06-01' } as const;
  expect(decide(accepted, command, { ...ofAnswered, reason }, at('10:00'))).toEqual({
    ok: true,
    handoff: { ...accepted, ...completed, before: recycledFrom('accepted') },
    events: [{ type: 'recycled', by: 'ana', reason: 'no_need', note: 'in summer', until }],
    clocks: [{ do: 'stop', kind: 'response', met: true }],
    stage: 'nurture',
  });
});

test('recycling a lead in work returns it to nurture', () => {
  const command = { type: 'recycle', reason: 'no_need', note: '', until: null } as const;
  expect(decide(working, command, make.situation({ reason, clocks: [] }), at('10:00'))).toEqual({
    ok: true,
    handoff: { ...working, ...completed, before: recycledFrom('working') },
    events: [{ type: 'recycled', by: 'ana', reason: 'no_need', note: '', until: null }],
    clocks: [],
    stage: 'nurture',
  });
});

test('recycling is undone within two minutes, and what it stopped runs again', () => {
  const recycled = { ...working, ...completed, before: recycledFrom('working') };
  const followUp = make.clock({ id: 'follow-up', kind: 'follow_up', stoppedAt: at('10:00') });
  const facts = make.situation({ clocks: [followUp] });
  expect(decide(recycled, { type: 'undo' }, facts, at('10:01'))).toEqual({
    ok: true,
    handoff: working,
    events: [{ type: 'undone', by: 'ana', command: 'recycle' }],
    clocks: [{ do: 'reopen', kind: 'follow_up' }],
    stage: null,
  });
  expect(decide(recycled, { type: 'undo' }, { ...facts, isOpenAgain: true }, at('10:01'))).toMatchObject({
    ok: false,
    refusal: { type: 'not_now', command: 'undo', state: 'completed' },
  });
});

// reassign

const toBen = { type: 'reassign', to: 'ben', because: 'knows them' } as const;
const toMia = { type: 'reassign', to: 'mia', because: 'taken' } as const;
const toNext = { type: 'reassign', to: 'next', because: 'no answer' } as const;
const ben: Facts['target'] = { id: 'ben', name: 'Ben', against: [] };
const mia: Facts['target'] = { id: 'mia', name: 'Mia', against: [] };

test('a manager who reassigns an offer puts it to somebody else with a new accept clock', () => {
  const facts = make.situation({ actor: manager, target: ben });
  expect(decide(offered, toBen, facts, at('08:20'))).toEqual({
    ok: true,
    handoff: { ...offered, ownerId: 'ben', offerNo: 2, offeredAt: at('08:20') },
    events: [
      { type: 'reassigned', from: 'ana', to: 'ben', by: 'mia', because: 'knows them' },
      { type: 'offered', to: 'ben', poolId: null, no: 2 },
    ],
    clocks: [{ do: 'stop', kind: 'accept', met: false }, acceptFor('ben')],
    stage: null,
  });
});

test('a manager who decides over the rules does so on record', () => {
  const against: Facts['target'] = { id: 'ben', name: 'Ben', against: ['refused', 'had_it', 'away'] };
  const decided = decide(offered, toBen, make.situation({ actor: manager, target: against }), at('08:20'));
  expect(decided.ok && decided.events[0]).toEqual({
    type: 'reassigned',
    from: 'ana',
    to: 'ben',
    by: 'mia',
    because: 'knows them',
    overridden: ['refused', 'had_it', 'away'],
  });
});

test('whoever takes a lead decides over nothing but that they rejected it', () => {
  const eventFor = (against: Check[]) => {
    const facts = make.situation({ actor: manager, target: { id: 'mia', name: 'Mia', against } });
    const decided = decide(offered, toMia, facts, at('08:20'));
    return decided.ok && decided.events[0];
  };
  const taken = { type: 'reassigned', from: 'ana', to: 'mia', by: 'mia', because: 'taken' };
  expect(eventFor(['away', 'outside_hours', 'cap_unanswered'])).toEqual(taken);
  expect(eventFor(['refused', 'had_it', 'away'])).toEqual({ ...taken, overridden: ['refused'] });
});

test.each([
  ['waiting', waiting, { poolId: null, offerNo: 1, firstOfferedAt: at('08:20') }],
  ['snoozed', snoozed, { snoozes: 1 }],
  ['accepted', accepted, {}],
  ['working', working, { respondedAt: at('08:08') }],
] as const)('a handoff that is %s can be reassigned to a person, who has to accept it', (_, from, kept) => {
  const facts = make.situation({ actor: manager, target: ben, clocks: [] });
  expect(decide(from, toBen, facts, at('08:20'))).toMatchObject({
    ok: true,
    handoff: { ...offered, ownerId: 'ben', offerNo: 2, offeredAt: at('08:20'), ...kept },
  });
});

test('a manager who takes an offer has accepted it', () => {
  const facts = make.situation({ actor: manager, target: mia });
  expect(decide(offered, toMia, facts, at('08:20'))).toEqual({
    ok: true,
    handoff: {
      ...offered,
      state: 'accepted',
      ownerId: 'mia',
      offerNo: 2,
      offeredAt: at('08:20'),
      acceptedAt: at('08:20'),
    },
    events: [
      { type: 'reassigned', from: 'ana', to: 'mia', by: 'mia', because: 'taken' },
      { type: 'offered', to: 'mia', poolId: null, no: 2 },
      { type: 'accepted', by: 'mia' },
    ],
    clocks: [{ do: 'stop', kind: 'accept', met: false }],
    stage: 'sales_accepted',
  });
});

test('whoever takes what was never offered has the response clock', () => {
  const facts = { ...ofNobody, actor: manager, target: mia };
  expect(decide(waiting, toMia, facts, at('08:20'))).toEqual({
    ok: true,
    handoff: {
      ...offered,
      state: 'accepted',
      ownerId: 'mia',
      poolId: null,
      firstOfferedAt: at('08:20'),
      offeredAt: at('08:20'),
      acceptedAt: at('08:20'),
    },
    events: [
      { type: 'reassigned', from: null, to: 'mia', by: 'mia', because: 'taken' },
      { type: 'offered', to: 'mia', poolId: null, no: 1 },
      { type: 'accepted', by: 'mia' },
    ],
    clocks: [
      { do: 'stop', kind: 'unassigned', met: true },
      {
        do: 'start',
        kind: 'response',
        repId: 'mia',
        deadlineAt: at('08:35'),
        steps: [{ index: 0, do: 'breach', dueAt: at('08:35') }],
      },
    ],
    stage: 'sales_accepted',
  });
});

test.each([
  ['waiting', waiting],
  ['offered', offered],
  ['snoozed', snoozed],
  ['accepted', accepted],
  ['working', working],
] as const)(
  'a handoff that is %s and goes to the next stays as it is until routing has found somebody',
  (_, from) => {
    expect(decide(from, toNext, make.situation({ actor: system }), at('08:20'))).toEqual({
      ok: true,
      handoff: from,
      events: [{ type: 'owner_needed', because: 'no answer' }],
      clocks: [],
      stage: null,
    });
  },
);

// cover

const covering = { type: 'cover', to: 'ben', because: 'cover' } as const;
const bySystem = make.situation({ actor: system });

test('an accepted lead stays accepted with whoever covers it, with a new card and the clocks it had', () => {
  expect(decide(accepted, covering, { ...ofAnswered, actor: system }, at('08:20'))).toEqual({
    ok: true,
    handoff: { ...accepted, ownerId: 'ben', offerNo: 2, offeredAt: at('08:20'), before: null },
    events: [{ type: 'covered', from: 'ana', to: 'ben', because: 'cover', no: 2 }],
    clocks: [],
    stage: null,
  });
});

test('a lead in work stays in work with whoever covers it, with its tries', () => {
  const tried = { ...working, tries: 2 };
  expect(decide(tried, covering, bySystem, at('10:00'))).toMatchObject({
    handoff: {
      state: 'working',
      ownerId: 'ben',
      tries: 2,
      respondedAt: at('08:08'),
      acceptedAt: at('08:02'),
    },
    clocks: [],
  });
});

test('a callback that is covered stays snoozed, cannot be undone, and wakes into what it was', () => {
  const covered = decide(callback, covering, { ...ofAnswered, actor: system }, at('08:04'));
  if (!covered.ok) throw new Error('it was not covered');
  expect(covered.handoff).toMatchObject({ state: 'snoozed', ownerId: 'ben', snoozedUntil: at('12:00') });
  expect(decide(covered.handoff, { type: 'undo' }, ofAnswered, at('08:04'))).toEqual({
    ok: false,
    refusal: { type: 'undo_too_late', command: 'snooze' },
  });
  expect(decide(covered.handoff, { type: 'wake', because: 'time' }, bySystem, at('12:00'))).toMatchObject({
    handoff: { state: 'accepted', ownerId: 'ben', acceptedAt: at('08:02') },
  });
});

test.each([
  ['offered', offered, {}],
  ['snoozed', snoozed, { snoozes: 1 }],
] as const)(
  'a lead that is %s is offered anew to whoever covers it; the prospect’s clock runs on',
  (_, from, kept) => {
    expect(decide(from, covering, bySystem, at('08:20'))).toEqual({
      ok: true,
      handoff: { ...offered, ownerId: 'ben', offerNo: 2, offeredAt: at('08:20'), ...kept },
      events: [
        { type: 'covered', from: 'ana', to: 'ben', because: 'cover', no: null },
        { type: 'offered', to: 'ben', poolId: null, no: 2 },
      ],
      clocks: [{ do: 'stop', kind: 'accept', met: false }, acceptFor('ben')],
      stage: null,
    });
  },
);

test('nobody covers their own lead, so what is given back twice is given back once', () => {
  const back = { type: 'cover', to: 'ana', because: 'return' } as const;
  expect(decide(accepted, back, bySystem, at('08:20'))).toEqual({
    ok: false,
    refusal: { type: 'already_done', command: 'cover', ownerName: 'Ana' },
  });
});

// qualify clock

const untilQualified = make.policy({ qualify: { within: '10bd' }, ladder: [] });
const qualifyClock = make.clock({
  id: 'qualify',
  kind: 'qualify',
  startedAt: at('08:02'),
  deadlineAt: new Date('2026-03-16T08:02:00Z'),
});
const started: ClockChange = {
  do: 'start',
  kind: 'qualify',
  repId: 'ana',
  deadlineAt: new Date('2026-03-16T08:02:00Z'),
  steps: [{ index: 0, do: 'breach', dueAt: new Date('2026-03-16T08:02:00Z') }],
};

test('from acceptance on it has to be decided within ten business days, by its owner whoever pressed', () => {
  const facts = make.situation({ policy: untilQualified });
  const stopped: ClockChange = { do: 'stop', kind: 'accept', met: true };
  expect(decide(offered, { type: 'accept' }, facts, at('08:02'))).toMatchObject({
    clocks: [stopped, started],
  });
  expect(decide(offered, { type: 'accept' }, { ...facts, actor: manager }, at('08:02'))).toMatchObject({
    clocks: [stopped, started],
  });
});

test('an undone acceptance takes the clock that it began with it', () => {
  const facts = make.situation({ policy: untilQualified, clocks: [...ofAnswered.clocks, qualifyClock] });
  expect(decide(accepted, { type: 'undo' }, facts, at('08:03'))).toMatchObject({
    clocks: [
      { do: 'reopen', kind: 'accept' },
      { do: 'stop', kind: 'qualify', met: false },
    ],
  });
});

test('whoever claims or takes a lead has the time to decide, and an undone claim has none', () => {
  const unowned = { ...ofNobody, policy: untilQualified };
  const claimed = decide(lying, { type: 'claim' }, { ...unowned, actor: member }, at('08:02'));
  expect(claimed.ok && claimed.clocks.at(-1)).toEqual({ ...started, repId: 'ben' });
  const taken = decide(waiting, toMia, { ...unowned, actor: manager, target: mia }, at('08:02'));
  expect(taken.ok && taken.clocks.at(-1)).toEqual({ ...started, repId: 'mia' });
  if (!claimed.ok) throw new Error('it was not claimed');
  const facts = make.situation({
    actor: { ...member, relation: 'owner' },
    policy: untilQualified,
    clocks: [
      { ...unassignedClock, stoppedAt: at('08:02') },
      { ...qualifyClock, repId: 'ben' },
    ],
  });
  expect(decide(claimed.handoff, { type: 'undo' }, facts, at('08:03'))).toMatchObject({
    clocks: [
      { do: 'reopen', kind: 'unassigned' },
      { do: 'stop', kind: 'qualify', met: false },
    ],
  });
});

test('no reassignment gives more time to decide, nor does accepting again', () => {
  const facts = make.situation({ policy: untilQualified, clocks: [qualifyClock] });
  const reassigned = decide(accepted, toBen, { ...facts, actor: manager, target: ben }, at('09:00'));
  expect(reassigned.ok && reassigned.clocks.filter(({ kind }) => kind === 'qualify')).toEqual([]);
  const again = decide({ ...offered, ownerId: 'ben' }, { type: 'accept' }, facts, at('09:05'));
  expect(again.ok && again.clocks.filter(({ kind }) => kind === 'qualify')).toEqual([]);
  const undone = decide(again.ok ? again.handoff : offered, { type: 'undo' }, facts, at('09:06'));
  expect(undone.ok && undone.clocks.filter(({ kind }) => kind === 'qualify')).toEqual([]);
});

test('what was accepted once and is rejected by the next owner has nothing left to decide, until that is undone', () => {
  const facts = make.situation({ reason: make.reason(), clocks: [acceptClock, qualifyClock] });
  expect(decide(offered, tooSmall, facts, at('08:05'))).toMatchObject({
    clocks: [
      { do: 'stop', kind: 'accept', met: true },
      { do: 'stop', kind: 'qualify', met: false },
    ],
  });
  const stopped = [acceptClock, qualifyClock].map((clock) => ({ ...clock, stoppedAt: at('08:02') }));
  expect(decide(rejected, { type: 'undo' }, make.situation({ clocks: stopped }), at('08:03'))).toMatchObject({
    clocks: [
      { do: 'reopen', kind: 'accept' },
      { do: 'reopen', kind: 'qualify' },
    ],
  });
});

test('qualifying meets the clock, and a withdrawn lead never met it', () => {
  const facts = make.situation({ clocks: [qualifyClock] });
  const command = { type: 'qualify', answers: {} } as const;
  expect(decide(working, command, facts, at('10:00'))).toMatchObject({
    clocks: [{ do: 'stop', kind: 'qualify', met: true }],
  });
  const merged = { type: 'withdraw', because: 'merged' } as const;
  expect(decide(working, merged, { ...facts, actor: system }, at('10:00'))).toMatchObject({
    clocks: [{ do: 'stop', kind: 'qualify', met: false }],
  });
});

// While ops have stopped all clocks

test('while all clocks are stopped, an offer is made and answered, and its clocks stand still', () => {
  const facts = { ...ofNobody, isPaused: true, policy: make.policy({ ladder: [] }) };
  const offer = { type: 'offer', to: 'ana', poolId: 'sdr' } as const;
  expect(decide(waiting, offer, facts, at('08:20'))).toMatchObject({
    clocks: [
      { do: 'stop', kind: 'unassigned', met: true },
      { do: 'start', kind: 'accept', deadlineAt: at('08:25') },
      { do: 'pause', kind: 'accept' },
      { do: 'start', kind: 'response', deadlineAt: at('08:35') },
      { do: 'pause', kind: 'response' },
    ],
  });
  const asleep = { ...paused, isPaused: true };
  expect(decide(snoozed, { type: 'wake', because: 'rep' }, asleep, at('08:11'))).toMatchObject({
    clocks: [],
  });
});

// remind

test.each([
  ['offered', offered],
  ['accepted', accepted],
  ['working', working],
] as const)('the ladder reminds the owner of a handoff that is %s', (_, from) => {
  expect(decide(from, { type: 'remind' }, make.situation({ actor: system }), at('08:03'))).toEqual({
    ok: true,
    handoff: from,
    events: [{ type: 'reminded', to: 'ana', by: null }],
    clocks: [],
    stage: null,
  });
});

test('the ladder does not remind of what is snoozed', () => {
  expect(decide(snoozed, { type: 'remind' }, make.situation({ actor: system }), at('08:03'))).toEqual({
    ok: true,
    handoff: snoozed,
    events: [],
    clocks: [],
    stage: null,
  });
});

test('the ladder never reminds twice inside fifteen minutes', () => {
  const facts = make.situation({ actor: system, lastRemindedAt: at('08:00') });
  const justBefore = new Date('2026-03-02T08:14:59Z');
  expect(decide(offered, { type: 'remind' }, facts, justBefore)).toMatchObject({ ok: true, events: [] });
  expect(decide(offered, { type: 'remind' }, facts, at('08:15'))).toMatchObject({
    ok: true,
    events: [{ type: 'reminded', to: 'ana', by: null }],
  });
});

test('a manager’s nudge and the ladder share the fifteen minutes: neither follows the other within them', () => {
  const facts = make.situation({ actor: manager, lastRemindedAt: at('08:03') });
  expect(decide(offered, { type: 'remind' }, facts, at('08:17'))).toEqual({
    ok: false,
    refusal: { type: 'reminded_just_now', at: at('08:03'), againAt: at('08:18') },
  });
  expect(decide(offered, { type: 'remind' }, facts, at('08:18'))).toMatchObject({ ok: true });
});

test('a manager’s nudge goes through although it is snoozed', () => {
  const facts = make.situation({ actor: manager });
  expect(decide(snoozed, { type: 'remind' }, facts, at('08:06'))).toEqual({
    ok: true,
    handoff: snoozed,
    events: [{ type: 'reminded', to: 'ana', by: 'mia' }],
    clocks: [],
    stage: null,
  });
});

// breach

test.each([
  ['waiting', waiting, 'unassigned', null],
  ['offered', offered, 'accept', 'ana'],
  ['snoozed', snoozed, 'accept', 'ana'],
  ['accepted', accepted, 'response', 'ana'],
  ['working', working, 'response', 'ana'],
] as const)('a breach of a handoff that is %s is recorded against its owner', (_, from, clock, repId) => {
  const facts = make.situation({ actor: system });
  expect(decide(from, { type: 'breach', clock }, facts, at('08:15'))).toEqual({
    ok: true,
    handoff: from,
    events: [{ type: 'breached', clock, repId }],
    clocks: [{ do: 'breach', kind: clock }],
    stage: null,
  });
});

// withdraw

test.each([
  ['waiting', waiting, [unassignedClock], [{ do: 'stop', kind: 'unassigned', met: false }]],
  [
    'offered',
    offered,
    [acceptClock, responseClock],
    [
      { do: 'stop', kind: 'accept', met: false },
      { do: 'stop', kind: 'response', met: false },
    ],
  ],
  ['snoozed', snoozed, [responseClock], [{ do: 'stop', kind: 'response', met: false }]],
  ['accepted', accepted, [responseClock], [{ do: 'stop', kind: 'response', met: false }]],
  ['working', working, [], []],
] as const)('a handoff that is %s can be withdrawn, and its clocks stop', (_, from, clocks, stopped) => {
  const facts = make.situation({ actor: make.actor('ops'), clocks: [...clocks] });
  expect(decide(from, { type: 'withdraw', because: 'merged' }, facts, at('08:20'))).toEqual({
    ok: true,
    handoff: { ...from, state: 'withdrawn', closedAt: at('08:20'), snoozedUntil: null, before: null },
    events: [{ type: 'withdrawn', because: 'merged' }],
    clocks: [...stopped],
    stage: null,
  });
});
