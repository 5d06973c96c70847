import { ephemeral } from '#blocks/explain.ts';
import { when } from '#blocks/lines.ts';
import { readUntil } from '#domain/period.ts';
import { hoursOf } from '#domain/team.ts';
import { setAway } from '#src/people.ts';
import type { Subcommand } from '../subcommands.ts';

export const away: Subcommand = {
  name: 'away',
  usage: 'away 2h | away until <monday|2026-12-01|14:30>',
  summary: 'No new leads for you until then. What you have stays with you.',
  for: 'reps',
  examples: ['/handoff away 2h', '/handoff away until monday', '/handoff away until 2026-12-01'],
  run: async ({ core, person, words }) => {
    const read = readUntil(words, hoursOf(core.inForce().settings, person.id), core.now());
    if (!read.ok) return { problem: read.problem };
    await setAway(core, person.id, read.until);
    const line = ['You get no new leads until ', when(read.until), '. Back sooner? /handoff back'];
    return { message: ephemeral(line) };
  },
};

export const back: Subcommand = {
  name: 'back',
  usage: 'back',
  summary: 'You take leads again, at once.',
  for: 'reps',
  examples: ['/handoff back'],
  run: async ({ core, person }) => {
    await setAway(core, person.id, null);
    return { message: ephemeral(['Welcome back: you take leads again.']) };
  },
};
