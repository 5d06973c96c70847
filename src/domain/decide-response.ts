import { answersIn, clocksFor, isPersons, tellingsOf } from './answers.ts';
import { resolveDelay } from './calendar.ts';
import type { ClockChange, ClockKind } from './clock.ts';
import { clocksOwed } from './decide-meeting.ts';
import { type Effect, settle } from './effect.ts';
import type { Command, Facts, Handoff, HandoffEvent } from './handoff.ts';
import type { ToldTouch, Touch } from './response.ts';
import { runningClocks, startClock, stopClocks, withQualify } from './sla.ts';
import { findSameTouch, makerOf, type NewTelling, saysMore } from './touch.ts';

/** What reaching for a lead does to a handoff, and what it does when nobody does. */

/**
 * A try to reach the lead: the clocks that wait for it stop when it happened, which may be before it was told. What is
 * told twice counts once.
 */
export function respond(
  handoff: Handoff,
  { type: _, isAnother, ...touch }: Extract<Command, { type: 'respond' }>,
  facts: Facts,
  now: Date,
): Effect {
  const telling = tellingOf(touch, facts, now);
  const told = isAnother ? null : findSameTouch(responsesIn(facts), telling);
  const answered = answer(handoff, telling, facts);
  if (told) return respondAgain(answered, touch, told, facts, now);
  // With whom there is a deal is not followed up by a cadence.
  const rule = handoff.deal === null ? facts.policy.follow_up : null;
  // Told late: meanwhile somebody reached them, so it is no try of those that go on.
  const isOvertaken = touch.outcome === 'no_answer' && wasReachedAfter(telling.at, facts);
  const tries = isOvertaken ? handoff.tries : touch.outcome === 'no_answer' ? handoff.tries + 1 : 0;
  const triedAt = triesAt(handoff, facts);
  const since = isOvertaken ? triedAt : [...triedAt, telling.at];
  const isExhausted = rule !== null && tries > 0 && (tries >= rule.tries || isOver(since, facts, now));
  // Whoever did not come, and has another time in the calendar, is waited for.
  const isMissed = isAfterMeeting(touch) && touch.outcome === 'no_answer';
  const isWaited = isMissed && facts.hasMeeting;
  const isTry = rule !== null && tries > 0 && !isExhausted && !isOvertaken && !isWaited;
  const next = isTry ? startClock('follow_up', facts, now, now) : null;
  return {
    handoff: {
      ...inWork(answered.handoff, telling.at, now),
      tries,
      exhaustedAt: isExhausted ? (handoff.exhaustedAt ?? now) : null,
    },
    events: [
      {
        type: 'responded',
        by: facts.actor.personId,
        first: handoff.respondedAt === null,
        channel: touch.channel,
        outcome: touch.outcome,
        note: touch.note,
        ...(touch.via !== null && { via: touch.via }),
        ...maker(touch),
        ...(touch.at !== null && { doneAt: telling.at.toISOString() }),
        ...(tries > 0 && !isOvertaken && { tryNo: tries }),
      },
      ...exhausted(handoff, isExhausted, tries),
    ],
    clocks: [
      ...answered.clocks,
      ...(isOvertaken ? [] : stopMet('follow_up', telling.at, facts)),
      ...(isAfterMeeting(touch) ? stopMet('outcome', telling.at, facts) : []),
      ...(next ? [{ ...next, repId: handoff.ownerId }] : []),
      ...(isMissed && rule === null ? clocksOwed(handoff, facts, now) : []),
    ],
  };
}

type Answered = Pick<Effect, 'handoff' | 'clocks'>;

/** Of all that is told the earliest answer counts: what is told last may move what was known. */
function answer(handoff: Handoff, telling: NewTelling, facts: Facts): Answered {
  const all = [...tellingsOf(facts.touches), { ...telling, isResponse: true }];
  const { acceptedAt, respondedAt } = answersIn(handoff, all);
  // Of what was imported nobody told.
  const first = [handoff.respondedAt, respondedAt].filter((at) => at !== null);
  const moved = {
    ...handoff,
    acceptedAt,
    respondedAt: first.length === 0 ? null : new Date(Math.min(...first.map((at) => at.getTime()))),
  };
  return { handoff: moved, clocks: clocksFor(moved, all, facts.clocks, { isAnew: false }) };
}

/** What came of a meeting, rather than that one was booked. */
const isAfterMeeting = ({ channel, outcome }: Pick<Touch, 'channel' | 'outcome'>): boolean =>
  channel === 'meeting' && outcome !== 'meeting_booked';

/** A callback that was agreed on after the try goes on, and wakes into work. */
function inWork(handoff: Handoff, triedAt: Date, now: Date): Handoff {
  const { before } = handoff;
  if (handoff.state !== 'snoozed' || before === null || triedAt >= before.at)
    return { ...settle(handoff), state: 'working' };
  return { ...handoff, before: { ...before, state: 'working', undoUntil: now } };
}

/** Of a touch that is known already another teller may know more. It is no second try. */
function respondAgain(
  { handoff, clocks }: Answered,
  touch: Touch,
  told: ToldTouch,
  facts: Facts,
  now: Date,
): Effect {
  const events = [toldAgain(touch, told, facts, now)];
  if (!saysMore(touch.outcome, told.outcome)) return { handoff, events, clocks };
  return {
    handoff: { ...handoff, tries: 0, exhaustedAt: null },
    events,
    clocks: [...clocks, ...stopMet('follow_up', happenedAt(touch, now), facts)],
  };
}

const toldAgain = (touch: Touch, told: ToldTouch, facts: Facts, now: Date) => ({
  type: 'told_again' as const,
  by: facts.actor.personId,
  channel: touch.channel,
  of: told.at.toISOString(),
  outcome: touch.outcome,
  note: touch.note,
  via: touch.via,
  ...maker(touch),
  doneAt: happenedAt(touch, now).toISOString(),
});

const maker = ({ madeBy, via }: Touch) => (madeBy !== null && via !== null ? { madeBy } : {});

const tellingOf = (
  { channel, outcome, via, madeBy, at }: Touch,
  { actor }: Facts,
  now: Date,
): NewTelling => ({
  ...{ channel, outcome, via, madeBy },
  at: happenedAt({ at }, now),
  toldAt: now,
  by: actor.personId,
});

const responsesIn = ({ touches }: Facts): ToldTouch[] =>
  touches.filter((touch) => touch.isResponse && makerOf(touch) !== 'machine');

const wasReachedAfter = (at: Date, facts: Facts): boolean =>
  responsesIn(facts).some((touch) => touch.at > at && touch.outcome !== 'no_answer');

/**
 * What is no response: somebody reached for a lead that is not accepted, or a machine did. A meeting in the calendar
 * needs no answer any more.
 */
export function seeActivity(
  handoff: Handoff,
  { type: _, ...touch }: Extract<Command, { type: 'activity' }>,
  facts: Facts,
  now: Date,
): Effect {
  const telling = tellingOf(touch, facts, now);
  const { channel, outcome, note, via } = touch;
  const told = findSameTouch(facts.touches, telling);
  const seen = {
    type: 'activity_seen',
    by: facts.actor.personId,
    ...{ channel, outcome, note, via },
    ...maker(touch),
    doneAt: telling.at.toISOString(),
  } as const;
  const events = [told ? { ...toldAgain(touch, told, facts, now), isResponse: false as const } : seen];
  const known = tellingsOf(facts.touches);
  const all = [...known, { ...telling, isResponse: false }];
  const isPersonal = isPersons(telling, known);
  const isNoAnswer = (one: NewTelling) => isPersons(one, known) && !isPersons(one, all);
  if (known.some(isNoAnswer)) return { ...takeBack(handoff, told, all, facts), events };
  if (!isPersonal) return { handoff, events, clocks: [] };
  if (outcome !== 'meeting_booked') {
    const isOwed = told === null && isAfterMeeting(touch);
    const owed = isOwed ? [...stopMet('outcome', telling.at, facts), ...clocksOwed(handoff, facts, now)] : [];
    return { handoff, events, clocks: owed };
  }
  const changes = clocksFor(handoff, all, facts.clocks, { isAnew: false });
  // What was known already may have been earlier, and stops nothing that started since.
  const isNews = told === null || saysMore(outcome, told.outcome);
  const clocks = isNews ? changes : changes.filter((change) => change.do === 'move');
  const isAsked = isNews && handoff.acceptedAt === null;
  return {
    handoff,
    events,
    clocks: isAsked ? withQualify(clocks, facts, handoff.ownerId, now) : clocks,
  };
}

/** What was taken for a person's answer was a machine's: what it stopped runs on, and it is no try. */
function takeBack(
  handoff: Handoff,
  told: ToldTouch | null,
  all: Parameters<typeof answersIn>[1],
  facts: Facts,
): Answered {
  const isTry = told?.isResponse && told.outcome === 'no_answer' && handoff.tries > 0;
  const tries = isTry ? handoff.tries - 1 : handoff.tries;
  // Of what was imported nobody told.
  const before = answersIn(handoff, tellingsOf(facts.touches)).respondedAt;
  const isTold = before?.getTime() === handoff.respondedAt?.getTime();
  const respondedAt = isTold ? answersIn(handoff, all).respondedAt : handoff.respondedAt;
  return {
    handoff: { ...handoff, respondedAt, tries, exhaustedAt: isTry ? null : handoff.exhaustedAt },
    clocks: [
      ...clocksFor(handoff, all, facts.clocks, { isAnew: true }),
      ...(isTry && tries === 0 ? stopClocks(facts, ['follow_up'], false) : []),
    ],
  };
}

const happenedAt = ({ at }: Pick<Touch, 'at'>, now: Date): Date => (at !== null && at < now ? at : now);

/** The next try was made, or is none any more; and somebody said what came of a meeting. */
const stopMet = (of: 'follow_up' | 'outcome', at: Date, facts: Facts): ClockChange[] =>
  runningClocks(facts, [of]).map(({ kind, startedAt }) => ({
    do: 'stop',
    kind,
    met: true,
    at: at < startedAt ? startedAt : at,
  }));

/** When the tries that count were made: since anybody was reached, and since it went to somebody else. */
function triesAt({ tries }: Handoff, facts: Facts): Date[] {
  if (tries === 0) return [];
  const unanswered = responsesIn(facts).filter(({ at, outcome }) => {
    return outcome === 'no_answer' && !wasReachedAfter(at, facts);
  });
  return unanswered.slice(-tries).map(({ at }) => at);
}

/** Whether the lead has been tried, from the first of these tries on, for as long as the policy has it. */
function isOver(triedAt: readonly Date[], { policy, repHours }: Facts, now: Date): boolean {
  if (policy.follow_up === null || triedAt.length === 0) return false;
  const first = new Date(Math.min(...triedAt.map((at) => at.getTime())));
  return resolveDelay(policy.follow_up.over, repHours, first) <= now;
}

const exhausted = (handoff: Handoff, isExhausted: boolean, tries: number): HandoffEvent[] =>
  isExhausted && handoff.exhaustedAt === null ? [{ type: 'exhausted', tries }] : [];

/** A clock ran out. A lead that was tried for long enough by then is proposed for recycling. */
export function breach(handoff: Handoff, clock: ClockKind, facts: Facts, now: Date): Effect {
  const isExhausted = clock === 'follow_up' && isOver(triesAt(handoff, facts), facts, now);
  return {
    handoff: isExhausted ? { ...handoff, exhaustedAt: handoff.exhaustedAt ?? now } : handoff,
    events: [
      { type: 'breached', clock, repId: handoff.ownerId },
      ...exhausted(handoff, isExhausted, handoff.tries),
    ],
    clocks: [{ do: 'breach', kind: clock }],
  };
}
