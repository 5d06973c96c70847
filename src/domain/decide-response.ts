import { resolveDelay } from './calendar.ts';
import type { ClockChange, ClockKind } from './clock.ts';
import { clocksOwed } from './decide-meeting.ts';
import { type Effect, settle } from './effect.ts';
import type { Command, Facts, Handoff, HandoffEvent } from './handoff.ts';
import type { ToldTouch, Touch } from './response.ts';
import { PROMPT_CLOCKS, RESPONSE_CLOCKS, runningClocks, startClock, withQualify } from './sla.ts';
import { findSameTouch, saysMore } from './touch.ts';

/** What somebody's reaching for a lead does to a handoff, and what it does when nobody does. */

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
  const told = isAnother ? null : findSameTouch(responsesIn(facts), telling(touch, facts, now));
  if (told) return respondAgain(handoff, touch, told, facts, now);
  const rule = facts.policy.follow_up;
  const respondedAt = handoff.respondedAt ?? notBefore(handoff.firstOfferedAt, happenedAt(touch, now));
  // Told late: meanwhile somebody reached them, so it is no try of those that go on.
  const isOvertaken = touch.outcome === 'no_answer' && wasReachedAfter(happenedAt(touch, now), facts);
  const tries = isOvertaken ? handoff.tries : touch.outcome === 'no_answer' ? handoff.tries + 1 : 0;
  const triedAt = triesAt(handoff, facts);
  const since = isOvertaken ? triedAt : [...triedAt, happenedAt(touch, now)];
  const isExhausted = rule !== null && tries > 0 && (tries >= rule.tries || isOver(since, facts, now));
  // Whoever did not come, and has another time in the calendar, is waited for.
  const isMissed = isAfterMeeting(touch) && touch.outcome === 'no_answer';
  const isWaited = isMissed && facts.hasMeeting;
  const isTry = rule !== null && tries > 0 && !isExhausted && !isOvertaken && !isWaited;
  const answered = answeredBy(touch).filter((kind) => kind !== 'follow_up' || !isOvertaken);
  const next = isTry ? startClock('follow_up', facts, now, now) : null;
  return {
    handoff: {
      ...inWork(handoff, happenedAt(touch, now), now),
      respondedAt,
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
        ...(touch.at !== null && { doneAt: happenedAt(touch, now).toISOString() }),
        ...(tries > 0 && !isOvertaken && { tryNo: tries }),
      },
      ...exhausted(handoff, isExhausted, tries),
    ],
    clocks: [
      ...stopAt(touch, answered, facts, now),
      ...(next ? [{ ...next, repId: handoff.ownerId }] : []),
      ...(isMissed && rule === null ? clocksOwed(handoff, facts, now) : []),
    ],
  };
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
function respondAgain(handoff: Handoff, touch: Touch, told: ToldTouch, facts: Facts, now: Date): Effect {
  const events = [toldAgain(touch, told, facts)];
  if (!saysMore(touch.outcome, told.outcome)) return { handoff, events, clocks: [] };
  return {
    handoff: { ...handoff, tries: 0, exhaustedAt: null },
    events,
    clocks: stopAt(touch, answeredBy(touch), facts, now),
  };
}

const toldAgain = ({ channel, outcome, note, via }: Touch, told: ToldTouch, facts: Facts): HandoffEvent => ({
  type: 'told_again',
  by: facts.actor.personId,
  channel,
  of: told.at.toISOString(),
  outcome,
  note,
  via,
});

const telling = (touch: Touch, { actor }: Facts, now: Date) => ({
  at: happenedAt(touch, now),
  by: actor.personId,
  channel: touch.channel,
  via: touch.via,
});

const responsesIn = ({ touches }: Facts): ToldTouch[] => touches.filter(({ isResponse }) => isResponse);

const wasReachedAfter = (at: Date, facts: Facts): boolean =>
  responsesIn(facts).some((touch) => touch.at > at && touch.outcome !== 'no_answer');

/** Somebody reached for a lead that is not accepted. A meeting in the calendar needs no answer any more. */
export function seeActivity(
  handoff: Handoff,
  { type: _, ...touch }: Extract<Command, { type: 'activity' }>,
  facts: Facts,
  now: Date,
): Effect {
  const doneAt = happenedAt(touch, now).toISOString();
  const { channel, outcome, note, via } = touch;
  const told = findSameTouch(facts.touches, telling(touch, facts, now));
  const isMeeting = outcome === 'meeting_booked' && (told === null || saysMore(outcome, told.outcome));
  const seen = {
    type: 'activity_seen',
    by: facts.actor.personId,
    channel,
    outcome,
    note,
    via,
    doneAt,
  } as const;
  return {
    handoff,
    events: [told ? toldAgain(touch, told, facts) : seen],
    clocks: isMeeting
      ? withQualify(stopAt(touch, PROMPT_CLOCKS, facts, now), facts, handoff.ownerId, now)
      : told === null && isAfterMeeting(touch)
        ? clocksOwed(handoff, facts, now)
        : [],
  };
}

const happenedAt = ({ at }: Pick<Touch, 'at'>, now: Date): Date => (at !== null && at < now ? at : now);

const notBefore = (first: Date | null, at: Date): Date => (first !== null && at < first ? first : at);

/** What a touch answers: the first response, the first by its channel, and the next try. A booked meeting answers all. */
const answeredBy = ({ channel, outcome }: Touch): ClockKind[] =>
  [...RESPONSE_CLOCKS, 'follow_up' as const].filter(
    (kind) => outcome === 'meeting_booked' || !kind.startsWith('first_') || kind === `first_${channel}`,
  );

const stopAt = (touch: Touch, kinds: readonly ClockKind[], facts: Facts, now: Date): ClockChange[] =>
  runningClocks(facts, kinds).map(({ kind, startedAt }) => ({
    do: 'stop',
    kind,
    met: true,
    at: notBefore(startedAt, happenedAt(touch, now)),
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
