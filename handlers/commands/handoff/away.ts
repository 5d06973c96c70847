import { away as awayOnly, proposal } from '#blocks/cover.ts';
import { type Ephemeral, ephemeral } from '#blocks/explain.ts';
import { PLANNED_ALREADY, planned, plans, takenBack, whichPlan } from '#blocks/plans.ts';
import { type PlanWords, readPlanWords } from '#domain/plan-words.ts';
import { hoursOf } from '#domain/team.ts';
import { readAbsence } from '#domain/typed-time.ts';
import { proposeCover } from '#src/absence/cover.ts';
import { setAway } from '#src/absence/people.ts';
import { awayUntilOf, plan, plannedBy, takeBack } from '#src/absence/planned.ts';
import type { Core } from '#src/core/core.ts';
import { loadProposal } from '#src/view/cover.ts';
import type { Subcommand } from '../subcommands.ts';

export const away: Subcommand = {
  name: 'away',
  usage:
    'away 2h | away until <monday|2026-12-01|3pm|tomorrow 14:00> | away from monday until friday | away list | away cancel [1]',
  summary:
    'No new leads for you until then, or from then until then. Who would cover your open leads is proposed when it begins.',
  for: 'reps',
  examples: [
    '/handoff away 2h',
    '/handoff away until monday',
    '/handoff away until tomorrow 14:00',
    '/handoff away 2026-12-24 to 2027-01-02',
    '/handoff away cancel',
  ],
  run: async ({ core, person, words }) => {
    const asked = readPlanWords(words);
    if (asked !== null) return { message: await answerOnPlans(core, person.id, asked) };
    const read = readAbsence(words, hoursOf(core.inForce().settings, person.id), core.now());
    if (!read.ok) return { problem: read.problem };
    if (read.from !== null) {
      const { ok } = await plan(core, person.id, { from: read.from, until: read.until });
      return { message: ok ? planned(read.from, read.until) : PLANNED_ALREADY };
    }
    await setAway(core, person.id, read.until);
    const proposed = await proposeCover(core, person.id, read.until);
    return {
      message: proposed ? proposal(loadProposal(core.inForce(), proposed)) : awayOnly(read.until),
    };
  },
};

async function answerOnPlans(core: Core, personId: string, asked: PlanWords): Promise<Ephemeral> {
  const all = await plannedBy(core, personId);
  if (asked.type === 'list') return plans(all, await awayUntilOf(core, personId));
  const one = asked.which === 'only' && all.length === 1 ? all : null;
  const meant = asked.which === 'all' ? all : (one ?? all.filter((_, index) => index + 1 === asked.which));
  return meant.length === 0 ? whichPlan(all) : takenBack(await takeBack(core, meant));
}

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
