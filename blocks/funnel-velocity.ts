import { FEWEST_TO_COMPARE } from '#domain/interval.ts';
import type { Velocity } from '#domain/velocity.ts';
import type { VelocityModel } from '#src/view/pipeline-models.ts';
import { count, money, percent } from './labels.ts';
import { shown } from './limits.ts';
import { bold, day, type Line, stranger } from './lines.ts';
import type { Chart, Report } from './report.ts';
import type { Cell } from './table.ts';

/** The answer to `/funnel velocity`: what the pipeline brings in a day, by currency. */
export function funnelVelocity(model: VelocityModel): Report {
  const { rows, by } = model;
  const heading: Line[] = [
    headingLine(model),
    ...(rows.length === 0
      ? [['No opportunities in this period. A longer one: /funnel velocity 365d']]
      : by === null
        ? rows.map(({ now, before }) => sentence(now, before))
        : []),
  ];
  return {
    heading,
    charts: chartsOf(model),
    tables: [
      {
        id: 'velocity',
        caption: `Sales velocity${by === null ? '' : ` by ${by}`}, each currency by itself`,
        columns: [
          by === null ? 'Currency' : 'Group',
          ...(by === null ? [] : ['Currency']),
          'Open',
          'Won',
          'Closed',
          'Win rate',
          'Average won',
          'Cycle in days',
          'Per day',
          'Per day, before',
        ],
        rows: rows.map(({ name, now, before }): Cell[] => [
          ...(name === null ? [] : [[stranger(name, shown.name)]]),
          [now.currency ?? 'No amount said'],
          { value: now.open, said: String(now.open) },
          { value: now.won, said: String(now.won) },
          { value: now.closed, said: String(now.closed) },
          rateCell(now),
          now.value.mean === null || now.currency === null
            ? ['–']
            : { value: now.value.mean, said: money(now.value.mean, now.currency) },
          now.cycle.days === null ? ['–'] : { value: now.cycle.days, said: daysOf(now.cycle.days) },
          perDayCell(now),
          before === null ? ['–'] : perDayCell(before),
        ]),
      },
    ],
    notes: notesOf(rows.map(({ now }) => now)),
    definitions: 'velocity',
  };
}

function headingLine({ periodLabel, from, to, by, segmentsAre }: VelocityModel): Line {
  const grouping = by === 'segment' ? `segment (${segmentsAre})` : by;
  return [
    bold('Sales velocity'),
    ', ',
    stranger(periodLabel, shown.name),
    ' (',
    day(from),
    ' to ',
    day(to),
    ')',
    ...(grouping === null ? [] : [`, by ${grouping}`]),
  ];
}

/** `4,000 EUR a day: 20 open × 10,000 EUR × 40 % won ÷ 40 days. Before: 3,500 EUR a day.` */
function sentence(now: Velocity, before: Velocity | null): Line {
  const { currency, open, won, closed, winRate, value, cycle, perDay } = now;
  if (currency === null) {
    return [
      `${count(open, 'open deal', 'open deals')} and ${closed} closed have no amount: they are in no velocity.`,
    ];
  }
  const earlier =
    before?.perDay == null ? '' : ` In the time before: ${money(before.perDay, currency)} a day.`;
  if (perDay !== null && value.mean !== null && cycle.days !== null) {
    return [
      bold(`${money(perDay, currency)} a day`),
      `: ${open} open × ${money(value.mean, currency)} × ${percent(winRate.rate ?? 0)} won (${won} of ${closed}) ÷ ${daysOf(cycle.days)} days.${earlier}`,
    ];
  }
  return [
    bold(currency),
    `: ${open} open, ${closed === 0 ? 'none' : `${won} won of ${closed}`} closed. ${whyNot(now)}`,
  ];
}

function whyNot({ closed, won, value, cycle }: Velocity): string {
  if (closed < FEWEST_TO_COMPARE) {
    return `Too few closed for a velocity: it takes ${FEWEST_TO_COMPARE}.`;
  }
  if (won === 0) return 'Nothing was won, so there is no average and no cycle.';
  if (value.mean === null) return 'Nobody said what the won deals were worth.';
  return cycle.days === null
    ? 'Nobody saw when the won deals began, so there is no cycle.'
    : 'They were won the moment they began, so there is no cycle.';
}

const rateCell = ({ winRate, won, closed }: Velocity): Cell => {
  const { rate, low, high } = winRate;
  if (rate === null || low === null || high === null) return ['none closed'];
  return closed < FEWEST_TO_COMPARE
    ? [`${won} of ${closed}`]
    : { value: rate, said: `${percent(rate)} (likely ${percent(low)} to ${percent(high)})` };
};

const perDayCell = ({ perDay, currency, closed }: Velocity): Cell => {
  if (perDay !== null && currency !== null) return { value: perDay, said: money(perDay, currency) };
  return closed < FEWEST_TO_COMPARE ? ['too few closed'] : ['–'];
};

const daysOf = (days: number): string => (days < 10 ? days.toFixed(1) : String(Math.round(days)));

/** Bars of the groups of one currency: two currencies have no axis in common. */
function chartsOf({ rows, by }: VelocityModel): Chart[] {
  if (by === null) return [];
  const known = rows.flatMap(({ name, now: { perDay, currency } }) =>
    perDay === null || currency === null ? [] : [{ name: name ?? '', perDay, currency }],
  );
  return [...Map.groupBy(known, ({ currency }) => currency)]
    .filter(([, groups]) => groups.length > 1)
    .map(([currency, groups]) => ({
      id: `velocity/${currency}`,
      type: 'bar',
      title: `Sales velocity, ${currency} a day`,
      xLabel: by === 'source' ? 'Source' : 'Segment',
      yLabel: `${currency} a day`,
      categories: groups.map(({ name }) => name),
      series: [{ name: currency, values: groups.map(({ perDay }) => Math.round(perDay)) }],
    }));
}

function notesOf(rows: readonly Velocity[]): Line[] {
  const currencies = new Set(rows.flatMap(({ currency }) => currency ?? []));
  const isFew = rows.some(({ currency, closed }) => currency !== null && closed < FEWEST_TO_COMPARE);
  return [
    ...(isFew ? [['A longer period has more closed deals: /funnel velocity 365d']] : []),
    ...(currencies.size > 1
      ? [[`${currencies.size} currencies, each by itself: they are never added up or converted.`]]
      : []),
  ];
}
