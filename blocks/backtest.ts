import type { Backtest } from '#domain/backtest/backtest.ts';
import type { Load } from '#domain/backtest/load.ts';
import { unknownWords } from '#domain/backtest/words.ts';
import { ephemeral } from './explain.ts';
import { count } from './labels.ts';
import { shown } from './limits.ts';
import { bold, day, type Line, type Message, stranger } from './lines.ts';
import { report, type Table } from './report.ts';

/** About so many leads a second are judged twice and played. */
const LEADS_A_SECOND = 3_000;

/** While a back-test runs. */
export const backtestRuns = (leads: number): Message =>
  ephemeral([
    `Going through ${count(leads, 'lead', 'leads')}. The answer comes here in about ${count(Math.max(2, Math.ceil(leads / LEADS_A_SECOND)), 'second', 'seconds')}.`,
  ]);

/** What a change of the definition would have made of the leads of a period. Figures of no person. */
export function backtest(
  { period, verdicts, inForce, proposed }: Backtest,
  /** What is proposed, and what it changes. */
  words: { changes: readonly string[]; found: readonly string[] },
): Message {
  const { leads, handedOver } = verdicts;
  return report({
    heading: [
      [
        bold('Back-test'),
        ', ',
        day(period.from),
        ' to ',
        day(period.until),
        ': ',
        ...proposal(words.changes),
      ],
      [`${count(leads, 'lead', 'leads')}, ${handedOver.toLocaleString('en')} of them handed to sales.`],
      ...words.found.map((line): Line => [stranger(line, shown.words * 4)]),
    ],
    charts: [],
    tables: [workTable(inForce, proposed)],
    notes: [
      [bold('What cannot be known')],
      ...unknownWords(verdicts).map((line): Line => [line]),
      [
        'Work is played with everybody there in their hours, and each lead answered after as long as it was. By rep and hour: npm run handoff -- backtest',
      ],
    ],
    definitions: null,
  });
}

const proposal = (changes: readonly string[]): Line =>
  changes.flatMap(
    (change, index): Line => [...(index === 0 ? [] : ['; ']), stranger(change, shown.words * 2)],
  );

const workTable = (inForce: Load, proposed: Load): Table => ({
  id: 'work',
  caption: 'Work for sales',
  columns: ['Leads', 'In force', 'Proposed'],
  rows: [
    row('Offered', inForce.offered, proposed.offered),
    row('To be claimed, waiting, or no rule leads anywhere', inForce.otherwise, proposed.otherwise),
    row('Expected to be answered late', inForce.late, proposed.late),
  ],
});

const row = (title: string, ...values: number[]): Table['rows'][number] => [
  [title],
  ...values.map((value) => ({ value, said: value.toLocaleString('en') })),
];
