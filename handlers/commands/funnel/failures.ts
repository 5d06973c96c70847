import { failures as failuresReport } from '#blocks/failures.ts';
import { loadFailures } from '#src/view/failures.ts';
import type { ReportCommand } from './report-command.ts';
import { withRequest } from './request.ts';

export const failures: ReportCommand = {
  name: 'failures',
  usage: 'failures [period]',
  summary:
    'Rejections by failure point and reason, and deadlines missed, against the time before; what to do about most of them.',
  for: 'everybody',
  examples: ['/funnel failures', '/funnel failures last month'],
  report: (asked) =>
    withRequest(asked, { groupings: [], others: [] }, async ({ core }, request) =>
      failuresReport(await loadFailures(core.db, core.inForce(), request, core.now())),
    ),
};
