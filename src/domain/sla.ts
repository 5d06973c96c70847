import {
  addBusinessDays,
  addWorkingMinutes,
  deadlineFor,
  isOpen,
  workingMinutesBetween,
} from './calendar.ts';
import type { Before, Clock, ClockChange, ClockKind, Facts, Hours, PlannedStep } from './handoff.ts';
import { type ClockTarget, parseDelay } from './settings.ts';

const MINUTE = 60_000;
const ALWAYS_OPEN = { timeZone: 'UTC', holidays: [] };
const WALL: Hours = {
  ...ALWAYS_OPEN,
  week: Object.fromEntries(
    ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, ['00:00-24:00']]),
  ),
};

type HoursInForce = Pick<Facts, 'repHours' | 'teamHours'>;
/** What a clock is started by. */
export type ClockFacts = HoursInForce & Pick<Facts, 'policy'>;

function hoursOf(target: ClockTarget, facts: HoursInForce): Hours {
  switch (target.calendar) {
    case 'rep':
      return facts.repHours;
    case 'team':
      return facts.teamHours;
    case 'wall':
      // Minutes run day and night; what is counted in business days is counted in the rep's.
      return target.within.unit === 'business_days' ? facts.repHours : WALL;
  }
}

function targetFor(kind: ClockKind, policy: Facts['policy']): ClockTarget | null {
  return policy[kind];
}

/**
 * Starts the accept clock of an offer, with the ladder's steps on it. A lead that came outside the rep's hours
 * has the longer `overnight` target, and its ladder is stretched by as much.
 */
export function startAccept(
  facts: ClockFacts,
  arrivedAt: Date,
  now: Date,
): Extract<ClockChange, { do: 'start' }> {
  const target = facts.policy.accept;
  const hours = hoursOf(target, facts);
  const arrivedOvernight = !isOpen(hours, arrivedAt) || !isOpen(hours, now);
  const both = { rep: facts.repHours, team: facts.teamHours };
  const deadlineAt = deadlineFor(target, both, now, arrivedOvernight);
  const agreedAt = deadlineFor(target, both, now, false);
  const length = workingMinutesBetween(hours, now, deadlineAt);
  const agreed = workingMinutesBetween(hours, now, agreedAt);
  const stretch = agreed > 0 ? length / agreed : 1;
  const breach: PlannedStep = { index: 0, do: 'breach', dueAt: deadlineAt };
  const ladder = facts.policy.ladder.map(
    (step, index): PlannedStep => ({
      index: index + 1,
      do: step.do,
      dueAt: stepDueAt(step.at, hours, now, length, stretch, deadlineAt),
    }),
  );
  return { do: 'start', kind: 'accept', repId: null, deadlineAt, steps: [breach, ...ladder] };
}

function stepDueAt(
  at: string,
  hours: Hours,
  from: Date,
  length: number,
  stretch: number,
  deadlineAt: Date,
): Date {
  if (at === '100%') return deadlineAt;
  if (at.endsWith('%')) return addWorkingMinutes(hours, from, (length * Number.parseInt(at, 10)) / 100);
  const delay = parseDelay(at);
  if (delay.unit === 'minutes') return addWorkingMinutes(hours, from, delay.amount * stretch);
  if (delay.unit === 'business_days') return addBusinessDays(hours, from, delay.amount);
  return deadlineAt;
}

/** Starts a clock that has no ladder of its own: only its breach is planned. Null where the policy has none. */
export function startPlain(
  kind: 'response' | 'unassigned',
  facts: ClockFacts,
  arrivedAt: Date,
  now: Date,
): Extract<ClockChange, { do: 'start' }> | null {
  const target = targetFor(kind, facts.policy);
  if (!target) return null;
  const hours = hoursOf(target, facts);
  const arrivedOvernight = !isOpen(hours, arrivedAt) || !isOpen(hours, now);
  const deadlineAt = deadlineFor(
    target,
    { rep: facts.repHours, team: facts.teamHours },
    now,
    arrivedOvernight,
  );
  return {
    do: 'start',
    kind,
    repId: null,
    deadlineAt,
    steps: [{ index: 0, do: 'breach', dueAt: deadlineAt }],
  };
}

/** A paused clock goes on: the working time that was left when it paused is left now. */
function resumeClock(clock: Clock, facts: Facts, now: Date): ClockChange {
  const target = targetFor(clock.kind, facts.policy);
  const hours = target ? hoursOf(target, facts) : facts.repHours;
  if (!clock.pausedAt || clock.pausedAt >= clock.deadlineAt) {
    return { do: 'resume', kind: clock.kind, deadlineAt: clock.deadlineAt };
  }
  const left = workingMinutesBetween(hours, clock.pausedAt, clock.deadlineAt);
  const end = addWorkingMinutes(hours, now, left).getTime();
  // An opening and the closing before it are the same amount of work away: nobody loses a night by waking it.
  const deadlineAt = new Date(Math.max(end, clock.deadlineAt.getTime()));
  return { do: 'resume', kind: clock.kind, deadlineAt };
}

/** Clocks of these kinds that have not stopped. */
export const runningClocks = (facts: Pick<Facts, 'clocks'>, kinds: readonly ClockKind[]): Clock[] =>
  facts.clocks.filter((clock) => clock.stoppedAt === null && kinds.includes(clock.kind));

export const stopClocks = (facts: Facts, kinds: readonly ClockKind[], met: boolean): ClockChange[] =>
  runningClocks(facts, kinds).map(({ kind }) => ({ do: 'stop', kind, met }));

export const pauseClocks = (facts: Facts, kinds: readonly ClockKind[]): ClockChange[] =>
  runningClocks(facts, kinds)
    .filter((clock) => clock.pausedAt === null)
    .map(({ kind }) => ({ do: 'pause', kind }));

/** Paused clocks of these kinds go on, each with the working time it had left. */
export const resumeClocks = (facts: Facts, kinds: readonly ClockKind[], now: Date): ClockChange[] =>
  runningClocks(facts, kinds)
    .filter((clock) => clock.pausedAt !== null)
    .map((clock) => resumeClock(clock, facts, now));

/** Takes back what a press did to the clocks: neither it nor its undoing gives anybody more time. */
export function undoClocks(before: Before, facts: Facts): ClockChange[] {
  const kinds = ['accept', 'response'] as const;
  if (before.command === 'claim') {
    // Whoever takes it next has all the time a first owner has.
    const begun = before.claim?.isFirstOffer ? runningClocks(facts, ['response']) : [];
    return [
      ...stoppedThen(['unassigned'], before, facts).map((kind): ClockChange => ({ do: 'reopen', kind })),
      ...begun.map(({ kind }): ClockChange => ({ do: 'stop', kind, met: false })),
    ];
  }
  if (before.command === 'snooze') {
    return runningClocks(facts, kinds)
      .filter((clock) => clock.pausedAt !== null)
      .map(({ kind, deadlineAt }) => ({ do: 'resume', kind, deadlineAt }));
  }
  const stopped = stoppedThen(kinds, before, facts);
  const slept = before.state === 'snoozed' && facts.policy.snooze.clock === 'pauses';
  return [
    ...stopped.map((kind): ClockChange => ({ do: 'reopen', kind })),
    ...(slept ? pauseClocks(facts, ['response']) : []),
  ];
}

/** Those of the kinds whose last clock the press stopped. */
const stoppedThen = (kinds: readonly ClockKind[], { at }: Before, { clocks }: Facts): ClockKind[] =>
  kinds.filter(
    (kind) => clocks.findLast((clock) => clock.kind === kind)?.stoppedAt?.getTime() === at.getTime(),
  );

/** The instant `minutes` of wall time later. */
export const addMinutes = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * MINUTE);
