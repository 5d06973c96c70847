import type { KnownBlock } from '@slack/types';
import type { LeadListModel } from '#src/view/models.ts';
import { option, plainText } from './elements.ts';
import { formatValue, ids, moreChoices } from './ids.ts';
import { STATE_LABELS, TEMPERATURE_LABELS } from './labels.ts';
import { limits, shown } from './limits.ts';
import { bold, drawLong, join, type Line, leadName, type Message, say, stranger, when } from './lines.ts';

const MOST_ROWS = 20;

/** An answer to `/leads`: one line a lead, and a menu that opens the details of one. */
export function leadList(model: LeadListModel): Message {
  const rows = model.rows.slice(0, MOST_ROWS);
  const more = model.more + model.rows.length - rows.length;
  const lines: Line[] = [
    [bold(model.title)],
    ...(rows.length === 0 ? [['No leads.']] : rows.map(rowLine)),
    ...(more > 0 ? [[`… and ${more} more`]] : []),
  ];
  const blocks: KnownBlock[] = drawLong('leads', lines);
  if (rows.length > 0) blocks.push({ type: 'actions', block_id: 'open', elements: [openMenu(rows)] });
  return { text: say(lines), blocks };
}

function rowLine(row: LeadListModel['rows'][number]): Line {
  return [
    '• ',
    ...join(
      [
        leadName(row.lead, row.company),
        [TEMPERATURE_LABELS[row.temperature]],
        [STATE_LABELS[row.state]],
        row.ownerName === null ? ['no owner'] : [stranger(row.ownerName, shown.name)],
        row.deadlineAt === null ? null : ['due ', when(row.deadlineAt)],
      ],
      ' · ',
    ),
  ];
}

/** Answered as the card's own menu is: the option says what it wants. */
function openMenu(rows: LeadListModel['rows']) {
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
