import type { Grouping } from '#domain/period.ts';
import { mondayOf } from '#domain/weeks.ts';
import type { FunnelGroup, FunnelModel } from '#src/view/funnel-models.ts';
import { attainmentCell, medianCell, rateCell } from './funnel-words.ts';
import { shown } from './limits.ts';
import { stranger } from './lines.ts';
import type { Cell, Table } from './table.ts';

/** A row for each group (the newest week first), and one for all together, so that they can be sorted and held against each other. */
export function funnelTable(model: FunnelModel, by: Grouping): Table {
  const { groups, whole } = model;
  const isCompared = model.before !== null;
  const steps = whole.stages.map(
    ({ label }, index) => `${whole.stages[index - 1]?.label ?? 'Lead'} → ${label}`,
  );
  return {
    id: 'groups',
    caption: `Funnel by ${by}`,
    columns: [
      HEADINGS[by],
      'Leads',
      ...(isCompared ? ['Before'] : []),
      ...whole.stages.map(({ label }) => label),
      ...steps,
      'Accepted after',
      'Responded after',
      'Answered in time',
      'Responded in time',
      'Rejected',
    ],
    rows: [
      rowOf(['All together'], whole, isCompared),
      ...(by === 'week' ? groups.toReversed() : groups).map((group) =>
        rowOf(nameCell(group, by), group, isCompared),
      ),
    ],
  };
}

const HEADINGS: Record<Grouping, string> = {
  source: 'Source',
  campaign: 'Campaign',
  channel: 'Channel',
  rep: 'Rep',
  pool: 'Pool',
  segment: 'Segment',
  week: 'Week of',
  reason: 'Reason',
};

/** A week sorts by its day instead of by its words. */
function nameCell({ key, name }: FunnelGroup, by: Grouping): Cell {
  if (by !== 'week' || key === null) return [stranger(name ?? '', shown.cell)];
  return { value: Number(mondayOf(key).replaceAll('-', '')), said: name ?? key };
}

function rowOf(name: Cell, group: FunnelGroup, isCompared: boolean): Cell[] {
  const { stages, accept, response, sla, responseSla, rejections } = group;
  return [
    name,
    number(group.leads),
    ...(isCompared ? [number(group.before?.leads ?? 0)] : []),
    ...stages.map(({ reached }) => number(reached)),
    ...stages.map(({ conversion }) => rateCell(conversion)),
    medianCell(accept),
    medianCell(response),
    attainmentCell(sla),
    attainmentCell(responseSla),
    number(rejections.reduce((sum, one) => sum + one.count, 0)),
  ];
}

const number = (value: number): Cell => ({ value, said: value.toLocaleString('en') });
