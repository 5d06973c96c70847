import { resolveDelay } from './calendar.ts';
import type { Clock, ClockKind } from './clock.ts';
import type { Facts, Handoff } from './handoff.ts';
import type { Delay } from './settings-shapes.ts';
import { RESPONSE_CLOCKS } from './sla.ts';

/** How long a lead may be put off, and what that does to its clocks. */

type Snoozed = Pick<Handoff, 'state' | 'acceptedAt'>;
type Limits = Pick<Facts, 'policy' | 'repHours' | 'clocks'>;
type Running = {
  clocks: readonly Pick<Clock, 'kind' | 'stoppedAt' | 'pausedAt' | 'deadlineAt'>[];
};

/** What is put off after acceptance is a callback, agreed with the lead. */
export const isCallback = ({ acceptedAt }: Pick<Handoff, 'acceptedAt'>): boolean => acceptedAt !== null;

/**
 * Snoozing an offer is an answer: what waits for one stands still until it wakes. The first response is still owed, and
 * its clocks run on.
 */
export const SNOOZED_CLOCKS = ['accept'] as const satisfies ClockKind[];

/** Whether its accept clock stands still because of its own snooze. */
export const isAsleep = (handoff: Snoozed): boolean => handoff.state === 'snoozed' && !isCallback(handoff);

/**
 * Until when nobody is told of a lead, or given it, because its rep put it off; null where they may be. A callback keeps
 * the clocks of the first response speaking: nobody hides with it that a lead was never reached.
 */
export function quietUntil(
  handoff: Pick<Handoff, 'state' | 'acceptedAt' | 'snoozedUntil'>,
  clock: ClockKind,
  now: Date,
): Date | null {
  const { state, snoozedUntil: until } = handoff;
  if (state !== 'snoozed' || until === null || until <= now) return null;
  const owed: readonly ClockKind[] = RESPONSE_CLOCKS;
  return isCallback(handoff) && owed.includes(clock) ? null : until;
}

/** The latest that a snooze begun now may end. */
export function snoozeLimit(handoff: Snoozed, facts: Limits, now: Date): Date {
  const { limit, callback_limit } = facts.policy.snooze;
  const agreed = resolveDelay(isCallback(handoff) ? callback_limit : limit, facts.repHours, now);
  const due = responseDue(handoff, facts);
  return due !== null && due < agreed ? due : agreed;
}

/**
 * When the first response to an offer is due, which runs on while it sleeps: nobody can hide a lead beyond that. Null
 * where no such clock runs, and for a callback, which is agreed with the lead.
 */
export function responseDue(handoff: Snoozed, { clocks }: Running): Date | null {
  if (isCallback(handoff)) return null;
  const prompts: readonly ClockKind[] = RESPONSE_CLOCKS;
  const deadlines = clocks
    .filter(
      ({ kind, stoppedAt, pausedAt }) => prompts.includes(kind) && stoppedAt === null && pausedAt === null,
    )
    .map(({ deadlineAt }) => deadlineAt.getTime());
  return deadlines.length === 0 ? null : new Date(Math.min(...deadlines));
}

/** Whether an offer cannot be put off any more: its first response is overdue. */
export function isTooLateToSnooze(handoff: Snoozed, running: Running, now: Date): boolean {
  const due = responseDue(handoff, running);
  return due !== null && due <= now;
}

/** When it comes back. A choice of the menu ends with the first response's time at the latest; a time that was picked stands. */
export function snoozedUntil(handoff: Snoozed, until: Date | Delay, facts: Limits, now: Date): Date {
  if (until instanceof Date) return until;
  const end = resolveDelay(until, facts.repHours, now);
  const due = responseDue(handoff, facts);
  return due !== null && due > now && due < end ? due : end;
}
