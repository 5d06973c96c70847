import type { ClockChange, ClockKind } from './clock.ts';
import type { Effect } from './effect.ts';
import type { Before, Command, Facts, Handoff } from './handoff.ts';
import type { ToldTouch } from './response.ts';
import { RESPONSE_CLOCKS, runningClocks, startAccept, startClock, stopClocks } from './sla.ts';
import { isAsleep } from './snooze.ts';
import { makerOf } from './touch.ts';

/** What a meeting that does not take place as it was booked does to a handoff. */

/** A calendar tells of a meeting that was booked before. */
export function seeCalendar(
  handoff: Handoff,
  { type: _, ...told }: Extract<Command, { type: 'calendar' }>,
  facts: Facts,
  now: Date,
): Effect {
  const { startAt, at, ...rest } = told;
  const seen = {
    type: 'calendar',
    ...rest,
    startAt: startAt?.toISOString() ?? null,
    doneAt: (at < now ? at : now).toISOString(),
  } as const;
  const clocks = clocksFor(told.became, handoff, facts, now);
  return { handoff: clocks.length > 0 ? asItStands(handoff) : handoff, events: [seen], clocks };
}

/** Accepted while nothing was due, it is not offered again by *Undo* without what is due now. */
const asItStands = (handoff: Handoff): Handoff =>
  handoff.state === 'accepted' ? { ...handoff, before: null } : handoff;

function clocksFor(
  became: Extract<Command, { type: 'calendar' }>['became'],
  handoff: Handoff,
  facts: Facts,
  now: Date,
): ClockChange[] {
  switch (became) {
    case 'moved':
      return stopClocks(facts, ['outcome'], false);
    case 'cancelled':
      return [...stopClocks(facts, ['outcome'], false), ...clocksOwed(handoff, facts, now)];
    case 'over':
      return runningClocks(facts, ['outcome']).length > 0 ? [] : started(['outcome'], handoff, facts, now);
    case 'reopened':
      // Somebody took back that they did not come, and with it that they have to be tried again.
      return stopClocks(facts, ['follow_up'], false);
  }
}

/** The lead asks for us again, after the meeting it had: whoever has it answers as they would have the first time. */
export function answerAgain(handoff: Handoff, facts: Facts, now: Date): Effect {
  const clocks = facts.hasMeeting ? [] : [...prompts(handoff, facts, now), ...responses(handoff, facts, now)];
  if (clocks.length === 0) return { handoff, events: [], clocks };
  return { handoff: asItStands(handoff), events: [{ type: 'asked_again' }], clocks };
}

/**
 * What is due now that no meeting stands in the calendar: what was waived because of one, from now on. Somebody who has
 * reached for the lead before owes it the next try; else it is the first.
 */
export function clocksOwed(handoff: Handoff, facts: Facts, now: Date): ClockChange[] {
  // Whoever has a deal spoke with them, and no cadence follows it up; a deal that was sent back has to be accepted again.
  const isDealt = handoff.deal !== null && handoff.acceptedAt !== null;
  if (facts.hasMeeting || isDealt) return [];
  const isReached = handoff.acceptedAt !== null && facts.touches.some(isOurs);
  if (!isReached) return [...prompts(handoff, facts, now), ...responses(handoff, facts, now)];
  if (facts.policy.follow_up === null) return responses(handoff, facts, now);
  const isRunning = runningClocks(facts, [...RESPONSE_CLOCKS, 'follow_up']).length > 0;
  return isRunning || handoff.exhaustedAt !== null ? [] : started(['follow_up'], handoff, facts, now);
}

/** Remembers of a closing that may be undone whether a meeting stood in the calendar. */
export const closedBeforeMeeting = (handoff: Handoff, { hasMeeting }: Facts): Handoff =>
  hasMeeting && handoff.before ? { ...handoff, before: { ...handoff.before, hadMeeting: true } } : handoff;

/**
 * What is due once a closing is undone, beside what that gives back: the meeting may have fallen away, or been over,
 * while the lead was closed and nobody was told.
 */
export function owedSinceClosing(
  handoff: Handoff,
  { before, givenBack }: { before: Before; givenBack: readonly ClockChange[] },
  facts: Facts,
  now: Date,
): ClockChange[] {
  if (!before.hadMeeting || facts.hasMeeting) return [];
  const kinds = givenBack.flatMap((change) => (change.do === 'reopen' ? [change.kind] : []));
  const isBack = ({ kind, stoppedAt }: Facts['clocks'][number]) =>
    kinds.includes(kind) && stoppedAt?.getTime() === before.at.getTime();
  const clocks = facts.clocks.map((clock) => (isBack(clock) ? { ...clock, stoppedAt: null } : clock));
  const open = { ...facts, clocks };
  if (!facts.isOutcomeOwed) return clocksOwed(handoff, open, now);
  return runningClocks(open, ['outcome']).length > 0 ? [] : started(['outcome'], handoff, open, now);
}

/** Whether somebody of ours did it: a lead that books reaches for us. */
const isOurs = (touch: ToldTouch): boolean => {
  const { isResponse, channel, outcome, by } = touch;
  const isBooking = channel === 'meeting' && outcome === 'meeting_booked' && by === null;
  return isResponse && makerOf(touch) !== 'machine' && !isBooking;
};

/** Nobody has accepted it. What sleeps is not asked for before it wakes. */
function prompts(handoff: Handoff, facts: Facts, now: Date): ClockChange[] {
  const isAsked = handoff.ownerId !== null && handoff.acceptedAt === null;
  if (!isAsked || runningClocks(facts, ['accept']).length > 0) return [];
  const accept = { ...startAccept(facts, now, now), repId: handoff.ownerId };
  return isAsleep(handoff) ? [accept, { do: 'pause', kind: 'accept' }] : [accept];
}

/** The first offer of a lead that nobody had yet starts them anyway. */
function responses(handoff: Handoff, facts: Facts, now: Date): ClockChange[] {
  if (handoff.firstOfferedAt === null || runningClocks(facts, RESPONSE_CLOCKS).length > 0) return [];
  return started(RESPONSE_CLOCKS, handoff, facts, now);
}

function started(
  kinds: readonly Exclude<ClockKind, 'accept'>[],
  { ownerId }: Handoff,
  facts: Facts,
  now: Date,
): ClockChange[] {
  return kinds.flatMap((kind) => {
    const clock = startClock(kind, facts, now, now);
    return clock ? [{ ...clock, repId: ownerId }] : [];
  });
}
