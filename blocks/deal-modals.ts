import type { KnownBlock, ModalView } from '@slack/types';
import type { DealModel } from '#src/view/models.ts';
import { option } from './elements.ts';
import { callbacks, fields } from './ids.ts';
import { limits } from './limits.ts';
import { aboutLead, form, input } from './modal-parts.ts';

/** What an AE says of a deal. */

/** That there is a deal: what it is worth, and when it is expected to be signed. Asked again, it shows what was said. */
export function opportunityModal(model: DealModel): ModalView {
  const { amount, currency, closeOn, nextStep } = model.deal;
  return form({
    callback: callbacks.opportunity,
    about: model,
    title: 'Opportunity',
    submit: 'Save',
    blocks: [
      aboutLead(model.lead, []),
      input({
        field: fields.amount,
        label: 'Amount',
        hint: 'The value you expect, as a number.',
        optional: false,
        element: {
          type: 'number_input',
          is_decimal_allowed: true,
          min_value: '0',
          ...(amount !== null && { initial_value: String(amount) }),
        },
      }),
      input({
        field: fields.currency,
        label: 'Currency',
        hint: 'Three letters, such as EUR or USD.',
        optional: false,
        element: {
          type: 'plain_text_input',
          min_length: 3,
          max_length: 3,
          ...(currency !== null && { initial_value: currency }),
        },
      }),
      input({
        field: fields.closeOn,
        label: 'Expected close date',
        hint: null,
        optional: false,
        element: { type: 'datepicker', ...(closeOn !== null && { initial_date: closeOn }) },
      }),
      ...subStageInput(model.subStages),
      ...(model.needsMeeting ? [metInput()] : []),
      input({
        field: fields.nextStep,
        label: 'Next step',
        hint: 'What was agreed with them?',
        optional: false,
        element: {
          type: 'plain_text_input',
          max_length: limits.inputText,
          ...(nextStep !== '' && { initial_value: nextStep }),
        },
      }),
    ],
  });
}

const metInput = () =>
  input({
    field: fields.metOn,
    label: 'When did you meet them?',
    hint: 'An opportunity needs a meeting that was held, and none is known: say when it was, and it is logged.',
    optional: false,
    element: { type: 'datepicker' },
  });

/** Nothing where the settings have no steps: Slack refuses a menu without options. */
function subStageInput({ listed, chosen }: DealModel['subStages']): KnownBlock[] {
  if (listed.length === 0) return [];
  const options = listed.map(({ code, words }) => option(words, code));
  const initial = options.find(({ value }) => value === chosen);
  return [
    input({
      field: fields.subStage,
      label: 'Where it stands',
      hint: null,
      optional: false,
      element: { type: 'static_select', options, ...(initial && { initial_option: initial }) },
    }),
  ];
}
