import { isOpenState, type State } from './handoff.ts';
import { FAILURE_POINTS, type FailurePoint } from './settings.ts';
import type { Stage } from './stages.ts';

/**
 * The funnel's figures: what became of the leads captured in a period. They are made from counted rows, so that a
 * million leads are as quick as a hundred, and they stay honest where there are few.
 */

/** The way a lead goes when all goes well. Where it branches off says nothing about how far it came before. */
export const PATH: readonly Stage[] = [
  'inquiry',
  'marketing_qualified',
  'sales_accepted',
  'sales_qualified',
  'opportunity',
  'closed_won',
];

/** How many steps of the path a lead has behind it that was in this stage, whatever is recorded between. */
export function depthOf(stage: Stage): number {
  const proven = stage === 'closed_lost' ? 'opportunity' : stage;
  return Math.max(0, PATH.indexOf(proven));
}

/** What the figures are made from. Rows of the same key belong to one group; null is the key of what has none. */
export type FunnelRows = {
  /** Leads alike in the deepest step they reached, the stage they are in and the state of their latest handoff. */
  leads: { key: string | null; depth: number; stage: Stage; state: State | null; count: number }[];
  /** Accepted handoffs that took equally long. */
  accepts: { key: string | null; seconds: number; count: number }[];
  /** Accept clocks met in time, and those that ran out. */
  clocks: { key: string | null; attained: number; breached: number }[];
  /** Rejections that stand. */
  rejections: { key: string | null; failurePoint: FailurePoint; count: number }[];
};

type Conversion = {
  /** Null while none is decided, as are its limits: those of the 95 % Wilson interval. */
  rate: number | null;
  low: number | null;
  high: number | null;
  /** Leads of the step before whose answer is known. */
  decided: number;
  /** Leads of the step before that may still come on. */
  open: number;
};

type FunnelFigures = {
  leads: number;
  /** Leads in nurture now, never qualified or recycled. */
  nurtured: number;
  stages: { stage: Stage; reached: number; conversion: Conversion }[];
  /** From the first offer to the acceptance that stands, in minutes that really passed, nights included. */
  accept: { medianMinutes: number | null; p90Minutes: number | null; count: number };
  sla: { attained: number; measured: number };
  rejections: { failurePoint: FailurePoint; count: number }[];
  waiting: number;
  snoozed: number;
};

/** One group's figures for each key, the one with most leads first; what has no key comes last. */
export function funnelGroups(rows: FunnelRows): { key: string | null; figures: FunnelFigures }[] {
  const all = [rows.leads, rows.accepts, rows.clocks, rows.rejections].flat();
  const keys = [...new Set(all.map((row) => row.key))];
  return keys
    .map((key) => {
      const ofKey = <Row extends { key: string | null }>(list: Row[]) =>
        list.filter((row) => row.key === key);
      const figures = funnelFigures({
        leads: ofKey(rows.leads),
        accepts: ofKey(rows.accepts),
        clocks: ofKey(rows.clocks),
        rejections: ofKey(rows.rejections),
      });
      return { key, figures };
    })
    .sort(
      (a, b) =>
        Number(a.key === null) - Number(b.key === null) ||
        b.figures.leads - a.figures.leads ||
        (a.key ?? '').localeCompare(b.key ?? ''),
    );
}

/** The figures of all rows together, whatever their keys. */
export function funnelFigures(rows: FunnelRows): FunnelFigures {
  const attained = sum(rows.clocks, (row) => row.attained);
  const inState = (state: State) => countWhere(rows.leads, (row) => row.state === state);
  return {
    leads: countWhere(rows.leads, () => true),
    nurtured: countWhere(rows.leads, (row) => row.stage === 'nurture'),
    stages: PATH.slice(1).map((stage, index) => ({
      stage,
      reached: reachedBy(rows.leads, index + 1),
      conversion: conversionTo(rows.leads, index + 1),
    })),
    accept: acceptTimes(rows.accepts),
    sla: { attained, measured: attained + sum(rows.clocks, (row) => row.breached) },
    rejections: FAILURE_POINTS.map((failurePoint) => ({
      failurePoint,
      count: countWhere(rows.rejections, (row) => row.failurePoint === failurePoint),
    })),
    waiting: inState('waiting'),
    snoozed: inState('snoozed'),
  };
}

type LeadsAlike = FunnelRows['leads'][number];

const reachedBy = (leads: readonly LeadsAlike[], depth: number): number =>
  countWhere(leads, (row) => row.depth >= depth);

function conversionTo(leads: readonly LeadsAlike[], depth: number): Conversion {
  const cameOn = reachedBy(leads, depth);
  const stopped = (outlook: Outlook) =>
    countWhere(leads, (row) => row.depth === depth - 1 && outlookOf(row) === outlook);
  const decided = cameOn + stopped('over');
  return { ...wilson(cameOn, decided), decided, open: stopped('open') };
}

type Outlook = 'open' | 'over' | 'gone';
const ENDS: readonly Stage[] = ['closed_won', 'closed_lost', 'nurture', 'disqualified'];

/**
 * Whether a lead may still come on. Only a no makes it over: a lead nobody was asked about is open, and so is one
 * that went on where no handoff follows it. A withdrawn one was merged or erased, and is no answer at all.
 */
function outlookOf({ stage, state }: LeadsAlike): Outlook {
  if (state !== null && isOpenState(state)) return 'open';
  if (ENDS.includes(stage) || state === 'rejected') return 'over';
  return state === 'withdrawn' ? 'gone' : 'open';
}

const Z_95 = 1.959964;

/** A share with its 95 % Wilson interval, which keeps its meaning for few cases and near 0 and 1. */
export function wilson(
  cases: number,
  of: number,
): { rate: number | null; low: number | null; high: number | null } {
  if (of === 0) return { rate: null, low: null, high: null };
  const rate = cases / of;
  const square = Z_95 ** 2;
  const middle = rate + square / (2 * of);
  const spread = Z_95 * Math.sqrt((rate * (1 - rate)) / of + square / (4 * of ** 2));
  const scale = 1 + square / of;
  // At 0 and 1 rounding may put a limit on the wrong side of the rate.
  return {
    rate,
    low: Math.max(0, Math.min(rate, (middle - spread) / scale)),
    high: Math.min(1, Math.max(rate, (middle + spread) / scale)),
  };
}

function acceptTimes(rows: FunnelRows['accepts']): FunnelFigures['accept'] {
  const sorted = [...rows].sort((a, b) => a.seconds - b.seconds);
  const count = countWhere(sorted, () => true);
  if (count === 0) return { medianMinutes: null, p90Minutes: null, count };
  const middle = [Math.ceil(count / 2), Math.floor(count / 2) + 1].map((rank) => secondsAt(sorted, rank));
  return {
    medianMinutes: sum(middle, (seconds) => seconds) / 2 / 60,
    // A time that really occurred, so that "9 in 10 within" is true of however few there are.
    p90Minutes: secondsAt(sorted, Math.ceil((count * 90) / 100)) / 60,
    count,
  };
}

/** The value of this rank, the smallest having rank 1. */
function secondsAt(sorted: FunnelRows['accepts'], rank: number): number {
  let passed = 0;
  for (const { seconds, count } of sorted) {
    passed += count;
    if (passed >= rank) return seconds;
  }
  throw new Error(`rank ${rank} of ${passed} times: expected at most as many`);
}

const sum = <Row>(rows: readonly Row[], amount: (row: Row) => number): number =>
  rows.reduce((total, row) => total + amount(row), 0);

const countWhere = <Row extends { count: number }>(
  rows: readonly Row[],
  holds: (row: Row) => boolean,
): number => sum(rows, (row) => (holds(row) ? row.count : 0));
