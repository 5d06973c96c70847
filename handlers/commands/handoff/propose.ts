import { backtestRuns } from '#blocks/backtest.ts';
import { ephemeral } from '#blocks/explain.ts';
import { proposals as list } from '#blocks/proposal.ts';
import { verdictWords } from '#domain/backtest/words.ts';
import { may } from '#domain/permissions.ts';
import { trialOf } from '#domain/trial/proposal.ts';
import { beginBacktest } from '#src/definition/backtest.ts';
import { propose as store } from '#src/definition/proposals.ts';
import { loadProposals } from '#src/view/proposal.ts';
import type { Reply, Subcommand } from '../subcommands.ts';
import { readChangeRequest } from './backtest.ts';

/** Proposes a change of the definition: its back-test is read, signed, and then tried on every new lead. */
export const propose: Subcommand = {
  name: 'propose',
  usage: 'propose [90d] <change>',
  summary: 'Proposes a change of the definition, to be signed and tried; alone it lists what is proposed.',
  for: 'marketers',
  examples: ['/handoff propose', '/handoff propose require employees >= 50'],
  run: async ({ core, person, words }): Promise<Reply> => {
    if (!may('backtest', person)) {
      return { message: ephemeral(['Proposals are for marketing, managers and ops.']) };
    }
    const { settings } = core.inForce();
    if (words.trim() === '') return { message: list(await loadProposals(core.db, settings)) };
    if (settings.channels.feedback === undefined) {
      return {
        message: ephemeral([
          'A proposal is signed in the feedback channel, and the settings name none (channels.feedback).',
        ]),
      };
    }
    const asked = readChangeRequest(words, core.now());
    if (typeof asked === 'string') return { problem: asked };
    const made = trialOf(settings, `trial-${core.newId().toLowerCase()}`, asked.changes);
    if (!made.ok) return { problem: `${made.problem}.` };
    const both = { inForce: settings, proposed: made.proposed };
    const { leads, found } = await beginBacktest(core.db, both, asked.period, () => {});
    const work = found.then(async (all) => {
      await store(core, person, {
        trial: made.trial,
        found: all,
        words: verdictWords(settings, all.verdicts),
      });
      return ephemeral(['Proposed. It stands in the feedback channel, for marketing and sales to sign.']);
    });
    return { long: { meanwhile: backtestRuns(leads), work } };
  },
};
