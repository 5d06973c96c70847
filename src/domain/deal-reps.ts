import { type DealHistory, saidAt, wasClosed } from './deal-history.ts';
import { movesOf } from './deal-watch.ts';
import { type Change, compareShares } from './interval.ts';

/** How true a rep's pipeline is: close dates that slip, and steps that are claimed too early. */

export type RepPipeline = {
  repId: string;
  /** Deals that were open at some time of the period. */
  deals: number;
  /** Of these, how many had their close date moved later, and by how many days together on average. */
  slipped: number;
  meanDays: number | null;
  /** How often a deal went back to an earlier step. */
  stepsBack: number;
  /** Deals over in the period: what was won, and what would have been by the shares of everybody else's that came as far. */
  closed: number;
  won: number;
  /** Null where the others have too few that came as far. */
  expectedWon: number | null;
  /** Whether fewer were won than of the others' deals that came as far; `too_few` says neither. */
  against: Change['type'];
};

type Period = { from: Date; to: Date };

/** One row for each rep with deals in the period, in the order of their ids. `steps` are the sub-stages in their order. */
export function repPipelines(
  deals: readonly DealHistory[],
  period: Period,
  steps: readonly string[],
): RepPipeline[] {
  const closedEver = deals
    .filter((deal) => wasClosed(deal, period.to))
    .map((deal) => ({ deal, step: furthestStep(deal, steps) }));
  const ofPeriod = deals.filter(
    ({ knownAt, end }) => knownAt <= period.to && (end === null || end.at >= period.from),
  );
  const moves = ofPeriod.flatMap((deal) => movesOf(deal, period).map((move) => ({ deal, ...move })));
  const ids = new Set([
    ...ofPeriod.flatMap(({ repId }) => repId ?? []),
    ...moves.flatMap(({ repId }) => repId ?? []),
  ]);
  return [...ids].toSorted().map((repId) => {
    const own = ofPeriod.filter((deal) => deal.repId === repId);
    const moved = moves.filter((move) => (move.repId ?? move.deal.repId) === repId);
    const slipped = new Set(moved.map(({ deal }) => deal)).size;
    const closed = closedEver.filter(
      ({ deal }) => deal.repId === repId && deal.end !== null && deal.end.at >= period.from,
    );
    const won = closed.filter(({ deal }) => deal.end?.won).length;
    const others = closedEver.filter(({ deal }) => deal.repId !== repId);
    const expectedWon = expected(closed, others);
    return {
      repId,
      deals: new Set([...own, ...moved.map(({ deal }) => deal)]).size,
      slipped,
      meanDays: slipped === 0 ? null : moved.reduce((sum, { days }) => sum + days, 0) / slipped,
      stepsBack: ofPeriod.reduce((sum, deal) => sum + stepsBack(deal, repId, period, steps), 0),
      closed: closed.length,
      won,
      expectedWon,
      against: compareWithOthers(closed, others).type,
    };
  });
}

type Closed = { deal: DealHistory; step: string | null };

const wonOf = (closed: readonly Closed[]): number => closed.filter(({ deal }) => deal.end?.won).length;

/** What the shares of the others, step by step, make of these deals. */
function expected(closed: readonly Closed[], others: readonly Closed[]): number | null {
  let sum = 0;
  for (const [step, own] of Map.groupBy(closed, (one) => one.step)) {
    const alike = others.filter((other) => other.step === step);
    if (alike.length === 0) return null;
    sum += (own.length * wonOf(alike)) / alike.length;
  }
  return closed.length === 0 ? null : sum;
}

/** Against the others' deals of the same steps, so that who has later steps is held against later steps. */
function compareWithOthers(closed: readonly Closed[], others: readonly Closed[]): Change {
  const share = expected(closed, others);
  const steps = new Set(closed.map(({ step }) => step));
  const alike = others.filter(({ step }) => steps.has(step));
  if (share === null) return { type: 'too_few', before: null };
  // The share that these deals should have had, as sure as the others' number makes it.
  const before = { cases: (share / closed.length) * alike.length, of: alike.length };
  return compareShares({ cases: wonOf(closed), of: closed.length }, before);
}

/** The furthest step that was said of a deal before it was over; null where none was. */
function furthestStep(deal: DealHistory, steps: readonly string[]): string | null {
  const said = deal.changes.filter(({ field }) => field === 'sub_stage').map(({ to }) => to);
  const furthest = Math.max(-1, ...said.map((code) => steps.indexOf(code)));
  return steps[furthest] ?? saidAt(deal, deal.end?.at ?? new Date(0)).subStage;
}

function stepsBack(deal: DealHistory, repId: string, { from, to }: Period, steps: readonly string[]): number {
  const said = deal.changes.filter(({ field }) => field === 'sub_stage');
  return said.filter((change, index) => {
    const before = steps.indexOf(said[index - 1]?.to ?? '');
    const after = steps.indexOf(change.to);
    const isTheirs = (change.repId ?? deal.repId) === repId;
    return isTheirs && after !== -1 && after < before && change.at >= from && change.at <= to;
  }).length;
}
