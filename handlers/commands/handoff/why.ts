import { receiving } from '#blocks/receiving.ts';
import { loadReceiving } from '#src/view/receiving.ts';
import type { Subcommand } from '../subcommands.ts';
import { aboutRep } from './about-rep.ts';

export const why: Subcommand = {
  name: 'why',
  usage: 'why [@rep]',
  summary: 'Whether somebody gets leads now, and if not, why.',
  for: 'everybody',
  examples: ['/handoff why @ana', '/handoff why'],
  run: (asked) => {
    const { core, person } = asked;
    return aboutRep(asked, async (rep) => {
      const of = { repId: rep.id, askerId: person.id };
      return receiving(await loadReceiving(core.db, core.inForce(), of, core.now()));
    });
  },
};
