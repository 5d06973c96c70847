import type { InputBlock, ModalView } from '@slack/types';
import { RESPONSE_CHANNELS, RESPONSE_OUTCOMES } from '#domain/response.ts';
import type { RespondModel } from '#src/view/models.ts';
import { option } from './elements.ts';
import { ANOTHER_TOUCH, callbacks, fields } from './ids.ts';
import { RESPONSE_CHANNEL_LABELS, RESPONSE_OUTCOME_LABELS } from './labels.ts';
import { limits } from './limits.ts';
import { sayPlain } from './lines.ts';
import { aboutLead, form, input, radio, textInput } from './modal-parts.ts';
import { localTimePart } from './prospect-line.ts';
import { touchLine } from './touch-line.ts';

/** Logging a try to reach the lead, where no dialler or CRM does it, or what came of the one they told of. */
export function respondModal(model: RespondModel): ModalView {
  const [latest] = model.told;
  const channels = RESPONSE_CHANNELS.map((channel) => option(RESPONSE_CHANNEL_LABELS[channel], channel));
  const outcomes = RESPONSE_OUTCOMES.map((outcome) => option(RESPONSE_OUTCOME_LABELS[outcome], outcome));
  const chosen = <T extends { value?: string }>(options: T[], value: string | undefined) => {
    const initial = options.find((one) => one.value === value);
    return initial ? { initial_option: initial } : {};
  };
  return form({
    callback: callbacks.respond,
    about: model,
    title: 'Log response',
    submit: 'Log',
    blocks: [
      aboutLead(
        model.lead,
        model.prospect === null ? [] : [['It is ', ...localTimePart(model.prospect), '.']],
      ),
      ...toldInput(model),
      input({
        field: fields.channel,
        label: 'How did you try to reach them?',
        hint: null,
        optional: false,
        element: { ...radio(channels), ...chosen(channels, latest?.channel), focus_on_load: true },
      }),
      input({
        field: fields.outcome,
        label: 'What came of it?',
        hint: null,
        optional: false,
        element: { ...radio(outcomes), ...chosen(outcomes, latest?.outcome) },
      }),
      textInput({ field: fields.note, label: 'Note', hint: null, optional: true, lines: 'many' }),
    ],
  });
}

/** What a source told of already is completed rather than logged twice. */
function toldInput({ told, timeZone }: RespondModel): InputBlock[] {
  const known = told
    .slice(0, limits.radioOptions - 1)
    .map((touch) => option(sayPlain(touchLine(touch), timeZone), touch.at.toISOString()));
  const [latest] = known;
  if (!latest) return [];
  const options = [...known, option('Another one, just now', ANOTHER_TOUCH)];
  return [
    input({
      field: fields.touch,
      label: 'Is it one of these?',
      hint: 'They were told of already, so each counts once: add what came of it, or a note.',
      optional: false,
      element: { ...radio(options), initial_option: latest },
    }),
  ];
}
