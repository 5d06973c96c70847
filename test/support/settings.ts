import type { Pool, Settings, Source } from '#domain/settings.ts';
import type { ReadableSettings } from '#src/config/settings.ts';

/** Changes of the settings that several tests are about. */

/** A settings file that is always read as something else. */
export function changedBy(
  change: (settings: Settings) => Settings,
  reading: ReadableSettings,
): ReadableSettings {
  return {
    ...reading,
    settings: change(reading.settings),
    over: (...layers) => {
      const next = reading.over(...layers);
      return next.ok ? changedBy(change, next) : next;
    },
  };
}

/** Sources that ask for no proof: for tests about everything behind it. */
export const openToAll = (settings: Settings): Settings => ({
  ...settings,
  sources: settings.sources.map((source) => ({ ...source, auth: 'none' })),
});

/** One source is another than in `handoff.yaml`. */
export const withSource =
  (id: string, change: Partial<Source>) =>
  (settings: Settings): Settings => ({
    ...settings,
    sources: settings.sources.map((source) => (source.id === id ? { ...source, ...change } : source)),
  });

/** One pool is another than in `handoff.yaml`. */
export const withPool =
  (id: string, change: Partial<Pool>) =>
  (settings: Settings): Settings => ({
    ...settings,
    pools: settings.pools.map((pool) => (pool.id === id ? { ...pool, ...change } : pool)),
  });

/** Nobody is ever full, so that only turns decide. */
export const withoutCaps = (settings: Settings): Settings => ({
  ...settings,
  pools: settings.pools.map((pool) => ({
    ...pool,
    caps: { unanswered: 1_000, uncontacted: 1_000, per_day: 1_000 },
  })),
});

export const POOL_CHANNEL = 'C0SDREMEA';

/** The cards of the European pool stand in a channel, where everybody sees and can press them. */
export const inChannel = (settings: Settings): Settings => ({
  ...settings,
  pools: settings.pools.map((pool) =>
    pool.id === 'sdr-emea' ? { ...pool, deliver_to: POOL_CHANNEL } : pool,
  ),
});

/** What is for the European pool lies in its channel, for whoever of it comes first. */
export const toBeClaimed = (settings: Settings): Settings => ({
  ...inChannel(settings),
  pools: inChannel(settings).pools.map((pool) =>
    pool.id === 'sdr-emea' ? { ...pool, mode: 'claim' as const } : pool,
  ),
});
