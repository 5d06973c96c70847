import type { Rate } from '#domain/settings-shapes.ts';

export type RateLimits = {
  /** Counts one more; answers 0 when it is within the rate, else after how many seconds there is room again. */
  take: (key: string, rate: Rate, now: Date) => number;
};

/** As many as a flood may fill, some megabytes. Who is forgotten may begin anew. */
const MOST_KEYS = 20_000;

/**
 * Counts who asks how often, in the memory of this process. Of each only the moment is kept at which they would have used
 * up nothing any more: a burst of the whole rate is allowed, and then one in its share of the time.
 */
export function createRateLimits(most = MOST_KEYS): RateLimits {
  const freeAt = new Map<string, number>();

  function makeRoom(now: number): void {
    if (freeAt.size < most) return;
    for (const [key, at] of freeAt) if (at <= now) freeAt.delete(key);
    // Under a flood of addresses: the oldest tenth, so that the next does not have to look again.
    const tooMany = freeAt.size < most ? 0 : Math.ceil(most / 10);
    for (const key of [...freeAt.keys()].slice(0, tooMany)) freeAt.delete(key);
  }

  return {
    take: (key, rate, at) => {
      const now = at.getTime();
      const share = (rate.seconds * 1_000) / rate.most;
      const from = Math.max(freeAt.get(key) ?? 0, now);
      const wait = from - now - (rate.most - 1) * share;
      // A part of a millisecond is what dividing leaves.
      if (wait > 1) return Math.ceil(wait / 1_000);
      if (!freeAt.has(key)) makeRoom(now);
      freeAt.set(key, from + share);
      return 0;
    },
  };
}
