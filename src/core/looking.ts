/** Due by this, as the look knows it; null of what is taken out of its turn. */
type DueAt<Row> = (row: Row) => Date | null;
type Take<Row> = (most: number, look: { now: Date; since: Date | null }) => Promise<Row[]>;

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
): (most: number) => Promise<Row[]> {
  let since: Date | null = null;
  let wholeAt = Number.NEGATIVE_INFINITY;
  return async (most) => {
    if (ticking() - wholeAt >= WHOLE_EVERY_MS) {
      since = null;
      wholeAt = ticking();
    }
    const at = now();
    const rows = await take(most, { now: at, since });
    const seen = new Date(at.getTime() - MARGIN_MS);
    const inTurn = rows.flatMap((row) => dueAt(row) ?? []);
    const [first = since] = inTurn.toSorted((a, b) => a.getTime() - b.getTime());
    // More may be behind what was taken, and is due no earlier than it.
    if (rows.length < most) since = seen;
    else since = first && first < seen ? first : first && seen;
    return rows;
  };
}
