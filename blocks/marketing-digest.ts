import type { AcceptanceModel, MarketingDigestModel } from '#src/view/home-models.ts';
import { muteButton } from './digest-switches.ts';
import { evidenceLines } from './evidence-lines.ts';
import { fallLines } from './funnel-fall.ts';
import { definitionLine } from './home/marketing.ts';
import { count, FAILURE_POINT_LABELS } from './labels.ts';
import { shown } from './limits.ts';
import { bold, boldStranger, bullets, day, type Line, type Message, stranger, when } from './lines.ts';
import { reportWith, type Table } from './report.ts';
import { suggestionLines } from './suggestions.ts';

/** A marketer's week: what sales took, why they gave back, what waits for an answer, and where the funnel fell. */
export function marketingDigest(model: MarketingDigestModel): Message {
  const { acceptance, rejections } = model;
  return reportWith(
    {
      heading: [
        [bold('Marketing’s week'), ', ', day(model.from), ' to ', day(model.to)],
        takenLine(acceptance.bySource),
        ...fallLines(model.falls),
        ...unansweredLines(model.unanswered),
        definition(model.definition),
      ],
      charts: [],
      tables: [
        acceptanceTable('sources', 'Source', acceptance.bySource),
        acceptanceTable('campaigns', 'Campaign', acceptance.byCampaign),
        rejectionTable(rejections),
      ],
      notes: [
        ...evidenceLines(model.evidence),
        ...suggestionLines(model.suggestions, '/handoff suggestions'),
        ...(rejections.length === 0 ? [['Sales rejected nothing in that week.']] : []),
        ['Leads count in the week they were handed over, rejections in the week they were said.'],
        ['Longer, and compared: /funnel by source, /funnel failures, /funnel by week'],
      ],
      definitions: 'funnel',
    },
    [muteButton('marketers')],
  );
}

function takenLine(bySource: AcceptanceModel[]): Line {
  const sum = (of: (row: AcceptanceModel) => number) => bySource.reduce((all, row) => all + of(row), 0);
  const [accepted, rejected, open] = [
    sum((row) => row.accepted),
    sum((row) => row.rejected),
    sum((row) => row.open),
  ];
  const all = accepted + rejected + open;
  if (all === 0) return ['Nothing was handed to sales.'];
  const waits = open === 0 ? '' : ` · ${open} not answered yet`;
  return [
    `${count(all, 'lead', 'leads')} handed to sales · ${accepted} taken · ${rejected} given back${waits}`,
  ];
}

function unansweredLines({ rows, total }: MarketingDigestModel['unanswered']): Line[] {
  if (total === 0) return [['Every rejection is answered.']];
  const counted = rows.reduce((sum, row) => sum + row.count, 0);
  return [
    ...bullets(
      [bold(`Rejections that wait for your answer (${total})`), ', with Answer… on your Home'],
      rows.map(
        (row): Line => [
          ...[boldStranger(row.sourceName, shown.name), ': ', stranger(row.reason, shown.words)],
          ...[` ×${row.count}`, row.isOverdue ? ' · was due ' : ' · due ', when(row.dueAt)],
        ],
      ),
      rows.length,
    ),
    ...(total > counted ? [[`… and ${total - counted} more`]] : []),
  ];
}

const definition = ({ marketing, sales, ...of }: MarketingDigestModel['definition']): Line => [
  ...definitionLine(of),
  '. Signed by ',
  stranger(marketing, shown.name),
  ' for marketing, ',
  stranger(sales, shown.name),
  ' for sales',
];

/** Counts alone: a week has few leads. */
const acceptanceTable = (id: string, column: string, groups: AcceptanceModel[]): Table => ({
  id,
  caption: `Taken by sales, by ${column.toLowerCase()}`,
  columns: [column, 'Taken', 'Given back', 'Not answered yet'],
  rows: groups.map(({ name, accepted, rejected, open }) => [
    [stranger(name, shown.name)],
    ...[accepted, rejected, open].map((value) => ({ value, said: `${value}` })),
  ]),
});

const rejectionTable = (rejections: MarketingDigestModel['rejections']): Table => ({
  id: 'rejections',
  caption: 'Rejections by failure point',
  columns: ['Reason', 'Failure point', 'Rejections'],
  rows: rejections.map(({ failurePoint, reason, count: times }) => [
    [stranger(reason, shown.words)],
    [FAILURE_POINT_LABELS[failurePoint]],
    { value: times, said: `${times}` },
  ]),
});
