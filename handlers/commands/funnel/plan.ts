import { plan as planReport } from '#blocks/plan.ts';
import { readPlanRequest } from '#domain/plan-request.ts';
import { loadPlan } from '#src/view/plan.ts';
import type { ReportCommand } from './report-command.ts';

export const plan: ReportCommand = {
  name: 'plan',
  usage: 'plan 5 won [a month|a quarter] [period] [budget 20k EUR] | plan 20 meetings | plan 100k EUR',
  summary:
    'What a goal takes, back to the leads, by the team’s own rates: leads, what one may cost, and reps. Usual: a quarter, by the last 90 days.',
  for: 'everybody',
  examples: [
    '/funnel plan 5 won',
    '/funnel plan 20 meetings a month',
    '/funnel plan 100k EUR a quarter last year',
    '/funnel plan 5 won this year budget 20k EUR',
  ],
  report: async ({ core, words }) => {
    const { workspace } = core.inForce().settings;
    const read = readPlanRequest(words, workspace.time_zone, core.now());
    if (!read.ok) return { problem: read.problem };
    return { report: planReport(await loadPlan(core.db, core.inForce(), read, core.now())) };
  },
};
