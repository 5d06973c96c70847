import { funnelCoverage } from '#blocks/funnel-coverage.ts';
import { readCalendarPeriod } from '#domain/calendar-period.ts';
import { loadCoverage } from '#src/view/funnel-coverage.ts';
import type { ReportCommand } from './report-command.ts';

export const coverage: ReportCommand = {
  name: 'coverage',
  usage: 'coverage [this quarter|next quarter|2027-Q1|2027-01|2027]',
  summary: 'Open deals by sub-stage against the revenue targets of the settings. Usual: those of today.',
  for: 'everybody',
  examples: ['/funnel coverage', '/funnel coverage next quarter', '/funnel coverage 2027-Q1'],
  report: async ({ core, words }) => {
    const inForce = core.inForce();
    const read = readCalendarPeriod(words, inForce.settings.workspace.time_zone, core.now());
    if (!read.ok) return { problem: read.problem };
    return { report: funnelCoverage(await loadCoverage(core.db, inForce, read.period, core.now())) };
  },
};
