import { digestSwitches } from '#blocks/digest-switches.ts';
import { loadDigestSwitches } from '#src/view/digest-switches.ts';
import type { Subcommand } from '../subcommands.ts';

export const digests: Subcommand = {
  name: 'digests',
  usage: 'digests',
  summary: 'The digests you are sent, and when. Each may be muted, and had again.',
  for: 'everybody',
  examples: ['/handoff digests'],
  run: async ({ core, person }) => ({
    message: digestSwitches(await loadDigestSwitches(core.db, core.inForce(), person.id)),
  }),
};
