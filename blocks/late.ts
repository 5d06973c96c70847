import type { ActionsBlock } from '@slack/types';
import type { LateModel } from '#src/view/models.ts';
import { deadlinePart } from './card-lines.ts';
import { button } from './elements.ts';
import { formatValue, ids } from './ids.ts';
import { count, STATE_LABELS, TEMPERATURE_LABELS } from './labels.ts';
import { bold, draw, join, type Line, leadName, type Message, say, when } from './lines.ts';

const MOST_ROWS = 8;

type Row = LateModel['rows'][number];

/** After an outage: one message in the place of all reminders that came too late. */
export function late(model: LateModel): Message {
  const heading: Line = [
    bold('Handoff could not reach you'),
    ' from ',
    when(model.from),
    ' to ',
    when(model.to),
  ];
  if (model.total === 0) {
    const lines = [[...heading, '. Nothing is open any more.']];
    return { text: say(lines), blocks: [draw('late', lines)] };
  }
  const open: Line = ['Still open: ', count(model.total, 'lead', 'leads')];
  const rows = model.rows.slice(0, MOST_ROWS);
  const rest = model.total - rows.length;
  const more: Line[] = rest > 0 ? [[`… and ${rest} more: /leads mine`]] : [];
  return {
    text: say([[...heading, '.'], open, ...rows.map(rowLine), ...more]),
    blocks: [
      draw('late', [[...heading, '.'], open]),
      ...rows.flatMap((row) => [draw(`lead/${row.handoffId}`, [rowLine(row)]), showButton(row)]),
      ...(more.length > 0 ? [draw('more', more)] : []),
    ],
  };
}

const rowLine = (row: Row): Line =>
  join(
    [
      leadName(row.lead, row.company),
      [TEMPERATURE_LABELS[row.temperature]],
      [STATE_LABELS[row.state]],
      deadlinePart(row),
    ],
    ' · ',
  );

function showButton({ handoffId, lead, company }: Row): ActionsBlock {
  const value = formatValue({ handoffId, seen: null, choice: null });
  const show = button({
    id: ids.show,
    text: 'Show',
    spoken: `Show ${company ?? lead}`,
    value,
    style: 'plain',
  });
  return { type: 'actions', block_id: `show/${handoffId}`, elements: [show] };
}

/** When the product itself was away, for whoever reads its messages. */
export const awayLine = ({ from, to }: { from: Date; to: Date }): Line => [
  'Handoff was away from ',
  when(from),
  ' to ',
  when(to),
  '.',
];

/** Ops are told once of each outage. */
export function outageNotice(outage: { from: Date; to: Date }): Message {
  const lines: Line[] = [
    [bold('Handoff is back'), '. ', ...awayLine(outage)],
    [
      'Nothing is lost: what fell due meanwhile is done now. Reps get one summary instead of each reminder, managers their one live message.',
    ],
  ];
  return { text: say(lines), blocks: [draw('notice', lines)] };
}
