import { readFunnelRows } from '#db/funnel.ts';
import type { Db } from '#db/open.ts';
import { funnelGroups } from '#domain/funnel.ts';
import type { FunnelRequest } from '#domain/period.ts';
import type { Settings } from '#domain/settings.ts';
import { STAGES } from '#domain/stages.ts';
import { nameOf, sourceName } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core.ts';
import type { FunnelModel } from './models.ts';

const NO_REP = 'No rep yet';

/** The funnel of the leads captured in a period, as far as it is over; without any there are no groups. */
export async function loadFunnel(
  db: Db,
  { settings }: SettingsInForce,
  request: FunnelRequest,
  now: Date,
): Promise<FunnelModel> {
  const { from, label, by } = request;
  const to = request.to < now ? request.to : now;
  const groups = funnelGroups(await readFunnelRows(db, { from, to, by }));
  return {
    from,
    to,
    periodLabel: label,
    by,
    groups: groups.map(({ key, figures }) => ({
      ...figures,
      name: groupName(settings, by, key),
      stages: figures.stages.map(({ stage, ...counted }) => ({ label: STAGES[stage].label, ...counted })),
      sla: { ...figures.sla, target: settings.targets.sla_attainment },
    })),
  };
}

function groupName(settings: Settings, by: FunnelRequest['by'], key: string | null): string | null {
  switch (by) {
    case null:
      return null;
    case 'source':
      return sourceName(settings, key ?? '');
    case 'rep':
      return key === null ? NO_REP : nameOf(settings, key);
  }
}
