import { count, eq, gte, max, sql, sum } from 'drizzle-orm';
import type { Db } from './db.ts';
import { IMPORTED } from './imported.ts';
import { deliveries, type ItemOutcome, items } from './schema.ts';

/** When each source last delivered something. What was imported for it is no delivery of its own. */
export async function lastDeliveries(db: Db): Promise<Map<string, Date>> {
  const rows = await db
    .select({ sourceId: deliveries.sourceId, at: max(deliveries.receivedAt) })
    .from(deliveries)
    .where(sql`not starts_with(${deliveries.key}, ${IMPORTED})`)
    .groupBy(deliveries.sourceId);
  return new Map(rows.flatMap(({ sourceId, at }) => (at === null ? [] : [[sourceId, at] as const])));
}

/** What became of everything that was found since then, by source. */
export async function countItems(
  db: Db,
  since: Date,
): Promise<{ sourceId: string; outcome: ItemOutcome; count: number }[]> {
  return db
    .select({ sourceId: items.sourceId, outcome: items.outcome, count: count() })
    .from(items)
    .where(gte(items.at, since))
    .groupBy(items.sourceId, items.outcome);
}

/** How many deliveries came again whole on the day that began then, by source. */
export async function countRepeats(db: Db, today: Date): Promise<Map<string, number>> {
  const rows = await db
    .select({ sourceId: deliveries.sourceId, repeats: sum(deliveries.repeats).mapWith(Number) })
    .from(deliveries)
    .where(gte(deliveries.repeatedAt, today))
    .groupBy(deliveries.sourceId);
  return new Map(rows.map(({ sourceId, repeats }) => [sourceId, repeats ?? 0]));
}

/** What still waits because it could not be read, by source. */
export async function countQuarantined(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .select({ sourceId: items.sourceId, count: count() })
    .from(items)
    .where(eq(items.outcome, 'quarantined'))
    .groupBy(items.sourceId);
  return new Map(rows.map((row) => [row.sourceId, row.count]));
}
