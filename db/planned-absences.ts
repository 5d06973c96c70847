import { and, asc, eq, gt, isNull, lte, or } from 'drizzle-orm';
import type { Db } from './db.ts';
import { plannedAbsences } from './schema.ts';

/** Absences that were told ahead of their time. */

export type PlannedAbsence = typeof plannedAbsences.$inferSelect;

const isAhead = and(isNull(plannedAbsences.begunAt), isNull(plannedAbsences.takenBackAt));

/** What somebody has planned and has not begun, the first to begin first. */
export async function absencesAhead(db: Db, personId: string): Promise<PlannedAbsence[]> {
  return db
    .select()
    .from(plannedAbsences)
    .where(and(eq(plannedAbsences.personId, personId), isAhead))
    .orderBy(asc(plannedAbsences.from), asc(plannedAbsences.id));
}

export async function planAbsence(
  tx: Db,
  absence: Pick<PlannedAbsence, 'id' | 'personId' | 'from' | 'until' | 'createdAt'>,
): Promise<void> {
  await tx.insert(plannedAbsences).values(absence);
}

/** Takes one back that has not begun; answers whether it did. */
export async function takeBackAbsence(tx: Db, id: string, now: Date): Promise<boolean> {
  const taken = await tx
    .update(plannedAbsences)
    .set({ takenBackAt: now })
    .where(and(eq(plannedAbsences.id, id), isAhead))
    .returning({ id: plannedAbsences.id });
  return taken.length > 0;
}

/** That its time has come, or that it began before `lostBefore` and was not told of since. */
export const begins = ({ now, lostBefore }: { now: Date; lostBefore: Date }) =>
  and(
    lte(plannedAbsences.from, now),
    isNull(plannedAbsences.takenBackAt),
    isNull(plannedAbsences.toldAt),
    or(isNull(plannedAbsences.begunAt), lte(plannedAbsences.begunAt, lostBefore)),
  );

/** Those to begin, the earliest first. */
export async function absencesToBegin(
  db: Db,
  { most, ...at }: { now: Date; lostBefore: Date; most: number },
): Promise<PlannedAbsence[]> {
  return db
    .select()
    .from(plannedAbsences)
    .where(begins(at))
    .orderBy(asc(plannedAbsences.from), asc(plannedAbsences.id))
    .limit(most);
}

/** Marks one as begun, once: false where it was before, or was taken back. */
export async function beginAbsence(tx: Db, id: string, now: Date): Promise<boolean> {
  const begun = await tx
    .update(plannedAbsences)
    .set({ begunAt: now })
    .where(and(eq(plannedAbsences.id, id), isAhead))
    .returning({ id: plannedAbsences.id });
  return begun.length > 0;
}

/** Marks that somebody was told, once. */
export async function tellAbsenceBegan(tx: Db, id: string, now: Date): Promise<boolean> {
  const told = await tx
    .update(plannedAbsences)
    .set({ toldAt: now })
    .where(and(eq(plannedAbsences.id, id), isNull(plannedAbsences.toldAt)))
    .returning({ id: plannedAbsences.id });
  return told.length > 0;
}

/** Whether somebody has planned to be away in any of this time. */
export async function isPlanned(db: Db, personId: string, { from, until }: { from: Date; until: Date }) {
  const overlapping = await db
    .select({ id: plannedAbsences.id })
    .from(plannedAbsences)
    .where(
      and(
        eq(plannedAbsences.personId, personId),
        isAhead,
        lte(plannedAbsences.from, until),
        gt(plannedAbsences.until, from),
      ),
    )
    .limit(1);
  return overlapping.length > 0;
}
