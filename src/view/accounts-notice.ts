import type { Db } from '#db/db.ts';
import { readRuns } from '#db/mirror-runs.ts';
import { dateWords, timeWords } from '#domain/doctor/time-words.ts';
import { isMirrorSystem } from '#domain/mirror-settings.ts';
import { MIRRORS } from '#domain/mirror-systems.ts';
import type { Settings } from '#domain/settings.ts';
import type { OpsNoticeModel } from './models.ts';

/** That the accounts of a CRM cannot be read: why, and what is used meanwhile. */
export async function accountsNotice(
  db: Db,
  { workspace }: Settings,
  { system, since }: { system: string; since: Date },
): Promise<OpsNoticeModel | null> {
  if (!isMirrorSystem(system)) return null;
  const run = (await readRuns(db)).get(system);
  const name = MIRRORS[system];
  if (!run || run.failedAt?.getTime() !== since.getTime()) {
    return { title: `The accounts of ${name} are read again`, lines: ['Nothing is left to do.'] };
  }
  const known =
    run.finishedAt === null
      ? 'None were read before: owners and customers are known from the settings and from what was handed over here.'
      : `Those read on ${dateWords(workspace.time_zone, run.finishedAt)} at ${timeWords(workspace.time_zone, run.finishedAt)} are used meanwhile, and cards say how old they are.`;
  return {
    title: `The accounts of ${name} cannot be read`,
    lines: [
      run.problem ?? 'It failed.',
      known,
      'It is tried again by itself, for longer and longer apart, at most half an hour.',
    ],
  };
}
