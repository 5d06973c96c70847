import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Db } from './db.ts';
import { leads, refusals, rejections } from './schema.ts';

export type RejectionRow = typeof rejections.$inferSelect;

export async function insertRejection(tx: Db, rejection: typeof rejections.$inferInsert): Promise<void> {
  await tx.insert(rejections).values(rejection);
}

/** Marks a handoff's standing rejection undone; answers the feedback message that showed it. */
export async function undoRejection(tx: Db, handoffId: string, at: Date): Promise<RejectionRow | null> {
  const [row] = await tx
    .update(rejections)
    .set({ undoneAt: at })
    .where(and(eq(rejections.handoffId, handoffId), isNull(rejections.undoneAt)))
    .returning();
  return row ?? null;
}

/** The rejections one feedback message shows, with the leads they were about. */
export async function rejectionsOf(db: Db, messageKey: string) {
  return db
    .select({ rejection: rejections, lead: leads })
    .from(rejections)
    .innerJoin(leads, eq(leads.id, rejections.leadId))
    .where(eq(rejections.messageKey, messageKey))
    .orderBy(asc(rejections.at));
}

/** Who rejected a handoff before: it never goes back to them. */
export async function refusedBy(tx: Db, handoffId: string): Promise<Set<string>> {
  const rows = await tx
    .select({ repId: rejections.repId })
    .from(rejections)
    .where(and(eq(rejections.handoffId, handoffId), isNull(rejections.undoneAt)));
  return new Set(rows.flatMap((row) => row.repId ?? []));
}

/** Keeps a press by somebody who had no right to it. */
export async function recordRefusal(db: Db, refusal: typeof refusals.$inferInsert): Promise<void> {
  await db.insert(refusals).values(refusal);
}
