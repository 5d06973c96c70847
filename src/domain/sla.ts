import {
  addBusinessDays,
  addWorkingMinutes,
  deadlineFor,
  isOvernight,
  nextOpening,
  workingMinutesBetween,
} from './calendar.ts';
import type { Clock, ClockChange, ClockKind, PlannedStep } from './clock.ts';
import type { Before, Facts } from './handoff.ts';
import type { Hours } from './hours.ts';
import { ladderOf, targetOf } from './policy.ts';
import { parseDelay } from './settings-shapes.ts';
import type { ClockTarget } from './sla-settings.ts';

const ALWAYS_OPEN = { timeZone: 'UTC', holidays: [] };
const WALL: Hours = {
  ...ALWAYS_OPEN,
  week: Object.fromEntries(
    ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, ['00:00-24:00']]),
  ),
};

/** From the first offer until somebody reached for the lead, at all and by each channel that is expected. */
export const RESPONSE_CLOCKS = ['response', 'first_email', 'first_call'] as const satisfies ClockKind[];
/** What is due before the lead is worked on. */
export const PROMPT_CLOCKS = ['accept', ...RESPONSE_CLOCKS] as const;

type HoursInForce = Pick<Facts, 'repHours' | 'teamHours'>;
/** What a clock is started by. */
export type ClockFacts = HoursInForce & Pick<Facts, 'policy'> & Partial<Pick<Facts, 'ahead'>>;

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

/** A clock that starts, with the steps of its ladder; whom it measures is said by whoever starts it. */
type Start = Extract<ClockChange, { do: 'start' }>;

/** The accept clock of an offer: every policy has one. */
export function startAccept(facts: ClockFacts, arrivedAt: Date, now: Date): Start {
  return start('accept', facts.policy.accept, facts, arrivedAt, now);
}

/** Starts any other clock; null where the policy has none of its kind. */
export function startClock(
  kind: Exclude<ClockKind, 'accept'>,
  facts: ClockFacts,
  arrivedAt: Date,
  now: Date,
): Start | null {
  const target = facts.policy[kind];
  return target && start(kind, target, facts, arrivedAt, now);
}

/**
 * What came before the day's work has the longer `overnight` target, and its ladder is stretched by as much. Of several
 * that wait for the same person's opening, each is due a little after the one before.
 */
function start(kind: ClockKind, target: ClockTarget, facts: ClockFacts, arrivedAt: Date, now: Date): Start {
  const hours = hoursOf(target, facts);
  const both = { rep: facts.repHours, team: facts.teamHours };
  const arrivedOvernight = isOvernight(hours, arrivedAt) || isOvernight(hours, now);
  const from = arrivedOvernight && target.overnight ? pacedFrom(target, facts, now) : now;
  const deadlineAt = deadlineFor(target, both, from, arrivedOvernight);
  const agreedAt = deadlineFor(target, both, now, false);
  const length = workingMinutesBetween(hours, now, deadlineAt);
  const agreed = workingMinutesBetween(hours, now, agreedAt);
  const stretch = agreed > 0 ? length / agreed : 1;
  const breach: PlannedStep = { index: 0, do: 'breach', dueAt: deadlineAt };
  const ladder = ladderOf(facts.policy, kind).map(
    (step, index): PlannedStep => ({
      index: index + 1,
      do: step.do,
      dueAt: stepDueAt(step.at, hours, now, length, stretch, deadlineAt),
    }),
  );
  return { do: 'start', kind, repId: null, deadlineAt, steps: [breach, ...ladder] };
}

/** The opening, and a pace later for each that waits for it already. */
function pacedFrom(target: ClockTarget, facts: ClockFacts, now: Date): Date {
  const hours = target.calendar === 'team' ? facts.teamHours : facts.repHours;
  return addWorkingMinutes(
    hours,
    nextOpening(hours, now),
    (facts.ahead ?? 0) * facts.policy.accept.pace.amount,
  );
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

/** When a step that is repeated comes again: so much later as time is counted for its clock. */
export function repeatedAt(kind: ClockKind, every: string, facts: ClockFacts, now: Date): Date {
  const target = targetOf(facts.policy, kind);
  const hours = target ? hoursOf(target, facts) : facts.repHours;
  const delay = parseDelay(every);
  if (delay.unit === 'minutes') return addWorkingMinutes(hours, now, delay.amount);
  return addBusinessDays(hours, now, delay.unit === 'business_days' ? delay.amount : 1);
}

/** A paused clock goes on: the working time that was left when it paused is left now, up to each of its steps too. */
function resumeClock(clock: Clock, facts: ClockFacts, now: Date): ClockChange {
  const target = targetOf(facts.policy, clock.kind);
  const hours = target ? hoursOf(target, facts) : facts.repHours;
  const { pausedAt } = clock;
  const goesOn = (due: Date): Date => {
    if (!pausedAt || pausedAt >= due) return due;
    const end = addWorkingMinutes(hours, now, workingMinutesBetween(hours, pausedAt, due));
    // An opening and the closing before it are the same amount of work away: nobody loses a night by waking it.
    return end > due ? end : due;
  };
  const steps = clock.planned.map((step) => ({ ...step, dueAt: goesOn(step.dueAt) }));
  return { do: 'resume', kind: clock.kind, deadlineAt: goesOn(clock.deadlineAt), steps };
}

/**
 * From acceptance on, or from a meeting that needs none: whoever it goes to later, no reassignment gives anybody more
 * time. `changes` are those of the same decision, which may have started it.
 */
export function withQualify(
  changes: readonly ClockChange[],
  facts: Facts,
  repId: string | null,
  now: Date,
): ClockChange[] {
  const isStarted = changes.some((change) => change.do === 'start' && change.kind === 'qualify');
  if (isStarted || repId === null || runningClocks(facts, ['qualify']).length > 0) return [...changes];
  const started = startClock('qualify', facts, now, now);
  return started ? [...changes, { ...started, repId }] : [...changes];
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
export const resumeClocks = (
  facts: ClockFacts & Pick<Facts, 'clocks'>,
  kinds: readonly ClockKind[],
  now: Date,
): ClockChange[] =>
  runningClocks(facts, kinds)
    .filter((clock) => clock.pausedAt !== null)
    .map((clock) => resumeClock(clock, facts, now));

/** Takes back what a press did to the clocks: neither it nor its undoing gives anybody more time. */
export function undoClocks(before: Before, facts: Facts): ClockChange[] {
  if (before.command === 'claim') {
    // Whoever takes it next has all the time a first owner has.
    return [
      ...stoppedThen(['unassigned'], before, facts).map((kind): ClockChange => ({ do: 'reopen', kind })),
      ...(before.claim?.isFirstOffer ? stopClocks(facts, RESPONSE_CLOCKS, false) : []),
      ...stopBegun(before, facts),
    ];
  }
  if (before.command === 'snooze') {
    // As of the snooze: only a pause of all clocks that went before it gives back the time it took.
    return resumeClocks(facts, PROMPT_CLOCKS, before.at);
  }
  const stopped = stoppedThen([...PROMPT_CLOCKS, 'follow_up', 'outcome', 'qualify'], before, facts);
  return [...stopped.map((kind): ClockChange => ({ do: 'reopen', kind })), ...stopBegun(before, facts)];
}

/** Accepting began it. */
const stopBegun = ({ at }: Before, facts: Facts): ClockChange[] =>
  runningClocks(facts, ['qualify'])
    .filter(({ startedAt }) => startedAt.getTime() === at.getTime())
    .map(({ kind }) => ({ do: 'stop', kind, met: false }));

/** While ops have stopped all clocks none goes on, and one that starts stands still at once. */
export const heldStill = (changes: readonly ClockChange[]): ClockChange[] =>
  changes.flatMap((change): ClockChange[] => {
    if (change.do === 'resume') return [];
    const begins = change.do === 'start' || change.do === 'reopen';
    return begins ? [change, { do: 'pause', kind: change.kind }] : [change];
  });

/** Those of the kinds whose last clock the press stopped. */
const stoppedThen = (kinds: readonly ClockKind[], { at }: Before, { clocks }: Facts): ClockKind[] =>
  kinds.filter(
    (kind) => clocks.findLast((clock) => clock.kind === kind)?.stoppedAt?.getTime() === at.getTime(),
  );
