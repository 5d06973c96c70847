import type { Model } from '#domain/attribution.ts';
import type { AttributionModel } from '#src/view/cost-models.ts';
import { capital, count } from './labels.ts';
import { shown } from './limits.ts';
import { bold, day, type Line, stranger } from './lines.ts';
import type { Chart, Report, Table } from './report.ts';

const MODEL_LABELS: Record<Model, string> = {
  first: 'First touch',
  last: 'Last touch',
  even: 'Even',
  position: '40/20/40',
};
const MODELS = Object.keys(MODEL_LABELS) as Model[]; // its own keys

/** The answer to `/funnel attribution`: what the wins are owed to, by four models beside each other. */
export function attribution(model: AttributionModel): Report {
  const isEmpty = model.groups.length === 0;
  return {
    heading: [headingLine(model), ...winLines(model)],
    charts: isEmpty ? [] : [chartOf(model)],
    tables: isEmpty ? [] : [tableOf(model)],
    notes: isEmpty
      ? []
      : [
          [
            'No model is the true one. Where they differ much, the source starts deals or ends them, not both.',
          ],
        ],
    definitions: 'attribution',
  };
}

const headingLine = ({ periodLabel, from, to, by }: AttributionModel): Line => [
  ...[bold('What the wins are owed to'), ', ', stranger(periodLabel, shown.name)],
  ...[' (', day(from), ' to ', day(to), `), by ${by}`],
];

function winLines({ wins, wonLeads, untouched, groups }: AttributionModel): Line[] {
  if (wins === 0) return [['Nothing was won in this time. A longer one: /funnel attribution this year']];
  const touches = groups.reduce((sum, group) => sum + group.touches, 0);
  const leads = wonLeads === wins ? '' : ` (${count(wonLeads, 'won lead', 'won leads')})`;
  return [
    [
      `${count(wins, 'company', 'companies')} signed${leads}, with ${count(touches, 'touch', 'touches')} known before.`,
    ],
    ...(untouched > 0
      ? [
          [
            `${count(untouched, 'win has', 'wins have')} no touch known, and ${untouched === 1 ? 'is' : 'are'} in no share.`,
          ],
        ]
      : []),
  ];
}

const tableOf = ({ groups, by, periodLabel }: AttributionModel): Table => ({
  id: 'attribution',
  caption: `Wins by ${by}, ${periodLabel}`,
  columns: [capital(by), ...MODELS.map((model) => MODEL_LABELS[model]), 'Touches', 'Wins touched'],
  rows: groups.map(({ name, shares, touches, touched }) => [
    [stranger(name, shown.name)],
    ...MODELS.map((model) => ({ value: shares[model] / 100, said: winsWords(shares[model]) })),
    { value: touches, said: `${touches}` },
    { value: touched, said: `${touched}` },
  ]),
});

const chartOf = ({ groups, by }: AttributionModel): Chart => ({
  id: 'attribution',
  type: 'bar',
  title: `Wins by ${by}, four ways to count`,
  xLabel: capital(by),
  yLabel: 'Wins',
  categories: groups.map(({ name }) => name),
  series: MODELS.map((model) => ({
    name: MODEL_LABELS[model],
    values: groups.map(({ shares }) => shares[model] / 100),
  })),
});

/** `2`, `0.33`: all of a column add up to the wins. */
const winsWords = (hundredths: number): string =>
  hundredths % 100 === 0 ? `${hundredths / 100}` : (hundredths / 100).toFixed(2);
