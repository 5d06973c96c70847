import type { ModalView } from '@slack/types';
import type { Leg } from '#domain/settings-shapes.ts';
import type { NamedLead } from '#src/view/models.ts';
import { callbacks } from './ids.ts';
import { QUALIFY_LABELS } from './labels.ts';
import { aboutLead, form, textInput } from './modal-parts.ts';

/** What must be known before a lead goes on, by leg: `answers` of the `qualify` command has these keys. */
export const QUALIFY_FIELDS: Record<Leg, { field: string; label: string; hint: string }[]> = {
  mql_to_sdr: [
    { field: 'budget', label: 'Budget', hint: 'Is there money for it, and how much?' },
    { field: 'authority', label: 'Authority', hint: 'Who decides, and who else has a say?' },
    { field: 'need', label: 'Need', hint: 'What problem are they solving?' },
    { field: 'timeline', label: 'Timeline', hint: 'When must it be solved?' },
  ],
  // Theirs is an opportunity, which is won or lost.
  sql_to_ae: [],
  cs_to_ae: [],
  won_to_cs: [
    { field: 'goal', label: 'Goal', hint: 'What does success mean to them?' },
    { field: 'kickoff', label: 'First contact', hint: 'When and with whom did you speak?' },
  ],
};

/** Confirming that a lead may go to the next team. */
export function qualifyModal(model: NamedLead & { leg: Leg }): ModalView {
  const { title } = QUALIFY_LABELS[model.leg];
  return form({
    callback: callbacks.qualify,
    about: model,
    title,
    submit: 'Confirm',
    blocks: [
      aboutLead(model.lead, []),
      ...QUALIFY_FIELDS[model.leg].map((field) => textInput({ ...field, optional: false, lines: 'many' })),
    ],
  });
}
