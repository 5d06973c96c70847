/** Ids and timestamps in Slack's shapes: the same script gives the same ids. */
export type Ids = ReturnType<typeof createIds>;

export function createIds(now: () => Date) {
  const counters = new Map<string, number>();
  let lastMicros = 0;

  function count(name: string): number {
    const value = (counters.get(name) ?? 0) + 1;
    counters.set(name, value);
    return value;
  }

  return {
    count,

    next(prefix: string): string {
      return prefix + count(prefix).toString(36).toUpperCase().padStart(10, '0');
    },

    /** Short ids, as Slack gives to blocks and elements sent without one. */
    short(): string {
      return count('short').toString(36).padStart(5, '0');
    },

    /** A message's ts is its key: it only grows, also when the test's clock stands still or goes back. */
    ts(): string {
      lastMicros = Math.max(now().getTime() * 1000 + 100, lastMicros + 100);
      return `${Math.floor(lastMicros / 1_000_000)}.${String(lastMicros % 1_000_000).padStart(6, '0')}`;
    },
  };
}
