import type { ActionsBlock, Button } from '@slack/types';
import { lastPage, PAGE_ROWS } from '#domain/lead-lists.ts';
import type { LeadListModel } from '#src/view/models.ts';
import { handedOnLine } from './card-lines.ts';
import { button } from './elements.ts';
import { formatPage, formatValue, ids } from './ids.ts';
import { CLOCK_LABELS, STATE_LABELS, TEMPERATURE_LABELS } from './labels.ts';
import { shown } from './limits.ts';
import {
  boldStranger,
  draw,
  drawLong,
  join,
  type Line,
  leadName,
  type Message,
  say,
  stranger,
  when,
} from './lines.ts';

/** As much of an id as `/leads show` needs to tell one from the others. */
const ID_SHOWN = 6;

/** An answer to `/leads`: a page of leads, each with a button that shows its card, and buttons that turn the page. */
export function leadList(model: LeadListModel): Message {
  const { total, first } = model;
  const rows = model.rows.slice(0, PAGE_ROWS);
  const isWhole = rows.length === total;
  const place = isWhole ? `${total}` : `${first}–${first + rows.length - 1} of ${total}`;
  const said = (row: Row) => rowLine(row, model.kind === 'overdue');
  const snoozed = model.snoozed > 0 ? `, ${model.snoozed} snoozed` : '';
  const heading: Line = [
    boldStranger(model.title, shown.words),
    ...(rows.length === 0 ? [] : [` (${place}${snoozed})`]),
  ];
  const lines = rows.length === 0 ? [[stranger(model.empty, shown.sentence)]] : rows.map(said);
  return {
    text: say([heading, ...lines]),
    blocks: [
      ...drawLong('leads', rows.length === 0 ? [heading, ...lines] : [heading]),
      ...rows.flatMap((row, index) => [draw(`lead/${index}`, [said(row)]), ...showButton(row, index)]),
      ...pageButtons(model),
    ],
  };
}

type Row = LeadListModel['rows'][number];

function rowLine(row: Row, isOverdue: boolean): Line {
  return [
    '• ',
    ...join(
      [
        leadName(row.lead, row.company),
        [TEMPERATURE_LABELS[row.temperature]],
        standing(row),
        row.ownerName === null ? ['no owner'] : [stranger(row.ownerName, shown.name)],
        row.backAt === null ? null : ['back ', when(row.backAt)],
        row.due === null
          ? null
          : [`${CLOCK_LABELS[row.due.clock]} ${isOverdue ? 'was due' : 'due'} `, when(row.due.at)],
        row.sentBack === null ? null : handedOnLine(row.sentBack),
        row.handoffId === null ? null : [row.handoffId.slice(0, ID_SHOWN)],
      ],
      ' · ',
    ),
  ];
}

function standing({ state, stage, choosesUntil }: Row): Line {
  if (choosesUntil !== null) return ['Choosing a time, offered ', when(choosesUntil)];
  return [state === null ? stage : STATE_LABELS[state]];
}

/** A lead that was never handed over has no card. */
function showButton({ handoffId, lead }: Row, index: number): ActionsBlock[] {
  if (handoffId === null) return [];
  const value = formatValue({ handoffId, seen: null, choice: null });
  const show = button({ id: ids.show, text: 'Show', spoken: `Show ${lead}`, value, style: 'plain' });
  return [{ type: 'actions', block_id: `show/${index}`, elements: [show] }];
}

function pageButtons({ kind, text, page, total, title }: LeadListModel): ActionsBlock[] {
  const to = (id: string, label: string, target: number): Button =>
    button({
      id,
      text: label,
      spoken: `${label} page of: ${title}`,
      value: formatPage({ kind, page: target, text }),
      style: 'plain',
    });
  const elements = [
    ...(page > 0 ? [to(ids.previousPage, 'Previous', page - 1)] : []),
    ...(page < lastPage(total) ? [to(ids.nextPage, 'Next', page + 1)] : []),
  ];
  return elements.length === 0 ? [] : [{ type: 'actions', block_id: 'pages', elements }];
}
