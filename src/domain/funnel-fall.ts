import { type Change, compareShares } from './interval.ts';
import type { Stage } from './stages.ts';

/**
 * Why a step of the funnel let fewer come on than the time before. Of all leads of the stage before, so many came on; the
 * rest was rejected, was missed, or is undecided. Each of these is compared source by source, and what is left is that
 * other sources sent the leads (Kitagawa 1955): a total may fall while every source gets better.
 */

/** Leads of one source that reached the stage before, by what became of them. */
export type StepLeads = {
  sourceId: string;
  came: number;
  /** Rejected, disqualified, recycled or lost. */
  rejected: number;
  /** Not decided, and a deadline of theirs was missed. */
  missed: number;
  /** Not decided, in time so far. */
  undecided: number;
};

export const FALL_PARTS = ['rejected', 'missed', 'undecided', 'mix'] as const;
export type FallPart = (typeof FALL_PARTS)[number];

export type Fall = {
  now: { came: number; of: number };
  before: { came: number; of: number };
  /** The change in tenths of a percentage point. */
  change: number;
  /** What makes it up, in the same unit: their sum is the change, to the tenth. */
  parts: Record<FallPart, number>;
  /** What pulled it down most; null where nothing did. */
  mostly: FallPart | null;
  /** Whether no source that sent leads both times let a smaller share come on. */
  everySourceHeld: boolean;
};

export type StepFall = Fall & { from: Stage; to: Stage };

/** Whether chance alone does not explain that a smaller share came on. */
export const hasFallen = (now: readonly StepLeads[], before: readonly StepLeads[]): boolean => {
  const change: Change = compareShares(shareOf(now), shareOf(before));
  return change.type === 'down';
};

/** The change of the share that came on, and its parts. Null where either time had no leads. */
export function splitChange(now: readonly StepLeads[], before: readonly StepLeads[]): Fall | null {
  const [after, first] = [shareOf(now), shareOf(before)];
  if (after.of === 0 || first.of === 0) return null;
  const exact: Record<FallPart, number> = { rejected: 0, missed: 0, undecided: 0, mix: 0 };
  let everySourceHeld = true;
  for (const sourceId of new Set([...now, ...before].map((one) => one.sourceId))) {
    const [own, ownBefore] = [ofSource(now, sourceId), ofSource(before, sourceId)];
    const [count, countBefore] = [countOf(own), countOf(ownBefore)];
    if (count + countBefore === 0) continue;
    // A source that sent leads only once has no change of its own: all it does is change the mix.
    const rates = ratesOf(count === 0 ? ownBefore : own);
    const ratesBefore = ratesOf(countBefore === 0 ? own : ownBefore);
    const [weight, weightBefore] = [count / after.of, countBefore / first.of];
    for (const part of ['rejected', 'missed', 'undecided'] as const) {
      exact[part] -= ((weight + weightBefore) / 2) * (rates[part] - ratesBefore[part]);
    }
    exact.mix += ((rates.came + ratesBefore.came) / 2) * (weight - weightBefore);
    if (rates.came < ratesBefore.came) everySourceHeld = false;
  }
  // A zero has no sign.
  const change = Math.round(1_000 * (after.cases / after.of - first.cases / first.of)) + 0;
  const parts = toTenths(exact, change);
  const least = FALL_PARTS.toSorted((one, other) => parts[one] - parts[other])[0];
  return {
    now: { came: after.cases, of: after.of },
    before: { came: first.cases, of: first.of },
    change,
    parts,
    mostly: least !== undefined && parts[least] < 0 ? least : null,
    everySourceHeld,
  };
}

/** Tenths of a point whose sum is the change: what rounding leaves goes to those it was taken from most. */
function toTenths(exact: Record<FallPart, number>, change: number): Record<FallPart, number> {
  const parts = { rejected: 0, missed: 0, undecided: 0, mix: 0 };
  for (const part of FALL_PARTS) parts[part] = Math.floor(exact[part] * 1_000);
  let rest = change - FALL_PARTS.reduce((sum, part) => sum + parts[part], 0);
  const byRemainder = FALL_PARTS.toSorted(
    (one, other) => exact[other] * 1_000 - parts[other] - (exact[one] * 1_000 - parts[one]),
  );
  for (let turn = 0; rest !== 0; turn += 1) {
    const part = byRemainder[turn % byRemainder.length] ?? 'mix';
    parts[part] += Math.sign(rest);
    rest -= Math.sign(rest);
  }
  // A zero has no sign.
  for (const part of FALL_PARTS) parts[part] += 0;
  return parts;
}

const NOTHING = { came: 0, rejected: 0, missed: 0, undecided: 0 };

const countOf = ({ came, rejected, missed, undecided }: StepLeads): number =>
  came + rejected + missed + undecided;

function ratesOf(leads: StepLeads): Omit<StepLeads, 'sourceId'> {
  const of = countOf(leads);
  const { came, rejected, missed, undecided } = leads;
  return { came: came / of, rejected: rejected / of, missed: missed / of, undecided: undecided / of };
}

const ofSource = (leads: readonly StepLeads[], sourceId: string): StepLeads =>
  leads
    .filter((one) => one.sourceId === sourceId)
    .reduce(
      (sum, one) => ({
        sourceId,
        came: sum.came + one.came,
        rejected: sum.rejected + one.rejected,
        missed: sum.missed + one.missed,
        undecided: sum.undecided + one.undecided,
      }),
      { sourceId, ...NOTHING },
    );

const shareOf = (leads: readonly StepLeads[]): { cases: number; of: number } => ({
  cases: leads.reduce((sum, { came }) => sum + came, 0),
  of: leads.reduce((sum, one) => sum + countOf(one), 0),
});
