import type { Button, KnownBlock } from '@slack/types';
import type { EscalationRow, EscalationsModel, OverdueBatch } from '#src/view/models.ts';
import { button } from './elements.ts';
import { ACCEPTED, formatValue, ids } from './ids.ts';
import { count, STATE_LABELS, TEMPERATURE_LABELS } from './labels.ts';
import { shown } from './limits.ts';
import { bold, draw, join, type Line, leadName, type Message, say, stranger, when } from './lines.ts';
import { plain } from './text.ts';

const MOST_ROWS = 12;
const MOST_ANSWERED = 10;

/** A manager's one live message about what is overdue, with what can be done in each row. */
export function escalations(model: EscalationsModel): Message {
  const rows = model.open.slice(0, MOST_ROWS).map(rowLine);
  const hidden = model.open.length - rows.length;
  const more: Line[] = hidden > 0 ? [[`… and ${hidden} more: /leads overdue`]] : [];
  const answered = answeredLine(model.answered);
  const batches = model.batches.slice(0, MOST_ROWS).map(batchLine);
  const tail = [...batches, ...more, ...(answered === null ? [] : [answered])];
  if (model.isSuperseded) {
    const lines = [
      ['Overdue leads from ', when(model.openedAt), ': a newer list is further down.'],
      ...(answered === null ? [] : [answered]),
    ];
    return { text: say(lines), blocks: [draw('heading', lines)] };
  }
  const blocks: KnownBlock[] = [
    draw('heading', [heading(model)]),
    ...model.open.slice(0, MOST_ROWS).flatMap((row) => rowBlocks(row)),
    ...(tail.length > 0 ? [draw('tail', tail)] : []),
  ];
  const can: Line[] = rows.length > 0 ? [['For each you can: Reassign, Nudge, Take it.']] : [];
  return { text: say([heading(model), ...rows, ...tail, ...can]), blocks };
}

function heading({ open: single, batches, openedAt }: EscalationsModel): Line {
  const leads = batches.reduce((sum, batch) => sum + batch.leads, single.length);
  if (leads === 0) return [bold('Nothing overdue'), ', since ', when(openedAt)];
  return [bold(count(leads, 'lead overdue', 'leads overdue')), ', since ', when(openedAt)];
}

function batchLine({ leads, sourceName, poolName, deadlineAt }: OverdueBatch): Line {
  return join(
    [
      [bold(count(leads, 'lead', 'leads')), ' in a batch from ', stranger(sourceName, shown.name)],
      ['for ', stranger(poolName, shown.name)],
      ['nobody took them'],
      ['was due ', when(deadlineAt)],
      ['/leads waiting lists them'],
    ],
    ' · ',
  );
}

function rowLine(row: EscalationRow): Line {
  return join(
    [
      leadName(row.lead, row.company),
      [TEMPERATURE_LABELS[row.temperature]],
      row.ownerName === null ? ['nobody has it'] : ['with ', stranger(row.ownerName, shown.name)],
      [STATE_LABELS[row.state]],
      ['was due ', when(row.deadlineAt)],
    ],
    ' · ',
  );
}

function rowBlocks(row: EscalationRow): KnownBlock[] {
  return [
    draw(`row/${row.handoffId}`, [rowLine(row)]),
    { type: 'actions', block_id: `actions/${row.handoffId}`, elements: managerButtons(row) },
  ];
}

type Managed = Pick<EscalationRow, 'handoffId' | 'offerNo' | 'lead' | 'company' | 'ownerName'> & {
  isAccepted?: boolean;
};

/** What a manager can do with a lead of the team. */
export function managerButtons(row: Managed): Button[] {
  return [
    rowButton(row, { id: ids.reassign, text: 'Reassign…', verb: 'Reassign' }),
    ...(row.ownerName === null
      ? []
      : [rowButton(row, { id: ids.nudge, text: 'Nudge', verb: 'Nudge the owner of' })]),
    rowButton(row, { id: ids.take, text: 'Take it', verb: 'Take' }),
  ];
}

function rowButton(row: Managed, words: { id: string; text: string; verb: string }): Button {
  return button({
    id: words.id,
    text: words.text,
    spoken: `${words.verb} lead ${plain(row.company ?? row.lead, shown.name)}`,
    value: formatValue({ ...row, choice: row.isAccepted ? ACCEPTED : null }),
    style: 'plain',
  });
}

function answeredLine(answered: EscalationsModel['answered']): Line | null {
  if (answered.length === 0) return null;
  const named = answered
    .slice(0, MOST_ANSWERED)
    .map((one): Line => [stranger(one.lead, shown.name), ': ', stranger(one.words, shown.words)]);
  const rest = answered.length - named.length;
  return [
    `Answered since (${answered.length}): `,
    ...join(named, '; '),
    ...(rest > 0 ? [`; and ${rest} more`] : []),
  ];
}
