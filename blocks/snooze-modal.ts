import type { ModalView } from '@slack/types';
import type { SnoozePickModel } from '#src/view/models.ts';
import { callbacks, fields } from './ids.ts';
import { type Line, when } from './lines.ts';
import { aboutLead, form, input } from './modal-parts.ts';
import { localTimePart } from './prospect-line.ts';
import { snoozeNoteLine } from './snooze-note.ts';
import { unixSeconds } from './text.ts';

/** Choosing a time that the menu on the card does not offer. */
export function snoozeModal(model: SnoozePickModel): ModalView {
  const limit: Line = ['At the latest: ', when(model.limit)];
  const theirTime: Line[] =
    model.prospect === null ? [] : [['It is ', ...localTimePart(model.prospect), '.']];
  return form({
    callback: callbacks.snoozePick,
    about: model,
    title: 'Snooze until…',
    submit: 'Snooze',
    blocks: [
      aboutLead(model.lead, [limit, snoozeNoteLine(model.note), ...theirTime]),
      input({
        field: fields.until,
        label: 'Bring it back',
        hint: 'In your own time zone.',
        optional: false,
        element: {
          type: 'datetimepicker',
          focus_on_load: true,
          initial_date_time: unixSeconds(model.suggested),
        },
      }),
    ],
  });
}
