import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { FieldChange } from '#domain/sink-writes.ts';
import type { Db } from './db.ts';
import { sinkChanges, sinkRecords, sinks } from './schema.ts';
import type { SinkRecordRow } from './sinks.ts';

/** What we changed in a tool, and putting it back. */

export type SinkChangeRow = typeof sinkChanges.$inferSelect;
type Which = { sinkId: string; leadId: string };

const isThis = ({ sinkId, leadId }: Which) =>
  and(eq(sinkRecords.sinkId, sinkId), eq(sinkRecords.leadId, leadId));

export const countChanges = (db: Db, sinkId: string): Promise<number> =>
  db.$count(sinkChanges, eq(sinkChanges.sinkId, sinkId));

export const newestChanges = (db: Db, { sinkId, most }: { sinkId: string; most: number }) =>
  db
    .select()
    .from(sinkChanges)
    .where(eq(sinkChanges.sinkId, sinkId))
    .orderBy(desc(sinkChanges.id))
    .limit(most);

/** Those after one, in their order. */
export const changesAfter = (
  db: Db,
  { sinkId, after, most }: { sinkId: string; after: number; most: number },
) =>
  db
    .select()
    .from(sinkChanges)
    .where(and(eq(sinkChanges.sinkId, sinkId), gt(sinkChanges.id, after)))
    .orderBy(asc(sinkChanges.id))
    .limit(most);

const isOpen = (sinkId: string, since: Date | null) =>
  and(
    eq(sinkChanges.sinkId, sinkId),
    isNull(sinkChanges.putBackAt),
    since === null ? undefined : gte(sinkChanges.at, since),
  );

/** Leads of which something may be put back, by their ids. */
export async function leadsChanged(
  db: Db,
  { sinkId, since, after, most }: { sinkId: string; since: Date | null; after: string; most: number },
): Promise<string[]> {
  const rows = await db
    .selectDistinct({ leadId: sinkChanges.leadId })
    .from(sinkChanges)
    .where(and(isOpen(sinkId, since), gt(sinkChanges.leadId, after)))
    .orderBy(asc(sinkChanges.leadId))
    .limit(most);
  return rows.map(({ leadId }) => leadId);
}

/** What of a lead may be put back, in its order. */
export const changesOfLead = (
  db: Db,
  { sinkId, leadId }: Which,
  since: Date | null,
): Promise<SinkChangeRow[]> =>
  db
    .select()
    .from(sinkChanges)
    .where(and(isOpen(sinkId, since), eq(sinkChanges.leadId, leadId)))
    .orderBy(asc(sinkChanges.id));

/** From now on it only says what it would write. */
export async function makeSinkDry(db: Db, id: string): Promise<void> {
  await db.update(sinks).set({ approvedAt: null, approvedBy: null }).where(eq(sinks.id, id));
}

export async function isApproved(db: Db, id: string): Promise<boolean> {
  const [row] = await db.select({ at: sinks.approvedAt }).from(sinks).where(eq(sinks.id, id));
  return (row?.at ?? null) !== null;
}

/** Keeps a lead from everybody else for so long; null while somebody has it. */
export async function takeSinkRecord(db: Db, which: Which, seconds: number): Promise<SinkRecordRow | null> {
  const [row] = await db
    .update(sinkRecords)
    .set({ takenUntil: sql`clock_timestamp() + make_interval(secs => ${seconds})` })
    .where(
      and(
        isThis(which),
        or(isNull(sinkRecords.takenUntil), lt(sinkRecords.takenUntil, sql`clock_timestamp()`)),
      ),
    )
    .returning();
  return row ?? null;
}

export async function giveSinkRecordBack(db: Db, which: Which): Promise<void> {
  await db.update(sinkRecords).set({ takenUntil: null }).where(isThis(which));
}

/** What is being written back: where the answer is lost, whoever looks next knows it for ours. */
export async function beginPutBack(
  db: Db,
  which: Which,
  { record, changes }: { record: { type: string; id: string }; changes: FieldChange[] },
): Promise<void> {
  await db
    .update(sinkRecords)
    .set({ writing: changes })
    .where(and(isThis(which), eq(sinkRecords.recordType, record.type), eq(sinkRecords.recordId, record.id)));
}

/** It stands there as it was before: what was there is what we wrote last. */
export async function endPutBack(
  db: Db,
  which: Which,
  { ids, values, at }: { ids: readonly number[]; values: Record<string, string | null>; at: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .update(sinkRecords)
      .set({ writing: null, written: sql`${sinkRecords.written} || ${JSON.stringify(values)}::jsonb` })
      .where(isThis(which));
    if (ids.length > 0)
      await tx
        .update(sinkChanges)
        .set({ putBackAt: at })
        .where(inArray(sinkChanges.id, [...ids]));
  });
}
