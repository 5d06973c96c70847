import { stack as draw } from '#blocks/stack.ts';
import { loadStack } from '#src/view/stack.ts';
import type { Subcommand } from '../subcommands.ts';

export const stack: Subcommand = {
  name: 'stack',
  usage: 'stack',
  summary: 'For each tool which way data flows, since when, and what two tools both send.',
  for: 'ops',
  examples: ['/handoff stack'],
  run: async ({ core }) => ({ message: draw(await loadStack(core.db, core.inForce(), core.now())) }),
};
