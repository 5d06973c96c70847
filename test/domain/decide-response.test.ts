import { expect, test } from 'vitest';
import { decide } from '#domain/decide.ts';
import type { Facts, Handoff } from '#domain/handoff.ts';
import type { ToldTouch } from '#domain/response.ts';
import { make } from './make.ts';

/** Tries to reach a lead, and how long it is tried. Berlin is an hour ahead of these times. */

const utc = (time: string) => new Date(`2026-03-${time}:00Z`);

const policy = make.policy({
  first_email: { within: '1h' },
  first_call: { within: '2h' },
  follow_up: { within: '1bd', tries: 3, over: '5bd' },
  ladder: [],
});
const accepted = make.handoff({ state: 'accepted', acceptedAt: utc('02T08:02') });
const working = (overrides: Partial<Handoff> = {}) =>
  make.handoff({
    state: 'working',
    acceptedAt: utc('02T08:02'),
    respondedAt: utc('02T08:08'),
    tries: 1,
    ...overrides,
  });
const response = make.clock({ id: 'response', kind: 'response', deadlineAt: utc('02T08:15') });
const firstEmail = make.clock({ id: 'email', kind: 'first_email', deadlineAt: utc('02T09:00') });
const firstCall = make.clock({ id: 'call', kind: 'first_call', deadlineAt: utc('02T10:00') });
const followUp = make.clock({
  id: 'follow-up',
  kind: 'follow_up',
  startedAt: utc('02T08:08'),
  deadlineAt: utc('03T08:08'),
});
const facts = (overrides: Partial<Facts> = {}) => make.situation({ policy, clocks: [], ...overrides });
const bySystem = facts({ actor: make.actor('system') });

const call = {
  type: 'respond',
  channel: 'call',
  outcome: 'no_answer',
  note: '',
  at: null,
  via: null,
  madeBy: null,
} as const;
const reached = { ...call, outcome: 'reached' } as const;
/** Ana's call at eight past eight, as the dialler told of it. */
const told: ToldTouch = {
  at: utc('02T08:08'),
  by: 'ana',
  channel: 'call',
  outcome: 'no_answer',
  note: '',
  tellings: [
    {
      at: utc('02T08:08'),
      toldAt: utc('02T08:08'),
      by: 'ana',
      outcome: 'no_answer',
      via: 'dialler',
      madeBy: null,
      isResponse: true,
    },
  ],
  isResponse: true,
};

test('a try without an answer is counted, and the next is due by the follow-up clock', () => {
  expect(decide(accepted, call, facts({ clocks: [response] }), utc('02T08:08'))).toEqual({
    ok: true,
    handoff: { ...accepted, state: 'working', respondedAt: utc('02T08:08'), tries: 1 },
    events: [
      {
        type: 'responded',
        by: 'ana',
        channel: 'call',
        outcome: 'no_answer',
        note: '',
        first: true,
        tryNo: 1,
      },
    ],
    clocks: [
      { do: 'stop', kind: 'response', met: true, at: utc('02T08:08') },
      {
        do: 'start',
        kind: 'follow_up',
        repId: 'ana',
        deadlineAt: utc('03T08:08'),
        steps: [{ index: 0, do: 'breach', dueAt: utc('03T08:08') }],
      },
    ],
    stage: null,
  });
});

test('a meeting booked after acceptance leaves neither an e-mail nor a call to be made', () => {
  const booked = { ...call, channel: 'meeting', outcome: 'meeting_booked' } as const;
  const met = [
    { do: 'stop', kind: 'response', met: true },
    { do: 'stop', kind: 'first_email', met: true },
    { do: 'stop', kind: 'first_call', met: true },
  ];
  const clocks = [response, firstEmail, firstCall];
  expect(decide(accepted, booked, facts({ clocks }), utc('02T08:08'))).toMatchObject({ clocks: met });
  const known = { ...told, outcome: 'reached' } as const;
  const ofReached = facts({ clocks: [firstEmail], touches: [known] });
  const tellsMore = { ...call, outcome: 'meeting_booked' } as const;
  expect(decide(working({ tries: 0 }), tellsMore, ofReached, utc('02T08:12'))).toMatchObject({
    events: [{ type: 'told_again' }],
    clocks: [{ do: 'stop', kind: 'first_email', met: true }],
  });
});

test('a call is the first response and the first call, and leaves the first e-mail to be sent', () => {
  const clocks = [response, firstEmail, firstCall];
  expect(decide(accepted, reached, facts({ clocks }), utc('02T08:08'))).toMatchObject({
    clocks: [
      { do: 'stop', kind: 'response', met: true },
      { do: 'stop', kind: 'first_call', met: true },
    ],
  });
});

test('the next try stops the follow-up clock and starts it anew', () => {
  const decided = decide(working(), call, facts({ clocks: [followUp] }), utc('02T15:00'));
  expect(decided).toMatchObject({
    handoff: { tries: 2, exhaustedAt: null },
    clocks: [
      { do: 'stop', kind: 'follow_up', met: true, at: utc('02T15:00') },
      { do: 'start', kind: 'follow_up', deadlineAt: utc('03T15:00') },
    ],
  });
});

test('whoever is reached is not tried again: the cadence ends and its count is forgotten', () => {
  const exhausted = working({ tries: 3, exhaustedAt: utc('02T15:00') });
  expect(decide(exhausted, reached, facts({ clocks: [followUp] }), utc('02T16:00'))).toMatchObject({
    handoff: { state: 'working', tries: 0, exhaustedAt: null },
    clocks: [{ do: 'stop', kind: 'follow_up', met: true }],
  });
});

test('after as many tries as the policy has it, recycling is proposed and no further try is due', () => {
  expect(decide(working({ tries: 2 }), call, facts({ clocks: [followUp] }), utc('02T15:00'))).toMatchObject({
    handoff: { tries: 3, exhaustedAt: utc('02T15:00') },
    events: [
      { type: 'responded', tryNo: 3 },
      { type: 'exhausted', tries: 3 },
    ],
    clocks: [{ do: 'stop', kind: 'follow_up', met: true }],
  });
});

test('after as many days as the policy has it, recycling is proposed too', () => {
  // Five business days after Monday eight past nine are over on the next Monday at that time.
  const tried = facts({ touches: [told] });
  const justBefore = decide(working(), call, tried, utc('09T08:07'));
  expect(justBefore).toMatchObject({ handoff: { tries: 2, exhaustedAt: null }, clocks: [{ do: 'start' }] });
  expect(decide(working(), call, tried, utc('09T08:08'))).toMatchObject({
    handoff: { tries: 2, exhaustedAt: utc('09T08:08') },
    events: [{ type: 'responded' }, { type: 'exhausted', tries: 2 }],
    clocks: [],
  });
});

test('the days are counted from the first try that counts, not from a response that reached them', () => {
  const touches: ToldTouch[] = [
    { ...told, at: utc('02T07:30') },
    { ...told, outcome: 'reached' },
    { ...told, at: utc('09T10:00') },
  ];
  const breach = { type: 'breach', clock: 'follow_up' } as const;
  const first = facts({ touches: touches.slice(0, 2) });
  expect(decide(working({ tries: 0 }), call, first, utc('09T10:00'))).toMatchObject({
    handoff: { tries: 1, exhaustedAt: null },
    clocks: [{ do: 'start', kind: 'follow_up' }],
  });
  const missed = { ...bySystem, touches };
  expect(decide(working(), breach, missed, utc('16T09:59'))).toMatchObject({
    handoff: { exhaustedAt: null },
  });
  expect(decide(working(), breach, missed, utc('16T10:00'))).toMatchObject({
    handoff: { exhaustedAt: utc('16T10:00') },
  });
});

test('that it is exhausted is said once, and stays so while nobody is reached', () => {
  const exhausted = working({ tries: 3, exhaustedAt: utc('02T15:00') });
  const again = decide(exhausted, call, facts(), utc('02T16:00'));
  expect(again).toMatchObject({ handoff: { tries: 4, exhaustedAt: utc('02T15:00') }, clocks: [] });
  expect(again.ok && again.events.map(({ type }) => type)).toEqual(['responded']);
});

test('a try that is missed after the days of the cadence proposes recycling, an earlier one does not', () => {
  const breach = { type: 'breach', clock: 'follow_up' } as const;
  const missed = {
    ...bySystem,
    touches: [told, { ...told, channel: 'email', at: utc('03T08:08') } as const],
  };
  expect(decide(working({ tries: 2 }), breach, missed, utc('04T08:08'))).toMatchObject({
    handoff: { exhaustedAt: null },
    events: [{ type: 'breached', clock: 'follow_up', repId: 'ana' }],
  });
  expect(decide(working({ tries: 2 }), breach, missed, utc('09T08:08'))).toMatchObject({
    handoff: { exhaustedAt: utc('09T08:08') },
    events: [{ type: 'breached' }, { type: 'exhausted', tries: 2 }],
  });
});

test('a policy without a cadence counts the tries and asks for no other', () => {
  const plain = facts({ policy: make.policy({ ladder: [] }) });
  expect(decide(working({ tries: 6 }), call, plain, utc('20T10:00'))).toMatchObject({
    handoff: { tries: 7, exhaustedAt: null },
    clocks: [],
  });
});

test('a try that is told later stops its clocks when it was made, but not before they started', () => {
  const told = { ...reached, at: utc('02T08:10'), via: 'dialler' } as const;
  expect(decide(accepted, told, { ...bySystem, clocks: [response] }, utc('02T09:00'))).toMatchObject({
    handoff: { respondedAt: utc('02T08:10') },
    events: [{ type: 'responded', via: 'dialler', doneAt: '2026-03-02T08:10:00.000Z' }],
    clocks: [{ do: 'stop', kind: 'response', met: true, at: utc('02T08:10') }],
  });
  const before = { ...told, at: utc('02T07:00') };
  expect(decide(accepted, before, { ...bySystem, clocks: [response] }, utc('02T09:00'))).toMatchObject({
    handoff: { respondedAt: utc('02T08:00') },
    events: [{ type: 'responded', doneAt: '2026-03-02T07:00:00.000Z' }],
    clocks: [{ do: 'stop', kind: 'response', met: true, at: utc('02T08:00') }],
  });
});

test('a try that a source dates in the future was made now', () => {
  const told = { ...reached, at: utc('02T12:00'), via: 'dialler' } as const;
  expect(decide(accepted, told, { ...bySystem, clocks: [response] }, utc('02T09:00'))).toMatchObject({
    handoff: { respondedAt: utc('02T09:00') },
    clocks: [{ do: 'stop', kind: 'response', at: utc('02T09:00') }],
  });
});

test('a next try that is told late was in time if it was made in time', () => {
  const told = { ...call, at: utc('03T08:00'), via: 'dialler' } as const;
  expect(decide(working(), told, { ...bySystem, clocks: [followUp] }, utc('03T09:00'))).toMatchObject({
    clocks: [{ do: 'stop', kind: 'follow_up', met: true, at: utc('03T08:00') }, { do: 'start' }],
  });
});

test('whoever calls before the time of a callback has called', () => {
  const callback = make.handoff({
    state: 'snoozed',
    acceptedAt: utc('02T08:02'),
    snoozedUntil: utc('02T12:00'),
    snoozes: 1,
  });
  expect(decide(callback, reached, facts(), utc('02T11:00'))).toMatchObject({
    handoff: { state: 'working', snoozedUntil: null, before: null, respondedAt: utc('02T11:00') },
  });
});

test('nobody responds to a lead that nobody has accepted, snoozed or not', () => {
  const snoozed = make.handoff({ state: 'snoozed', snoozedUntil: utc('02T12:00') });
  expect(decide(snoozed, reached, facts(), utc('02T11:00'))).toMatchObject({
    ok: false,
    refusal: { type: 'not_now', command: 'respond' },
  });
});

// Before acceptance

const activity = { ...call, type: 'activity', at: utc('02T08:03'), via: 'dialler' } as const;

test('a call before anybody accepted is seen, and the lead still has to be answered', () => {
  const offered = make.handoff();
  expect(decide(offered, activity, { ...bySystem, clocks: [response] }, utc('02T08:04'))).toEqual({
    ok: true,
    handoff: offered,
    events: [
      {
        type: 'activity_seen',
        by: null,
        channel: 'call',
        outcome: 'no_answer',
        note: '',
        via: 'dialler',
        doneAt: '2026-03-02T08:03:00.000Z',
      },
    ],
    clocks: [],
    stage: null,
  });
});

test('a booked meeting answers for everything that is due before the lead is worked on', () => {
  const booked = { ...activity, channel: 'meeting', outcome: 'meeting_booked' } as const;
  const clocks = [make.clock(), response, firstEmail, firstCall];
  expect(decide(make.handoff(), booked, { ...bySystem, clocks }, utc('02T08:04'))).toMatchObject({
    handoff: { state: 'offered', ownerId: 'ana' },
    clocks: [
      { do: 'stop', kind: 'accept', met: true, at: utc('02T08:03') },
      { do: 'stop', kind: 'response', met: true },
      { do: 'stop', kind: 'first_email', met: true },
      { do: 'stop', kind: 'first_call', met: true },
    ],
  });
});

// What was told before

const ofCall = facts({ touches: [told], clocks: [followUp] });

test('the call a source told of is completed by whoever logs it, and is no second try', () => {
  const command = { ...call, note: 'voicemail' };
  expect(decide(working(), command, ofCall, utc('02T08:12'))).toEqual({
    ok: true,
    handoff: working(),
    events: [
      {
        type: 'told_again',
        by: 'ana',
        channel: 'call',
        of: '2026-03-02T08:08:00.000Z',
        outcome: 'no_answer',
        note: 'voicemail',
        via: null,
        doneAt: '2026-03-02T08:12:00.000Z',
      },
    ],
    clocks: [],
    stage: null,
  });
});

test('where the second telling says that they were reached, nobody has to try again', () => {
  const decision = decide(working({ exhaustedAt: utc('02T08:08') }), reached, ofCall, utc('02T08:12'));
  expect(decision).toMatchObject({
    handoff: { state: 'working', tries: 0, exhaustedAt: null },
    events: [{ type: 'told_again', outcome: 'reached' }],
    clocks: [{ do: 'stop', kind: 'follow_up', met: true, at: utc('02T08:12') }],
  });
});

test('what somebody logs as another one is another one', () => {
  const command = { ...call, isAnother: true } as const;
  expect(decide(working(), command, ofCall, utc('02T08:12'))).toMatchObject({
    handoff: { tries: 2 },
    events: [{ type: 'responded', tryNo: 2 }],
  });
});

test('a call that nobody had accepted the lead for yet is no response, so logging it is', () => {
  const seen = facts({ touches: [{ ...told, isResponse: false }], clocks: [response] });
  expect(decide(accepted, call, seen, utc('02T08:12'))).toMatchObject({
    handoff: { state: 'working', tries: 1 },
    events: [{ type: 'responded', first: true }],
  });
});

test('a try that is told late, after they were reached, starts no new cadence', () => {
  const later = { ...told, at: utc('02T09:00'), outcome: 'reached', tellers: [null] } as const;
  const late = { ...call, channel: 'email', at: utc('02T08:30'), via: 'crm' } as const;
  expect(
    decide(working({ tries: 0 }), late, { ...bySystem, touches: [later] }, utc('02T10:00')),
  ).toMatchObject({
    handoff: { tries: 0 },
    events: [{ type: 'responded', doneAt: '2026-03-02T08:30:00.000Z' }],
    clocks: [],
  });
});

test('a call that is told after a callback was agreed on leaves the callback, which wakes into work', () => {
  const before = {
    state: 'accepted',
    acceptedAt: utc('02T08:02'),
    snoozedUntil: null,
    snoozes: 0,
    command: 'snooze',
    at: utc('02T08:20'),
    undoUntil: utc('02T08:22'),
  } as const;
  const callback = make.handoff({
    state: 'snoozed',
    acceptedAt: utc('02T08:02'),
    snoozedUntil: utc('02T12:00'),
    before,
  });
  const late = { ...call, at: utc('02T08:18'), via: 'dialler' } as const;
  const decision = decide(callback, late, bySystem, utc('02T08:21'));
  expect(decision).toMatchObject({
    handoff: { state: 'snoozed', snoozedUntil: utc('02T12:00'), before: { state: 'working' }, tries: 1 },
  });
  // What was done as the callback was agreed on, or after it, ends it.
  const then = { ...late, at: utc('02T08:20') };
  expect(decide(callback, then, bySystem, utc('02T08:21'))).toMatchObject({
    handoff: { state: 'working', snoozedUntil: null, before: null, tries: 1 },
  });
});

test('an activity that two sources tell of stands once', () => {
  const command = { ...call, type: 'activity', at: utc('02T08:09'), via: 'crm' } as const;
  const seen = { ...bySystem, touches: [{ ...told, isResponse: false }] };
  expect(decide(make.handoff(), command, seen, utc('02T08:12'))).toMatchObject({
    events: [{ type: 'told_again', of: '2026-03-02T08:08:00.000Z', via: 'crm' }],
    clocks: [],
  });
});

test('whoever worked on it before it was told has accepted it then, but not before it was theirs', () => {
  const accept = { type: 'accept', at: utc('02T08:04') } as const;
  const offered = make.handoff({ offeredAt: utc('02T08:00') });
  const clocks = [make.clock()];
  expect(decide(offered, accept, facts({ clocks }), utc('02T08:09'))).toMatchObject({
    handoff: { acceptedAt: utc('02T08:04') },
    clocks: [{ do: 'stop', kind: 'accept', met: true, at: utc('02T08:04') }],
  });
  const tomorrow = { type: 'accept', at: utc('03T08:00') } as const;
  expect(decide(offered, tomorrow, facts({ clocks }), utc('02T08:09'))).toMatchObject({
    handoff: { acceptedAt: utc('02T08:09') },
    clocks: [{ do: 'stop', kind: 'accept', met: true }],
  });
  const early = { type: 'accept', at: utc('02T07:50') } as const;
  expect(decide(offered, early, facts({ clocks }), utc('02T08:09'))).toMatchObject({
    handoff: { acceptedAt: utc('02T08:00') },
    clocks: [{ do: 'stop', kind: 'accept', met: true, at: utc('02T08:00') }],
  });
});

test('recycling can be undone, and its clocks run on as if it had not been pressed', () => {
  const reason = make.reason({ code: 'unresponsive', offered_for: ['recycle'] });
  const command = { type: 'recycle', reason: 'unresponsive', note: '', until: null } as const;
  const now = utc('02T09:00');
  const recycled = decide(working(), command, facts({ reason, clocks: [followUp] }), now);
  expect(recycled).toMatchObject({
    handoff: { state: 'completed', closedAt: now },
    clocks: [{ do: 'stop', kind: 'follow_up', met: false }],
  });
  if (!recycled.ok) throw new Error('recycling was refused');
  const stopped = { ...followUp, stoppedAt: now };
  const undone = decide(recycled.handoff, { type: 'undo' }, facts({ clocks: [stopped] }), utc('02T09:01'));
  expect(undone).toMatchObject({
    handoff: working(),
    events: [{ type: 'undone', command: 'recycle' }],
    clocks: [{ do: 'reopen', kind: 'follow_up' }],
  });
  const anew = facts({ clocks: [stopped], isOpenAgain: true });
  expect(decide(recycled.handoff, { type: 'undo' }, anew, utc('02T09:01'))).toMatchObject({
    ok: false,
    refusal: { type: 'not_now', state: 'completed' },
  });
});
