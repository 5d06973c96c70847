/** `count` calls every `seconds`, of which `burst` may come at once. */
export type Rate = { count: number; seconds: number; burst: number };

export type Limits = {
  /** chat.postMessage in one conversation. */
  channelPosts: Rate | false;
  /** chat.postMessage in the whole workspace. */
  workspacePosts: Rate | false;
  tier1: Rate | false;
  tier2: Rate | false;
  tier3: Rate | false;
  tier4: Rate | false;
};

export type Tier = 'tier1' | 'tier2' | 'tier3' | 'tier4';

/** Slack guarantees no exact numbers: these are the documented ones, with the smallest burst one may hope for. */
export const realisticLimits: Limits = {
  channelPosts: { count: 1, seconds: 1, burst: 3 },
  workspacePosts: { count: 300, seconds: 60, burst: 60 },
  tier1: { count: 1, seconds: 60, burst: 10 },
  tier2: { count: 20, seconds: 60, burst: 20 },
  tier3: { count: 50, seconds: 60, burst: 50 },
  tier4: { count: 100, seconds: 60, burst: 100 },
};

export const noLimits: Limits = {
  channelPosts: false,
  workspacePosts: false,
  tier1: false,
  tier2: false,
  tier3: false,
  tier4: false,
};

export type Bucket = { key: string; limit: keyof Limits };

export type RateLimiter = ReturnType<typeof createRateLimiter>;

/** A leaky bucket for each key: all that is remembered of it is the instant at which it would be empty. */
export function createRateLimiter(given: Limits, now: () => Date) {
  const emptyAt = new Map<string, number>();
  let limits = given;

  function room(bucket: Bucket, rate: Rate, at: number): { fullBy: number; waitMs: number } {
    const interval = (rate.seconds * 1000) / rate.count;
    // A test may set its clock back: no bucket is fuller than its burst.
    const held = Math.min(emptyAt.get(bucket.key) ?? 0, at + rate.burst * interval);
    const from = Math.max(held, at);
    return { fullBy: from + interval, waitMs: from - at - (rate.burst - 1) * interval };
  }

  return {
    /** Counts the call in every bucket, or in none: then it says how many seconds to wait. */
    take(buckets: Bucket[]): number | undefined {
      const at = now().getTime();
      const active = buckets.flatMap((bucket) => {
        const rate = limits[bucket.limit];
        return rate ? [{ bucket, ...room(bucket, rate, at) }] : [];
      });
      const waitMs = Math.max(0, ...active.map((one) => one.waitMs));
      if (waitMs > 0) return Math.ceil(waitMs / 1000);
      for (const { bucket, fullBy } of active) emptyAt.set(bucket.key, fullBy);
      return undefined;
    },

    change(changes: Partial<Limits>): void {
      limits = { ...limits, ...changes };
    },
  };
}
