import type { ViewOutput } from '@slack/bolt';
import { confirmLiveScreen, modeScreen, SURE } from '#blocks/setup/mode.ts';
import { MODE_WORDS } from '#blocks/setup/overview.ts';
import { setupFields, setupForms } from '#blocks/setup/setup-ids.ts';
import { MODES } from '#domain/settings.ts';
import { changeAs } from '#src/settings/setup.ts';
import { overview, saidOf } from './saving.ts';
import { type Answer, chosenIn, type SetupPart, type Visit } from './setup-part.ts';

/** Whether people are messaged. */
export const MODE: SetupPart = {
  screens: { mode: async (visit, _about, said) => modeScreen(visit.core.inForce().settings.mode, said) },
  deeds: {},
  forms: { [setupForms.mode]: saveMode },
};

async function saveMode(visit: Visit, view: ViewOutput): Promise<Answer> {
  const isSure = view.private_metadata === SURE;
  const mode = isSure ? 'live' : MODES.find((known) => known === chosenIn(view, setupFields.mode));
  const { mode: before } = visit.core.inForce().settings;
  if (mode === undefined || mode === before) {
    return { view: await overview(visit, { line: ['The mode stays as it is.'], undo: null }) };
  }
  if (mode === 'live' && !isSure) return { view: confirmLiveScreen() };
  const saved = await changeAs(visit.core, visit.slackUserId, {
    what: `mode (${mode})`,
    edit: (edits) => ({ ...edits, mode }),
  });
  const done = `${MODE_WORDS[mode].name}, ${MODE_WORDS[mode].means}.`;
  return { view: await overview(visit, saidOf(saved, [done])) };
}
