import { sources as draw } from '#blocks/sources.ts';
import { loadSources } from '#src/view/sources.ts';
import type { Subcommand } from '../subcommands.ts';

export const sources: Subcommand = {
  name: 'sources',
  usage: 'sources',
  summary:
    'Where leads come from: last delivery, how much comes, what is silent, refused or could not be read.',
  for: 'ops',
  examples: ['/handoff sources'],
  run: async ({ core }) => ({
    message: draw(await loadSources(core.db, core.inForce(), { now: core.now(), page: 0 })),
  }),
};
