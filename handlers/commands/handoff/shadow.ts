import { ephemeral } from '#blocks/explain.ts';
import { shadow } from '#blocks/shadow.ts';
import { readPeriod } from '#domain/period.ts';
import { may } from '#domain/permissions.ts';
import { loadShadow } from '#src/view/shadow.ts';
import type { Subcommand } from '../subcommands.ts';

export const showShadow: Subcommand = {
  name: 'shadow',
  usage: 'shadow [period]',
  summary: 'What would have happened to the leads that were only looked at. Usual: 90d.',
  for: 'managers',
  examples: ['/handoff shadow', '/handoff shadow 7d'],
  run: async ({ core, person, words }) => {
    if (!may('see_shadow', person))
      return { message: ephemeral(['What happens in shadow is for managers and ops.']) };
    const inForce = core.inForce();
    const now = core.now();
    if (/\bby\b/.test(words)) return { problem: 'It is shown by rep and by source already: leave “by” out.' };
    const read = readPeriod(words, inForce.settings.workspace.time_zone, now);
    if (!read.ok) return { problem: read.problem };
    return { message: shadow(await loadShadow(core.db, inForce, read.period)) };
  },
};
