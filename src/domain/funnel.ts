import { isOpenState, type State } from './handoff.ts';
import {
  type Change,
  compareCounts,
  compareMedians,
  compareShares,
  type Interval,
  type Median,
  medianRanks,
  wilson,
} from './interval.ts';
import { FAILURE_POINTS, type FailurePoint } from './settings.ts';
import { SPEED_SHARES, type SpeedShare } from './speed.ts';
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
  /**
   * Leads alike in the deepest step they reached, the steps somebody saw them take (bit 1 for the first, and so
   * on), the stage they are in and the state of their latest handoff.
   */
  leads: {
    key: string | null;
    depth: number;
    observed: number;
    stage: Stage;
    state: State | null;
    count: number;
  }[];
  /** Accepted handoffs that took equally long. */
  accepts: { key: string | null; seconds: number; count: number }[];
  /** Handoffs whose first response took equally long. */
  responses: { key: string | null; seconds: number; count: number }[];
  /** Leads with a meeting, as far as anybody said so. One that was missed and held later was held. */
  meetings: ({ key: string | null } & Meetings)[];
  /** Handoffs that were responded to, of which a share took equally long. */
  speeds: { key: string | null; share: SpeedShare; seconds: number; count: number }[];
  /** The person's clocks met in time, and those that ran out. */
  clocks: { key: string | null; kind: MeasuredClock; attained: number; breached: number }[];
  /** Rejections that stand. */
  rejections: { key: string | null; failurePoint: FailurePoint; count: number }[];
};

export const NO_ROWS: FunnelRows = {
  leads: [],
  accepts: [],
  responses: [],
  meetings: [],
  speeds: [],
  clocks: [],
  rejections: [],
};

/** Whether it was accepted, and responded to, in time: the first response, and the first by each channel expected. */
export type MeasuredClock = 'accept' | 'response';
/** Clocks met in time, of those that tell something. */
export type Attainment = { attained: number; measured: number };

export type Meetings = { booked: number; held: number; noShow: number };

/** Minutes that really passed, nights included; null where nothing was measured. */
export type Times = { median: Median | null; p90Minutes: number | null; count: number };

/** The rate is null while none is decided, as are its limits: those of the 95 % Wilson interval. */
export type Conversion = Interval & {
  /** Leads that came on. */
  came: number;
  /** Leads of the step before whose answer is known. */
  decided: number;
  /** Leads of the step before that may still come on. */
  open: number;
};

/** Minutes at which first responses are told apart: five and thirty are those of the literature. */
export const RESPONSE_BOUNDS = [5, 15, 30, 60, 240, 1_440, 4_320] as const;

export type FunnelFigures = {
  leads: number;
  /** Leads in nurture now, never qualified or recycled. */
  nurtured: number;
  /** `inferred` were in the stage for all we know, though nobody saw them enter it. */
  stages: { stage: Stage; reached: number; inferred: number; conversion: Conversion }[];
  /** From the first offer to the acceptance that stands, and to the first response. */
  accept: Times;
  response: Times;
  /** How many first responses took how long, by `RESPONSE_BOUNDS`. */
  responseSpread: number[];
  /** From capture to first response, and its shares. */
  speed: Record<SpeedShare, Times>;
  meetings: Meetings;
  sla: Attainment;
  responseSla: Attainment;
  rejections: { failurePoint: FailurePoint; count: number }[];
  waiting: number;
  snoozed: number;
};

/** One group's figures for each key, the one with most leads first; what has no key comes last. */
export function funnelGroups(rows: FunnelRows): { key: string | null; figures: FunnelFigures }[] {
  const groups = new Map<string | null, FunnelRows>();
  const groupOf = ({ key }: { key: string | null }): FunnelRows => {
    const known = groups.get(key);
    if (known) return known;
    const empty = {
      leads: [],
      accepts: [],
      responses: [],
      speeds: [],
      meetings: [],
      clocks: [],
      rejections: [],
    };
    groups.set(key, empty);
    return empty;
  };
  for (const row of rows.leads) groupOf(row).leads.push(row);
  for (const row of rows.accepts) groupOf(row).accepts.push(row);
  for (const row of rows.responses) groupOf(row).responses.push(row);
  for (const row of rows.speeds) groupOf(row).speeds.push(row);
  for (const row of rows.meetings) groupOf(row).meetings.push(row);
  for (const row of rows.clocks) groupOf(row).clocks.push(row);
  for (const row of rows.rejections) groupOf(row).rejections.push(row);
  return [...groups]
    .map(([key, theirs]) => ({ key, figures: funnelFigures(theirs) }))
    .sort(
      (a, b) =>
        Number(a.key === null) - Number(b.key === null) ||
        b.figures.leads - a.figures.leads ||
        (a.key ?? '').localeCompare(b.key ?? ''),
    );
}

/** The figures of all rows together, whatever their keys. */
export function funnelFigures(rows: FunnelRows): FunnelFigures {
  const inState = (state: State) => countWhere(rows.leads, (row) => row.state === state);
  return {
    leads: countWhere(rows.leads, () => true),
    nurtured: countWhere(rows.leads, (row) => row.stage === 'nurture'),
    stages: PATH.slice(1).map((stage, index) => ({
      stage,
      reached: reachedBy(rows.leads, index + 1),
      inferred: inferredAt(rows.leads, index + 1),
      conversion: conversionTo(rows.leads, index + 1),
    })),
    accept: timesOf(rows.accepts),
    response: timesOf(rows.responses),
    responseSpread: spreadOf(rows.responses),
    speed: speedFigures(rows.speeds),
    meetings: {
      booked: sum(rows.meetings, (row) => row.booked),
      held: sum(rows.meetings, (row) => row.held),
      noShow: sum(rows.meetings, (row) => row.noShow),
    },
    sla: attainmentOf(rows.clocks, 'accept'),
    responseSla: attainmentOf(rows.clocks, 'response'),
    rejections: FAILURE_POINTS.map((failurePoint) => ({
      failurePoint,
      count: countWhere(rows.rejections, (row) => row.failurePoint === failurePoint),
    })),
    waiting: inState('waiting'),
    snoozed: inState('snoozed'),
  };
}

/** How figures stand against those of another, equally long time. */
export type FunnelChanges = {
  leads: Change;
  /** Of the conversions, in the order of the stages. */
  stages: Change[];
  accept: Change;
  response: Change;
  speed: Change;
  sla: Change;
  responseSla: Change;
};

export function compareFunnels(now: FunnelFigures, before: FunnelFigures): FunnelChanges {
  const share = ({ conversion }: FunnelFigures['stages'][number]) => ({
    cases: conversion.came,
    of: conversion.decided,
  });
  const none = { cases: 0, of: 0 };
  const kept = ({ attained, measured }: Attainment) => ({ cases: attained, of: measured });
  return {
    leads: compareCounts(now.leads, before.leads),
    stages: now.stages.map((stage, index) => {
      const first = before.stages[index];
      return compareShares(share(stage), first ? share(first) : none);
    }),
    accept: compareMedians(now.accept.median, before.accept.median),
    response: compareMedians(now.response.median, before.response.median),
    speed: compareMedians(now.speed.total.median, before.speed.total.median),
    sla: compareShares(kept(now.sla), kept(before.sla)),
    responseSla: compareShares(kept(now.responseSla), kept(before.responseSla)),
  };
}

type LeadsAlike = FunnelRows['leads'][number];
type Timed = Pick<FunnelRows['accepts'][number], 'seconds' | 'count'>;

const reachedBy = (leads: readonly LeadsAlike[], depth: number): number =>
  countWhere(leads, (row) => row.depth >= depth);

const inferredAt = (leads: readonly LeadsAlike[], depth: number): number =>
  countWhere(leads, (row) => row.depth >= depth && (row.observed & (1 << depth)) === 0);

function conversionTo(leads: readonly LeadsAlike[], depth: number): Conversion {
  const cameOn = reachedBy(leads, depth);
  const stopped = (outlook: Outlook) =>
    countWhere(leads, (row) => row.depth === depth - 1 && outlookOf(row) === outlook);
  const decided = cameOn + stopped('over');
  return { ...wilson(cameOn, decided), came: cameOn, decided, open: stopped('open') };
}

export type Outlook = 'open' | 'over' | 'gone';
const ENDS: readonly Stage[] = ['closed_won', 'closed_lost', 'nurture', 'disqualified'];

/**
 * Whether a lead may still come on. Only a no makes it over: a lead nobody was asked about is open, and so is one
 * that went on where no handoff follows it. A withdrawn one was merged or erased, and is no answer at all.
 */
export function outlookOf({ stage, state }: Pick<LeadsAlike, 'stage' | 'state'>): Outlook {
  if (state !== null && isOpenState(state)) return 'open';
  if (ENDS.includes(stage) || state === 'rejected') return 'over';
  return state === 'withdrawn' ? 'gone' : 'open';
}

function attainmentOf(rows: FunnelRows['clocks'], kind: MeasuredClock): Attainment {
  const ofKind = rows.filter((row) => row.kind === kind);
  const attained = sum(ofKind, (row) => row.attained);
  return { attained, measured: attained + sum(ofKind, (row) => row.breached) };
}

/** Median and more of each share; of time snoozed only where there was any. */
export function speedFigures(rows: FunnelRows['speeds']): Record<SpeedShare, Times> {
  const of = (share: SpeedShare) => timesOf(rows.filter((row) => row.share === share));
  // The keys are the list the type is made from.
  return Object.fromEntries(SPEED_SHARES.map((share) => [share, of(share)])) as Record<SpeedShare, Times>;
}

/** Median and 9 in 10 of times that are counted where they are equal. */
export function timesOf(rows: readonly Timed[]): Times {
  const sorted = sortedSeconds(rows);
  const count = sorted.length;
  if (count === 0) return { median: null, p90Minutes: null, count };
  /** The value of this rank, the smallest having rank 1. */
  const minutesAt = (rank: number) => (sorted[rank - 1] ?? Number.NaN) / 60;
  const ranks = medianRanks(count);
  return {
    median: {
      median: (minutesAt(Math.ceil(count / 2)) + minutesAt(Math.floor(count / 2) + 1)) / 2,
      low: minutesAt(ranks.low),
      high: minutesAt(ranks.high),
      count,
    },
    // A time that really occurred, so that "9 in 10 within" is true of however few there are.
    p90Minutes: minutesAt(Math.ceil((count * 90) / 100)),
    count,
  };
}

/** How many took at most so long and longer than the bound before; the last, how many took longer than all. */
function spreadOf(rows: readonly Timed[]): number[] {
  const bounds = [0, ...RESPONSE_BOUNDS, Number.POSITIVE_INFINITY].map((minutes) => minutes * 60);
  return bounds
    .slice(1)
    .map((to, index) =>
      countWhere(rows, ({ seconds }) => seconds <= to && (index === 0 || seconds > (bounds[index] ?? 0))),
    );
}

/** Each as often as it occurred. A list of numbers alone is sorted in a tenth of the time that rows are. */
function sortedSeconds(rows: readonly Timed[]): Float64Array {
  const seconds = new Float64Array(countWhere(rows, () => true));
  let from = 0;
  for (const row of rows) {
    seconds.fill(row.seconds, from, from + row.count);
    from += row.count;
  }
  return seconds.sort();
}

const sum = <Row>(rows: readonly Row[], amount: (row: Row) => number): number =>
  rows.reduce((total, row) => total + amount(row), 0);

const countWhere = <Row extends { count: number }>(
  rows: readonly Row[],
  holds: (row: Row) => boolean,
): number => sum(rows, (row) => (holds(row) ? row.count : 0));
