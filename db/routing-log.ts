import { and, asc, desc, eq, gt, gte, sql } from 'drizzle-orm';
import { unpackRecord } from '#domain/routing/pack-record.ts';
import type { RoutingRecord } from '#domain/routing/record.ts';
import type { Db } from './db.ts';
import { routingLog } from './schema.ts';

/** Reading the routing log without the leads it is about, which may be erased. */

type Row = typeof routingLog.$inferSelect;
export type LoggedDecision = Omit<Row, 'record'> & { record: RoutingRecord };

/** A decision, from the row that keeps it. */
export const decisionFrom = (row: Row): LoggedDecision => ({ ...row, record: unpackRecord(row.record) });

/** Handoffs of the log whose id begins like this; two are enough to know that it is not one. */
export async function findRoutedByStart(db: Db, start: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: routingLog.handoffId })
    .from(routingLog)
    .where(sql`starts_with(${routingLog.handoffId}, ${start})`)
    .limit(2);
  return rows.map(({ id }) => id);
}

/** The newest decisions about a handoff, in that order. */
export async function newestDecisions(db: Db, handoffId: string, limit: number): Promise<LoggedDecision[]> {
  const rows = await db
    .select()
    .from(routingLog)
    .where(eq(routingLog.handoffId, handoffId))
    .orderBy(desc(routingLog.id))
    .limit(limit);
  return rows.map(decisionFrom);
}

/** Every decision since then, in the order in which they were made, so many at a time. */
export async function* decisionsSince(
  db: Db,
  since: Date,
  pageSize: number,
): AsyncGenerator<LoggedDecision[]> {
  let last = 0;
  for (;;) {
    const page = await db
      .select()
      .from(routingLog)
      .where(and(gt(routingLog.id, last), gte(routingLog.at, since)))
      .orderBy(asc(routingLog.id))
      .limit(pageSize);
    if (page.length > 0) yield page.map(decisionFrom);
    last = page.at(-1)?.id ?? last;
    if (page.length < pageSize) return;
  }
}
