import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import { type DueStep, isStep } from './clocks.ts';
import type { Db } from './db.ts';
import { clocks, handoffs, steps } from './schema.ts';

/** Who was told of what is overdue, and in which window of theirs. */

/** Lets one transaction at a time tell a reader something in a window of theirs: each sees what the one before told. */
export async function lockTelling(tx: Db, managerId: string, windowAt: Date): Promise<void> {
  const name = `${managerId}:${windowAt.toISOString()}`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 17))`);
}

/** Records whom a step told, and in which window. */
export async function setStepManager(
  tx: Db,
  step: DueStep,
  managerId: string,
  windowAt: Date,
): Promise<void> {
  await tx.update(steps).set({ managerId, windowAt }).where(isStep(step));
}

/** What a reader was told of in the windows from one to another: each clock once, with its handoff as it stands. */
export async function toldTo(db: Db, reader: string, { from, to }: { from: Date; to: Date }) {
  return db
    .select({
      handoffId: steps.handoffId,
      windowAt: sql<Date>`min(${steps.windowAt})`.mapWith(steps.windowAt),
      kind: clocks.kind,
      deadlineAt: clocks.deadlineAt,
      breachedAt: clocks.breachedAt,
      pausedAt: clocks.pausedAt,
      stoppedAt: clocks.stoppedAt,
      met: clocks.met,
      state: handoffs.state,
      acceptedAt: handoffs.acceptedAt,
      claimKey: handoffs.claimKey,
    })
    .from(steps)
    .innerJoin(clocks, eq(clocks.id, steps.clockId))
    .innerJoin(handoffs, eq(handoffs.id, steps.handoffId))
    .where(and(eq(steps.managerId, reader), gte(steps.windowAt, from), lte(steps.windowAt, to)))
    .groupBy(steps.handoffId, clocks.id, handoffs.id)
    .orderBy(asc(clocks.deadlineAt), asc(steps.handoffId));
}

/** The escalation windows in which any of these handoffs stands. */
export async function windowsOf(db: Db, handoffIds: readonly string[]) {
  if (handoffIds.length === 0) return [];
  return db
    .selectDistinct({ managerId: steps.managerId, windowAt: steps.windowAt })
    .from(steps)
    .where(and(inArray(steps.handoffId, [...handoffIds]), isNotNull(steps.managerId)));
}

/** The escalation windows in which stands what a clock still runs for, or stands still. */
export async function openWindows(db: Db) {
  return db
    .selectDistinct({ managerId: steps.managerId, windowAt: steps.windowAt })
    .from(steps)
    .innerJoin(clocks, eq(clocks.id, steps.clockId))
    .where(and(isNotNull(steps.managerId), isNull(clocks.stoppedAt)));
}

/** How many handoffs a reader was told of whose clock still runs. */
export async function openTold(db: Db, reader: string): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(distinct ${steps.handoffId})::int` })
    .from(steps)
    .innerJoin(clocks, eq(clocks.id, steps.clockId))
    .where(and(eq(steps.managerId, reader), isNull(clocks.stoppedAt)));
  return row?.count ?? 0;
}

/** The last windows in which a reader was told something, the newest first. */
export async function lastWindowsOf(db: Db, reader: string, most: number): Promise<Date[]> {
  const rows = await db
    .select({ windowAt: steps.windowAt })
    .from(steps)
    .where(and(eq(steps.managerId, reader), isNotNull(steps.windowAt)))
    .groupBy(steps.windowAt)
    .orderBy(desc(steps.windowAt))
    .limit(most);
  return rows.flatMap(({ windowAt }) => windowAt ?? []);
}
