import { cost as costReport } from '#blocks/cost.ts';
import { loadCost } from '#src/view/cost.ts';
import { COST_GROUPINGS } from '#src/view/cost-models.ts';
import type { ReportCommand } from './report-command.ts';
import { withRequest } from './request.ts';

export const cost: ReportCommand = {
  name: 'cost',
  usage: `cost [period] [by ${COST_GROUPINGS.join('|')}]`,
  summary:
    'What a lead, an SAL, an SQL and a win cost by channel, campaign or source, and how long they take.',
  for: 'everybody',
  examples: ['/funnel cost', '/funnel cost last quarter by campaign'],
  report: (asked) =>
    withRequest(asked, { groupings: COST_GROUPINGS, others: [] }, async ({ core }, request) =>
      costReport(
        await loadCost(core.db, core.inForce(), { ...request, by: request.by ?? 'channel' }, core.now()),
      ),
    ),
};
