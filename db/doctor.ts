import { and, count, gte, isNotNull, lt, sql } from 'drizzle-orm';
import { addMinutes } from '#domain/day.ts';
import type { Db } from './db.ts';
import { leads, messages } from './schema.ts';

/** Places where something is due that Slack did not take when it was tried last, with Slack's word for it. */
export async function placesInTrouble(db: Db): Promise<Map<string, string>> {
  const rows = await db
    .selectDistinct({ place: messages.place, problem: messages.problem })
    .from(messages)
    .where(and(isNotNull(messages.problem), lt(messages.shown, messages.wanted)));
  return new Map(rows.map(({ place, problem }) => [place, problem ?? '']));
}

const TOLD_DAYS = 90;

/** What the leads of the last 90 days tell of countries and industries, in their own words, and how many of them. */
export async function toldOf(
  db: Db,
  now: Date,
): Promise<Record<'countries' | 'industries', Map<string, number>>> {
  const since = addMinutes(now, -TOLD_DAYS * 24 * 60);
  return {
    countries: await textsTold(db, 'country', since),
    industries: await textsTold(db, 'industry', since),
  };
}

/** What leads captured since then tell of a country or an industry, in their own words, and how many of them. */
async function textsTold(db: Db, fact: 'country' | 'industry', since: Date): Promise<Map<string, number>> {
  const ofAccount = sql<string | null>`${leads.record} -> 'account' ->> ${sql.raw(`'${fact}'`)}`;
  const text =
    fact === 'country'
      ? sql<
          string | null
        >`coalesce(nullif(trim(${leads.record} -> 'person' ->> 'country'), ''), ${ofAccount})`
      : ofAccount;
  const rows = await db
    .select({ text, count: count() })
    .from(leads)
    .where(and(gte(leads.capturedAt, since), isNotNull(text)))
    .groupBy(sql`1`);
  return new Map(
    rows.flatMap(({ text: told, count: found }) => (told?.trim() ? [[told.trim(), found]] : [])),
  );
}
