import { ephemeral } from '#blocks/explain.ts';
import { type ReloadModel, reloaded } from '#blocks/reload.ts';
import { compareSettings } from '#domain/compare-settings.ts';
import { may } from '#domain/permissions.ts';
import type { Core, ReloadOutcome } from '#src/core/core.ts';
import type { Subcommand } from '../subcommands.ts';

export const reload: Subcommand = {
  name: 'reload',
  usage: 'reload',
  summary: 'Reads the settings file again: put in force as a whole, or not at all with what is wrong.',
  for: 'ops',
  examples: ['/handoff reload'],
  run: async ({ core, person }) => {
    if (!may('reload', person)) return { message: ephemeral(['The settings are ops’ to reload.']) };
    return { message: reloaded(modelOf(core, await core.reloadSettings())) };
  },
};

function modelOf(core: Core, outcome: ReloadOutcome): ReloadModel {
  switch (outcome.type) {
    case 'no_file':
      return outcome;
    case 'refused':
      return { ...outcome, version: core.inForce().version };
    case 'in_force': {
      const { before, after } = outcome;
      if (before.version === after.version) return { type: 'unchanged', version: after.version };
      const changes = compareSettings(before.settings, after.settings);
      return { type: 'in_force', before: before.version, after: after.version, changes };
    }
  }
}
