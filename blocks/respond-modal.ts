import type { ModalView } from '@slack/types';
import { RESPONSE_CHANNELS, RESPONSE_OUTCOMES } from '#domain/handoff.ts';
import type { NamedLead } from '#src/view/models.ts';
import { option } from './elements.ts';
import { callbacks, fields } from './ids.ts';
import { RESPONSE_CHANNEL_LABELS, RESPONSE_OUTCOME_LABELS } from './labels.ts';
import { aboutLead, form, input, radio, textInput } from './modal-parts.ts';

/** Logging a try to reach the lead, where no dialler or CRM does it. */
export function respondModal(model: NamedLead): ModalView {
  const channels = RESPONSE_CHANNELS.map((channel) => option(RESPONSE_CHANNEL_LABELS[channel], channel));
  const outcomes = RESPONSE_OUTCOMES.map((outcome) => option(RESPONSE_OUTCOME_LABELS[outcome], outcome));
  return form({
    callback: callbacks.respond,
    handoffId: model.handoffId,
    title: 'Log response',
    submit: 'Log',
    blocks: [
      aboutLead(model.lead, []),
      input({
        field: fields.channel,
        label: 'How did you try to reach them?',
        hint: null,
        optional: false,
        element: { ...radio(channels), focus_on_load: true },
      }),
      input({
        field: fields.outcome,
        label: 'What came of it?',
        hint: null,
        optional: false,
        element: radio(outcomes),
      }),
      textInput({ field: fields.note, label: 'Note', hint: null, optional: true, lines: 'many' }),
    ],
  });
}
