import type { ActionsBlock, Button } from '@slack/types';
import { type Chart, chartBlock, chartLines, fitChart, isFilled } from './chart.ts';
import type { DefinitionsId } from './definitions/definitions.ts';
import { button } from './elements.ts';
import { ids } from './ids.ts';
import { limits } from './limits.ts';
import { drawLong, type Line, type Message, say } from './lines.ts';
import { fitTables, type Table, tableBlock, tableLines } from './table.ts';

export type { Chart } from './chart.ts';
export type { Table } from './table.ts';

/** The one kit that draws figures: words first, then charts and tables that Slack draws itself. */
export type Report = {
  /** The words that matter first. */
  heading: Line[];
  /** At most two; what Slack takes no more of is cut and counted. */
  charts: Chart[];
  tables: Table[];
  /** What has to be said below, such as a word of caution. */
  notes: Line[];
  /** What the figures mean, behind a button. */
  definitions: DefinitionsId | null;
};

/** The report as a message. Its `text` says the same numbers in words, for screen readers and notifications. */
export function report(model: Report): Message {
  return reportWith(model, []);
}

/** The same with buttons of its own. */
export const reportWith = (model: Report, buttons: Button[]): Message =>
  withButtons(model, [...definitionsButton(model.definitions), ...buttons]);

/** The report with a button that shows it to everybody. `request` is what has to be asked again for them; without one there is none. */
export function sharable(model: Report, request: string | null): Message {
  if (request === null) return report(model);
  const share = button({
    id: ids.share,
    text: 'Share in channel',
    spoken: 'Share this answer in the channel, for everybody there',
    value: request,
    style: 'plain',
  });
  return withButtons(model, [share, ...definitionsButton(model.definitions)]);
}

/** A report that somebody showed to everybody, and may take back. */
export function shared(model: Report, by: { line: Line; personId: string }): Message {
  const remove = button({
    id: ids.unshare,
    text: 'Take back',
    spoken: 'Take back what you shared in this channel',
    value: by.personId,
    style: 'plain',
  });
  const withWho = { ...model, notes: [...model.notes, by.line] };
  return withButtons(withWho, [...definitionsButton(model.definitions), remove]);
}

function withButtons({ heading, charts: all, tables: wide, notes }: Report, buttons: Button[]): Message {
  const charts = all.filter(isFilled).slice(0, limits.messageCharts).map(fitChart);
  const tables = fitTables(wide);
  const actions: ActionsBlock[] =
    buttons.length === 0 ? [] : [{ type: 'actions', block_id: 'figures', elements: buttons }];
  return {
    text: say([...heading, ...charts.flatMap(chartLines), ...tables.flatMap(tableLines), ...notes]),
    blocks: [
      ...drawLong('heading', heading),
      ...charts.map(chartBlock),
      ...tables.flatMap((table) => [tableBlock(table), ...drawLong(`cut/${table.id}`, table.cut)]),
      ...drawLong('notes', notes),
      ...actions,
    ],
  };
}

function definitionsButton(definitions: DefinitionsId | null): Button[] {
  if (definitions === null) return [];
  return [
    button({
      id: ids.definitions,
      text: 'What the figures mean',
      spoken: 'What the figures mean',
      value: definitions,
      style: 'plain',
    }),
  ];
}
