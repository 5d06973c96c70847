import { type AnswerRow, answerTo } from '#db/answers.ts';
import type { Db } from '#db/db.ts';
import type { Settings } from '#domain/settings.ts';
import { nameOf } from '#domain/team.ts';
import type { MarketingAnswer } from './models.ts';

export const answerWords = (
  settings: Settings,
  { kind, byId, note, at, until }: Pick<AnswerRow, 'kind' | 'byId' | 'note' | 'at' | 'until'>,
): MarketingAnswer => ({ kind, byName: nameOf(settings, byId), note: note || null, at, until });

/** What marketing answered to the rejection that closed a handoff; null when it has not. */
export async function loadMarketingAnswer(
  db: Db,
  settings: Settings,
  handoffId: string,
): Promise<MarketingAnswer | null> {
  const answer = await answerTo(db, handoffId);
  return answer && answerWords(settings, answer);
}
