import { expect, test } from 'vitest';
import { decide } from '#domain/decide.ts';
import { availableCommands, type Facts } from '#domain/handoff.ts';
import { refuse, refuseBeforehand } from '#domain/refuse.ts';
import type { Check } from '#domain/routing/check-names.ts';
import { make } from './make.ts';

/** Why a command is not carried out, and what whoever gave it is told. Berlin is an hour ahead of these times. */

const at = (time: string) => new Date(`2026-03-02T${time}:00Z`);

const offered = make.handoff();
const waiting = make.handoff({ state: 'waiting', ownerId: null });
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
const working = make.handoff({ state: 'working', acceptedAt: at('08:02'), respondedAt: at('08:08') });
const completed = make.handoff({ state: 'completed', acceptedAt: at('08:02'), closedAt: at('10:00') });
const rejected = make.handoff({
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
});
const withdrawn = make.handoff({ state: 'withdrawn', closedAt: at('09:00') });

const owner = make.situation();
const manager = make.situation({ actor: make.actor('manager') });
const ops = make.situation({ actor: make.actor('ops') });
const system = make.situation({ actor: make.actor('system') });
const stranger = make.situation({ actor: make.actor('other') });

const accept = { type: 'accept' } as const;
const undo = { type: 'undo' } as const;
const remind = { type: 'remind' } as const;
const reject = { type: 'reject', reason: 'too_small', note: '' } as const;
const wake = { type: 'wake', because: 'rep' } as const;
const wakeByTime = { type: 'wake', because: 'time' } as const;
const respond = {
  type: 'respond',
  channel: 'call',
  outcome: 'reached',
  note: '',
  at: null,
  via: null,
  madeBy: null,
} as const;
const qualify = { type: 'qualify', answers: {} } as const;
const disqualify = { type: 'disqualify', reason: 'too_small', note: '' } as const;
const recycle = { type: 'recycle', reason: 'too_small', note: '', until: null } as const;
const withdraw = { type: 'withdraw', because: 'merged' } as const;
const toBen = { type: 'reassign', to: 'ben', because: '' } as const;
const toNext = { type: 'reassign', to: 'next', because: '' } as const;
const snoozeUntil = (until: Date) => ({ type: 'snooze', until }) as const;

test('a refused command is answered with the refusal and nothing else', () => {
  expect(decide(offered, accept, stranger, at('08:02'))).toEqual({
    ok: false,
    refusal: { type: 'not_yours', ownerName: 'Ana' },
  });
});

// Whose it is

test.each([
  ['accepted', accept, offered],
  ['rejected', reject, offered],
  ['snoozed', snoozeUntil(at('08:10')), offered],
  ['woken', wake, snoozed],
  ['undone', undo, accepted],
  ['logged as contacted', respond, accepted],
  ['qualified', qualify, accepted],
  ['disqualified', disqualify, accepted],
  ['recycled', recycle, accepted],
  ['reassigned', toNext, offered],
  ['nudged', remind, offered],
  ['withdrawn', withdraw, offered],
] as const)('a lead is not %s by somebody else, who hears whose it is', (_, command, from) => {
  expect(refuse(from, command, stranger, at('08:02'))).toEqual({ type: 'not_yours', ownerName: 'Ana' });
});

test('a lead that nobody owns is not accepted by just anybody', () => {
  expect(refuse(waiting, accept, { ...stranger, ownerName: null }, at('08:02'))).toEqual({
    type: 'not_yours',
    ownerName: null,
  });
});

test.each([
  ['reassign', toNext],
  ['nudge', remind],
  ['withdraw', withdraw],
] as const)('owners may not %s their own lead', (_, command) => {
  expect(refuse(offered, command, owner, at('08:02'))).toEqual({ type: 'not_yours', ownerName: 'Ana' });
});

test('a manager may not withdraw a lead; ops may', () => {
  expect(refuse(offered, withdraw, manager, at('08:02'))).toEqual({ type: 'not_yours', ownerName: 'Ana' });
  expect(refuse(offered, withdraw, ops, at('08:02'))).toBeNull();
});

test.each([
  ['offer', { type: 'offer', to: 'ben', poolId: null }],
  ['hold', { type: 'hold', claimKey: null }],
  ['breach', { type: 'breach', clock: 'accept' }],
] as const)('not even ops may %s: that follows from the rules', (_, command) => {
  expect(refuse(offered, command, ops, at('08:02'))).toEqual({ type: 'not_yours', ownerName: 'Ana' });
});

test('nothing is accepted, rejected or snoozed by the product itself', () => {
  const notYours = { type: 'not_yours', ownerName: 'Ana' };
  expect(refuse(offered, accept, system, at('08:02'))).toEqual(notYours);
  expect(refuse(offered, reject, system, at('08:02'))).toEqual(notYours);
  expect(refuse(offered, snoozeUntil(at('08:10')), system, at('08:02'))).toEqual(notYours);
});

// Claims

const lying = make.handoff({ ...waiting, claimKey: 'claim:handoff:sdr:0' });
const claim = { type: 'claim' } as const;
const nobodys = { ownerName: null };
const member = make.situation({ actor: make.actor('member'), ...nobodys });

test('what lies to be claimed is for its pool, its managers and ops', () => {
  expect(refuse(lying, claim, member, at('08:02'))).toBeNull();
  expect(refuse(lying, claim, { ...manager, ...nobodys }, at('08:02'))).toBeNull();
  expect(refuse(lying, claim, { ...ops, ...nobodys }, at('08:02'))).toBeNull();
  expect(refuse(lying, claim, { ...stranger, ...nobodys }, at('08:02'))).toEqual({ type: 'not_in_pool' });
  expect(refuse(lying, claim, { ...system, ...nobodys }, at('08:02'))).toEqual({ type: 'not_in_pool' });
});

test('whoever claims too late hears who has it and since when, whoever they are', () => {
  const taken = { type: 'claimed', ownerName: 'Ana', at: at('08:02') };
  expect(refuse(accepted, claim, make.situation({ actor: make.actor('member') }), at('08:03'))).toEqual(
    taken,
  );
  expect(refuse(accepted, claim, manager, at('08:03'))).toEqual(taken);
  expect(refuse(accepted, claim, stranger, at('08:03'))).toEqual(taken);
  expect(refuse(working, claim, stranger, at('08:03'))).toEqual(taken);
});

test('a second press by whoever claimed it says that it is done', () => {
  expect(refuse(accepted, claim, owner, at('08:02'))).toEqual({
    type: 'already_done',
    command: 'claim',
    ownerName: 'Ana',
  });
});

test('what only waits, or was withdrawn, cannot be claimed', () => {
  expect(refuse(waiting, claim, member, at('08:02'))).toMatchObject({ type: 'not_now', state: 'waiting' });
  const gone = { ...withdrawn, ownerId: null };
  expect(refuse(gone, claim, member, at('09:02'))).toMatchObject({ type: 'not_now', state: 'withdrawn' });
});

test('whoever rejected it before, or is full, cannot claim it, and hears which', () => {
  expect(refuse(lying, claim, { ...member, claimCheck: 'refused' }, at('08:02'))).toEqual({
    type: 'cannot_claim',
    check: 'refused',
  });
  expect(refuse(lying, claim, { ...member, claimCheck: 'cap_per_day' }, at('08:02'))).toEqual({
    type: 'cannot_claim',
    check: 'cap_per_day',
  });
});

test('a member of the pool may do nothing else to what lies there', () => {
  expect(availableCommands(lying, 'member', at('08:02'))).toEqual(['claim']);
  expect(availableCommands(waiting, 'member', at('08:02'))).toEqual([]);
});

// Double clicks and two people at once

test('a second click on Accept is refused, and the first owner keeps the lead', () => {
  expect(refuse(accepted, accept, owner, at('08:02'))).toEqual({
    type: 'already_done',
    command: 'accept',
    ownerName: 'Ana',
  });
});

test('a manager who accepts just after the owner hears that it is accepted', () => {
  expect(refuse(accepted, accept, manager, at('08:02'))).toEqual({
    type: 'already_done',
    command: 'accept',
    ownerName: 'Ana',
  });
});

test('a callback is accepted already', () => {
  const callback = { ...snoozed, acceptedAt: at('08:02') };
  expect(refuse(callback, accept, owner, at('08:10'))).toEqual({
    type: 'already_done',
    command: 'accept',
    ownerName: 'Ana',
  });
});

test('a second click on Reject is refused', () => {
  expect(refuse(rejected, reject, owner, at('08:02'))).toEqual({
    type: 'already_done',
    command: 'reject',
    ownerName: 'Ana',
  });
});

test('a second click on a snooze choice hears that it is snoozed, since when', () => {
  expect(refuse(snoozed, snoozeUntil(at('08:10')), owner, at('08:02'))).toEqual({
    type: 'not_now',
    command: 'snooze',
    state: 'snoozed',
    ownerName: 'Ana',
    since: at('08:01'),
  });
});

test('a second click on Undo hears how the lead stands now', () => {
  expect(refuse(offered, undo, owner, at('08:03'))).toEqual({
    type: 'not_now',
    command: 'undo',
    state: 'offered',
    ownerName: 'Ana',
    since: at('08:00'),
  });
});

test('reassigning to whoever has it already is refused', () => {
  expect(refuse(offered, { ...toBen, to: 'ana' }, manager, at('08:02'))).toEqual({
    type: 'already_done',
    command: 'reassign',
    ownerName: 'Ana',
  });
});

test('a second click on Take it hears that it is taken, not that it is somebody else’s', () => {
  const facts = make.situation({
    actor: { personId: 'mia', name: 'Mia', relation: 'owner' },
    ownerName: 'Mia',
    target: { id: 'mia', name: 'Mia', against: [] },
  });
  const taken = make.handoff({ state: 'accepted', ownerId: 'mia', acceptedAt: at('08:02') });
  expect(refuse(taken, { ...toBen, to: 'mia' }, facts, at('08:02'))).toEqual({
    type: 'already_done',
    command: 'reassign',
    ownerName: 'Mia',
  });
});

// Modals and cards from before

test('rejecting from a modal that was left open is refused when the lead was accepted meanwhile', () => {
  const facts = make.situation({ reason: make.reason() });
  expect(refuse(accepted, reject, facts, at('08:10'))).toEqual({
    type: 'not_now',
    command: 'reject',
    state: 'accepted',
    ownerName: 'Ana',
    since: at('08:02'),
  });
});

test('an offer cannot be qualified before it is accepted', () => {
  expect(refuse(offered, qualify, owner, at('08:10'))).toEqual({
    type: 'not_now',
    command: 'qualify',
    state: 'offered',
    ownerName: 'Ana',
    since: at('08:00'),
  });
});

test('a rejected lead cannot be accepted', () => {
  expect(refuse(rejected, accept, owner, at('08:10'))).toEqual({
    type: 'not_now',
    command: 'accept',
    state: 'rejected',
    ownerName: 'Ana',
    since: at('08:02'),
  });
});

test('what is in work cannot be undone', () => {
  expect(refuse(working, undo, owner, at('08:09'))).toEqual({
    type: 'not_now',
    command: 'undo',
    state: 'working',
    ownerName: 'Ana',
    since: at('08:02'),
  });
});

test.each([
  ['completed', completed, at('10:00')],
  ['withdrawn', withdrawn, at('09:00')],
] as const)('a handoff that is %s takes no response any more', (state, from, since) => {
  expect(refuse(from, respond, owner, at('11:00'))).toEqual({
    type: 'not_now',
    command: 'respond',
    state,
    ownerName: 'Ana',
    since,
  });
});

test('a handoff that waits cannot be accepted, not even by a manager', () => {
  expect(refuse(waiting, accept, { ...manager, ownerName: null }, at('08:10'))).toEqual({
    type: 'not_now',
    command: 'accept',
    state: 'waiting',
    ownerName: null,
    since: at('08:00'),
  });
});

test('before a form is opened whoever opens it hears whether it would be in vain', () => {
  expect(refuseBeforehand(offered, 'reject', 'owner', 'Ana')).toBeNull();
  expect(refuseBeforehand(offered, 'reject', 'other', 'Ana')).toEqual({
    type: 'not_yours',
    ownerName: 'Ana',
  });
  expect(refuseBeforehand(accepted, 'reject', 'owner', 'Ana')).toEqual({
    type: 'not_now',
    command: 'reject',
    state: 'accepted',
    ownerName: 'Ana',
    since: at('08:02'),
  });
});

// Undo

test('undo is possible until two minutes are over', () => {
  expect(refuse(accepted, undo, owner, new Date('2026-03-02T08:03:59.999Z'))).toBeNull();
  expect(refuse(accepted, undo, owner, at('08:04'))).toEqual({ type: 'undo_too_late', command: 'accept' });
});

test('the card offers undo exactly as long as it is possible', () => {
  expect(availableCommands(accepted, 'owner', new Date('2026-03-02T08:03:59.999Z'))).toContain('undo');
  expect(availableCommands(accepted, 'owner', at('08:04'))).not.toContain('undo');
});

// Reasons

test('a reason the settings do not offer for this is refused', () => {
  expect(refuse(offered, reject, owner, at('08:02'))).toEqual({ type: 'unknown_reason' });
  expect(refuse(accepted, disqualify, owner, at('08:05'))).toEqual({ type: 'unknown_reason' });
  expect(refuse(accepted, recycle, owner, at('08:05'))).toEqual({ type: 'unknown_reason' });
});

test('a reason that needs a note is refused without one; blanks are none', () => {
  const facts = make.situation({ reason: make.reason({ words: 'Something else', note: 'required' }) });
  const noteRequired = { type: 'note_required', reason: 'Something else' };
  expect(refuse(offered, { ...reject, note: ' \n' }, facts, at('08:02'))).toEqual(noteRequired);
  expect(refuse(accepted, disqualify, facts, at('08:05'))).toEqual(noteRequired);
  expect(refuse(accepted, recycle, facts, at('08:05'))).toEqual(noteRequired);
  expect(refuse(offered, { ...reject, note: 'moved' }, facts, at('08:02'))).toBeNull();
});

test('nobody closes a lead that asked again while they decided; a moment later they may', () => {
  const facts = make.situation({ reason: make.reason(), askedAgainAt: at('08:03') });
  const refused = { type: 'asked_just_now', at: at('08:03') };
  const late = new Date(at('08:03').getTime() + 14_999);
  expect(refuse(offered, reject, facts, late)).toEqual(refused);
  expect(refuse(accepted, disqualify, facts, late)).toEqual(refused);
  expect(refuse(accepted, recycle, facts, late)).toEqual(refused);
  const seen = new Date(at('08:03').getTime() + 15_000);
  expect(refuse(offered, reject, facts, seen)).toBeNull();
  expect(refuse(accepted, recycle, facts, seen)).toBeNull();
});

test('a lead cannot be recycled into the past', () => {
  const facts = make.situation({ actor: make.actor('owner'), reason: make.reason() });
  const until = (day: string) => ({ ...recycle, until: day });

  expect(refuse(accepted, until('2026-03-01'), facts, at('08:05'))).toEqual({ type: 'snooze_past' });
  // Five past nine in Berlin: today has not passed.
  expect(refuse(accepted, until('2026-03-02'), facts, at('08:05'))).toBeNull();
  expect(refuse(accepted, until('2026-03-03'), facts, at('08:05'))).toBeNull();
});

// Snooze

test('a snooze into the past, or to this very moment, is refused', () => {
  expect(refuse(offered, snoozeUntil(at('08:01')), owner, at('08:02'))).toEqual({ type: 'snooze_past' });
  expect(refuse(offered, snoozeUntil(at('08:02')), owner, at('08:02'))).toEqual({ type: 'snooze_past' });
});

/** No first response is due before the snooze has to end. */
const unhurried = make.situation({ clocks: [make.clock()] });

test('a hot lead can be snoozed for fifteen minutes and no longer', () => {
  expect(refuse(offered, snoozeUntil(at('08:17')), unhurried, at('08:02'))).toBeNull();
  expect(refuse(offered, snoozeUntil(at('08:18')), unhurried, at('08:02'))).toEqual({
    type: 'snooze_too_far',
    limit: at('08:17'),
  });
});

test('a lead whose clock runs on cannot be snoozed beyond the time of its first response', () => {
  expect(refuse(offered, snoozeUntil(at('08:15')), owner, at('08:02'))).toBeNull();
  expect(refuse(offered, snoozeUntil(at('08:16')), owner, at('08:02'))).toEqual({
    type: 'snooze_too_far',
    limit: at('08:15'),
  });
});

test('a lead whose first response is due now, or was, cannot be snoozed at all', () => {
  const overdue = { type: 'snooze_overdue', dueAt: at('08:15') };
  expect(refuse(offered, snoozeUntil(at('08:20')), owner, at('08:15'))).toEqual(overdue);
  expect(refuse(offered, snoozeUntil(at('08:20')), owner, at('08:16'))).toEqual(overdue);
});

test('a choice from an old menu that is too long for this lead is refused', () => {
  const fourHours = { type: 'snooze', until: { unit: 'minutes', amount: 240 } } as const;
  expect(refuse(offered, fourHours, unhurried, at('08:02'))).toEqual({
    type: 'snooze_too_far',
    limit: at('08:17'),
  });
});

test('a warm lead can be snoozed until the next working morning, over a weekend too', () => {
  const facts = make.situation({
    policy: make.policy({
      snooze: { choices: ['1h', 'next_morning'], limit: 'next_morning', times: 2 },
    }),
    clocks: [make.clock({ kind: 'response', deadlineAt: new Date('2026-03-09T15:30:00Z') })],
  });
  // Friday 2026-03-06, half past four in Berlin.
  const friday = new Date('2026-03-06T15:30:00Z');
  const mondayMorning = new Date('2026-03-09T08:00:00Z');
  expect(refuse(offered, snoozeUntil(mondayMorning), facts, friday)).toBeNull();
  expect(refuse(offered, { type: 'snooze', until: { unit: 'next_morning' } }, facts, friday)).toBeNull();
  expect(refuse(offered, snoozeUntil(new Date('2026-03-09T08:01:00Z')), facts, friday)).toEqual({
    type: 'snooze_too_far',
    limit: mondayMorning,
  });
});

test('a cold lead can be snoozed for up to five working days', () => {
  const facts = make.situation({
    policy: make.policy({ snooze: { choices: ['5bd'], limit: '5bd', times: 3 } }),
    clocks: [make.clock({ kind: 'response', deadlineAt: new Date('2026-03-09T09:00:00Z') })],
  });
  const aWeekLater = new Date('2026-03-09T08:02:00Z');
  expect(refuse(offered, snoozeUntil(aWeekLater), facts, at('08:02'))).toBeNull();
  expect(refuse(offered, snoozeUntil(new Date('2026-03-09T08:03:00Z')), facts, at('08:02'))).toEqual({
    type: 'snooze_too_far',
    limit: aWeekLater,
  });
});

test('a lead that was snoozed as often as allowed has to be answered', () => {
  const woken = { ...offered, snoozes: 1 };
  expect(refuse(woken, snoozeUntil(at('08:20')), owner, at('08:16'))).toEqual({
    type: 'snooze_used_up',
    times: 1,
  });
});

test('a rep who snoozed as much as allowed in a day cannot snooze another lead', () => {
  const facts = make.situation({ snoozesTodayByOwner: 20, snoozesADay: 20 });
  expect(refuse(offered, snoozeUntil(at('08:10')), facts, at('08:02'))).toEqual({
    type: 'snooze_day_used_up',
    times: 20,
  });
});

test('a callback has its own limit, and the times of the offer do not count against it', () => {
  const wasSnoozed = { ...accepted, snoozes: 1 };
  const aWeekLater = new Date('2026-03-09T08:03:00Z');
  expect(refuse(wasSnoozed, snoozeUntil(aWeekLater), owner, at('08:03'))).toBeNull();
  expect(refuse(wasSnoozed, snoozeUntil(new Date('2026-03-09T08:04:00Z')), owner, at('08:03'))).toEqual({
    type: 'snooze_too_far',
    limit: aWeekLater,
  });
});

// Wake

test('a tick does not wake what was snoozed anew; the rep and a signal do', () => {
  expect(refuse(snoozed, wakeByTime, system, at('08:15'))).toEqual({
    type: 'not_now',
    command: 'wake',
    state: 'snoozed',
    ownerName: 'Ana',
    since: at('08:01'),
  });
  expect(refuse(snoozed, wakeByTime, system, at('08:16'))).toBeNull();
  expect(refuse(snoozed, wake, owner, at('08:15'))).toBeNull();
  expect(refuse(snoozed, { type: 'wake', because: 'signal' }, system, at('08:15'))).toBeNull();
});

// Reassign

test('a lead is not reassigned to somebody the settings do not know', () => {
  const facts: Facts = { ...manager, target: { id: 'ben', name: 'ben', against: ['not_in_settings'] } };
  expect(refuse(offered, toBen, facts, at('08:02'))).toEqual({
    type: 'target_unavailable',
    name: 'ben',
    check: 'not_in_settings',
  });
});

test.each(['unknown_to_slack', 'deactivated'] as const)(
  'a lead is not reassigned to somebody who is %s, whoever asks for it',
  (check) => {
    const target: Facts['target'] = { id: 'ben', name: 'Ben', against: [check, 'away'] };
    const refusal = { type: 'target_unavailable', name: 'Ben', check };
    expect(refuse(offered, toBen, { ...manager, target }, at('08:02'))).toEqual(refusal);
    expect(refuse(offered, toBen, { ...ops, target }, at('08:02'))).toEqual(refusal);
  },
);

test('whatever else the rules have against somebody refuses no manager', () => {
  const against: Check[] = [
    'refused',
    'had_it',
    'away',
    'status_away',
    'do_not_disturb',
    'off_day',
    'holiday',
    'outside_hours',
    'not_answering',
    'paced',
    'cap_unanswered',
    'cap_uncontacted',
    'cap_per_day',
  ];
  const facts: Facts = { ...manager, target: { id: 'ben', name: 'Ben', against } };
  expect(refuse(offered, toBen, facts, at('08:02'))).toBeNull();
});

test('a lead can go to the next one without naming anybody', () => {
  expect(refuse(offered, toNext, manager, at('08:02'))).toBeNull();
});

// Nudge

test('a nudge within fifteen minutes of the last reminder is refused, with when that was', () => {
  const facts = { ...manager, lastRemindedAt: at('08:06') };
  expect(refuse(offered, remind, facts, new Date('2026-03-02T08:20:59Z'))).toEqual({
    type: 'reminded_just_now',
    at: at('08:06'),
    againAt: at('08:21'),
  });
  expect(refuse(offered, remind, facts, at('08:21'))).toBeNull();
});

test('nobody is reminded of a lead that nobody owns', () => {
  expect(refuse(waiting, remind, { ...manager, ownerName: null }, at('08:06'))).toEqual({
    type: 'not_now',
    command: 'remind',
    state: 'waiting',
    ownerName: null,
    since: at('08:00'),
  });
});
