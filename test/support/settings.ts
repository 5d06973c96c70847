import type { Person, Pool, Settings, Source } from '#domain/settings.ts';
import type { LadderRule, LadderStep, SlaPolicy } from '#domain/sla-settings.ts';
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

/** One SLA policy is another than in `handoff.yaml`. */
export const withPolicy =
  (id: string, change: Partial<SlaPolicy>) =>
  (settings: Settings): Settings => ({
    ...settings,
    sla: settings.sla.map((policy) => (policy.id === id ? { ...policy, ...change } : policy)),
  });

/** A step of a ladder that is told in nobody's quiet hours, and once. */
export const step = (at: string, does: LadderStep, more: Partial<LadderRule> = {}): LadderRule => ({
  at,
  do: does,
  urgent: false,
  ...more,
});

/** The first clocks of hot leads have these ladders and no others. */
export const withLadders = ({ accept, response = [] }: { accept: LadderRule[]; response?: LadderRule[] }) =>
  withPolicy('hot', {
    ladder: accept,
    response: { within: { unit: 'minutes', amount: 15 }, calendar: 'rep', ladder: response },
  });

/** How managers are told is another way than in `handoff.yaml`. */
export const withEscalation =
  (change: Partial<Settings['escalation']>) =>
  (settings: Settings): Settings => ({
    ...settings,
    escalation: { ...settings.escalation, ...change },
  });

/** Somebody of the settings is another than in `handoff.yaml`. */
export const withPerson =
  (id: string, change: Partial<Person>) =>
  (settings: Settings): Settings => ({
    ...settings,
    people: settings.people.map((person) => (person.id === id ? { ...person, ...change } : person)),
  });

/** Several changes, one after the other. */
export const all =
  (...changes: ((settings: Settings) => Settings)[]) =>
  (settings: Settings): Settings =>
    changes.reduce((changed, change) => change(changed), settings);
