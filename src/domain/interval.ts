/**
 * How sure a figure is, and whether two differ. All of it is at 95 %, and keeps its meaning for few cases: a change
 * that chance alone makes often is no change.
 */

const Z_95 = 1.959964;

/** Below this, one case more or less moves a rate by over five points: nothing is compared. */
export const FEWEST_TO_COMPARE = 20;

export type Interval = { rate: number | null; low: number | null; high: number | null };

/** How something stands against what it was before. */
export type Change =
  | { type: 'too_few'; before: number | null }
  | { type: 'same' | 'up' | 'down'; before: number };

/** So many cases of so many. */
export type Share = { cases: number; of: number };

/** A share with its 95 % Wilson interval, which keeps its meaning for few cases and near 0 and 1. */
export function wilson(cases: number, of: number): Interval {
  if (of === 0) return { rate: null, low: null, high: null };
  return wilsonOf(cases, of);
}

function wilsonOf(cases: number, of: number): { rate: number; low: number; high: number } {
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

/** Two independent shares, by Newcombe's interval for their difference (1998, method 10). */
export function compareShares(now: Share, before: Share): Change {
  if (now.of < FEWEST_TO_COMPARE || before.of < FEWEST_TO_COMPARE) {
    return { type: 'too_few', before: before.of === 0 ? null : before.cases / before.of };
  }
  const after = wilsonOf(now.cases, now.of);
  const first = wilsonOf(before.cases, before.of);
  const difference = after.rate - first.rate;
  const low = difference - Math.hypot(after.rate - after.low, first.high - first.rate);
  const high = difference + Math.hypot(after.high - after.rate, first.rate - first.low);
  return changeOf({ rose: low > 0, fell: high < 0 }, first.rate);
}

/** Two counts of equally long times: of all together, chance would put about half in each. */
export function compareCounts(now: number, before: number): Change {
  const all = now + before;
  if (all < FEWEST_TO_COMPARE) return { type: 'too_few', before };
  const { low, high } = wilsonOf(now, all);
  return changeOf({ rose: low > 0.5, fell: high < 0.5 }, before);
}

/** A median with its 95 % interval, whose limits are values that occurred. */
export type Median = { median: number; low: number; high: number; count: number };

/** The ranks, the smallest being 1, between which the median of so many lies (Campbell and Gardner 1988). */
export function medianRanks(count: number): { low: number; high: number } {
  const spread = (Z_95 * Math.sqrt(count)) / 2;
  return {
    low: Math.max(1, Math.round(count / 2 - spread)),
    high: Math.min(count, Math.round(count / 2 + 1 + spread)),
  };
}

/** Two medians differ when neither lies within what the other may be. */
export function compareMedians(now: Median | null, before: Median | null): Change {
  if (!now || !before || now.count < FEWEST_TO_COMPARE || before.count < FEWEST_TO_COMPARE) {
    return { type: 'too_few', before: before?.median ?? null };
  }
  return changeOf({ rose: now.low > before.high, fell: now.high < before.low }, before.median);
}

function changeOf({ rose, fell }: { rose: boolean; fell: boolean }, before: number): Change {
  if (rose) return { type: 'up', before };
  return { type: fell ? 'down' : 'same', before };
}
