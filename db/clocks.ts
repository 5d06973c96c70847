import { and, asc, desc, eq, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import type { Clock, ClockChange, ClockKind } from '#domain/handoff.ts';
import type { Db } from './open.ts';
import { clocks, steps } from './schema.ts';

type Row = typeof clocks.$inferSelect;

const toClock = (row: Row): Clock => ({
  id: row.id,
  kind: row.kind,
  repId: row.repId,
  startedAt: row.startedAt,
  deadlineAt: row.deadlineAt,
  pausedAt: row.pausedAt,
  stoppedAt: row.stoppedAt,
  breachedAt: row.breachedAt,
});

/** All clocks a handoff has had, the newest last. */
export async function readClocks(db: Db, handoffId: string): Promise<Clock[]> {
  const rows = await db
    .select()
    .from(clocks)
    .where(eq(clocks.handoffId, handoffId))
    .orderBy(asc(clocks.startedAt), asc(clocks.offerNo));
  return rows.map(toClock);
}

type Of = { handoffId: string; offerNo: number; sourceId: string };

/** Applies what a decision does to the clocks, and to the steps planned on them. */
export async function changeClocks(
  tx: Db,
  of: Of,
  changes: readonly ClockChange[],
  now: Date,
  newId: () => string,
): Promise<void> {
  const started: Started[] = [];
  for (const change of changes) {
    if (change.do === 'start') started.push({ ...change, id: newId() });
    else await changeClock(tx, of, change, now);
  }
  if (started.length > 0) await startClocks(tx, of, started, now);
}

type Started = Extract<ClockChange, { do: 'start' }> & { id: string };

async function startClocks(tx: Db, of: Of, started: readonly Started[], now: Date): Promise<void> {
  const { handoffId } = of;
  await tx.insert(clocks).values(
    started.map(({ id, kind, repId, deadlineAt }) => ({
      ...of,
      id,
      kind,
      repId,
      deadlineAt,
      startedAt: now,
    })),
  );
  const planned = started.flatMap((clock) =>
    clock.steps.map((step) => ({ ...step, clockId: clock.id, handoffId, isLive: true })),
  );
  await tx.insert(steps).values(planned);
}

async function changeClock(
  tx: Db,
  of: Of,
  change: Exclude<ClockChange, { do: 'start' }>,
  now: Date,
): Promise<void> {
  const current = await currentClock(tx, of.handoffId, change.kind, change.do === 'reopen');
  if (!current) return;
  const set = (values: Partial<typeof clocks.$inferInsert>) =>
    tx.update(clocks).set(values).where(eq(clocks.id, current.id));
  switch (change.do) {
    case 'stop':
      await set({ stoppedAt: now, met: change.met });
      await setLive(tx, current.id, false);
      return;
    case 'pause':
      await set({ pausedAt: now });
      await setLive(tx, current.id, false);
      return;
    case 'resume': {
      const movedSeconds = (change.deadlineAt.getTime() - current.deadlineAt.getTime()) / 1_000;
      await set({ pausedAt: null, deadlineAt: change.deadlineAt });
      await tx
        .update(steps)
        .set({ isLive: true, dueAt: sql`${steps.dueAt} + make_interval(secs => ${movedSeconds})` })
        .where(and(eq(steps.clockId, current.id), isNull(steps.doneAt)));
      return;
    }
    case 'reopen':
      await set({ stoppedAt: null, met: null });
      await setLive(tx, current.id, current.pausedAt === null);
      return;
    case 'breach':
      await set({ breachedAt: now });
  }
}

async function currentClock(
  tx: Db,
  handoffId: string,
  kind: ClockKind,
  isStopped: boolean,
): Promise<Clock | null> {
  const all = await readClocks(tx, handoffId);
  return all.findLast((clock) => clock.kind === kind && (clock.stoppedAt !== null) === isStopped) ?? null;
}

async function setLive(tx: Db, clockId: string, isLive: boolean): Promise<void> {
  await tx
    .update(steps)
    .set({ isLive })
    .where(and(eq(steps.clockId, clockId), isNull(steps.doneAt)));
}

export type DueStep = { clockId: string; index: number; handoffId: string; dueAt: Date };

/** Steps whose time has come, the earliest first; another process may find the same ones: claim each. */
export async function dueSteps(tx: Db, now: Date, limit: number): Promise<DueStep[]> {
  return tx
    .select({ clockId: steps.clockId, index: steps.index, handoffId: steps.handoffId, dueAt: steps.dueAt })
    .from(steps)
    .where(and(eq(steps.isLive, true), isNull(steps.doneAt), lte(steps.dueAt, now)))
    .orderBy(asc(steps.dueAt), asc(steps.index))
    .limit(limit);
}

/**
 * Marks a step done, once: null when it was done before or its clock no longer runs. Call it with the handoff
 * locked, and carry the step out in the same transaction.
 */
export async function claimStep(tx: Db, step: DueStep, now: Date) {
  const [claimed] = await tx
    .update(steps)
    .set({ doneAt: now })
    .where(
      and(
        eq(steps.clockId, step.clockId),
        eq(steps.index, step.index),
        eq(steps.isLive, true),
        isNull(steps.doneAt),
        lte(steps.dueAt, now),
      ),
    )
    .returning({ do: steps.do, dueAt: steps.dueAt });
  if (!claimed) return null;
  const [clock] = await tx.select().from(clocks).where(eq(clocks.id, step.clockId));
  return clock ? { do: claimed.do, dueAt: claimed.dueAt, clock: toClock(clock) } : null;
}

/** Records whom a step told, and in which window. */
export async function setStepManager(
  tx: Db,
  step: DueStep,
  managerId: string,
  windowAt: Date,
): Promise<void> {
  await tx
    .update(steps)
    .set({ managerId, windowAt })
    .where(and(eq(steps.clockId, step.clockId), eq(steps.index, step.index)));
}

/** What a manager was told of, in all windows since `from`. */
export async function toldTo(db: Db, managerId: string, from: Date) {
  return db
    .selectDistinctOn([steps.handoffId], {
      handoffId: steps.handoffId,
      windowAt: steps.windowAt,
      doneAt: steps.doneAt,
    })
    .from(steps)
    .where(and(eq(steps.managerId, managerId), sql`${steps.windowAt} >= ${from.toISOString()}`))
    .orderBy(steps.handoffId, asc(steps.doneAt));
}

/** The escalation windows in which a handoff stands. */
export async function windowsOf(db: Db, handoffId: string) {
  return db
    .selectDistinct({ managerId: steps.managerId, windowAt: steps.windowAt })
    .from(steps)
    .where(and(eq(steps.handoffId, handoffId), sql`${steps.managerId} is not null`));
}

/** The window in which a manager was told something last. */
export async function lastWindowOf(db: Db, managerId: string): Promise<Date | null> {
  const [row] = await db
    .select({ windowAt: steps.windowAt })
    .from(steps)
    .where(and(eq(steps.managerId, managerId), isNotNull(steps.windowAt)))
    .orderBy(desc(steps.windowAt))
    .limit(1);
  return row?.windowAt ?? null;
}

/** The clocks that run for these handoffs now, by handoff. */
export async function runningClocks(db: Db, handoffIds: readonly string[]) {
  if (handoffIds.length === 0) return [];
  return db
    .select()
    .from(clocks)
    .where(and(inArray(clocks.handoffId, [...handoffIds]), isNull(clocks.stoppedAt)));
}
