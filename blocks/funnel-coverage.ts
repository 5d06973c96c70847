import type { CoverageModel } from '#src/view/pipeline-models.ts';
import { count, money, percent } from './labels.ts';
import { shown } from './limits.ts';
import { bold, type Line, stranger } from './lines.ts';
import type { Chart, Report, Table } from './report.ts';
import type { Cell } from './table.ts';

type Row = CoverageModel['rows'][number];

const NO_STEP = 'No step said';

/** The answer to `/funnel coverage`: what is open against what is still to be won. */
export function funnelCoverage(model: CoverageModel): Report {
  const { periods, rows, hasTarget } = model;
  const open = openByCurrency(rows);
  return {
    heading: [
      [bold('Pipeline coverage'), `, ${periods.map(({ name }) => name).join(', ')}`],
      ...(rows.length === 0 ? [['No open deals, and nothing won in this time.']] : []),
      ...rows.flatMap((row) => sentences(row, model.needed)),
      ...(hasTarget ? [] : [NO_TARGET]),
    ],
    charts: open.flatMap(chartOf),
    tables: [periodTable(rows), stepTable(open)],
    notes: notesOf(model),
    definitions: 'coverage',
  };
}

const NO_TARGET: Line = [
  'The settings have no revenue target for this time. Ops write one in handoff.yaml under targets, revenue: a period, an amount and a currency.',
];

function sentences(row: Row, needed: CoverageModel['needed']): Line[] {
  const { period, currency, target, won, left, due, times } = row;
  const sum = (amount: number) => money(amount, currency);
  if (target === null || left === null) {
    if (won.count + due.count + row.later.count === 0) return [];
    return [
      [
        bold(currency),
        `: ${sum(due.amount)} open by the end of ${period.name} (${deals(due.count)}), ${sum(won.amount)} won. No target in ${currency}.`,
      ],
    ];
  }
  if (left === 0) {
    return [
      [
        bold(`${period.name}, ${currency}`),
        `: the target of ${sum(target)} is reached, ${sum(won.amount)} won.`,
      ],
    ];
  }
  const need =
    needed === null || times === null
      ? ''
      : ` At your win rate it takes ${times1(needed.times)}${times < needed.times ? `, so ${sum(left * needed.times - due.amount)} of pipeline is missing` : ''}.`;
  return [
    [
      bold(`${period.name}, ${currency}: covered ${times1(times ?? 0)}`),
      `. Target ${sum(target)}, won ${sum(won.amount)}, left ${sum(left)}; open and due by then ${sum(due.amount)} in ${deals(due.count)}.${need}`,
    ],
  ];
}

const deals = (amount: number): string => count(amount, 'deal', 'deals');
const times1 = (amount: number): string => `${amount.toFixed(1)} times`;

function periodTable(rows: readonly Row[]): Table {
  return {
    id: 'coverage',
    caption: 'Pipeline against targets, each currency by itself',
    columns: [
      'Period',
      'Currency',
      'Target',
      'Won',
      'Left',
      'Open, due by then',
      'Of that overdue',
      'Open, later',
      'Coverage',
    ],
    rows: rows.map((row): Cell[] => {
      const sum = (amount: number): Cell => ({ value: amount, said: money(amount, row.currency) });
      return [
        [row.period.name],
        [row.currency],
        row.target === null ? ['none'] : sum(row.target),
        sum(row.won.amount),
        row.left === null ? ['–'] : sum(row.left),
        sum(row.due.amount),
        sum(row.overdue.amount),
        sum(row.later.amount),
        row.times === null ? ['–'] : { value: row.times, said: times1(row.times) },
      ];
    }),
  };
}

/** Of each currency the first period alone: what is open is the same in all of them. */
const openByCurrency = (rows: readonly Row[]): Row[] =>
  rows.filter((row, index) => rows.findIndex(({ currency }) => currency === row.currency) === index);

function stepTable(rows: readonly Row[]): Table {
  const isWeighed = rows.some(({ steps }) => steps.some(({ probability }) => probability !== null));
  return {
    id: 'steps',
    caption: 'Open deals by sub-stage',
    columns: [
      'Sub-stage',
      'Currency',
      'Deals',
      'Open',
      'Due by then',
      ...(isWeighed ? ['Settings’ chance', 'Open × chance'] : []),
    ],
    rows: rows.flatMap(({ currency, steps }) =>
      steps.map(({ name, all, due, probability }): Cell[] => [
        name === null ? [NO_STEP] : [stranger(name, shown.name)],
        [currency],
        { value: all.count, said: String(all.count) },
        { value: all.amount, said: money(all.amount, currency) },
        { value: due.amount, said: money(due.amount, currency) },
        ...(isWeighed ? chanceCells(all.amount, probability, currency) : []),
      ]),
    ),
  };
}

const chanceCells = (amount: number, probability: number | null, currency: string): Cell[] =>
  probability === null
    ? [['–'], ['–']]
    : [
        { value: probability, said: percent(probability) },
        { value: amount * probability, said: money(amount * probability, currency) },
      ];

function chartOf({ currency, steps, period }: Row): Chart[] {
  if (steps.length < 2) return [];
  return [
    {
      id: `steps/${currency}`,
      type: 'bar',
      title: `Open pipeline by sub-stage, ${currency}`,
      xLabel: 'Sub-stage',
      yLabel: currency,
      categories: steps.map(({ name }) => name ?? NO_STEP),
      series: [
        { name: `due in ${period.name}`, values: steps.map(({ due }) => Math.round(due.amount)) },
        { name: 'later', values: steps.map(({ all, due }) => Math.round(all.amount - due.amount)) },
      ],
    },
  ];
}

function notesOf({ rows, withoutAmount, hasSteps, needed }: CoverageModel): Line[] {
  const currencies = new Set(rows.map(({ currency }) => currency));
  const hasTarget = rows.some(({ left }) => left !== null && left > 0);
  return [
    ...(hasTarget && needed === null
      ? [
          [
            'How many times is enough cannot be said yet: it takes 20 deals closed in the last year, one of them won.',
          ],
        ]
      : []),
    ...(withoutAmount === 0
      ? []
      : [
          [
            `${count(withoutAmount, 'open deal has', 'open deals have')} no amount, and ${withoutAmount === 1 ? 'stands' : 'stand'} in no sum here: /funnel forecast names ${withoutAmount === 1 ? 'it' : 'them'}.`,
          ],
        ]),
    ...(currencies.size > 1
      ? [[`${currencies.size} currencies, each by itself: they are never added up or converted.`]]
      : []),
    ...(hasSteps || rows.length === 0
      ? []
      : [['The settings have no sub-stages. Ops write them in handoff.yaml under opportunity, stages.']]),
  ];
}
