import type { Logger } from 'pino';
import type { ReadableSettings, SettingsReading } from '#src/config/settings.ts';
import type { ChangeOutcome, Core, ReloadOutcome } from '#src/core/core.ts';
import type { ReadySource } from '#src/sources/open-sources.ts';
import type { LiveSettings } from './live-settings.ts';

/** Takes up settings that changed while the app runs: in another process, or in the file. */
export type TakeUp = {
  /** What another process changed. */
  refresh: () => Promise<ChangeOutcome>;
  /** Another reading of the file. */
  changeFile: (file: ReadableSettings) => Promise<ChangeOutcome>;
  /** The file, read again. */
  reload: () => Promise<ReloadOutcome>;
  /** The source with this id; another process may have connected it a moment ago. */
  findSource: (id: string) => Promise<ReadySource | null>;
};

type Around = {
  settings: LiveSettings;
  core: Core;
  /** Null in a process that has no file. */
  readSettingsFile: (() => SettingsReading) | null;
  /** Settings may have changed. */
  onChange: () => void;
  log: Logger;
};

export function createTakeUp({ settings, core, readSettingsFile, onChange, log }: Around): TakeUp {
  const takenUp = async (outcome: Promise<ChangeOutcome>): Promise<ChangeOutcome> => {
    const taken = await outcome;
    if (!taken.ok) {
      const { problems } = taken;
      log.error({ problems }, 'changed settings are not right; those from before go on');
    }
    onChange();
    return taken;
  };
  const refresh = () => takenUp(settings.refresh(core));
  const changeFile = (file: ReadableSettings) => takenUp(settings.changeFile(core, file));
  return {
    refresh,
    changeFile,
    reload: async () => {
      const reading = readSettingsFile?.();
      if (!reading) return { type: 'no_file' };
      const before = settings.inForce();
      const outcome = reading.ok ? await changeFile(reading) : reading;
      if (!outcome.ok) return { type: 'refused', problems: outcome.problems };
      return { type: 'in_force', before, after: settings.inForce() };
    },
    findSource: async (id) => {
      const known = settings.sources().get(id);
      if (known) return known;
      await refresh();
      return settings.sources().get(id) ?? null;
    },
  };
}
