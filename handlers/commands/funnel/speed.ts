import { funnelSpeed } from '#blocks/funnel-speed.ts';
import { loadFreshness } from '#src/view/freshness.ts';
import type { ReportCommand } from './report-command.ts';
import { withRequest } from './request.ts';

export const speed: ReportCommand = {
  name: 'speed',
  also: ['freshness'],
  usage: 'speed [period]',
  summary: 'How many leads qualify by how fast they were answered, beside the 21 times of the literature.',
  for: 'everybody',
  examples: ['/funnel speed', '/funnel speed 365d'],
  report: (asked) =>
    withRequest(asked, { groupings: [], others: [] }, async ({ core }, request) =>
      funnelSpeed(await loadFreshness(core.db, request, core.now())),
    ),
};
