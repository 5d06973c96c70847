import type { InputBlock, ModalView } from '@slack/types';
import type { Leg } from '#domain/settings-shapes.ts';
import type { QuestionModel, QuestionsModel } from '#src/view/models.ts';
import { option } from './elements.ts';
import { callbacks } from './ids.ts';
import { QUALIFY_LABELS } from './labels.ts';
import { limits, shown } from './limits.ts';
import { aboutLead, form, input, radio } from './modal-parts.ts';
import { plain } from './text.ts';

/** Confirming that a lead may go to the next team, with what is known filled in. */
export function qualifyModal(model: QuestionsModel & { leg: Leg }): ModalView {
  const { title } = QUALIFY_LABELS[model.leg];
  return asking(model, { callback: callbacks.qualify, title, submit: 'Confirm' });
}

/** Won: what Customer Success reads first. */
export const winModal = (model: QuestionsModel): ModalView =>
  asking(model, { callback: callbacks.win, title: 'Won', submit: 'Won' });

const asking = (
  model: QuestionsModel,
  words: { callback: string; title: string; submit: string },
): ModalView =>
  form({
    ...words,
    about: model,
    blocks: [aboutLead(model.lead, []), ...model.questions.map(questionInput)],
  });

const questionInput = (question: QuestionModel): InputBlock =>
  input({
    field: question.code,
    label: question.words,
    hint: hintOf(question),
    optional: !question.required,
    element: elementOf(question),
  });

/** What is missing is said beside its field, and so is what is only a guess. */
function hintOf({ hint, initial, told }: QuestionModel): string {
  const state =
    told !== null
      ? `Known so far: ${plain(told, shown.sentence)}.`
      : initial === null
        ? 'Not known yet.'
        : 'Filled in with what is known: correct what is otherwise.';
  return hint === null ? state : `${hint} ${state}`;
}

function elementOf({ kind, choices, initial }: QuestionModel): InputBlock['element'] {
  switch (kind) {
    case 'choice': {
      const options = choices.map((choice) => option(choice, choice));
      const chosen = options.find(({ value }) => value === initial);
      return { type: 'static_select', options, ...(chosen && { initial_option: chosen }) };
    }
    case 'yes_no': {
      const options = [option('Yes', 'yes'), option('No', 'no')];
      const chosen = options.find(({ value }) => value === initial);
      return { ...radio(options), ...(chosen && { initial_option: chosen }) };
    }
    case 'date':
      return { type: 'datepicker', ...(initial !== null && { initial_date: initial }) };
    case 'money':
    case 'text':
      return {
        type: 'plain_text_input',
        multiline: kind === 'text',
        max_length: limits.inputText,
        ...(initial !== null && { initial_value: plain(initial, limits.inputText) }),
      };
  }
}
