import { FEWEST_TO_COMPARE } from '#domain/interval.ts';
import type { ForecastModel } from '#src/view/pipeline-models.ts';
import { shown } from './limits.ts';
import { stranger } from './lines.ts';
import type { Cell, Table } from './table.ts';

type Row = NonNullable<ForecastModel['reps']>['rows'][number];

/** How true each rep's pipeline is: for those who may see it. */
export function repTable(rows: readonly Row[]): Table {
  const number = (value: number): Cell => ({ value, said: String(value) });
  return {
    id: 'reps',
    caption: 'Slipped close dates and early sub-stages by rep, last 180 days',
    columns: [
      'Rep',
      'Deals',
      'Close date moved later',
      'By days on average',
      'Sub-stage taken back',
      'Won of closed',
      'Others would have won',
      'Sub-stages',
    ],
    rows: rows.map((row): Cell[] => [
      [stranger(row.name, shown.name)],
      number(row.deals),
      number(row.slipped),
      row.meanDays === null ? ['–'] : { value: row.meanDays, said: row.meanDays.toFixed(0) },
      number(row.stepsBack),
      [`${row.won} of ${row.closed}`],
      row.expectedWon === null ? ['–'] : { value: row.expectedWon, said: row.expectedWon.toFixed(1) },
      [verdict(row)],
    ]),
  };
}

function verdict({ against }: Row): string {
  switch (against) {
    case 'too_few':
      return `fewer than ${FEWEST_TO_COMPARE} to compare`;
    case 'down':
      return 'claimed early: fewer won than from the same sub-stages of others';
    case 'up':
      return 'claimed late: more won than from the same sub-stages of others';
    case 'same':
      return 'as the others';
  }
}
