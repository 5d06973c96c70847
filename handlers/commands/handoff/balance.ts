import { balance as draw } from '#blocks/balance.ts';
import { ephemeral } from '#blocks/explain.ts';
import { mayAbout } from '#domain/permissions.ts';
import { loadPoolBalance, loadRepBalance } from '#src/view/balance.ts';
import type { Subcommand } from '../subcommands.ts';
import { aboutRep } from './about-rep.ts';

export const balance: Subcommand = {
  name: 'balance',
  usage: 'balance [@rep|pool]',
  summary: 'Turns, credits and debits, what is owed to you, and your place in turn.',
  for: 'reps',
  examples: ['/handoff balance', '/handoff balance @ana', '/handoff balance sdr-emea'],
  run: async (asked) => {
    const { core, person } = asked;
    const inForce = core.inForce();
    const { settings } = inForce;
    const typed = asked.words.trim().toLowerCase();
    const pool = settings.pools.find(({ id, name }) => [id, name.toLowerCase()].includes(typed));
    if (!pool) {
      return aboutRep(asked, async (rep) => draw(await loadRepBalance(core.db, inForce, rep.id, core.now())));
    }
    const members = pool.members.map((member) => member.person);
    if (!mayAbout('see_pool_balance', settings, person, members)) {
      return {
        message: ephemeral(['A whole pool is shown to its managers and ops. Yours alone: /handoff balance']),
      };
    }
    return { message: draw(await loadPoolBalance(core.db, inForce, pool, core.now())) };
  },
};
