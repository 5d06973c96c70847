import type { ModalView } from '@slack/types';
import { limits } from '#blocks/limits.ts';
import { type Line, sayPlain, stranger } from '#blocks/lines.ts';
import { overviewScreen } from '#blocks/setup/overview.ts';
import type { Said } from '#blocks/setup/screen.ts';
import type { Edits } from '#domain/settings.ts';
import { contentHash } from '#src/config/content-hash.ts';
import type { ChangeOutcome } from '#src/core/core.ts';
import { changeAs, type SettingsEdit } from '#src/settings/setup.ts';
import { loadSetup } from '#src/view/setup.ts';
import type { Answer, Visit } from './setup-part.ts';

/** The overview, with what came of the last press. */
export const overview = async (visit: Visit, said: Said): Promise<ModalView> =>
  overviewScreen(await loadSetup(visit.core), said);

/** What a form was drawn from: it writes all of it back, so nobody may have changed it since. */
type DrawnFrom = { stamp: string; part: (edits: Edits) => unknown; words: string };

/** Names the state of what a form is drawn from; the form carries it until it is submitted. */
export const stampOf = (part: unknown): string => contentHash(part);

type Change = SettingsEdit & { done: Line; from?: DrawnFrom | null };

/** Saves a change, and goes back to the overview; what the settings refuse is said at this field. */
export async function save(visit: Visit, field: string, { from, ...change }: Change): Promise<Answer> {
  let isOutdated = false;
  const saved = await changeAs(visit.core, visit.slackUserId, {
    ...change,
    edit: (edits, work) => {
      isOutdated = from ? stampOf(from.part(edits)) !== from.stamp : false;
      return isOutdated ? edits : change.edit(edits, work);
    },
  });
  if (from && isOutdated) return { errors: { [field]: from.words } };
  if (!saved.ok) return { errors: { [field]: problemText(saved) } };
  return { view: await overview(visit, saidOf(saved, change.done)) };
}

/** What came of a change, with its undoing. */
export function saidOf(saved: ChangeOutcome, done: Line): Said {
  if (!saved.ok) return notSaved(saved);
  if (saved.no === null) return { line: ['Nothing was changed.'], undo: null };
  return { line: ['Saved: ', ...done], undo: saved.no };
}

type Refused = Extract<ChangeOutcome, { ok: false }>;

export const notSaved = (saved: Refused): Said => ({
  line: ['Not saved. ', stranger(problemText(saved), limits.richText / 2)],
  undo: null,
});

const MOST_PROBLEMS = 3;

function problemText({ problems }: Refused): string {
  const words = problems.slice(0, MOST_PROBLEMS).map(({ path, problem }) => `${path}: ${problem}`);
  const rest = problems.length - words.length;
  return sayPlain([`${words.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}. Nothing was saved.`], 'UTC');
}
