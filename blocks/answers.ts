import type { ActionsBlock, ModalView } from '@slack/types';
import { ANSWER_KINDS, type AnswerKind } from '#domain/marketing-answers.ts';
import type { AnswerModel, MarketingAnswer, OverdueAnswersModel } from '#src/view/models.ts';
import { button, option, plainText } from './elements.ts';
import { callbacks, fields, formatAnswered, formatRejected, ids } from './ids.ts';
import { count } from './labels.ts';
import { limits, shown } from './limits.ts';
import { bold, day, draw, type Line, type Message, say, stranger, when } from './lines.ts';
import { input, radio, textInput } from './modal-parts.ts';
import { plain } from './text.ts';

/** Marketing's answers: how they are asked for, given, and missed. */

const ANSWER_LABELS: Record<AnswerKind, string> = {
  fixed_at_source: 'Fixed at the source',
  change_definition: 'We change the definition',
  recycle: 'Try them again on a day',
  disagree: 'We disagree',
};
const MOST_ROWS = 12;

export function answerLine({ kind, byName, note, at, until }: MarketingAnswer): Line {
  return [
    bold(ANSWER_LABELS[kind]),
    ', says ',
    stranger(byName, shown.name),
    ' ',
    when(at),
    ...(until === null ? [] : [', back on ', day(until)]),
    ...(note === null ? [] : [': ', stranger(note, shown.note)]),
  ];
}

type Asked = Pick<AnswerModel, 'sourceId' | 'reasonCode' | 'sourceName' | 'reason'>;

export function answerButton(
  blockId: string,
  { sourceId, reasonCode, sourceName, reason }: Asked,
): ActionsBlock {
  return {
    type: 'actions',
    block_id: blockId,
    elements: [
      button({
        id: ids.answer,
        text: 'Answer…',
        spoken: `Answer ${plain(reason, shown.words)} from ${plain(sourceName, shown.name)}`,
        value: formatRejected({ sourceId, reason: reasonCode }),
        style: 'plain',
      }),
    ],
  };
}

/** One answer for all of a source and a reason. */
export function answerModal(model: AnswerModel & { seenAt: Date }): ModalView {
  const kinds = ANSWER_KINDS.map((kind) => option(ANSWER_LABELS[kind], kind));
  return {
    type: 'modal',
    callback_id: callbacks.answer,
    private_metadata: formatAnswered({ ...model, reason: model.reasonCode }),
    title: plainText('Answer sales', limits.modalTitle),
    submit: plainText('Answer', limits.modalButton),
    close: plainText('Cancel', limits.modalButton),
    blocks: [
      draw('about', [
        [...what(model), ': your answer is for all of them.'],
        ['Sales read it here, and on the cards of these leads.'],
      ]),
      input({
        field: fields.answer,
        label: 'What will change?',
        hint: null,
        optional: false,
        element: { ...radio(kinds), focus_on_load: true },
      }),
      input({
        field: fields.until,
        label: 'When to try them again',
        hint: 'Only for “Try them again on a day”: they come back to sales that morning, as new leads with their history.',
        optional: true,
        element: { type: 'datepicker' },
      }),
      textInput({
        field: fields.note,
        label: 'Note',
        hint: 'Say what you changed, or why you see it otherwise.',
        optional: true,
        lines: 'many',
      }),
    ],
  };
}

/** What marketing owes, for whoever answers for it. */
export function overdueAnswers({ rows, isSuperseded }: OverdueAnswersModel): Message {
  if (isSuperseded) {
    const lines: Line[] = [['Answers to sales that were overdue: a newer list is further down.']];
    return { text: say(lines), blocks: [draw('heading', lines)] };
  }
  if (rows.length === 0) {
    const lines: Line[] = [[bold('Every rejection is answered'), ': nothing is overdue any more.']];
    return { text: say(lines), blocks: [draw('heading', lines)] };
  }
  const heading: Line = [
    bold(count(rows.length, 'answer to sales is overdue', 'answers to sales are overdue')),
  ];
  const lines = rows.slice(0, MOST_ROWS).map((row): Line => [...what(row), ' · was due ', when(row.dueAt)]);
  const rest = rows.length - lines.length;
  const more: Line[] = rest > 0 ? [[`… and ${rest} more in the feedback channel`]] : [];
  return {
    text: say([heading, ...lines, ...more]),
    blocks: [
      draw('heading', [heading]),
      ...rows
        .slice(0, MOST_ROWS)
        .flatMap((row, index) => [
          draw(`owed/${index}`, [lines[index] ?? []]),
          answerButton(`answer/${index}`, row),
        ]),
      ...(more.length > 0 ? [draw('more', more)] : []),
    ],
  };
}

const what = ({ count: leads, reason, sourceName }: AnswerModel): Line => [
  bold(count(leads, 'lead', 'leads')),
  ' rejected as “',
  stranger(reason, shown.words),
  '” from ',
  stranger(sourceName, shown.name),
];
