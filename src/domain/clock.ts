import type { LadderStep, SlaPolicy } from './sla-settings.ts';

/**
 * What is measured. `first_email` and `first_call` are the first of their channel; `follow_up` runs from a try without
 * an answer to the next try, `outcome` from the end of a meeting until somebody says what came of it. What a rep is
 * measured by stands in the order of what has to be done next.
 */
export const REP_CLOCKS = [
  'accept',
  'response',
  'first_email',
  'first_call',
  'follow_up',
  'outcome',
  'qualify',
] as const;
export const CLOCK_KINDS = [...REP_CLOCKS, 'unassigned'] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

/** A running measure from one moment to another. Its deadline was computed when it started. */
export type Clock = {
  id: string;
  kind: ClockKind;
  /** The rep it measures; null for `unassigned`. */
  repId: string | null;
  startedAt: Date;
  deadlineAt: Date;
  pausedAt: Date | null;
  stoppedAt: Date | null;
  /** Whether it stopped because what it waits for happened; null while it runs. */
  met: boolean | null;
  breachedAt: Date | null;
  /** Its steps that are not done; known of clocks that are paused. */
  planned: readonly StepDue[];
};

/** When a step falls due: `round` counts how often it was repeated before. */
export type StepDue = { index: number; round: number; dueAt: Date };

/** One thing that falls due while a clock runs. */
export type PlannedStep = { index: number; do: LadderStep | 'breach'; dueAt: Date };

export type ClockChange =
  | { do: 'start'; kind: ClockKind; repId: string | null; deadlineAt: Date; steps: PlannedStep[] }
  /** `at` where it happened before it was told. */
  | { do: 'stop'; kind: ClockKind; met: boolean; at?: Date }
  | { do: 'breach'; kind: ClockKind }
  | { do: 'pause'; kind: ClockKind }
  /** The working time that was left goes on from now, up to the deadline and up to each step. */
  | { do: 'resume'; kind: ClockKind; deadlineAt: Date; steps: StepDue[] }
  /** What it waits for happened at another time than was known. */
  | { do: 'move'; kind: ClockKind; at: Date }
  /** An undone press, or an answer that was none: the clock runs as if it had never stopped. */
  | { do: 'reopen'; kind: ClockKind };

/** The SLA policy as it stood when the handoff was opened; null where it has no such clock. */
export type StampedPolicy = Pick<SlaPolicy, 'accept' | 'ladder' | 'snooze'> & {
  [Kind in Exclude<ClockKind, 'accept'>]: NonNullable<SlaPolicy[Kind]> | null;
};
