import type { Report } from '#blocks/report.ts';
import { type Askable, type FunnelRequest, type Grouping, readRequest } from '#domain/period.ts';
import type { Asked, Reply } from '../subcommands.ts';

/** Reads the period and the grouping behind a report's name, and says what is not understood of them. */
export async function withRequest<By extends Grouping>(
  asked: Asked,
  askable: Askable<By>,
  answer: (asked: Asked, request: FunnelRequest<By>) => Promise<Report>,
): Promise<{ report: Report } | Reply> {
  const { core, words } = asked;
  const { workspace } = core.inForce().settings;
  const read = readRequest(words, askable, workspace.time_zone, core.now());
  return read.ok ? { report: await answer(asked, read.request) } : { problem: read.problem };
}
