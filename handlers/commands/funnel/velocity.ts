import { funnelVelocity } from '#blocks/funnel-velocity.ts';
import { loadVelocity, VELOCITY_GROUPINGS } from '#src/view/funnel-velocity.ts';
import type { ReportCommand } from './report-command.ts';
import { withRequest } from './request.ts';

export const velocity: ReportCommand = {
  name: 'velocity',
  usage: 'velocity [period] [by source|segment]',
  summary:
    'What the pipeline brings in a day: open deals × average value × win rate ÷ cycle, each currency by itself.',
  for: 'everybody',
  examples: ['/funnel velocity', '/funnel velocity 365d by segment'],
  report: (asked) =>
    withRequest(asked, { groupings: VELOCITY_GROUPINGS, others: [] }, async ({ core }, request) =>
      funnelVelocity(await loadVelocity(core.db, core.inForce(), request, core.now())),
    ),
};
