import { expect, test } from 'vitest';
import { CHECKS, type Check } from '#domain/routing/check-names.ts';
import {
  type CheckedFor,
  checkForAnyLead,
  checkRep,
  checksAgainst,
  NO_PAST,
  type Past,
  paceEnds,
  type RepStatus,
} from '#domain/routing/checks.ts';
import { NOTHING } from '#domain/routing/choose.ts';
import { make } from '../make.ts';

/** What speaks against somebody. Monday 2026-03-02, ten o’clock in Berlin. */

const now = new Date('2026-03-02T09:00:00Z');
const night = new Date('2026-03-02T22:00:00Z');
const refusedByAna: Past = { refused: new Set(['ana']), had: new Set(['ana']) };
const hadByAna: Past = { refused: new Set(), had: new Set(['ana']) };
const { availability } = make.settings();
const asked = { ...availability, do_not_disturb: true, away_statuses: [':palm_tree:'] };

/** Why Ana, at work with nothing on her desk, does not get a new lead of the pool when this one thing is different. */
const against = (status: Partial<RepStatus>, of: Partial<CheckedFor> = {}): Check | null =>
  checkRep(make.repStatus(status), make.checkedFor(of), NOTHING);

test('somebody at work with nothing on their desk can take a lead', () => {
  expect(against({})).toBeNull();
  expect(checkForAnyLead(make.settings(), make.pool(), make.repStatus(), now)).toBeNull();
});

/** Each check, and the one thing that is different where it alone stops her. */
const ALONE: Record<Exclude<Check, 'not_in_settings'>, Check | null> = {
  shown_no_leads: against({ isReader: false }),
  unknown_to_slack: against({ isKnown: false }),
  deactivated: against({ isActive: false }),
  refused: against({}, { past: { refused: new Set(['ana']), had: new Set() } }),
  had_it: against({}, { past: hadByAna }),
  away: against({ awayUntil: new Date('2026-03-02T09:30:00Z') }),
  status_away: against({ status: { emoji: ':palm_tree:', until: null } }, { availability: asked }),
  do_not_disturb: against(
    { quiet: { from: new Date('2026-03-02T08:30:00Z'), until: new Date('2026-03-02T09:30:00Z') } },
    { availability: asked },
  ),
  off_day: against({}, { pool: make.pool({ members: [{ person: 'ana', days: ['tue', 'wed'] }] }) }),
  holiday: against({ hours: make.hours({ holidays: ['2026-03-02'] }) }),
  outside_hours: against({}, { now: night }),
  not_answering: against({ misses: 2 }),
  paced: against({ lastOfferedAt: new Date('2026-03-02T08:59:00Z') }, { isBacklog: true }),
  cap_unanswered: against({ unanswered: 3 }),
  cap_uncontacted: against({ uncontacted: 15 }),
  cap_per_day: against({ today: 30 }),
};

test('each check alone stops somebody who could take the lead otherwise', () => {
  // Who is not in the settings is nobody's colleague: decide-route.test.ts has it.
  expect({ not_in_settings: 'not_in_settings', ...ALONE }).toEqual(
    Object.fromEntries(Object.keys(CHECKS).map((check) => [check, check])),
  );
});

test('each check has words for people', () => {
  expect(CHECKS).toEqual({
    not_in_settings: 'not among the people of the settings',
    shown_no_leads: 'has no role that is shown leads',
    unknown_to_slack: 'not found in Slack',
    deactivated: 'deactivated in Slack',
    refused: 'rejected this lead before',
    had_it: 'was offered this lead before',
    away: 'away',
    status_away: 'away by their Slack status',
    do_not_disturb: 'does not want to be disturbed',
    off_day: 'does not work in this pool today',
    holiday: 'has a holiday today',
    outside_hours: 'outside working hours',
    not_answering: 'has not answered lately',
    paced: 'was given a waiting lead a moment ago',
    cap_unanswered: 'has as many unanswered offers as allowed',
    cap_uncontacted: 'has as many uncontacted leads as allowed',
    cap_per_day: 'had as many leads today as allowed',
  });
});

test('a member who is not in our rows is not found in Slack', () => {
  expect(checkRep(undefined, make.checkedFor(), NOTHING)).toBe('unknown_to_slack');
  expect(checksAgainst(undefined, make.checkedFor())).toEqual(['unknown_to_slack']);
});

test('an absence ends at the instant they said', () => {
  const awayUntil = new Date('2026-03-02T09:30:00Z');
  expect(against({ awayUntil }, { now: awayUntil })).toBeNull();
});

test('a status counts while it lasts, and only one the settings name', () => {
  const status = { emoji: ':palm_tree:', until: new Date('2026-03-02T09:30:00Z') };
  expect(against({ status }, { availability: asked })).toBe('status_away');
  expect(against({ status }, { availability: asked, now: status.until })).toBeNull();
  expect(against({ status: { ...status, emoji: ':coffee:' } }, { availability: asked })).toBeNull();
  expect(against({ status })).toBeNull();
});

test('do not disturb counts from its start to its end, and only where the settings ask for it', () => {
  const quiet = { from: now, until: new Date('2026-03-02T09:30:00Z') };
  expect(against({ quiet }, { availability: asked })).toBe('do_not_disturb');
  expect(against({ quiet }, { availability: asked, now: quiet.until })).toBeNull();
  expect(against({ quiet }, { availability: asked, now: new Date('2026-03-02T08:59:59.999Z') })).toBeNull();
  expect(against({ quiet })).toBeNull();
});

test('the day of a part-timer is their own, and only the pool’s that says so', () => {
  const pool = make.pool({ outside_hours: 'offer', members: [{ person: 'ana', days: ['mon'] }] });
  const tokyo = make.hours({ timeZone: 'Asia/Tokyo' });
  const evening = new Date('2026-03-02T16:00:00Z');
  expect(against({}, { pool, now: evening })).toBeNull();
  expect(against({ hours: tokyo }, { pool, now: evening })).toBe('off_day');
  expect(against({ hours: tokyo }, { pool: null, now })).toBe('outside_hours');
});

test('the days of a colleague in the pool are nobody else’s', () => {
  const pool = make.pool({ members: [{ person: 'ben', days: ['thu'] }, { person: 'ana' }] });
  expect(against({}, { pool })).toBeNull();
  expect(against({ id: 'ben' }, { pool })).toBe('off_day');
});

test('where the first to come has it a member is asked for caps alone, never for hours and absences', () => {
  const claim = make.pool({
    mode: 'claim',
    deliver_to: 'C0CLAIM',
    members: [{ person: 'ana', days: ['thu'] }],
  });
  const away = { awayUntil: new Date('2026-03-09T08:00:00Z'), misses: 9, quiet: { from: now, until: night } };
  const asks = (status: Partial<RepStatus>) =>
    checkForAnyLead({ availability: asked }, claim, make.repStatus({ ...away, ...status }), night);
  expect(asks({})).toBeNull();
  expect([
    asks({ isKnown: false }),
    asks({ isActive: false }),
    asks({ unanswered: 3 }),
    asks({ uncontacted: 15 }),
    asks({ today: 30 }),
  ]).toEqual(['unknown_to_slack', 'deactivated', 'cap_unanswered', 'cap_uncontacted', 'cap_per_day']);
});

test('outside their working hours a member is offered a lead all the same where the pool says so', () => {
  const always = { pool: make.pool({ outside_hours: 'offer' }) };
  expect(against({}, { ...always, now: night })).toBeNull();
  expect(against({ hours: make.hours({ holidays: ['2026-03-02'] }) }, always)).toBeNull();
});

test('the hours are the member’s own', () => {
  expect(against({ hours: make.hours({ timeZone: 'America/New_York' }) })).toBe('outside_hours');
});

test('a night shift that began before a holiday goes on', () => {
  const hours = make.hours({ week: { mon: ['22:00-06:00'] }, holidays: ['2026-03-03'] });
  expect(against({ hours }, { now: new Date('2026-03-03T02:00:00Z') })).toBeNull();
  expect(against({ hours }, { now: new Date('2026-03-03T06:00:00Z') })).toBe('holiday');
});

test('below each cap somebody gets one more, and the caps are the pool’s', () => {
  expect(against({ unanswered: 2, uncontacted: 14, today: 29, misses: 1 })).toBeNull();
  const strict = make.pool({ caps: { unanswered: 1 } });
  expect(against({ unanswered: 1 }, { pool: strict })).toBe('cap_unanswered');
});

test('leads that waited come to one person in the pool’s pace, new leads at once', () => {
  const lastOfferedAt = new Date('2026-03-02T08:58:00Z');
  const slow = make.pool({ backlog_pace: '10m' });
  expect(against({ lastOfferedAt }, { isBacklog: true })).toBeNull();
  expect(against({ lastOfferedAt }, { isBacklog: true, pool: slow })).toBe('paced');
  expect(against({ lastOfferedAt }, { pool: slow })).toBeNull();
  expect(paceEnds(slow, lastOfferedAt)).toEqual(new Date('2026-03-02T09:08:00Z'));
});

test('who is named rather than one of a pool has no caps, no pace, and may have missed some', () => {
  const busy = { unanswered: 99, uncontacted: 99, today: 99, misses: 9, lastOfferedAt: now };
  expect(against(busy, { pool: null, isBacklog: true })).toBeNull();
  expect(against(busy, { pool: null, now: night })).toBe('outside_hours');
});

const BUSY = { awayUntil: new Date('2026-03-09T08:00:00Z'), unanswered: 9, uncontacted: 99, today: 99 };

test('of several causes the one that lasts longest is named', () => {
  expect(against({ ...BUSY, isActive: false }, { past: refusedByAna, now: night })).toBe('deactivated');
  expect(against(BUSY, { past: refusedByAna, now: night })).toBe('refused');
  expect(against(BUSY, { now: night })).toBe('away');
});

test('a person who decides over routing is told everything that speaks against somebody', () => {
  const of = make.checkedFor({ past: refusedByAna, now: night });
  expect(checksAgainst(make.repStatus(BUSY), of)).toEqual([
    'refused',
    'had_it',
    'away',
    'outside_hours',
    'cap_unanswered',
    'cap_uncontacted',
    'cap_per_day',
  ]);
});

test('a check that is passed over leaves the others', () => {
  const of = make.checkedFor({ past: hadByAna });
  expect(checkRep(make.repStatus(), of, new Set(['had_it']))).toBeNull();
  expect(checkRep(make.repStatus({ isActive: false }), of, new Set(['had_it']))).toBe('deactivated');
});

test('what a lead has gone through says nothing about any other lead', () => {
  expect(NO_PAST).toEqual({ refused: new Set(), had: new Set() });
});
