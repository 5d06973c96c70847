import type { ModalView } from '@slack/types';
import type { AwayModel } from '#src/view/home-models.ts';
import { option, plainText } from '../elements.ts';
import { callbacks, fields, OWN_TIME } from '../ids.ts';
import { limits } from '../limits.ts';
import { draw } from '../lines.ts';
import { input, radio } from '../modal-parts.ts';
import { dateIn } from '../text.ts';

/** Saying until when one takes no leads. */
export function awayModal({ choices, timeZone }: AwayModel): ModalView {
  const named = choices.map(({ label, value, until }) => ({
    ...option(label, value),
    description: plainText(`until ${dateIn(timeZone, until)}`, limits.optionDescription),
  }));
  return {
    type: 'modal',
    callback_id: callbacks.away,
    title: plainText('I am away', limits.modalTitle),
    submit: plainText('Save', limits.modalButton),
    close: plainText('Cancel', limits.modalButton),
    blocks: [
      draw('about', [['No new leads for you until then. Who would cover what you have is proposed next.']]),
      input({
        field: fields.absence,
        label: 'How long',
        hint: null,
        optional: false,
        element: radio([...named, option('Until the time below', OWN_TIME)]),
      }),
      input({
        field: fields.until,
        label: 'A time of your own',
        hint: 'Only for “Until the time below”. In your own time zone.',
        optional: true,
        element: { type: 'datetimepicker' },
      }),
    ],
  };
}
