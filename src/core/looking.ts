/** Due by this, as the look knows it; null of what is taken out of its turn. */
type DueAt<Row> = (row: Row) => Date | null;
type Take<Row> = (most: number, look: { now: Date; since: Date | null }) => Promise<Row[]>;

export type Looking<Row> = {
  take: (most: number) => Promise<Row[]>;
  /** What became due since then may be free only now: the next look begins there, if it would begin later. */
  lookFrom: (at: Date) => void;
};

/** Another clock, a transaction that takes long: so much too late it is seen all the same. */
const MARGIN_MS = 5_000;
const WHOLE_EVERY_MS = 10_000;

/**
 * Looks for what is due from where the look before left off. Where somebody keeps a transaction open, what is done since
 * then stays in the indexes, and whoever began at their beginning would pass over all of it each time. What became free
 * long after it was due is found by a look at everything, every few seconds; `ticking` tells those.
 */
export function createLooking<Row>(
  take: Take<Row>,
  dueAt: DueAt<Row>,
  { now, ticking }: { now: () => Date; ticking: () => number },
): Looking<Row> {
  let since: Date | null = null;
  let from: Date | null = null;
  let wholeAt = Number.NEGATIVE_INFINITY;
  return {
    lookFrom: (at) => {
      if (from === null || at < from) from = at;
    },
    take: async (most) => {
      if (from && since) since = earlier(since, withMargin(from));
      from = null;
      if (ticking() - wholeAt >= WHOLE_EVERY_MS) {
        since = null;
        wholeAt = ticking();
      }
      const at = now();
      const rows = await take(most, { now: at, since });
      const seen = withMargin(at);
      const inTurn = rows.flatMap((row) => dueAt(row) ?? []);
      const [first = since] = inTurn.toSorted((a, b) => a.getTime() - b.getTime());
      // More may be behind what was taken, and is due no earlier than it.
      if (rows.length < most) since = seen;
      else since = first && earlier(first, seen);
      return rows;
    },
  };
}

const withMargin = (at: Date): Date => new Date(at.getTime() - MARGIN_MS);
const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
