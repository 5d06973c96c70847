import { funnelTree } from '#blocks/funnel-tree.ts';
import { loadFunnelTree } from '#src/view/funnel.ts';
import type { ReportCommand } from './report-command.ts';
import { withRequest } from './request.ts';

export const tree: ReportCommand = {
  name: 'tree',
  usage: 'tree [period]',
  summary: 'The funnel back from what was won, the bottleneck first.',
  for: 'everybody',
  examples: ['/funnel tree', '/funnel tree last quarter'],
  report: (asked) =>
    withRequest(asked, { groupings: [], others: [] }, async ({ core }, request) =>
      funnelTree(await loadFunnelTree(core.db, core.inForce(), request, core.now())),
    ),
};
