import { funnel } from '#blocks/funnel.ts';
import { GROUPINGS, PERIOD_FORMS } from '#domain/period.ts';
import { loadFunnel } from '#src/view/funnel.ts';
import { forReader, withoutNames } from '#src/view/funnel-readers.ts';
import type { ReportCommand } from './report-command.ts';
import { withRequest } from './request.ts';

/** `/funnel [period] [by …]`; the names of the other reports are what a mistyped period may have meant. */
export const showFunnel = (others: readonly string[]): ReportCommand => ({
  name: '',
  usage: `[period] [by ${GROUPINGS.join('|')}]`,
  summary: `Counts, conversion, times, SLA and rejections of the leads captured then, compared with the time before. A period is ${PERIOD_FORMS}; usual: 90d.`,
  for: 'everybody',
  examples: [
    '/funnel',
    '/funnel last month by source',
    '/funnel 2026-10 by rep',
    '/funnel 2026-09-01 .. 2026-09-30',
    '/funnel this quarter by week',
  ],
  report: (asked, readers) =>
    withRequest(asked, { groupings: GROUPINGS, others }, async ({ core, person }, request) => {
      const inForce = core.inForce();
      const model = await loadFunnel(core.db, inForce, request, core.now());
      const theirs = forReader(model, inForce.settings, person);
      return funnel(readers === 'channel' ? withoutNames(theirs) : theirs);
    }),
});
