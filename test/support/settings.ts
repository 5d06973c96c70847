import type { Settings, Source } from '#domain/settings.ts';

/** Changes of the settings that several tests are about. */

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
