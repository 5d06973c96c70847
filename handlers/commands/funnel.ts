import { funnel } from '#blocks/funnel.ts';
import { readFunnelRequest } from '#domain/period.ts';
import { loadFunnel } from '#src/view/funnel.ts';
import type { Subcommand } from './subcommands.ts';

/** `/funnel [period] [by source|rep]`. */
export const showFunnel: Subcommand = {
  name: '',
  usage: '[7d|30d|90d|quarter|2026-10-01..2026-10-31] [by source|rep]',
  summary: 'Counts, conversion, time to accept, SLA and rejections of the leads captured then. Usual: 90d.',
  run: async ({ core, words }) => {
    const now = core.now();
    const { workspace } = core.inForce().settings;
    const read = readFunnelRequest(words, workspace.time_zone, now);
    if (!read.ok) return { problem: read.problem };
    return { message: funnel(await loadFunnel(core.db, core.inForce(), read.request, now)) };
  },
};
