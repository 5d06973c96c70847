import { definition } from '#blocks/definition.ts';
import { definitionInForce } from '#src/view/definitions.ts';
import type { Subcommand } from '../subcommands.ts';

export const definitions: Subcommand = {
  name: 'definitions',
  usage: 'definitions',
  summary: 'When a lead is an MQL, who signed it, and when it is reviewed.',
  for: 'everybody',
  examples: ['/handoff definitions'],
  run: async ({ core }) => ({ message: definition(definitionInForce(core.inForce(), core.now())) }),
};
