import { and, eq, gt, gte, isNull, lt, min, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Db } from './db.ts';
import { IMPORTED } from './imported.ts';
import { isAnyOf, rowsOf } from './rows.ts';
import { deliveries, sourceHours, sourceLooks, sourceTroubles, watchedSources } from './schema.ts';

/** How sources fare: what came by the hour, since when somebody looks, and what ops were told. */

const ONLY = 1;
const HOUR_MINUTES = 60;
/** So much is counted by one statement; a database that counts for the first time takes several. */
const COUNTED_DAYS = 7;
const KEPT_DAYS = 182;

const instant = (at: Date) => sql`${at.toISOString()}::timestamptz`;
const startOfHour = (at: Date): Date => new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000);
const daysBefore = (at: Date, days: number): Date => new Date(at.getTime() - days * 86_400_000);

/** One process at a time looks after the sources, and so often. Answers up to when was counted; undefined where it is not its turn. */
export async function takeLook(db: Db, now: Date, everyMinutes: number): Promise<Date | null | undefined> {
  const since = new Date(now.getTime() - everyMinutes * 60_000);
  const [row] = await db
    .insert(sourceLooks)
    .values({ id: ONLY, lookedAt: now })
    .onConflictDoUpdate({
      target: sourceLooks.id,
      set: { lookedAt: now },
      setWhere: sql`${sourceLooks.lookedAt} <= ${since.toISOString()}::timestamptz`,
    })
    .returning({ countedTo: sourceLooks.countedTo });
  return row?.countedTo;
}

/**
 * Counts what came of these sources by the hour, from a little before it was counted last: what was stored late is counted
 * then. Counting twice comes to the same.
 */
export async function countHours(
  db: Db,
  ids: readonly string[],
  { countedTo, now, learnedDays }: { countedTo: Date | null; now: Date; learnedDays: number },
): Promise<void> {
  const end = new Date(startOfHour(now).getTime() + HOUR_MINUTES * 60_000);
  let from = startOfHour(
    countedTo === null
      ? daysBefore(now, learnedDays)
      : new Date(countedTo.getTime() - 2 * HOUR_MINUTES * 60_000),
  );
  while (from < end) {
    const to = new Date(Math.min(end.getTime(), from.getTime() + COUNTED_DAYS * 86_400_000));
    await db.execute(sql`
      insert into source_hours (source_id, hour, deliveries)
      select d.source_id, date_trunc('hour', d.received_at), count(*) from deliveries d
      where d.source_id = any(${sql.param([...ids])}::text[])
        and d.received_at >= ${instant(from)} and d.received_at < ${instant(to)}
        and not starts_with(d.key, ${IMPORTED})
      group by 1, 2
      on conflict (source_id, hour) do update set deliveries = excluded.deliveries`);
    await db
      .update(sourceLooks)
      .set({ countedTo: new Date(Math.min(to.getTime(), now.getTime())) })
      .where(eq(sourceLooks.id, ONLY));
    from = to;
  }
  await db.delete(sourceHours).where(lt(sourceHours.hour, daysBefore(now, KEPT_DAYS)));
}

/** How many deliveries of a source were refused in an hour. */
export type Refused = { sourceId: string; unproven: number; unreadable: number };

/** Adds what this process refused in the hour of `at`. */
export async function addRefused(db: Db, refused: readonly Refused[], at: Date): Promise<void> {
  if (refused.length === 0) return;
  await db
    .insert(sourceHours)
    .values(refused.map((one) => ({ ...one, hour: startOfHour(at) })))
    .onConflictDoUpdate({
      target: [sourceHours.sourceId, sourceHours.hour],
      set: {
        unproven: sql`${sourceHours.unproven} + excluded.unproven`,
        unreadable: sql`${sourceHours.unreadable} + excluded.unreadable`,
      },
    });
}

/** What came of each source in the weeks before it was heard last, by the hour since 1970; where nothing did, none. */
export async function hoursBeforeLast(
  db: Db,
  ids: readonly string[],
  weeks: number,
): Promise<Map<string, { hour: number; count: number }[]>> {
  const rows = rowsOf<{ id: string; hours: number[]; counts: number[] }>(
    await db.execute(sql`
      select s.id, json_agg((extract(epoch from h.hour) / 3600)::int order by h.hour) as hours,
        json_agg(h.deliveries order by h.hour) as counts
      from unnest(${sql.param([...ids])}::text[]) as s(id)
      cross join lateral (
        select hour from source_hours where source_id = s.id and deliveries > 0 order by hour desc limit 1) as last
      join source_hours h on h.source_id = s.id and h.deliveries > 0
        and h.hour > last.hour - make_interval(weeks => ${weeks})
      group by s.id`),
  );
  return new Map(
    rows.map(({ id, hours, counts }) => [
      id,
      hours.map((hour, index) => ({ hour, count: counts[index] ?? 0 })),
    ]),
  );
}

export type HourSums = { deliveries: number; unproven: number; unreadable: number };

/** What came and what was refused between two hours, by source. */
export async function sumHours(db: Db, from: Date, to: Date): Promise<Map<string, HourSums>> {
  const total = (column: PgColumn) => sql<number>`sum(${column})::int`;
  const rows = await db
    .select({
      sourceId: sourceHours.sourceId,
      deliveries: total(sourceHours.deliveries),
      unproven: total(sourceHours.unproven),
      unreadable: total(sourceHours.unreadable),
    })
    .from(sourceHours)
    .where(and(gte(sourceHours.hour, from), lt(sourceHours.hour, to)))
    .groupBy(sourceHours.sourceId);
  return new Map(rows.map(({ sourceId, ...sums }) => [sourceId, sums]));
}

export type WatchedSource = typeof watchedSources.$inferSelect;

/**
 * Says that these sources are looked after. One that nobody looked after for so long, because it was not in the settings, is
 * looked after anew.
 */
export async function watchSources(
  db: Db,
  ids: readonly string[],
  { now, anewHours }: { now: Date; anewHours: number },
): Promise<Map<string, WatchedSource>> {
  if (ids.length === 0) return new Map();
  const before = new Date(now.getTime() - anewHours * 3_600_000);
  const rows = await db
    .insert(watchedSources)
    .values(ids.map((sourceId) => ({ sourceId, from: now, seenAt: now })))
    .onConflictDoUpdate({
      target: watchedSources.sourceId,
      set: {
        from: sql`case when ${watchedSources.seenAt} < ${instant(before)} then excluded."from" else ${watchedSources.from} end`,
        seenAt: now,
      },
    })
    .returning();
  return new Map(rows.map((row) => [row.sourceId, row]));
}

export async function readWatched(db: Db): Promise<Map<string, WatchedSource>> {
  const rows = await db.select().from(watchedSources);
  return new Map(rows.map((row) => [row.sourceId, row]));
}

export type SourceTrouble = typeof sourceTroubles.$inferSelect;
type TroubleKey = Pick<SourceTrouble, 'sourceId' | 'kind' | 'since'>;

const isIt = ({ sourceId, kind, since }: TroubleKey) =>
  and(eq(sourceTroubles.sourceId, sourceId), eq(sourceTroubles.kind, kind), eq(sourceTroubles.since, since));

/** What is wrong with sources now. */
export const openTroubles = (db: Db): Promise<SourceTrouble[]> =>
  db.select().from(sourceTroubles).where(isNull(sourceTroubles.endedAt));

export async function readTrouble(db: Db, key: TroubleKey): Promise<SourceTrouble | null> {
  const [row] = await db.select().from(sourceTroubles).where(isIt(key));
  return row ?? null;
}

/** Records a trouble; false where it is known already, or another of its kind that is not over. */
export async function beginTrouble(tx: Db, trouble: Omit<SourceTrouble, 'endedAt'>): Promise<boolean> {
  const rows = await tx
    .insert(sourceTroubles)
    .values(trouble)
    .onConflictDoNothing()
    .returning({ kind: sourceTroubles.kind });
  return rows.length > 0;
}

/** False where somebody else ended it. */
export async function endTrouble(tx: Db, key: TroubleKey, at: Date): Promise<boolean> {
  const rows = await tx
    .update(sourceTroubles)
    .set({ endedAt: at })
    .where(and(isIt(key), isNull(sourceTroubles.endedAt)))
    .returning({ kind: sourceTroubles.kind });
  return rows.length > 0;
}

/** When each of these sources was heard last. */
export async function lastHeard(db: Db, ids: readonly string[]): Promise<Map<string, Date>> {
  const rows = rowsOf<{ id: string; at: string | Date }>(
    await db.execute(sql`
      select s.id, last.at from unnest(${sql.param([...ids])}::text[]) as s(id)
      cross join lateral (
        select d.received_at as at from deliveries d
        where d.source_id = s.id and not starts_with(d.key, ${IMPORTED}) order by d.received_at desc limit 1) as last`),
  );
  return new Map(rows.map(({ id, at }) => [id, new Date(at)]));
}

/** The first delivery of any of these sources after that. */
export async function firstHeardAfter(db: Db, ids: readonly string[], after: Date): Promise<Date | null> {
  const [row] = await db
    .select({ at: min(deliveries.receivedAt) })
    .from(deliveries)
    .where(
      and(
        isAnyOf(deliveries.sourceId, ids),
        gt(deliveries.receivedAt, after),
        sql`not starts_with(${deliveries.key}, ${IMPORTED})`,
      ),
    );
  return row?.at ?? null;
}

/** Until when the tool of a source will go on sending, as it said last; null where it said of none. */
export async function noteSubscription(
  db: Db,
  sourceId: string,
  { endsAt, now }: { endsAt: Date | null; now: Date },
): Promise<void> {
  await db
    .insert(watchedSources)
    .values({ sourceId, from: now, seenAt: now, subscriptionEndsAt: endsAt })
    .onConflictDoUpdate({ target: watchedSources.sourceId, set: { subscriptionEndsAt: endsAt } });
}
