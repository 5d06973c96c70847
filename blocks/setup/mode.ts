import type { ModalView } from '@slack/types';
import { MODES, type Mode } from '#domain/settings.ts';
import { option } from '../elements.ts';
import { bold, drawLong, type Line } from '../lines.ts';
import { input, radio } from '../modal-parts.ts';
import { MODE_WORDS } from './overview.ts';
import { type Said, screen } from './screen.ts';
import { setupFields, setupForms } from './setup-ids.ts';

/** As what the form is about: going live was asked once more. */
export const SURE = 'sure';

export function modeScreen(mode: Mode, said: Said): ModalView {
  const options = MODES.map((one) => option(MODE_WORDS[one].name, one));
  const chosen = options.find(({ value }) => value === mode);
  return screen({
    said,
    form: { callback: setupForms.mode, submit: 'Save', about: '' },
    blocks: [
      input({
        field: setupFields.mode,
        label: 'What should happen with leads?',
        hint: null,
        optional: false,
        element: { ...radio(options), ...(chosen && { initial_option: chosen }) },
      }),
      ...drawLong(
        'means',
        MODES.map((one): Line => [bold(MODE_WORDS[one].name), `: ${MODE_WORDS[one].means}.`]),
      ),
    ],
  });
}

/** Going live is said twice, because people are messaged from then on. */
export const confirmLiveScreen = (): ModalView =>
  screen({
    said: null,
    form: { callback: setupForms.mode, submit: 'Go live', about: SURE },
    blocks: drawLong('live', [
      [bold('Go live?')],
      [
        'From now on, each new lead goes to a person as a card, and their clock runs. Managers hear of what is late.',
      ],
      ['Leads that came while it looked on stay as they are.'],
    ]),
  });
