import { funnelForecast } from '#blocks/funnel-forecast.ts';
import { may, mayAbout } from '#domain/permissions.ts';
import { loadForecast } from '#src/view/funnel-forecast.ts';
import type { ReportCommand } from './report-command.ts';

export const forecast: ReportCommand = {
  name: 'forecast',
  usage: 'forecast',
  summary:
    'What this quarter will bring, how good that was for six quarters, the deals to look at, and slippage by rep.',
  for: 'everybody',
  examples: ['/funnel forecast'],
  report: async ({ core, person, words }, readers) => {
    if (words.trim() !== '') {
      return { problem: `"${words.trim()}" is not needed: the forecast is of this quarter` };
    }
    const inForce = core.inForce();
    const reader = {
      mayReadLeads: may('read_lead', person),
      maySeeRep: (repId: string) => mayAbout('see_rep_figures', inForce.settings, person, [repId]),
    };
    const model = await loadForecast(core.db, inForce, readers === 'channel' ? null : reader, core.now());
    return { report: funnelForecast(model) };
  },
};
