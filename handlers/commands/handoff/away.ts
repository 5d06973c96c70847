import { away as awayOnly, proposal } from '#blocks/cover.ts';
import { ephemeral } from '#blocks/explain.ts';
import { hoursOf } from '#domain/team.ts';
import { readUntil } from '#domain/typed-time.ts';
import { proposeCover } from '#src/absence/cover.ts';
import { setAway } from '#src/absence/people.ts';
import { loadProposal } from '#src/view/cover.ts';
import type { Subcommand } from '../subcommands.ts';

export const away: Subcommand = {
  name: 'away',
  usage: 'away 2h | away until <monday|2026-12-01|14:30>',
  summary: 'No new leads for you until then. Who would cover your open leads is proposed.',
  for: 'reps',
  examples: ['/handoff away 2h', '/handoff away until monday', '/handoff away until 2026-12-01'],
  run: async ({ core, person, words }) => {
    const read = readUntil(words, hoursOf(core.inForce().settings, person.id), core.now());
    if (!read.ok) return { problem: read.problem };
    await setAway(core, person.id, read.until);
    const proposed = await proposeCover(core, person.id, read.until);
    return {
      message: proposed ? proposal(loadProposal(core.inForce(), proposed)) : awayOnly(read.until),
    };
  },
};

export const back: Subcommand = {
  name: 'back',
  usage: 'back',
  summary: 'You take leads again, at once, and what others covered for you comes back.',
  for: 'reps',
  examples: ['/handoff back'],
  run: async ({ core, person }) => {
    await setAway(core, person.id, null);
    return { message: ephemeral(['Welcome back: you take leads again.']) };
  },
};
