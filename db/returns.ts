import { and, asc, count, eq, isNull, lte, sql } from 'drizzle-orm';
import type { ReturnEnd } from '#domain/returns.ts';
import type { Db } from './db.ts';
import { insertLater } from './later.ts';
import { returns } from './schema.ts';

/** Leads that come back to sales on a day that somebody chose. */

export type ReturnRow = typeof returns.$inferSelect;
export type DueReturn = Pick<ReturnRow, 'id' | 'leadId' | 'dueAt'>;

export const isAwaited = sql`ended_at is null`;

/** Of a rep who recycled it. A day that was chosen before counts no longer. */
export async function addReturn(
  tx: Db,
  row: Pick<ReturnRow, 'id' | 'leadId' | 'handoffId' | 'dueAt' | 'byId'>,
  now: Date,
): Promise<void> {
  await tx
    .update(returns)
    .set({ endedAt: now, end: 'replaced' })
    .where(and(eq(returns.leadId, row.leadId), isNull(returns.endedAt)));
  insertLater(tx, returns, [row]);
}

/** Whoever chose the day thought better of it. */
export async function takeBackReturns(tx: Db, handoffId: string, now: Date): Promise<void> {
  await tx
    .update(returns)
    .set({ endedAt: now, end: 'undone' })
    .where(and(eq(returns.handoffId, handoffId), isNull(returns.endedAt)));
}

/** Those due by now, the first first, from after one of them. */
export async function returnsDue(
  db: Db,
  now: Date,
  { after, most }: { after: DueReturn | null; most: number },
): Promise<DueReturn[]> {
  const isBehind =
    after &&
    sql`(${returns.dueAt}, ${returns.id}) > (${after.dueAt.toISOString()}::timestamptz, ${after.id})`;
  return db
    .select({ id: returns.id, leadId: returns.leadId, dueAt: returns.dueAt })
    .from(returns)
    .where(and(isNull(returns.endedAt), lte(returns.dueAt, now), isBehind ?? undefined))
    .orderBy(asc(returns.dueAt), asc(returns.id))
    .limit(most);
}

/** Whose lead it is; null where there is none any more. */
export async function leadOfReturn(db: Db, id: string): Promise<string | null> {
  const [row] = await db.select({ leadId: returns.leadId }).from(returns).where(eq(returns.id, id));
  return row?.leadId ?? null;
}

/** Reads one that is still awaited, with the lead locked; null where another process was first. */
export async function lockReturn(tx: Db, id: string): Promise<ReturnRow | null> {
  const [row] = await tx
    .select()
    .from(returns)
    .where(and(eq(returns.id, id), isNull(returns.endedAt)))
    .for('no key update');
  return row ?? null;
}

/** How often a lead has come back so. */
export async function timesBack(tx: Db, leadId: string): Promise<number> {
  const [row] = await tx
    .select({ times: count() })
    .from(returns)
    .where(and(eq(returns.leadId, leadId), eq(returns.end, 'opened')));
  return row?.times ?? 0;
}

export async function endReturn(
  tx: Db,
  id: string,
  ended: { endedAt: Date; end: ReturnEnd; openedId: string | null },
): Promise<void> {
  await tx.update(returns).set(ended).where(eq(returns.id, id));
}
