import { ephemeral } from '#blocks/explain.ts';
import { suggestions as draw } from '#blocks/suggestions.ts';
import { may } from '#domain/permissions.ts';
import { loadSuggestions } from '#src/view/suggestions.ts';
import type { Subcommand } from '../subcommands.ts';

export const suggestions: Subcommand = {
  name: 'suggestions',
  usage: 'suggestions',
  summary: 'Changes of the definition that the past year speaks for, with what each would have cost.',
  for: 'marketers',
  examples: ['/handoff suggestions'],
  run: async ({ core, person }) => ({
    message: may('backtest', person)
      ? draw(await loadSuggestions(core.db, core.inForce().settings))
      : ephemeral(['Suggestions are for marketing, managers and ops.']),
  }),
};
