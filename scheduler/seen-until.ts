import type { Part, SeenUntil } from '#db/due.ts';

/** Another clock, a transaction that takes long: what was due so little before a look is looked for again. */
const MARGIN_MS = 60_000;
const WHOLE_EVERY_MS = 60_000;

/**
 * Until when a part of the tick had nothing left to do: the next look begins there. Where somebody keeps a transaction
 * open, all that was done since stays in the indexes, and a look from their beginning would pass over it each time.
 * Everything is looked at again once a minute, and where the clock went back.
 */
export function createSeenUntil(ticking: () => number) {
  const until = new Map<Part, Date>();
  let wholeAt = Number.NEGATIVE_INFINITY;
  return {
    /** From where on to look now. */
    before: (now: Date): SeenUntil => {
      if (ticking() - wholeAt >= WHOLE_EVERY_MS) {
        until.clear();
        wholeAt = ticking();
      }
      return (part) => {
        const seen = until.get(part);
        return seen !== undefined && seen <= now ? new Date(seen.getTime() - MARGIN_MS) : null;
      };
    },
    /** A look at this time found work for these parts, and for no others. */
    note: (now: Date, parts: readonly Part[], due: ReadonlySet<Part>): void => {
      for (const part of parts) if (!due.has(part)) until.set(part, now);
    },
  };
}
