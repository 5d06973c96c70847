import type { ModalView } from '@slack/types';
import type { MendModel } from '#src/view/models.ts';
import { callbacks, fields } from './ids.ts';
import { limits, shown } from './limits.ts';
import { bold, stranger } from './lines.ts';
import { aboutLead, form, input } from './modal-parts.ts';
import { plain } from './text.ts';

/** Putting right an address that nobody could read. */
export function mendModal(model: MendModel): ModalView {
  const { sent, suggestion } = model;
  const meant = suggestion === null ? [] : [[bold('Perhaps meant: '), stranger(suggestion, shown.sentence)]];
  return form({
    callback: callbacks.mend,
    about: model,
    title: 'Mend the address',
    submit: 'Save',
    blocks: [
      aboutLead(model.lead, meant),
      input({
        field: fields.email,
        label: 'E-mail address, as it was sent',
        hint: 'It counts more than what sources say later, and stands in the history with your name.',
        optional: false,
        element: {
          type: 'plain_text_input',
          initial_value: plain(sent, limits.inputText),
          max_length: limits.inputText,
        },
      }),
    ],
  });
}
