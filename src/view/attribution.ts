import { readWins, type TouchRow } from '#db/attribution.ts';
import type { Db } from '#db/db.ts';
import { attribute } from '#domain/attribution.ts';
import type { FunnelRequest } from '#domain/period.ts';
import type { Settings } from '#domain/settings.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import type { AttributionModel, CostGrouping } from './cost-models.ts';
import { groupName, soFar } from './funnel.ts';

/** Which sources, channels or campaigns the wins of a period are owed to, as far as it is over. */
export async function loadAttribution(
  db: Db,
  { settings }: SettingsInForce,
  request: FunnelRequest & { by: CostGrouping },
  now: Date,
): Promise<AttributionModel> {
  const { by, label: periodLabel } = request;
  const period = soFar(request, now);
  const { wins, touches } = await readWins(db, period);
  const keyOf = keyOfTouch(settings, by);
  const byWin = Map.groupBy(touches, ({ winId }) => winId);
  const groups = attribute(
    wins.map(({ id }) => ({
      id,
      touches: (byWin.get(id) ?? []).map((touch) => ({ key: keyOf(touch), at: touch.at })),
    })),
  );
  return {
    ...period,
    periodLabel,
    by,
    wins: wins.length,
    wonLeads: wins.reduce((sum, { leads }) => sum + leads, 0),
    untouched: wins.filter(({ id }) => !byWin.has(id)).length,
    groups: groups.map(({ key, ...rest }) => ({ name: groupName(settings, by, key) ?? '', ...rest })),
  };
}

function keyOfTouch(settings: Settings, by: CostGrouping): (touch: TouchRow) => string | null {
  switch (by) {
    case 'source':
      return ({ sourceId }) => sourceId;
    case 'campaign':
      return ({ campaign }) => campaign;
    case 'channel':
      return ({ channel, sourceId }) =>
        channel ?? settings.sources.find(({ id }) => id === sourceId)?.defaults.channel ?? null;
  }
}
