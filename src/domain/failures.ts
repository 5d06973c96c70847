import type { ClockKind } from './clock.ts';
import { type Change, compareShares } from './interval.ts';
import { FAILURE_POINTS, type FailurePoint } from './settings.ts';

/** Where handing over fails: what was rejected and why, what was missed, and what is to be done about most of it. */

export type FailureRows = {
  /** Handoffs that were accepted in the time, and stand so. */
  accepted: number;
  /** Rejections of the time that stand. */
  rejections: { reason: string; failurePoint: FailurePoint; sourceId: string; count: number }[];
  /** Clocks that began in the time: those that ran out, and those met in time. */
  clocks: { kind: ClockKind; missed: number; met: number }[];
};

/** `of` are all that could have failed so; `before` is how many did in the time before. */
export type Failing = { count: number; of: number; before: number; change: Change };
export type FailureFigures = {
  /** Accepted or rejected. */
  answers: number;
  /** The one with most rejections first; what was missed in time belongs to `response_timing`. */
  points: (Failing & { failurePoint: FailurePoint; missed: number })[];
  reasons: (Failing & { reason: string; failurePoint: FailurePoint; mostFrom: MostFrom })[];
  misses: (Failing & { kind: ClockKind })[];
  top: TopFailure | null;
};
/** The source that most of them came from. */
type MostFrom = { sourceId: string; count: number };

/** The failure point with most failures, and what is to be changed about it. */
export type TopFailure = { failurePoint: FailurePoint; count: number; of: number } & (
  | { change: 'definition' | 'source' | 'routing'; reason: string; mostFrom: MostFrom; rejections: number }
  /** Nobody could take them in time, or whoever had them did not answer in time. */
  | { change: 'capacity' | 'answering'; kind: ClockKind | null; missed: number }
);

/** The figures of a time, held against those of the equally long one before. */
export function failureFigures(now: FailureRows, before: FailureRows): FailureFigures {
  const answers = answersOf(now);
  const rejected = (rows: FailureRows, holds: (row: FailureRows['rejections'][number]) => boolean) =>
    sum(rows.rejections.filter(holds).map(({ count }) => count));
  const failing = (holds: (row: FailureRows['rejections'][number]) => boolean): Failing =>
    failingOf(
      { cases: rejected(now, holds), of: answers },
      { cases: rejected(before, holds), of: answersOf(before) },
    );
  const missed = sum(now.clocks.map((clock) => clock.missed));
  const points = FAILURE_POINTS.map((failurePoint) => ({
    failurePoint,
    missed: failurePoint === 'response_timing' ? missed : 0,
    ...failing((row) => row.failurePoint === failurePoint),
  })).toSorted((a, b) => b.count - a.count || b.missed - a.missed);
  const kinds = [...new Set([...now.rejections, ...before.rejections].map(reasonKey))];
  const reasons = kinds.map((key) => {
    const own = (row: FailureRows['rejections'][number]) => reasonKey(row) === key;
    const row = now.rejections.find(own) ?? before.rejections.find(own);
    if (!row) throw new Error(`${key}: expected a rejection with it`);
    const mostFrom = mostOf(now.rejections.filter(own)) ?? mostOf(before.rejections.filter(own));
    if (!mostFrom) throw new Error(`${key}: expected a source of it`);
    return { reason: row.reason, failurePoint: row.failurePoint, mostFrom, ...failing(own) };
  });
  const misses = now.clocks.map(({ kind, missed: cases, met }) => {
    const earlier = before.clocks.find((clock) => clock.kind === kind) ?? { missed: 0, met: 0 };
    const first = { cases: earlier.missed, of: earlier.missed + earlier.met };
    return { kind, ...failingOf({ cases, of: cases + met }, first) };
  });
  const sorted = {
    reasons: reasons.toSorted((a, b) => b.count - a.count || b.before - a.before),
    misses: misses.toSorted((a, b) => b.count - a.count || b.of - a.of),
  };
  return { answers, points, ...sorted, top: topFailure(now, points, sorted.misses) };
}

const answersOf = ({ accepted, rejections }: FailureRows): number =>
  accepted + sum(rejections.map(({ count }) => count));

const failingOf = (now: { cases: number; of: number }, before: { cases: number; of: number }): Failing => ({
  count: now.cases,
  of: now.of,
  before: before.cases,
  change: compareShares(now, before),
});

const reasonKey = ({ reason, failurePoint }: { reason: string; failurePoint: FailurePoint }): string =>
  `${failurePoint} ${reason}`;

function mostOf(rows: FailureRows['rejections']): MostFrom | null {
  const counts = new Map<string, number>();
  for (const { sourceId, count } of rows) counts.set(sourceId, (counts.get(sourceId) ?? 0) + count);
  const [most] = [...counts].toSorted(([a, first], [b, other]) => other - first || (a < b ? -1 : 1));
  return most ? { sourceId: most[0], count: most[1] } : null;
}

/**
 * A threshold that is wrong for everybody is the definition's; where one source alone brings most of what is rejected,
 * and others bring less, it is the source's.
 */
function topFailure(
  { rejections }: FailureRows,
  points: FailureFigures['points'],
  misses: FailureFigures['misses'],
): TopFailure | null {
  const all = sum(points.map(({ count, missed }) => count + missed));
  const [most] = points.toSorted((a, b) => b.count + b.missed - (a.count + a.missed));
  if (!most || all === 0) return null;
  const { failurePoint } = most;
  const of = { failurePoint, count: most.count + most.missed, of: all };
  if (failurePoint === 'response_timing') {
    const [miss] = misses;
    if (!miss || miss.count === 0) return { ...of, change: 'answering', kind: null, missed: 0 };
    const change = miss.kind === 'unassigned' ? 'capacity' : 'answering';
    return { ...of, change, kind: miss.kind, missed: miss.count };
  }
  const own = rejections.filter((row) => row.failurePoint === failurePoint);
  const mostFrom = mostOf(own);
  const reasons = Map.groupBy(own, ({ reason }) => reason);
  const [reason] = [...reasons].toSorted(([, a], [, b]) => countIn(b) - countIn(a));
  if (!mostFrom || !reason) return null;
  const isOneSources = mostFrom.count * 2 > most.count && new Set(own.map((row) => row.sourceId)).size > 1;
  return {
    ...of,
    change: changeOf(failurePoint, isOneSources),
    reason: reason[0],
    mostFrom,
    rejections: most.count,
  };
}

function changeOf(
  failurePoint: Exclude<FailurePoint, 'response_timing'>,
  isOneSources: boolean,
): 'definition' | 'source' | 'routing' {
  switch (failurePoint) {
    case 'routing_accuracy':
      return 'routing';
    case 'data_quality':
      return 'source';
    case 'qualification_threshold':
      return isOneSources ? 'source' : 'definition';
  }
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
const countIn = (rows: FailureRows['rejections']): number => sum(rows.map(({ count }) => count));
