import { and, asc, eq, gte, lt, sql } from 'drizzle-orm';
import type { Db } from './db.ts';
import { lastTick, outages } from './schema.ts';

/** When no tick of any process ran: from the last one before, to the first one after. */
export type Outage = typeof outages.$inferSelect;

const ONLY = 1;

/** Records a tick. False, and nothing recorded, when the one before it was before `since`, or there was none. */
export async function tickInTime(db: Db, now: Date, since: Date): Promise<boolean> {
  const rows = await db
    .update(lastTick)
    .set({ at: sql`greatest(${lastTick.at}, ${now.toISOString()}::timestamptz)` })
    .where(
      and(
        eq(lastTick.id, ONLY),
        gte(lastTick.at, since),
        // Nobody waits for the disk: after a crash an outage may begin a second earlier.
        sql`set_config('synchronous_commit', 'off', true) is not null`,
      ),
    )
    .returning({ id: lastTick.id });
  return rows.length > 0;
}

/**
 * Records a tick that did not come in time, and the outage before it. Null when another process did so first, and when
 * no tick ever ran: before its first start nobody misses the product.
 */
export async function tickLate(tx: Db, now: Date, since: Date): Promise<Outage | null> {
  await tx.insert(lastTick).values({ id: ONLY, at: now }).onConflictDoNothing();
  const [last] = await tx.select().from(lastTick).where(eq(lastTick.id, ONLY)).for('update');
  if (!last || last.at >= since) return null;
  await tx.update(lastTick).set({ at: now }).where(eq(lastTick.id, ONLY));
  const outage = { from: last.at, to: now };
  await tx.insert(outages).values(outage);
  return outage;
}

/** The outages that reach into a stretch of time or end as it begins, the oldest first. */
export async function readOutages(db: Db, from: Date, to: Date): Promise<Outage[]> {
  return db
    .select()
    .from(outages)
    .where(and(lt(outages.from, to), gte(outages.to, from)))
    .orderBy(asc(outages.from));
}
