import { readCostRows } from '#db/costs.ts';
import type { Db } from '#db/db.ts';
import { readSpendOf } from '#db/spend.ts';
import { type CostRows, centsWithin, costFigures, costGroups, untoldDays } from '#domain/cost.ts';
import { localDate } from '#domain/day.ts';
import type { FunnelRequest } from '#domain/period.ts';
import type { Settings } from '#domain/settings.ts';
import type { SpendPlace } from '#domain/spend.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import type { CostGrouping, CostModel } from './cost-models.ts';
import { groupName, soFar } from './funnel.ts';

/** What the leads captured in a period cost, by what was told that was spent in it. */
export async function loadCost(
  db: Db,
  { settings }: SettingsInForce,
  request: FunnelRequest & { by: CostGrouping },
  now: Date,
): Promise<CostModel> {
  const { by, label: periodLabel } = request;
  const period = soFar(request, now);
  const { time_zone: timeZone } = settings.workspace;
  const days = { from: localDate(timeZone, period.from), to: localDate(timeZone, period.to) };
  const rows = await readCostRows(db, { ...period, by, timeZone, segmentOfLead: new Map() });
  const told = await readSpendOf(db, days);
  const keyOf = keyOfSpend(settings, rows, by);
  const spent = told.map((figure) => ({
    key: keyOf(figure),
    currency: figure.currency,
    cents: centsWithin(figure, days),
  }));
  return {
    ...period,
    periodLabel,
    by,
    groups: costGroups(rows, spent).map(({ key, figures }) => ({
      name: groupName(settings, by, key) ?? '',
      ...figures,
    })),
    total: costFigures(rows, spent),
    cut: told.filter(({ from, to }) => from < days.from || to > days.to).length,
    untold: told.length === 0 ? [] : untoldDays(days, told),
  };
}

/** The group of leads that a figure was spent on; names are compared as tools write them, without regard to case. */
function keyOfSpend(
  settings: Settings,
  { leads }: CostRows,
  by: CostGrouping,
): (place: SpendPlace) => string | null {
  const known = new Map(leads.flatMap(({ key }) => (key === null ? [] : [[fold(key), key] as const])));
  const asKnown = (name: string | null): string | null =>
    name === null ? null : (known.get(fold(name)) ?? name);
  const sourceOf = (told: string | null) =>
    told === null
      ? undefined
      : settings.sources.find(({ id, name }) => [fold(id), fold(name)].includes(fold(told)));
  switch (by) {
    case 'channel':
      return ({ channel, source }) => channel ?? sourceOf(source)?.defaults.channel ?? null;
    case 'source':
      return ({ source }) => sourceOf(source)?.id ?? asKnown(source);
    case 'campaign':
      return ({ campaign }) => asKnown(campaign);
  }
}

const fold = (name: string): string => name.trim().toLowerCase();
