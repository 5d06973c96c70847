import type { KnownBlock } from '@slack/types';
import type { LeadListModel } from '#src/view/models.ts';
import { option, plainText } from './elements.ts';
import { formatValue, ids, moreChoices } from './ids.ts';
import { STATE_LABELS, TEMPERATURE_LABELS } from './labels.ts';
import { limits, shown } from './limits.ts';
import {
  boldStranger,
  drawLong,
  join,
  type Line,
  leadName,
  type Message,
  say,
  stranger,
  when,
} from './lines.ts';

const MOST_ROWS = 20;
/** As much of an id as `/leads show` needs to tell one from the others. */
const ID_SHOWN = 6;

/** An answer to `/leads`: one line a lead, and a menu that opens the details of one. */
export function leadList(model: LeadListModel): Message {
  const rows = model.rows.slice(0, MOST_ROWS);
  const more = model.more + model.rows.length - rows.length;
  const lines: Line[] = [
    [boldStranger(model.title, shown.words)],
    ...(rows.length === 0 ? [['No leads.']] : rows.map(rowLine)),
    ...(more > 0 ? [[`… and ${more} more`]] : []),
  ];
  const blocks: KnownBlock[] = drawLong('leads', lines);
  const openable = rows.flatMap(({ handoffId, ...row }) =>
    handoffId === null ? [] : [{ ...row, handoffId }],
  );
  if (openable.length > 0) blocks.push({ type: 'actions', block_id: 'open', elements: [openMenu(openable)] });
  return { text: say(lines), blocks };
}

type Row = LeadListModel['rows'][number];

function rowLine(row: Row): Line {
  return [
    '• ',
    ...join(
      [
        leadName(row.lead, row.company),
        [TEMPERATURE_LABELS[row.temperature]],
        [row.state === null ? row.stage : STATE_LABELS[row.state]],
        row.ownerName === null ? ['no owner'] : [stranger(row.ownerName, shown.name)],
        row.backAt === null ? null : ['back ', when(row.backAt)],
        row.deadlineAt === null ? null : ['due ', when(row.deadlineAt)],
        row.handoffId === null ? null : [row.handoffId.slice(0, ID_SHOWN)],
      ],
      ' · ',
    ),
  ];
}

/** Answered as the card's own menu is: the option says what it wants. */
function openMenu(rows: (Row & { handoffId: string })[]) {
  return {
    type: 'static_select' as const,
    action_id: ids.more,
    placeholder: plainText('Open details of…', limits.placeholder),
    options: rows.map((row) =>
      option(
        row.company === null ? row.lead : `${row.lead} (${row.company})`,
        formatValue({ handoffId: row.handoffId, offerNo: null, choice: moreChoices.details }),
      ),
    ),
  };
}
