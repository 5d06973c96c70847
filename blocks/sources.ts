import type { ActionsBlock, Button } from '@slack/types';
import type { SourcesModel } from '#src/view/statement-models.ts';
import { button } from './elements.ts';
import { formatSourcesPage, ids } from './ids.ts';
import { count } from './labels.ts';
import { shown } from './limits.ts';
import {
  ago,
  bold,
  boldStranger,
  drawLong,
  join,
  type Line,
  type Message,
  say,
  stranger,
  when,
} from './lines.ts';
import { troubleLine } from './source-trouble.ts';

const MOST_FORMER = 30;

/** The answer to `/handoff sources`, page by page: where leads come from, and whether they do. */
export function sources(model: SourcesModel): Message {
  const { sources: rows, total, former, troubles } = model;
  const first = model.page * model.pageRows;
  const place: Line = rows.length === total ? [] : [` (${first + 1}–${first + rows.length} of ${total})`];
  const lines: Line[] = [
    [bold('Sources'), ...place],
    ...troubles.map(troubleLine),
    ...rows.flatMap(sourceLines),
    ...(former.length === 0
      ? []
      : [
          [
            'Delivered before, not in the settings now: ',
            ...join(
              former.slice(0, MOST_FORMER).map((name) => [stranger(name, shown.name)]),
              ', ',
            ),
          ],
        ]),
    ['Which tool sends what, and what two of them both send: /handoff stack'],
  ];
  return { text: say(lines), blocks: [...drawLong('sources', lines), ...pageButtons(model)] };
}

type Row = SourcesModel['sources'][number];

function sourceLines(source: Row): Line[] {
  const today = join(
    source.today.map(({ words, count: times }): Line => [`${times} `, stranger(words, shown.name)]),
    ', ',
  );
  return [
    [
      ...['• ', boldStranger(source.name, shown.name), ' (', stranger(source.id, shown.name), '): '],
      ...heard(source),
    ],
    ...source.troubles.map((trouble): Line => ['   ', ...troubleLine(trouble)]),
    ['   today: ', ...(today.length === 0 ? ['nothing'] : today)],
    ...refusedLine(source.refused),
    ...(source.quarantined === 0
      ? []
      : [
          [
            `   ${count(source.quarantined, 'item', 'items')} could not be read and ${source.quarantined === 1 ? 'waits' : 'wait'}. Why, and reading them again: npm run handoff -- inbox`,
          ],
        ]),
    ...(source.subscriptionEndsAt === null
      ? []
      : [['   its subscription ends ', when(source.subscriptionEndsAt), ', and is made longer before']]),
    ['   proves itself by: ', stranger(source.proof, shown.sentence)],
  ];
}

function heard({ lastDeliveryAt, rate: { lately, before } }: Row): Line {
  if (lastDeliveryAt === null) return ['nothing delivered yet'];
  const then = before === null ? '' : `, before that ${perDay(before)}`;
  return ['last delivery ', ago(lastDeliveryAt), `; ${perDay(lately)} in the last 7 days${then}`];
}

/** `14 a day`, `2.5 a day`, `3 a week`. */
function perDay(rate: number): string {
  if (rate === 0) return 'none';
  if (rate >= 10) return `${Math.round(rate).toLocaleString('en')} a day`;
  return rate >= 1 ? `${Number(rate.toFixed(1))} a day` : `${Number((rate * 7).toFixed(1))} a week`;
}

function refusedLine({ unproven, unreadable }: Row['refused']): Line[] {
  if (unproven + unreadable === 0) return [];
  const parts = [
    ...(unproven > 0 ? [`${unproven.toLocaleString('en')} did not prove who sent them`] : []),
    ...(unreadable > 0 ? [`${unreadable.toLocaleString('en')} could not be opened`] : []),
  ];
  return [[`   refused in the last 7 days: ${parts.join(', ')}`]];
}

function pageButtons({ page, pageRows, total }: SourcesModel): ActionsBlock[] {
  const to = (id: string, label: string, target: number): Button =>
    button({
      ...{ id, text: label, spoken: `${label} page of sources` },
      ...{ value: formatSourcesPage(target), style: 'plain' },
    });
  const elements = [
    ...(page > 0 ? [to(ids.previousSources, 'Previous', page - 1)] : []),
    ...((page + 1) * pageRows < total ? [to(ids.nextSources, 'Next', page + 1)] : []),
  ];
  return elements.length === 0 ? [] : [{ type: 'actions', block_id: 'pages', elements }];
}
