import { resolveDelay } from './calendar.ts';
import type { Clock, ClockKind, StampedPolicy } from './clock.ts';
import type { Facts, Handoff } from './handoff.ts';
import type { Delay } from './settings-shapes.ts';
import { RESPONSE_CLOCKS } from './sla.ts';

/** How long a lead may be put off, and what that does to its clocks. */

type Snoozed = Pick<Handoff, 'state' | 'acceptedAt'>;
type Limits = Pick<Facts, 'policy' | 'repHours' | 'clocks'>;
type Running = {
  policy: StampedPolicy;
  clocks: readonly Pick<Clock, 'kind' | 'stoppedAt' | 'pausedAt' | 'deadlineAt'>[];
};

/** What is put off after acceptance is a callback, agreed with the lead. */
export const isCallback = ({ acceptedAt }: Pick<Handoff, 'acceptedAt'>): boolean => acceptedAt !== null;

/** Whether the prompt clocks of a lead stand still while it is snoozed: of an offer, where its policy says so. */
export const pausesClocks = (handoff: Pick<Handoff, 'acceptedAt'>, policy: StampedPolicy): boolean =>
  !isCallback(handoff) && policy.snooze.clock === 'pauses';

/** Whether its clocks stand still because of its own snooze. */
export const isAsleep = (handoff: Snoozed, policy: StampedPolicy): boolean =>
  handoff.state === 'snoozed' && pausesClocks(handoff, policy);

/** The latest that a snooze begun now may end. */
export function snoozeLimit(handoff: Snoozed, facts: Limits, now: Date): Date {
  const { limit, callback_limit } = facts.policy.snooze;
  const agreed = resolveDelay(isCallback(handoff) ? callback_limit : limit, facts.repHours, now);
  const due = responseDue(handoff, facts);
  return due !== null && due < agreed ? due : agreed;
}

/**
 * When the first response to an offer is due that runs on while it sleeps: nobody can hide a lead beyond that. Null
 * where its snooze pauses the clock, where none runs, and for a callback, which is agreed with the lead.
 */
export function responseDue(handoff: Snoozed, { policy, clocks }: Running): Date | null {
  if (isCallback(handoff) || pausesClocks(handoff, policy)) return null;
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
