import { funnel } from '#blocks/funnel.ts';
import { loadFunnel } from '#src/view/funnel.ts';
import type { ReportCommand } from './report-command.ts';
import { withRequest } from './request.ts';

/** `/funnel [period] [by …]`. */
export const showFunnel: ReportCommand = {
  name: '',
  usage: '[7d|30d|90d|quarter|from..to] [by source|campaign|channel|rep|segment|week]',
  summary:
    'Counts, conversion, times, SLA and rejections of the leads captured then, compared with the time before. Usual: 90d.',
  for: 'everybody',
  examples: ['/funnel', '/funnel 30d by source', '/funnel 2026-09-01..2026-09-30', '/funnel quarter by week'],
  report: (asked) =>
    withRequest(asked, async ({ core }, request) =>
      funnel(await loadFunnel(core.db, core.inForce(), request, core.now())),
    ),
};
