/** Slack's advice: about one message a second and channel, short bursts tolerated. */
const BURST = 3;
const PER_SECOND = 1;
const FORGET_AFTER_MS = 60_000;

type Bucket = { tokens: number; at: number };

export type Pace = {
  /** How many seconds to wait before this channel may be written to; 0 takes the place at once. */
  wait: (channel: string, now: Date) => number;
  /** Slack said to come back later with this method: nobody calls it before. */
  hold: (method: string, until: Date) => void;
  held: (method: string, now: Date) => number;
};

/** Keeps one process within Slack's rates. What two processes do together, Slack's 429 tells them. */
export function createPace(): Pace {
  const buckets = new Map<string, Bucket>();
  const holds = new Map<string, Date>();
  return {
    wait: (channel, now) => {
      if (buckets.size > 1_000) forgetIdle(buckets, now);
      const at = now.getTime();
      const known = buckets.get(channel) ?? { tokens: BURST, at };
      const refilled = Math.min(BURST, known.tokens + (Math.max(0, at - known.at) / 1_000) * PER_SECOND);
      if (refilled < 1) {
        buckets.set(channel, { tokens: refilled, at });
        return (1 - refilled) / PER_SECOND;
      }
      buckets.set(channel, { tokens: refilled - 1, at });
      return 0;
    },
    hold: (method, until) => {
      holds.set(method, until);
    },
    held: (method, now) => Math.max(0, ((holds.get(method)?.getTime() ?? 0) - now.getTime()) / 1_000),
  };
}

function forgetIdle(buckets: Map<string, Bucket>, now: Date): void {
  for (const [channel, bucket] of buckets) {
    if (now.getTime() - bucket.at > FORGET_AFTER_MS) buckets.delete(channel);
  }
}
