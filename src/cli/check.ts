import { findInReasons } from '#domain/doctor/reasons.ts';
import type { Settings } from '#domain/settings.ts';
import { formatProblems } from '#src/config/config-error.ts';
import { settingsFileFrom } from '#src/config/environment.ts';
import { readSettingsFile } from './settings-file.ts';
import type { Subcommand } from './subcommand.ts';
import { noteLines, wordNotes } from './word-notes.ts';

export const check: Subcommand = {
  name: 'check',
  usage: '[file]',
  summary: 'say everything that is wrong with the settings file (default: HANDOFF_CONFIG, or handoff.yaml)',
  run: async ([file], terminal) => {
    const { env, print, complain } = terminal;
    const path = file ?? settingsFileFrom(env);
    const reading = readSettingsFile(path);
    if (!reading.ok) {
      complain(formatProblems(path, reading.problems));
      return 1;
    }
    print(`${path} is valid: ${summarise(reading.settings)}; settings version ${reading.version}`);
    for (const line of noteLines(findInReasons(reading.settings))) print(line);
    for (const line of await wordNotes(reading.settings, terminal)) print(line);
    return 0;
  },
};

function summarise(settings: Settings): string {
  return [
    count(settings.people.length, 'person', 'people'),
    count(settings.pools.length, 'pool', 'pools'),
    count(settings.routes.length, 'route', 'routes'),
    count(settings.sla.length, 'SLA policy', 'SLA policies'),
    count(settings.reasons.length, 'reason', 'reasons'),
    count(settings.sources.length, 'source', 'sources'),
  ].join(', ');
}

const count = (amount: number, one: string, many: string): string => `${amount} ${amount === 1 ? one : many}`;
