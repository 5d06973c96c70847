import { ephemeral } from '#blocks/explain.ts';
import { funnel } from '#blocks/funnel.ts';
import { funnelTree } from '#blocks/funnel-tree.ts';
import { FUNNEL_NOT_YET } from '#blocks/not-yet.ts';
import { type FunnelRequest, readFunnelRequest } from '#domain/period.ts';
import { loadFunnel, loadFunnelTree } from '#src/view/funnel.ts';
import type { Asked, Reply, Subcommand } from './subcommands.ts';

/** `/funnel [period] [by …]`. */
export const showFunnel: Subcommand = {
  name: '',
  usage: '[7d|30d|90d|quarter|from..to] [by source|campaign|channel|rep|segment|week]',
  summary:
    'Counts, conversion, times, SLA and rejections of the leads captured then, compared with the time before. Usual: 90d.',
  for: 'everybody',
  examples: ['/funnel', '/funnel 30d by source', '/funnel 2026-09-01..2026-09-30', '/funnel quarter by week'],
  run: (asked) =>
    withRequest(asked, async ({ core }, request) =>
      funnel(await loadFunnel(core.db, core.inForce(), request, core.now())),
    ),
};

const tree: Subcommand = {
  name: 'tree',
  usage: 'tree [7d|30d|90d|quarter|from..to]',
  summary: 'The funnel back from what was won, the bottleneck first.',
  for: 'everybody',
  examples: ['/funnel tree', '/funnel tree 30d'],
  run: (asked) =>
    withRequest(asked, async ({ core }, request) =>
      funnelTree(await loadFunnelTree(core.db, core.inForce(), request, core.now())),
    ),
};

/** `/funnel …`. */
export const FUNNEL: Subcommand[] = [tree];

async function withRequest(
  asked: Asked,
  answer: (asked: Asked, request: FunnelRequest) => Promise<ReturnType<typeof funnel>>,
): Promise<Reply> {
  const { core, words } = asked;
  const missing = words
    .toLowerCase()
    .split(/\s+/)
    .find((word) => Object.hasOwn(FUNNEL_NOT_YET, word));
  if (missing !== undefined) return { message: ephemeral([FUNNEL_NOT_YET[missing] ?? '']) };
  const { workspace } = core.inForce().settings;
  const read = readFunnelRequest(words, workspace.time_zone, core.now());
  return read.ok ? { message: await answer(asked, read.request) } : { problem: read.problem };
}
