import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { RoutingRecord } from '#domain/records.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Db } from './open.ts';
import { balanceEntries, poolMembers, routingLog } from './schema.ts';

/** Open work by rep: offers not answered, accepted leads not reached, offers since the rep's midnight. */
export type Load = { unanswered: number; uncontacted: number; today: number };

export async function loadsOf(
  tx: Db,
  reps: readonly { id: string; midnight: Date }[],
): Promise<Map<string, Load>> {
  const list = JSON.stringify(reps.map((rep) => ({ id: rep.id, midnight: rep.midnight.toISOString() })));
  const result: unknown = await tx.execute(sql`
    select r.id,
      (select count(*)::int from handoffs h where h.owner_id = r.id and h.state = 'offered'
        and h.source_id <> ${TEST_SOURCE}) as unanswered,
      (select count(*)::int from handoffs h where h.owner_id = r.id and h.state = 'accepted'
        and h.source_id <> ${TEST_SOURCE}) as uncontacted,
      (select count(*)::int from offers o join handoffs h on h.id = o.handoff_id
        where o.rep_id = r.id and o.offered_at >= r.midnight and h.source_id <> ${TEST_SOURCE}) as today
    from jsonb_to_recordset(${list}::jsonb) as r(id text, midnight timestamptz)`);
  return new Map(rowsOf<Load & { id: string }>(result).map(({ id, ...load }) => [id, load]));
}

/** `execute` answers a list on Postgres and a result with rows on PGlite. */
export function rowsOf<Row>(result: unknown): Row[] {
  // The shape is that of the query's own select list.
  return (Array.isArray(result) ? result : (result as { rows: Row[] }).rows) as Row[];
}

/** The members' standing in a pool, kept from everybody else until the transaction ends. New members start level. */
export async function lockStanding(
  tx: Db,
  poolId: string,
  repIds: readonly string[],
): Promise<Map<string, number>> {
  const lock = () =>
    tx
      .select()
      .from(poolMembers)
      .where(and(eq(poolMembers.poolId, poolId), inArray(poolMembers.repId, [...repIds])))
      .orderBy(asc(poolMembers.repId))
      .for('update');
  let rows = await lock();
  if (rows.length < new Set(repIds).size) {
    const all = [...repIds].sort().map((repId) => ({ poolId, repId, lag: 0 }));
    await tx.insert(poolMembers).values(all).onConflictDoNothing();
    rows = await lock();
  }
  return new Map(rows.map((row) => [row.repId, row.lag]));
}

export async function saveStanding(
  tx: Db,
  poolId: string,
  standing: readonly { id: string; lag: number }[],
): Promise<void> {
  const list = JSON.stringify(standing);
  await tx.execute(sql`
    update pool_members m set lag = s.lag
    from jsonb_to_recordset(${list}::jsonb) as s(id text, lag double precision)
    where m.pool_id = ${poolId} and m.rep_id = s.id and m.lag <> s.lag`);
}

export async function addBalanceEntry(tx: Db, entry: typeof balanceEntries.$inferInsert): Promise<void> {
  await tx.insert(balanceEntries).values(entry);
}

/** The pool turn an offer took, if it took one. */
export async function turnOf(tx: Db, handoffId: string, repId: string) {
  const [row] = await tx
    .select()
    .from(balanceEntries)
    .where(
      and(
        eq(balanceEntries.handoffId, handoffId),
        eq(balanceEntries.repId, repId),
        eq(balanceEntries.kind, 'turn'),
      ),
    )
    .orderBy(desc(balanceEntries.id))
    .limit(1);
  return row ?? null;
}

export async function logRouting(
  tx: Db,
  entry: { handoffId: string; at: Date; settingsVersion: string; record: RoutingRecord },
): Promise<void> {
  await tx.insert(routingLog).values({ ...entry, chosenId: entry.record.chosenId });
}

/** Every decision about a handoff, the newest first. */
export async function readRoutingLog(db: Db, handoffId: string) {
  return db.select().from(routingLog).where(eq(routingLog.handoffId, handoffId)).orderBy(desc(routingLog.id));
}
