import { and, asc, count, eq, inArray, isNotNull, isNull, lte, min, ne, sql } from 'drizzle-orm';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Db } from './db.ts';
import { answers, rejections, returns } from './schema.ts';

export type AnswerRow = typeof answers.$inferSelect;
/** What marketing answers at once: all rejections of a source with a reason. */
export type Rejected = { sourceId: string; reason: string };

const isOpen = and(
  isNotNull(rejections.answerDueAt),
  isNull(rejections.answerId),
  isNull(rejections.undoneAt),
);
const isOf = ({ sourceId, reason }: Rejected) =>
  and(eq(rejections.sourceId, sourceId), eq(rejections.reason, reason));

/** What waits for an answer: how many, and by when the first was due. Null when nothing does. */
export async function openAnswers(db: Db, of: Rejected): Promise<{ count: number; dueAt: Date } | null> {
  const [row] = await db
    .select({ count: count(), dueAt: min(rejections.answerDueAt) })
    .from(rejections)
    .where(and(isOf(of), isOpen));
  return row?.dueAt ? { count: row.count, dueAt: row.dueAt } : null;
}

/** Stores an answer to all that was open by then, in the row order of their making; answers what it covers, if anything. */
export async function insertAnswer(
  tx: Db,
  answer: AnswerRow,
  seenAt: Date,
): Promise<{ id: string; messageKey: string; handoffId: string; repId: string | null }[]> {
  const open = tx
    .select({ id: rejections.id })
    .from(rejections)
    .where(and(isOf(answer), isOpen, lte(rejections.at, seenAt)))
    .orderBy(asc(rejections.at), asc(rejections.id))
    .for('no key update');
  const ids = (await open).map(({ id }) => id);
  if (ids.length === 0) return [];
  await tx.insert(answers).values(answer);
  const covered = await tx
    .update(rejections)
    .set({ answerId: answer.id })
    .where(inArray(rejections.id, ids))
    .returning({
      id: rejections.id,
      messageKey: rejections.messageKey,
      handoffId: rejections.handoffId,
      repId: rejections.repId,
    });
  if (answer.until !== null)
    await tx.execute(sql`
      insert into ${returns} (id, lead_id, handoff_id, due_at, by_id, answer_id)
      select ${answer.id} || ':' || r.id, r.lead_id, r.handoff_id, ${answer.until.toISOString()}::timestamptz, ${answer.byId}, ${answer.id}
      from ${rejections} r where r.answer_id = ${answer.id}`);
  return covered;
}

/** The answers that cover rejections of one feedback message, the newest first. */
export async function answersIn(db: Db, messageKey: string): Promise<AnswerRow[]> {
  const rows = await db
    .selectDistinctOn([answers.id], { answer: answers })
    .from(answers)
    .innerJoin(rejections, eq(rejections.answerId, answers.id))
    .where(eq(rejections.messageKey, messageKey));
  return rows.map(({ answer }) => answer).toSorted((a, b) => b.at.getTime() - a.at.getTime());
}

export async function answerById(db: Db, id: string): Promise<AnswerRow | null> {
  const [row] = await db.select().from(answers).where(eq(answers.id, id));
  return row ?? null;
}

/** The answer to the rejection that closed a handoff. */
export async function answerTo(db: Db, handoffId: string): Promise<AnswerRow | null> {
  const [row] = await db
    .select({ answer: answers })
    .from(answers)
    .innerJoin(rejections, eq(rejections.answerId, answers.id))
    .where(and(eq(rejections.handoffId, handoffId), isNull(rejections.undoneAt)))
    .limit(1);
  return row?.answer ?? null;
}

/** Of a rejection, that its answer is overdue and nobody was told. */
export const isOverdue = (now: Date) =>
  and(isOpen, isNull(rejections.answerToldAt), lte(rejections.answerDueAt, now));

/** Marks what should have been answered by now as told of, once; answers the messages that show it. */
export async function claimOverdueAnswers(tx: Db, now: Date, limit: number): Promise<string[]> {
  const due = tx
    .select({ id: rejections.id })
    .from(rejections)
    .where(isOverdue(now))
    .orderBy(asc(rejections.answerDueAt), asc(rejections.id))
    .limit(limit)
    .for('update', { skipLocked: true });
  const ids = (await due).map(({ id }) => id);
  if (ids.length === 0) return [];
  const rows = await tx
    .update(rejections)
    .set({ answerToldAt: now })
    .where(inArray(rejections.id, ids))
    .returning({ messageKey: rejections.messageKey });
  return [...new Set(rows.map(({ messageKey }) => messageKey))];
}

/** Everything that is overdue and was told of, the longest first. */
export async function overdueAnswers(db: Db): Promise<(Rejected & { count: number; dueAt: Date })[]> {
  const rows = await db
    .select({
      sourceId: rejections.sourceId,
      reason: rejections.reason,
      count: count(),
      dueAt: min(rejections.answerDueAt),
    })
    .from(rejections)
    .where(and(isOpen, isNotNull(rejections.answerToldAt)))
    .groupBy(rejections.sourceId, rejections.reason)
    .orderBy(asc(min(rejections.answerDueAt)));
  return rows.flatMap(({ dueAt, ...row }) => (dueAt ? [{ ...row, dueAt }] : []));
}

/** What waits for an answer by source and reason, the first due first, and how many rejections that is in all. */
export async function unanswered(db: Db, most: number) {
  const rows = await db
    .select({
      sourceId: rejections.sourceId,
      reason: rejections.reason,
      count: count(),
      dueAt: min(rejections.answerDueAt),
      total: sql<number>`(sum(count(*)) over ())::int`,
    })
    .from(rejections)
    .where(and(isOpen, ne(rejections.sourceId, TEST_SOURCE)))
    .groupBy(rejections.sourceId, rejections.reason)
    .orderBy(asc(min(rejections.answerDueAt)), rejections.sourceId, rejections.reason)
    .limit(most);
  return rows.flatMap(({ dueAt, ...row }) => (dueAt ? [{ ...row, dueAt }] : []));
}

/** Open answers that were not due when a pause began, locked in order: when they were owed, and by when. */
export async function answersRunningAt(tx: Db, from: Date) {
  return tx
    .select({ id: rejections.id, at: rejections.at, dueAt: rejections.answerDueAt })
    .from(rejections)
    .where(and(isOpen, isNull(rejections.answerToldAt)))
    .orderBy(asc(rejections.at), asc(rejections.id))
    .for('no key update')
    .then((rows) => rows.flatMap(({ dueAt, ...row }) => (dueAt && dueAt > from ? [{ ...row, dueAt }] : [])));
}

/** Call it with the rejections locked. */
export async function setAnswersDue(tx: Db, due: readonly { id: string; dueAt: Date }[]): Promise<void> {
  if (due.length === 0) return;
  await tx.execute(sql`
    update ${rejections} set answer_due_at = d."dueAt"
    from jsonb_to_recordset(${JSON.stringify(due)}::jsonb) as d(id text, "dueAt" timestamptz)
    where ${rejections.id} = d.id`);
}
