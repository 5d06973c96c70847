import { answerById } from '#db/answers.ts';
import type { Db } from '#db/db.ts';
import type { MessageRow } from '#db/messages.ts';
import { disputed } from '#db/rejections.ts';
import { nameOf, reasonWords, sourceName } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { leadOf } from './card.ts';
import { decidedIn } from './feedback.ts';
import { answerWords } from './marketing-answer.ts';
import type { DisputeModel } from './models.ts';

/** What marketing disagrees with, for whoever decides. */
export async function loadDispute(
  db: Db,
  { settings }: SettingsInForce,
  { key, detail }: MessageRow,
): Promise<DisputeModel | null> {
  const answer = await answerById(db, String(detail.answerId));
  const rows = await disputed(db, key);
  if (answer === null || rows.length === 0) return null;
  return {
    sourceName: sourceName(settings, answer.sourceId),
    reason: reasonWords(settings, answer.reason),
    answer: answerWords(settings, answer),
    rows: rows.map(({ rejection, lead }) => ({
      ...{ handoffId: rejection.handoffId, rejectionId: rejection.id },
      lead: leadOf(lead),
      repName: nameOf(settings, rejection.byId),
      note: rejection.note || null,
      isUndone: rejection.undoneAt !== null,
      decided: decidedIn(settings, rejection),
    })),
  };
}
