import { and, asc, desc, eq, inArray, isNotNull, isNull, min, not, type SQL, sql } from 'drizzle-orm';
import type { ClockKind } from '#domain/clock.ts';
import { OPEN_STATES } from '#domain/handoff.ts';
import type { Db } from './db.ts';
import { byKey } from './messages.ts';
import { clocks, handoffs, messages, pauses, steps } from './schema.ts';
import { together } from './together.ts';

export type PauseRow = typeof pauses.$inferSelect;

/** The pause of all clocks that is in force; null when time goes on. */
export async function readPause(db: Db): Promise<PauseRow | null> {
  const [row] = await db
    .select()
    .from(pauses)
    .where(isNull(pauses.endedAt))
    .orderBy(desc(pauses.no))
    .limit(1);
  return row ?? null;
}

const paused = together(async (db, all: readonly null[]): Promise<boolean[]> => {
  const pause = await readPause(db);
  return all.map(() => pause !== null);
});

export const isPaused = (db: Db): Promise<boolean> => paused(db, null);

/** The pause in force, which nobody ends until the transaction ends; null when time goes on. */
export async function keepPause(tx: Db): Promise<PauseRow | null> {
  const [row] = await tx.select().from(pauses).where(isNull(pauses.endedAt)).for('share');
  return row ?? null;
}

/** The newest pause, in force or over; null when there never was one. */
export async function lastPause(db: Db): Promise<PauseRow | null> {
  const [row] = await db.select().from(pauses).orderBy(desc(pauses.no)).limit(1);
  return row ?? null;
}

export async function readPauseNo(db: Db, no: number): Promise<PauseRow | null> {
  const [row] = await db.select().from(pauses).where(eq(pauses.no, no));
  return row ?? null;
}

/** Nobody else begins or ends a pause until the transaction ends; everybody may read. */
export async function lockPauses(tx: Db): Promise<void> {
  await tx.execute(sql`lock table ${pauses} in share row exclusive mode`);
}

/** Call it with the pauses locked, and none in force. */
export async function beginPause(
  tx: Db,
  pause: Pick<PauseRow, 'from' | 'until' | 'why' | 'byId'>,
): Promise<PauseRow> {
  const [row] = await tx.insert(pauses).values(pause).returning();
  if (!row) throw new Error('an insert answers the row it made');
  return row;
}

/** `byId` is null where its time was over. Call it with the pauses locked. */
export async function endPause(
  tx: Db,
  no: number,
  { at, byId }: { at: Date; byId: string | null },
): Promise<void> {
  await tx.update(pauses).set({ endedAt: at, endedById: byId }).where(eq(pauses.no, no));
}

const runs = and(isNull(clocks.stoppedAt), isNull(clocks.pausedAt));
const standsStill = and(isNull(clocks.stoppedAt), isNotNull(clocks.pausedAt));

/** How many clocks a pause would stop. */
export const countRunningClocks = (db: Db): Promise<number> => db.$count(clocks, runs);

/**
 * Stops the running clocks of at most so many handoffs, and the steps planned on them, as of `from`. A handoff that
 * somebody is deciding about is left for the next time. Answers how many it stopped.
 */
export async function pauseRunningClocks(tx: Db, from: Date, limit: number): Promise<number> {
  const running = tx.select({ handoffId: clocks.handoffId }).from(clocks).where(runs);
  const found = await tx
    .select({ id: handoffs.id })
    .from(handoffs)
    .where(inArray(handoffs.id, running))
    .limit(limit)
    .for('no key update', { skipLocked: true });
  if (found.length === 0) return 0;
  const ids = found.map(({ id }) => id);
  const stopped = await tx
    .update(clocks)
    .set({ pausedAt: sql`greatest(${clocks.startedAt}, ${from.toISOString()}::timestamptz)` })
    .where(and(inArray(clocks.handoffId, ids), runs))
    .returning({ id: clocks.id });
  await tx
    .update(steps)
    .set({ isLive: false })
    .where(
      and(
        inArray(
          steps.clockId,
          stopped.map(({ id }) => id),
        ),
        isNull(steps.doneAt),
      ),
    );
  return stopped.length;
}

/** Paused by its own snooze, and so until it wakes. */
const sleeps = (kinds: readonly ClockKind[]): SQL | undefined =>
  and(eq(handoffs.state, 'snoozed'), isNull(handoffs.acceptedAt), inArray(clocks.kind, [...kinds]));

/** Of a clock and its handoff, that it stands still and should not. */
export const goesOn = (asleep: readonly ClockKind[]): SQL | undefined =>
  and(standsStill, not(sleeps(asleep) ?? sql`false`));

/** Handoffs with a clock that stands still and should not, the first deadline first. `asleep` are what a snooze pauses. */
export async function handoffsToResume(
  db: Db,
  asleep: readonly ClockKind[],
  limit: number,
): Promise<string[]> {
  const rows = await db
    .select({ id: handoffs.id })
    .from(clocks)
    .innerJoin(handoffs, eq(handoffs.id, clocks.handoffId))
    .where(goesOn(asleep))
    .groupBy(handoffs.id)
    .orderBy(asc(min(clocks.deadlineAt)), asc(handoffs.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** How many clocks go on when a pause ends. */
export async function countClocksToResume(db: Db, asleep: readonly ClockKind[]): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(clocks)
    .innerJoin(handoffs, eq(handoffs.id, clocks.handoffId))
    .where(goesOn(asleep));
  return row?.count ?? 0;
}

/**
 * The cards of open handoffs, and the messages in which they lie to be claimed. `all` when a pause begins; when it ends,
 * those without a clock that goes on, which nothing else would look at.
 */
export function openCards(db: Db, which: 'all' | { exceptResumed: readonly ClockKind[] }): Promise<string[]> {
  if (which === 'all') return cardsThatTell(db, undefined);
  const resumed = sql`select from ${clocks}
    where ${clocks.handoffId} = ${handoffs.id} and ${goesOn(which.exceptResumed)}`;
  return cardsThatTell(db, sql`not exists (${resumed})`);
}

/** The same of these handoffs. */
export const cardsOf = (db: Db, handoffIds: readonly string[]): Promise<string[]> =>
  cardsThatTell(db, inArray(handoffs.id, [...handoffIds]));

/** The messages that show many leads at once, as long as one of them lies there. */
export async function openBatches(db: Db): Promise<string[]> {
  const lying = sql`select from ${handoffs}
    where ${handoffs.claimKey} = ${messages.detail} ->> 'batch' and ${handoffs.state} = 'waiting'`;
  const rows = await db
    .select({ key: messages.key })
    .from(messages)
    .where(and(isNull(messages.handoffId), eq(messages.kind, 'batch'), sql`exists (${lying})`))
    .orderBy(byKey);
  return rows.map(({ key }) => key);
}

async function cardsThatTell(db: Db, which: SQL | undefined): Promise<string[]> {
  const rows = await db
    .select({ key: messages.key })
    .from(messages)
    .innerJoin(handoffs, eq(handoffs.id, messages.handoffId))
    .where(
      and(
        inArray(messages.kind, ['card', 'claim']),
        inArray(handoffs.state, [...OPEN_STATES]),
        // What an earlier offer showed says nothing of clocks.
        sql`(${messages.kind} = 'claim' or (${messages.detail} ->> 'offerNo')::int = ${handoffs.offerNo})`,
        which,
      ),
    )
    .orderBy(byKey);
  return rows.map(({ key }) => key);
}
