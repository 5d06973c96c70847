import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Said } from '#blocks/setup/screen.ts';
import { setupFields, setupForms } from '#blocks/setup/setup-ids.ts';
import { connectedScreen, connectScreen, sourceScreen, sourcesScreen } from '#blocks/setup/sources.ts';
import { CHANNELS } from '#domain/lead.ts';
import { type Recipe, recipeOf, recipeReading, trialBody } from '#domain/setup/recipes.ts';
import { removeSource } from '#domain/setup/sources.ts';
import type { Core } from '#src/core/core.ts';
import { changeAs, connectSource, renewToken } from '#src/settings/setup.ts';
import { loadSetupSources } from '#src/view/setup.ts';
import { notSaved, overview, saidOf } from './saving.ts';
import { type Answer, chosenIn, type SetupPart, type Visit, writtenIn } from './setup-part.ts';

/** Where leads come from. A token is shown on the screen that made it, and nowhere else. */
export const SOURCES: SetupPart = {
  screens: {
    sources: async (visit, _about, said) => {
      const sources = await loadSetupSources(visit.core);
      return sources.length === 0 ? connectScreen(said) : sourcesScreen(sources, said);
    },
    connect: async (_visit, _about, said) => connectScreen(said),
    source: async (visit, about, said) => {
      const source = (await loadSetupSources(visit.core)).find(({ id }) => id === about);
      if (!source) return overview(visit, GONE);
      return sourceScreen({ ...source, ...addressOf(visit.core, about) }, said);
    },
  },
  deeds: {
    renew: async (visit, about) => {
      const source = visit.core.inForce().settings.sources.find(({ id }) => id === about);
      const renewed = await renewToken(visit.core, visit.slackUserId, about);
      if (renewed === null) return overview(visit, GONE);
      if (!renewed.ok) return overview(visit, notSaved(renewed));
      const name = source?.name ?? about;
      return connected(visit.core, { id: about, name, token: renewed.token }, recipeReading(source));
    },
    'remove-source': async (visit, about) => {
      const saved = await changeAs(visit.core, visit.slackUserId, {
        what: 'sources (−1)',
        edit: (edits) => removeSource(edits, about),
      });
      return overview(visit, saidOf(saved, ['the source is disconnected.']));
    },
  },
  forms: { [setupForms.source]: connect },
};

const GONE: Said = { line: ['This source is not there any more.'], undo: null };

async function connect(visit: Visit, view: ViewOutput): Promise<Answer> {
  const { core } = visit;
  const name = writtenIn(view, setupFields.name);
  const recipe = recipeOf(chosenIn(view, setupFields.tool));
  const channel = CHANNELS.find((known) => known === chosenIn(view, setupFields.came)) ?? null;
  if (recipe === null) return { errors: { [setupFields.tool]: 'Choose a tool.' } };
  if (name === '') return { errors: { [setupFields.name]: 'Give it a name.' } };
  const made = await connectSource(core, visit.slackUserId, { name, recipe, channel });
  if (!made.ok) return { errors: { [setupFields.name]: notSavedText(made) } };
  return { view: connected(core, { id: made.id, name, token: made.token }, recipe) };
}

function connected(
  core: Core,
  source: { id: string; name: string; token: string },
  recipe: Recipe,
): ModalView {
  const body = trialBody(recipe, core.newId());
  const trial = body === null ? null : JSON.stringify(body);
  return connectedScreen({ ...source, ...addressOf(core, source.id), recipe, trial });
}

const notSavedText = ({ problems }: { problems: { path: string; problem: string }[] }): string =>
  problems.map(({ path, problem }) => `${path}: ${problem}`).join('; ');

function addressOf({ publicUrl }: Core, id: string): { address: string | null; path: string } {
  const path = `/webhooks/${id}`;
  return { address: publicUrl === null ? null : `${publicUrl}${path}`, path };
}
