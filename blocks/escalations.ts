import type { Button, KnownBlock } from '@slack/types';
import type { EscalationRow, EscalationsModel, OverdueBatch } from '#src/view/models.ts';
import { button } from './elements.ts';
import { formatValue, ids } from './ids.ts';
import { CLOCK_LABELS, count, STATE_LABELS, TEMPERATURE_LABELS } from './labels.ts';
import { awayLine } from './late.ts';
import { shown } from './limits.ts';
import { bold, draw, group, join, type Line, leadName, type Message, say, stranger, when } from './lines.ts';
import { plain } from './text.ts';

const MOST_ROWS = 12;
const MOST_ANSWERED = 10;

/** A manager's one live message about what is overdue, with what can be done in each row. */
export function escalations(model: EscalationsModel): Message {
  const rows = model.open.slice(0, MOST_ROWS).map(rowLine);
  const hidden = model.total - rows.length;
  const more: Line[] = hidden > 0 ? [[`… and ${hidden.toLocaleString('en')} more: /leads overdue`]] : [];
  const answered = answeredLine(model);
  const tail = [...batchLines(model.batches), ...more, ...(answered === null ? [] : [answered])];
  if (model.isSuperseded) {
    const lines = [
      ['Overdue leads from ', when(model.openedAt), ': a newer list is further down.'],
      ...(answered === null ? [] : [answered]),
    ];
    return { text: say(lines), blocks: [draw('heading', lines)] };
  }
  const top = [
    heading(model),
    ...(model.nobodyThere ? [NOBODY_THERE] : []),
    ...(model.away === null ? [] : [awayLine(model.away)]),
  ];
  const blocks: KnownBlock[] = [
    draw('heading', top),
    ...model.open.slice(0, MOST_ROWS).flatMap((row) => rowBlocks(row)),
    ...(tail.length > 0 ? [draw('tail', tail)] : []),
  ];
  const can: Line[] = rows.length > 0 ? [['For each you can: Reassign, Nudge, Take it.']] : [];
  return { text: say([...top, ...rows, ...tail, ...can]), blocks };
}

/** Whoever reads the channel is the last who can do anything. */
const NOBODY_THERE: Line = [
  bold('Nobody who answers for this is here'),
  ': managers, their deputies and all of ops are away or deactivated. Whoever reads this: please tell somebody.',
];

function heading({ groupId, total, dueSoon, batches, openedAt }: EscalationsModel): Line {
  const leads = batches.reduce((sum, batch) => sum + batch.leads, total);
  // Slack calls nobody for a message that is only changed.
  const to: Line = groupId === null ? [] : [group(groupId), ' '];
  return [...to, bold(howMany(leads - dueSoon, dueSoon)), ', since ', when(openedAt)];
}

/** A ladder may tell of a lead before its time is over. */
function howMany(over: number, soon: number): string {
  if (soon === 0) return over === 0 ? 'Nothing overdue' : count(over, 'lead overdue', 'leads overdue');
  if (over === 0) return count(soon, 'lead due soon', 'leads due soon');
  return `${count(over, 'lead overdue', 'leads overdue')}, ${soon.toLocaleString('en')} due soon`;
}

function batchLines(batches: readonly OverdueBatch[]): Line[] {
  const hidden = batches.length - MOST_ROWS;
  return [
    ...batches.slice(0, MOST_ROWS).map(batchLine),
    ...(hidden > 0 ? [[`… and ${count(hidden, 'more batch', 'more batches')}: /leads waiting`]] : []),
  ];
}

function batchLine({ leads, sourceName, poolName, deadlineAt, isOver }: OverdueBatch): Line {
  return join(
    [
      [bold(count(leads, 'lead', 'leads')), ' in a batch from ', stranger(sourceName, shown.name)],
      ['for ', stranger(poolName, shown.name)],
      ['nobody took them'],
      [isOver ? 'was due ' : 'is due ', when(deadlineAt)],
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
      lateWords(row),
      row.replaced.length === 0 ? null : replacedWords(row.replaced),
    ],
    ' · ',
  );
}

/** Of an offer, and of a lead that nobody has, the state says what is late. */
function lateWords({ late: { clock, isOver, isStill, nowBy }, deadlineAt }: EscalationRow): Line {
  const what = clock === 'accept' || clock === 'unassigned' ? '' : `${CLOCK_LABELS[clock]} `;
  if (isStill) return [`${what}${what === '' ? 'its clock' : 'clock'} stands still`];
  const since: Line = [`${what}${isOver ? 'was due' : 'is due'} `, when(deadlineAt)];
  return nowBy === null ? since : [...since, ', now by ', when(nowBy)];
}

const replacedWords = (names: readonly string[]): Line => [
  'instead of ',
  ...join(
    names.map((name) => [stranger(name, shown.name)]),
    ' and ',
  ),
  names.length === 1 ? ', who is away' : ', who are away',
];

function rowBlocks(row: EscalationRow): KnownBlock[] {
  return [
    draw(`row/${row.handoffId}`, [rowLine(row)]),
    { type: 'actions', block_id: `actions/${row.handoffId}`, elements: managerButtons(row) },
  ];
}

type Managed = Pick<EscalationRow, 'handoffId' | 'seen' | 'lead' | 'company' | 'ownerName'>;

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
    value: formatValue({ ...row, choice: null }),
    style: 'plain',
  });
}

function answeredLine({ answered, answeredTotal }: EscalationsModel): Line | null {
  if (answeredTotal === 0) return null;
  const named = answered
    .slice(0, MOST_ANSWERED)
    .map((one): Line => [stranger(one.lead, shown.name), ': ', stranger(one.words, shown.words)]);
  const rest = answeredTotal - named.length;
  return [
    `Answered since (${answeredTotal}): `,
    ...join(named, '; '),
    ...(rest > 0 ? [`; and ${rest} more`] : []),
  ];
}
