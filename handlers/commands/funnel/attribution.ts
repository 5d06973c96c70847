import { attribution as attributionReport } from '#blocks/attribution.ts';
import { loadAttribution } from '#src/view/attribution.ts';
import type { ReportCommand } from './report-command.ts';
import { withRequest } from './request.ts';

const GROUPINGS = ['source', 'channel', 'campaign'] as const;

export const attribution: ReportCommand = {
  name: 'attribution',
  usage: 'attribution [period] [by source|channel|campaign]',
  summary:
    'What the wins are owed to, by every touch of every contact: first, last, even and 40/20/40 beside each other.',
  for: 'everybody',
  examples: ['/funnel attribution', '/funnel attribution this year by campaign'],
  report: (asked) =>
    withRequest(asked, { groupings: GROUPINGS, others: [] }, async ({ core }, request) =>
      attributionReport(
        await loadAttribution(
          core.db,
          core.inForce(),
          { ...request, by: request.by ?? 'source' },
          core.now(),
        ),
      ),
    ),
};
