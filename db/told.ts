import { and, asc, eq, gte, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import type { DueStep } from './clocks.ts';
import type { Db } from './db.ts';
import { isAnyOf, rowsOf } from './rows.ts';
import { clocks, handoffs, steps } from './schema.ts';
import { together, writeAll } from './together.ts';

/** Who was told of what is overdue, and in which window of theirs. */

/** Lets one transaction at a time tell a reader something in a window of theirs: each sees what the one before told. */
export async function lockTelling(tx: Db, managerId: string, windowAt: Date): Promise<void> {
  const name = `${managerId}:${windowAt.toISOString()}`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 17))`);
}

type Told = { step: DueStep; managerId: string; windowAt: Date };

/** Records whom a step told, and in which window. */
export const setStepManager = together((tx, all: readonly Told[]) =>
  writeAll(
    tx,
    all.map(({ step, ...told }) => ({
      clockId: step.clockId,
      index: step.index,
      round: step.round,
      ...told,
    })),
    (list) => sql`
      update steps set manager_id = t."managerId", window_at = t."windowAt"
      from jsonb_to_recordset(${list}::jsonb)
        as t("clockId" text, index int, round int, "managerId" text, "windowAt" timestamptz)
      where steps.clock_id = t."clockId" and steps.index = t.index and steps.round = t.round`,
  ),
);

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

/** The same of one handoff. */
export const windowsOfOne = together(async (db, handoffIds: readonly string[]) => {
  const { handoffId, managerId, windowAt } = steps;
  const rows = await db
    .selectDistinct({ handoffId, managerId, windowAt })
    .from(steps)
    .where(and(isAnyOf(handoffId, handoffIds), isNotNull(managerId)));
  const ofEach = Map.groupBy(rows, (row) => row.handoffId);
  return handoffIds.map((id) => ofEach.get(id) ?? []);
});

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
export const lastWindowsOf = together(
  async (db, asked: readonly { reader: string; most: number }[]): Promise<Date[][]> => {
    const readers = [...new Set(asked.map(({ reader }) => reader))];
    const most = Math.max(...asked.map((one) => one.most));
    const rows = rowsOf<{ reader: string; windowAt: Date | string }>(
      await db.execute(sql`
        select r.reader, w.window_at as "windowAt"
        from unnest(${sql.param(readers)}::text[]) as r(reader), lateral (
          select window_at from steps where manager_id = r.reader and window_at is not null
          group by window_at order by window_at desc limit ${most}) as w
        order by w.window_at desc`),
    );
    const ofEach = Map.groupBy(rows, ({ reader }) => reader);
    return asked.map((one) =>
      (ofEach.get(one.reader) ?? []).slice(0, one.most).map(({ windowAt }) => new Date(windowAt)),
    );
  },
);
