import type { ModalView } from '@slack/types';
import type { NamedLead, RejectModel } from '#src/view/models.ts';
import { callbacks, fields } from './ids.ts';
import type { Line } from './lines.ts';
import { aboutLead, form, input, textInput } from './modal-parts.ts';
import { closing } from './reason-modals.ts';

/** What customer success says of a customer. */

const COMPLETES: Line = [
  'It goes to an AE. What is still open with you is completed by it; once they win it, you have it again.',
];

/** That a customer may buy more: what, and as far as it is known how much and when. */
export function expansionModal(model: NamedLead): ModalView {
  return form({
    callback: callbacks.expand,
    about: model,
    title: 'Expansion',
    submit: 'Pass on',
    blocks: [
      aboutLead(model.lead, [COMPLETES]),
      textInput({
        field: fields.what,
        label: 'What',
        hint: 'What may they buy, and how do you know?',
        optional: false,
        lines: 'many',
      }),
      input({
        field: fields.amount,
        label: 'How much',
        hint: 'What it may be worth, as a number. Leave it empty when you do not know.',
        optional: true,
        element: { type: 'number_input', is_decimal_allowed: true, min_value: '0' },
      }),
      input({
        field: fields.currency,
        label: 'Currency',
        hint: 'Three letters, such as EUR or USD.',
        optional: true,
        element: { type: 'plain_text_input', min_length: 3, max_length: 3 },
      }),
      input({
        field: fields.closeOn,
        label: 'When',
        hint: null,
        optional: true,
        element: { type: 'datepicker' },
      }),
    ],
  });
}

/** That a customer has left: since when, and why. */
export function churnModal(model: RejectModel): ModalView {
  const on = input({
    field: fields.leftOn,
    label: 'Since when',
    hint: 'The day on which they stop being a customer.',
    optional: false,
    element: { type: 'datepicker' },
  });
  return closing(model, { title: 'Churned', submit: 'Churned', callback: callbacks.churn, extra: [on] });
}
