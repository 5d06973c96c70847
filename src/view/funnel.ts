import type { Db } from '#db/db.ts';
import { type FunnelScope, readFunnelRows } from '#db/funnel.ts';
import { dayWords } from '#domain/day.ts';
import {
  compareFunnels,
  type FunnelFigures,
  type FunnelRows,
  funnelFigures,
  funnelGroups,
  NO_ROWS,
} from '#domain/funnel.ts';
import { bottleneck, type TreeStep } from '#domain/funnel-tree.ts';
import { compareShares } from '#domain/interval.ts';
import { type FunnelRequest, type Grouping, periodBefore } from '#domain/period.ts';
import { segmentMeaning } from '#domain/segments.ts';
import type { Settings } from '#domain/settings.ts';
import type { Duration } from '#domain/settings-shapes.ts';
import { STAGES, type Stage } from '#domain/stages.ts';
import { nameOf, poolOf, reasonWords, sourceName } from '#domain/team.ts';
import { mondayOf, weeksOf } from '#domain/weeks.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { countedBy } from './counted-by.ts';
import { loadFalls } from './funnel-fall.ts';
import type { FunnelGroup, FunnelModel, FunnelTreeModel } from './funnel-models.ts';

/** Groups without a name of their own. */
const NONE: Record<Grouping, string> = {
  source: 'No source',
  campaign: 'No campaign',
  channel: 'Channel not told',
  rep: 'No rep yet',
  pool: 'No pool',
  segment: 'Segment not known',
  week: 'No week',
  reason: 'Not rejected',
};

/** The funnel of the leads captured in a period, as far as it is over; without any there are no groups. */
export async function loadFunnel(
  db: Db,
  inForce: SettingsInForce,
  request: FunnelRequest,
  now: Date,
): Promise<FunnelModel> {
  const { settings } = inForce;
  const { label, by } = request;
  const period = soFar(request, now);
  const earlier = periodBefore(period);
  // Weeks stand beside each other instead.
  const [rows, rowsBefore] = await Promise.all([
    rowsOf(db, inForce, period, by),
    by === 'week' ? NO_ROWS : rowsOf(db, inForce, earlier, by),
  ]);
  const counted = funnelGroups(rows);
  const groups = by === 'week' ? eachWeek(counted, period, settings) : counted;
  const before = funnelGroups(rowsBefore);
  const figures = wholeOf(counted, rows);
  const wholeBefore = wholeOf(before, rowsBefore);
  return {
    ...period,
    periodLabel: label,
    by,
    segmentsAre: segmentMeaning(settings),
    before: by === 'week' ? null : { ...earlier, leads: wholeBefore.leads },
    groups: groups.map(({ key, figures }) => {
      const first = before.find((group) => group.key === key)?.figures ?? null;
      return groupOf(settings, figures, { key, name: groupName(settings, by, key), first });
    }),
    whole: groupOf(settings, figures, {
      key: null,
      name: null,
      first: wholeBefore.leads === 0 ? null : wholeBefore,
    }),
    hidden: 0,
    falls: by === null ? await fallsOf(db, period, figures, wholeBefore) : [],
  };
}

/** Why steps fell: looked into only where one did, as it reads both times once more. */
async function fallsOf(
  db: Db,
  period: Period,
  now: FunnelFigures,
  before: FunnelFigures,
): Promise<FunnelModel['falls']> {
  const came = ({ stages }: FunnelFigures) =>
    stages.map(({ conversion }) => ({ cases: conversion.came, of: conversion.decided + conversion.open }));
  const earlier = came(before);
  const none = { cases: 0, of: 0 };
  const hasFallen = came(now).some(
    (share, index) => compareShares(share, earlier[index] ?? none).type === 'down',
  );
  return hasFallen ? loadFalls(db, period) : [];
}

type Counted = ReturnType<typeof funnelGroups>[number];

/** In their order, and none left out in which nothing came: a line through them would hide it. */
function eachWeek(counted: Counted[], period: Period, { workspace }: Settings): Counted[] {
  if (counted.length === 0) return [];
  return weeksOf(period, workspace.time_zone).map(
    (key) => counted.find((group) => group.key === key) ?? { key, figures: funnelFigures(NO_ROWS) },
  );
}

/** The same from the revenue end, with the step that holds the rest up. */
export async function loadFunnelTree(
  db: Db,
  inForce: SettingsInForce,
  request: FunnelRequest,
  now: Date,
): Promise<FunnelTreeModel> {
  const { settings } = inForce;
  const period = soFar(request, now);
  const [figures, before] = await Promise.all(
    [period, periodBefore(period)].map(async (one) => funnelFigures(await rowsOf(db, inForce, one, null))),
  );
  if (!figures || !before) throw new Error('expected the figures of both periods');
  const changes = before.leads === 0 ? null : compareFunnels(figures, before);
  const steps = figures.stages.map(
    (stage, index): TreeStep => ({
      ...stage,
      change: changes?.stages[index] ?? null,
      target: targetOf(settings, stage.stage),
    }),
  );
  const fromLabel = (stage: Stage) => {
    const previous = steps[steps.findIndex((step) => step.stage === stage) - 1];
    return previous ? STAGES[previous.stage].label : 'lead';
  };
  const narrowest = bottleneck(steps);
  return {
    ...period,
    periodLabel: request.label,
    leads: figures.leads,
    steps: steps
      .map(({ stage, ...step }) => ({ label: STAGES[stage].label, fromLabel: fromLabel(stage), ...step }))
      .toReversed(),
    meetings: figures.meetings,
    bottleneck: narrowest && {
      words: narrowest,
      label: STAGES[narrowest.stage].label,
      fromLabel: fromLabel(narrowest.stage),
    },
  };
}

/** Where there is one group, it is the whole, and counted already. */
function wholeOf(groups: ReturnType<typeof funnelGroups>, rows: FunnelRows): FunnelFigures {
  const [only] = groups;
  return only && groups.length === 1 ? only.figures : funnelFigures(rows);
}

type Period = { from: Date; to: Date };

export const soFar = ({ from, to }: FunnelRequest, now: Date): Period => ({ from, to: to < now ? to : now });

/** Everything counted of a period. */
export const rowsOf = (db: Db, inForce: SettingsInForce, period: Period, by: FunnelScope['by']) =>
  readFunnelRows(db, { ...period, by, ...countedBy(inForce) });

function groupOf(
  settings: Settings,
  figures: FunnelFigures,
  { key, name, first }: { key: string | null; name: string | null; first: FunnelFigures | null },
): FunnelGroup {
  return {
    ...figures,
    key,
    name,
    changes: first && compareFunnels(figures, first),
    before: first && { leads: first.leads, reached: first.stages.map(({ reached }) => reached) },
    stages: figures.stages.map(({ stage, ...counted }) => ({
      label: STAGES[stage].label,
      ...counted,
      target: targetOf(settings, stage),
    })),
    accept: { ...figures.accept, targetMinutes: minutesOf(settings.targets.median_accept) },
    sla: { ...figures.sla, target: settings.targets.sla_attainment },
    responseSla: { ...figures.responseSla, target: settings.targets.sla_attainment },
  };
}

const targetOf = ({ targets }: Settings, stage: Stage): number | null =>
  stage === 'sales_accepted' ? targets.mql_to_sal : null;

/** A target in business days cannot be held against time that really passed. */
const minutesOf = ({ unit, amount }: Duration): number | null => (unit === 'minutes' ? amount : null);

export function groupName(settings: Settings, by: Grouping | null, key: string | null): string | null {
  if (by === null) return null;
  if (key === null) return NONE[by];
  switch (by) {
    case 'source':
      return sourceName(settings, key);
    case 'rep':
      return nameOf(settings, key);
    case 'pool':
      return poolOf(settings, key)?.name ?? key;
    case 'reason':
      return reasonWords(settings, key);
    case 'channel':
      return key.replaceAll('_', ' ');
    case 'campaign':
    case 'segment':
      return key;
    case 'week':
      return dayWords(mondayOf(key));
  }
}
