import type { ModalView } from '@slack/types';
import { limits } from '#blocks/limits.ts';
import { type Line, sayPlain, stranger } from '#blocks/lines.ts';
import { overviewScreen } from '#blocks/setup/overview.ts';
import type { Said } from '#blocks/setup/screen.ts';
import { changeAs, type Saved, type SettingsEdit } from '#src/setup.ts';
import { loadSetup } from '#src/view/setup.ts';
import type { Answer, Visit } from './setup-part.ts';

/** The overview, with what came of the last press. */
export const overview = async (visit: Visit, said: Said): Promise<ModalView> =>
  overviewScreen(await loadSetup(visit.core), said);

/** Saves a change, and goes back to the overview; what the settings refuse is said at this field. */
export async function save(
  visit: Visit,
  field: string,
  change: SettingsEdit & { done: Line },
): Promise<Answer> {
  const saved = await changeAs(visit.core, visit.slackUserId, change);
  if (!saved.ok) return { errors: { [field]: problemText(saved) } };
  return { view: await overview(visit, { line: ['Saved: ', ...change.done], undo: saved.no }) };
}

export const notSaved = (saved: Extract<Saved, { ok: false }>): Said => ({
  line: ['Not saved. ', stranger(problemText(saved), limits.richText / 2)],
  undo: null,
});

const MOST_PROBLEMS = 3;

function problemText({ problems }: Extract<Saved, { ok: false }>): string {
  const words = problems.slice(0, MOST_PROBLEMS).map(({ path, problem }) => `${path}: ${problem}`);
  const rest = problems.length - words.length;
  return sayPlain([`${words.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}. Nothing was saved.`], 'UTC');
}
