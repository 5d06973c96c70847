/**
 * Whom a win is owed to: four answers that are all in use, beside each other, because none of them is true. Each gives out
 * the wins whole: however it shares one out, its shares add up to it exactly.
 */

export const MODELS = ['first', 'last', 'even', 'position'] as const;
export type Model = (typeof MODELS)[number];

/** Something that happened between somebody of a company and us, of the group it is counted in. */
export type Touch = { key: string | null; at: Date };
/** A company that signed, with everything known to have happened before, in whatever order. */
export type Win = { id: string; touches: readonly Touch[] };

export type Attribution = {
  key: string | null;
  /** Wins in hundredths, by each model. */
  shares: Record<Model, number>;
  touches: number;
  /** Wins that the group has a touch of. */
  touched: number;
};

/** A win is shared out in as many parts: more than anybody has touches. */
const PARTS = 1_000_000_000;
const HUNDREDTHS = 100;

/** The wins that a touch is known of, shared out among the groups of touches; the one with most of them first. */
export function attribute(wins: readonly Win[]): Attribution[] {
  const known = wins.filter(({ touches }) => touches.length > 0);
  const parts = new Map<string | null, Record<Model, number>>();
  for (const { touches } of known) {
    // One order for those of one instant, so that the same rows give the same answer.
    const sorted = touches.toSorted(
      (a, b) => a.at.getTime() - b.at.getTime() || (a.key ?? '').localeCompare(b.key ?? ''),
    );
    for (const model of MODELS) {
      const shares = shareOut(PARTS, weightsOf(model, sorted.length));
      for (const [index, { key }] of sorted.entries()) {
        const own = parts.get(key) ?? { first: 0, last: 0, even: 0, position: 0 };
        own[model] += shares[index] ?? 0;
        parts.set(key, own);
      }
    }
  }
  const keys = [...parts.keys()];
  const inHundredths = (model: Model): number[] =>
    roundTo(
      known.length * HUNDREDTHS,
      keys.map((key) => ((parts.get(key)?.[model] ?? 0) * HUNDREDTHS) / PARTS),
    );
  const shares = { first: inHundredths('first'), last: inHundredths('last'), even: inHundredths('even') };
  const position = inHundredths('position');
  return keys
    .map((key, index) => ({
      key,
      shares: {
        first: shares.first[index] ?? 0,
        last: shares.last[index] ?? 0,
        even: shares.even[index] ?? 0,
        position: position[index] ?? 0,
      },
      touches: known.reduce((sum, { touches }) => sum + touches.filter((one) => one.key === key).length, 0),
      touched: known.filter(({ touches }) => touches.some((one) => one.key === key)).length,
    }))
    .toSorted(
      (a, b) =>
        b.shares.even - a.shares.even || b.touches - a.touches || (a.key ?? '').localeCompare(b.key ?? ''),
    );
}

/** How touches weigh in a model, the earliest first: whole numbers, as only their proportion counts. */
function weightsOf(model: Model, count: number): number[] {
  const each = Array.from({ length: count }, (_, index) => index);
  switch (model) {
    case 'first':
      return each.map((index) => Number(index === 0));
    case 'last':
      return each.map((index) => Number(index === count - 1));
    case 'even':
      return each.map(() => 1);
    case 'position': {
      // 40 % for the first, 40 % for the last, 20 % for all between; of two, half each.
      const between = count - 2;
      if (between <= 0) return each.map(() => 1);
      return each.map((index) => (index === 0 || index === count - 1 ? 2 * between : 1));
    }
  }
}

/** A whole in parts that have these weights as nearly as whole numbers can, and add up to it. */
export function shareOut(whole: number, weights: readonly number[]): number[] {
  const all = BigInt(weights.reduce((sum, weight) => sum + weight, 0));
  let [passed, given] = [0n, 0n];
  return weights.map((weight) => {
    passed += BigInt(weight);
    const upTo = (BigInt(whole) * passed) / all;
    const part = upTo - given;
    given = upTo;
    return Number(part);
  });
}

/** Values as whole numbers that add up to `total`: each is rounded down, and those that lost most go up. */
export function roundTo(total: number, values: readonly number[]): number[] {
  const down = values.map(Math.floor);
  const missing = total - down.reduce((sum, value) => sum + value, 0);
  const byLoss = values
    .map((value, index) => ({ index, loss: value - Math.floor(value) }))
    .toSorted((a, b) => b.loss - a.loss || a.index - b.index);
  const up = new Set(byLoss.slice(0, missing).map(({ index }) => index));
  return down.map((value, index) => value + Number(up.has(index)));
}
