/** Slack's advice: about one message a second and channel, short bursts tolerated. */
const BURST = 3;
const INTERVAL_MS = 1_000;
const FORGET_AFTER_MS = 60_000;

/** `fullAt` is when a channel has all its burst again; a place is a second that a message was given. */
type Channel = { fullAt: number; places: Map<string, number> };

export type Pace = {
  /**
   * How many seconds a message has to wait before it may be written to this channel; 0 is now. Whoever has to wait is
   * given a second of their own: of many that wait none comes back before it is its turn.
   */
  wait: (channel: string, key: string, now: Date) => number;
  /** Slack said to come back later with this method: nobody calls it before. */
  hold: (method: string, until: Date) => void;
  held: (method: string, now: Date) => number;
};

/** Keeps one process within Slack's rates. What two processes do together, Slack's 429 tells them. */
export function createPace(): Pace {
  const channels = new Map<string, Channel>();
  const holds = new Map<string, Date>();
  return {
    wait: (name, key, now) => {
      if (channels.size > 1_000) forgetIdle(channels, now);
      const channel = channels.get(name) ?? { fullAt: 0, places: new Map() };
      channels.set(name, channel);
      const at = channel.places.get(key) ?? takePlace(channel, now);
      if (at > now.getTime()) channel.places.set(key, at);
      else channel.places.delete(key);
      return Math.max(0, at - now.getTime()) / 1_000;
    },
    hold: (method, until) => {
      holds.set(method, until);
    },
    held: (method, now) => Math.max(0, ((holds.get(method)?.getTime() ?? 0) - now.getTime()) / 1_000),
  };
}

/** The first moment that is free: now, as long as the burst is not used up. */
function takePlace(channel: Channel, now: Date): number {
  const at = Math.max(now.getTime(), channel.fullAt - (BURST - 1) * INTERVAL_MS);
  channel.fullAt = Math.max(channel.fullAt, at) + INTERVAL_MS;
  return at;
}

function forgetIdle(channels: Map<string, Channel>, now: Date): void {
  for (const [name, { fullAt }] of channels) {
    if (now.getTime() - fullAt > FORGET_AFTER_MS) channels.delete(name);
  }
}
