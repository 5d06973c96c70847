import type { Settings } from '#domain/settings.ts';
import type { ReadableSettings } from '#src/config/settings.ts';

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
