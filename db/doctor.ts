import { and, isNotNull, lt } from 'drizzle-orm';
import type { Db } from './db.ts';
import { messages } from './schema.ts';

/** Places where something is due that Slack did not take when it was tried last, with Slack's word for it. */
export async function placesInTrouble(db: Db): Promise<Map<string, string>> {
  const rows = await db
    .selectDistinct({ place: messages.place, problem: messages.problem })
    .from(messages)
    .where(and(isNotNull(messages.problem), lt(messages.shown, messages.wanted)));
  return new Map(rows.map(({ place, problem }) => [place, problem ?? '']));
}
