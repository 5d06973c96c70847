import type { Db } from '#db/db.ts';
import { type PauseRow, readPause, readPauseNo } from '#db/pauses.ts';
import type { Settings } from '#domain/settings.ts';
import { nameOf } from '#domain/team.ts';
import type { PauseModel, PauseNoticeModel } from './models.ts';

/** The pause of all clocks that is in force; null when time goes on. */
export async function loadPause(db: Db, settings: Settings): Promise<PauseModel | null> {
  const pause = await readPause(db);
  return pause && pauseModel(settings, pause);
}

export const pauseModel = (settings: Settings, { from, until, byId, why }: PauseRow): PauseModel => ({
  since: from,
  until,
  byName: nameOf(settings, byId),
  why: why === '' ? null : why,
});

/** What ops are told of one pause; null when it is not there. */
export async function loadPauseNotice(
  db: Db,
  settings: Settings,
  about: { what: 'pause' | 'resume'; no: number },
): Promise<PauseNoticeModel | null> {
  const pause = await readPauseNo(db, about.no);
  if (!pause) return null;
  const { endedAt, endedById } = pause;
  const ended = { endedAt, endedByName: endedById && nameOf(settings, endedById) };
  return { what: about.what, pause: pauseModel(settings, pause), ...ended };
}
