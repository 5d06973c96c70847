import type { Db } from '#db/db.ts';
import { type FunnelScope, readFunnelRows } from '#db/funnel.ts';
import {
  compareFunnels,
  type FunnelChanges,
  type FunnelFigures,
  funnelFigures,
  funnelGroups,
} from '#domain/funnel.ts';
import { bottleneck, type TreeStep } from '#domain/funnel-tree.ts';
import { type FunnelRequest, type Grouping, periodBefore } from '#domain/period.ts';
import { segmentMeaning } from '#domain/segments.ts';
import type { Settings } from '#domain/settings.ts';
import type { Duration } from '#domain/settings-shapes.ts';
import { STAGES, type Stage } from '#domain/stages.ts';
import { nameOf, poolOf, reasonWords, sourceName } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { countedBy } from './counted-by.ts';
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
  const groups = funnelGroups(await rowsOf(db, inForce, period, by));
  // Weeks stand beside each other, in their order.
  if (by === 'week') groups.sort((a, b) => (a.key ?? '').localeCompare(b.key ?? ''));
  const earlier = periodBefore(period);
  const before = by === 'week' ? [] : funnelGroups(await rowsOf(db, inForce, earlier, by));
  const leadsBefore = before.reduce((sum, { figures }) => sum + figures.leads, 0);
  return {
    ...period,
    periodLabel: label,
    by,
    segmentsAre: segmentMeaning(settings),
    before: by === 'week' ? null : { ...earlier, leads: leadsBefore },
    groups: groups.map(({ key, figures }) => {
      const first = before.find((group) => group.key === key)?.figures;
      return groupOf(settings, figures, {
        name: groupName(settings, by, key),
        changes: first ? compareFunnels(figures, first) : null,
      });
    }),
  };
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
  const figures = funnelFigures(await rowsOf(db, inForce, period, null));
  const before = funnelFigures(await rowsOf(db, inForce, periodBefore(period), null));
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

type Period = { from: Date; to: Date };

export const soFar = ({ from, to }: FunnelRequest, now: Date): Period => ({ from, to: to < now ? to : now });

const rowsOf = (db: Db, inForce: SettingsInForce, period: Period, by: FunnelScope['by']) =>
  readFunnelRows(db, { ...period, by, ...countedBy(inForce) });

function groupOf(
  settings: Settings,
  figures: FunnelFigures,
  { name, changes }: { name: string | null; changes: FunnelChanges | null },
): FunnelGroup {
  return {
    ...figures,
    name,
    changes,
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
      return `Week ${key}`;
  }
}
