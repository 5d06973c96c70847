import type { ActionsBlock } from '@slack/types';
import { DECISIONS } from '#domain/marketing-answers.ts';
import { RETURN_ENDS, type ReturnEnd } from '#domain/returns.ts';
import type { DecidedModel, DisputeModel } from '#src/view/models.ts';
import { answerLine } from './answers.ts';
import { button } from './elements.ts';
import { formatValue, ids } from './ids.ts';
import { count } from './labels.ts';
import { shown } from './limits.ts';
import { bold, draw, type Line, leadName, type Message, say, stranger, when } from './lines.ts';

/** As many as have buttons at once: what is decided makes room for what waits. */
const MOST_OPEN = 8;
const MOST_DECIDED = 8;

type Row = DisputeModel['rows'][number];

/** Where marketing disagrees with rejections, their manager decides lead by lead. */
export function dispute(model: DisputeModel): Message {
  const open = model.rows.filter(({ decided, isUndone }) => decided === null && !isUndone);
  const closed = model.rows.filter((row) => !open.includes(row));
  const rest = open.length - MOST_OPEN;
  const heading: Line[] = [
    [
      bold(open.length === 0 ? 'Decided: ' : 'Marketing disagrees: '),
      ...[count(model.rows.length, 'lead', 'leads'), ' rejected as “', stranger(model.reason, shown.words)],
      ...['” from ', stranger(model.sourceName, shown.name)],
    ],
    answerLine(model.answer),
  ];
  const waiting = open.slice(0, MOST_OPEN);
  const ended = closed.slice(-MOST_DECIDED).map(closedLine);
  const more: Line[] = rest > 0 ? [[`… and ${rest} more, once these are decided`]] : [];
  return {
    text: say([...heading, ...waiting.map(rowLine), ...more, ...ended]),
    blocks: [
      draw('heading', heading),
      ...waiting.flatMap((row) => [draw(`row/${row.rejectionId}`, [rowLine(row)]), buttons(row)]),
      ...(more.length > 0 ? [draw('more', more)] : []),
      ...(ended.length > 0 ? [draw('decided', ended)] : []),
    ],
  };
}

function rowLine({ lead, repName, note }: Row): Line {
  const said: Line = note === null ? [] : [': ', stranger(note, shown.note)];
  return ['• ', ...leadName(lead.name, lead.company), ' · ', stranger(repName, shown.name), ...said];
}

function closedLine({ lead, decided, isUndone }: Row): Line {
  const name = leadName(lead.name, lead.company);
  if (decided !== null) return ['• ', ...name, ' · ', ...decidedLine(decided)];
  return ['• ', ...name, isUndone ? ' · the rep took it back' : ''];
}

/** What a manager decided, as marketing and sales read it. */
export const decidedLine = ({ decision, byName, at }: DecidedModel): Line => [
  bold(DECISIONS[decision]),
  ', says ',
  stranger(byName, shown.name),
  ' ',
  when(at),
];

function buttons({ handoffId, rejectionId }: Row): ActionsBlock {
  const value = formatValue({ handoffId, seen: null, choice: rejectionId });
  return {
    type: 'actions',
    block_id: `decide/${rejectionId}`,
    elements: [
      button({
        id: ids.disputeStands,
        text: 'It stands',
        spoken: 'The rejection stands',
        ...{ value, style: 'plain' },
      }),
      button({
        id: ids.disputeAgain,
        text: 'Offer it again',
        spoken: 'Offer the lead to sales again',
        ...{ value, style: 'primary' },
      }),
    ],
  };
}

/** Why it is not offered again. */
export const notAgain = (end: ReturnEnd): Line => [
  `It is not offered again: it ${RETURN_ENDS[end]}. You can say that the rejection stands.`,
];
