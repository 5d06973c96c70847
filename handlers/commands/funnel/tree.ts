import { funnelTree } from '#blocks/funnel-tree.ts';
import { loadFunnelTree } from '#src/view/funnel.ts';
import type { ReportCommand } from './report-command.ts';
import { withRequest } from './request.ts';

export const tree: ReportCommand = {
  name: 'tree',
  usage: 'tree [7d|30d|90d|quarter|from..to]',
  summary: 'The funnel back from what was won, the bottleneck first.',
  for: 'everybody',
  examples: ['/funnel tree', '/funnel tree 30d'],
  report: (asked) =>
    withRequest(asked, async ({ core }, request) =>
      funnelTree(await loadFunnelTree(core.db, core.inForce(), request, core.now())),
    ),
};
