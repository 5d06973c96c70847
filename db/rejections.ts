import { and, asc, count, desc, eq, gte, isNull, max, sql } from 'drizzle-orm';
import type { CanonicalLead } from '#domain/lead.ts';
import type { Db } from './db.ts';
import { handoffs, leads, refusals, rejections } from './schema.ts';

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

export async function readRejection(db: Db, id: string): Promise<RejectionRow | null> {
  const [row] = await db.select().from(rejections).where(eq(rejections.id, id));
  return row ?? null;
}

/** A manager objected to what was put right: it stands as it would without that. */
export async function recordObjection(
  tx: Db,
  id: string,
  { by, at, evidence }: { by: string; at: Date; evidence: RejectionRow['evidence'] },
): Promise<void> {
  await tx.update(rejections).set({ objectedBy: by, objectedAt: at, evidence }).where(eq(rejections.id, id));
}

/** The rejections one feedback message shows, with the leads they were about. */
export async function rejectionsOf(db: Db, messageKey: string) {
  // What was heard last before it, of this lead and no other.
  const recording = sql<string | null>`(
    select i.lead -> 'activity' ->> 'recording_url' from items i
    where i.lead_id = ${rejections.leadId} and i.handoff_id = ${rejections.handoffId} and i.outcome = 'activity'
      and i.lead -> 'activity' ->> 'recording_url' is not null and i.at <= ${rejections.at}
    order by i.at desc, i.id desc limit 1)`;
  return db
    .select({ rejection: rejections, lead: leads, recording })
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

/** Which message each of these waits in for a manager's word. */
export async function dispute(tx: Db, disputed: readonly { id: string; key: string }[]): Promise<void> {
  await tx.execute(sql`
    update ${rejections} set dispute_key = d.key
    from jsonb_to_recordset(${JSON.stringify(disputed)}::jsonb) as d(id text, key text) where ${rejections.id} = d.id`);
}

/** What waits in such a message, and what was decided of it, the first rejected first. */
export const disputed = (db: Db, key: string) =>
  db
    .select({ rejection: rejections, lead: leads })
    .from(rejections)
    .innerJoin(leads, eq(leads.id, rejections.leadId))
    .where(eq(rejections.disputeKey, key))
    .orderBy(asc(rejections.at), asc(rejections.id));

export async function recordDecision(
  tx: Db,
  id: string,
  decided: Pick<RejectionRow, 'decision' | 'decidedBy' | 'decidedAt'>,
): Promise<void> {
  await tx.update(rejections).set(decided).where(eq(rejections.id, id));
}

/** Keeps a press by somebody who had no right to it. */
export async function recordRefusal(db: Db, refusal: typeof refusals.$inferInsert): Promise<void> {
  await db.insert(refusals).values(refusal);
}

export type Refused = {
  personId: string | null;
  slackUserId: string;
  command: typeof refusals.$inferSelect.command;
  record: CanonicalLead;
  times: number;
  lastAt: Date;
};

/** Who pressed what, on which lead and how often, without a right to it since then; the last first, and how many in all. */
export async function refusalsSince(
  db: Db,
  since: Date,
  most: number,
): Promise<{ rows: Refused[]; total: number }> {
  const { personId, slackUserId, command, at } = refusals;
  const found = await db
    .select({ personId, slackUserId, command, record: leads.record, times: count(), lastAt: max(at) })
    .from(refusals)
    .innerJoin(handoffs, eq(handoffs.id, refusals.handoffId))
    .innerJoin(leads, eq(leads.id, handoffs.leadId))
    .where(gte(at, since))
    .groupBy(personId, slackUserId, command, leads.id)
    .orderBy(desc(max(at)), asc(slackUserId), asc(command));
  const rows = found.flatMap(({ lastAt, ...row }) => (lastAt ? [{ ...row, lastAt }] : []));
  return { rows: rows.slice(0, most), total: rows.length };
}
