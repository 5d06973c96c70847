import {
  and,
  asc,
  between,
  eq,
  getTableColumns,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  or,
  sql,
} from 'drizzle-orm';
import type { FieldChange, PlannedWrite, SinkProblemAbout } from '#domain/sink-writes.ts';
import type { Db } from './db.ts';
import { LEASE_SECONDS } from './leases.ts';
import { nextDueAt } from './outcomes.ts';
import { sinkChanges, sinkRecords, sinks } from './schema.ts';

/** Leads in the tools that are told of them: a queue of one row for each, and how each tool stands. */

export type SinkRecordRow = typeof sinkRecords.$inferSelect;
export type SinkRow = typeof sinks.$inferSelect;
type Which = { sinkId: string; leadId: string };
type ToolRecord = { type: string; id: string; url?: string | undefined };

const isThis = ({ sinkId, leadId }: Which) =>
  and(eq(sinkRecords.sinkId, sinkId), eq(sinkRecords.leadId, leadId));
const inSeconds = (seconds: number) => sql`clock_timestamp() + make_interval(secs => ${seconds})`;

/** A lead in a tool, by one text: neither id has a blank in it. */
export const keyOfSinkRecord = ({ sinkId, leadId }: Which): string => `${sinkId} ${leadId}`;

function whichOf(key: string): Which {
  const [sinkId = '', leadId = ''] = key.split(' ');
  return { sinkId, leadId };
}

/** Of which lead these sinks wrote into this record; null where they did not. */
export async function leadOfRecord(
  db: Db,
  { sinkIds, recordIds }: { sinkIds: readonly string[]; recordIds: readonly string[] },
): Promise<string | null> {
  const [row] = await db
    .select({ leadId: sinkRecords.leadId })
    .from(sinkRecords)
    .where(and(inArray(sinkRecords.recordId, [...recordIds]), inArray(sinkRecords.sinkId, [...sinkIds])))
    .limit(1);
  return row?.leadId ?? null;
}

/** What was written of these leads by these sinks, last and around then. */
export async function writtenOf(
  db: Db,
  {
    sinkIds,
    leadIds,
    around,
  }: { sinkIds: readonly string[]; leadIds: readonly string[]; around: [Date, Date] },
): Promise<{ records: SinkRecordRow[]; past: { field: string; value: string | null; at: Date }[] }> {
  const [records, past] = await Promise.all([
    db
      .select()
      .from(sinkRecords)
      .where(and(inArray(sinkRecords.sinkId, [...sinkIds]), inArray(sinkRecords.leadId, [...leadIds]))),
    db
      .select({ field: sinkChanges.field, value: sinkChanges.toValue, at: sinkChanges.at })
      .from(sinkChanges)
      .where(
        and(
          inArray(sinkChanges.sinkId, [...sinkIds]),
          inArray(sinkChanges.leadId, [...leadIds]),
          between(sinkChanges.at, ...around),
        ),
      ),
  ]);
  return { records, past };
}

/** Takes leads that a tool is to be told of now, those that wait longest first; of a tool that rests, none. */
export async function takeSinkRecords(db: Db, now: Date, most: number): Promise<SinkRecordRow[]> {
  const free = db.$with('free').as(
    db
      .select({ sinkId: sinkRecords.sinkId, leadId: sinkRecords.leadId })
      .from(sinkRecords)
      .leftJoin(sinks, eq(sinks.id, sinkRecords.sinkId))
      .where(
        and(
          lte(sinkRecords.dueAt, now),
          or(isNull(sinkRecords.takenUntil), lt(sinkRecords.takenUntil, sql`clock_timestamp()`)),
          or(isNull(sinks.pausedUntil), lte(sinks.pausedUntil, now)),
        ),
      )
      .orderBy(asc(sinkRecords.dueAt))
      .limit(most)
      .for('update', { of: sinkRecords, skipLocked: true }),
  );
  const rows = await db
    .with(free)
    .update(sinkRecords)
    .set({ takenUntil: inSeconds(LEASE_SECONDS) })
    .from(free)
    .where(and(eq(sinkRecords.sinkId, free.sinkId), eq(sinkRecords.leadId, free.leadId)))
    .returning(getTableColumns(sinkRecords));
  return rows.toSorted((a, b) => (a.dueAt?.getTime() ?? 0) - (b.dueAt?.getTime() ?? 0));
}

export async function renewSinkRecords(db: Db, keys: readonly string[]): Promise<void> {
  await db
    .update(sinkRecords)
    .set({ takenUntil: inSeconds(LEASE_SECONDS) })
    .where(and(isNotNull(sinkRecords.takenUntil), or(...keys.map((key) => isThis(whichOf(key))))));
}

export async function leaveSinkRecord(db: Db, key: string, seconds: number): Promise<void> {
  await db
    .update(sinkRecords)
    .set({ takenUntil: inSeconds(seconds) })
    .where(isThis(whichOf(key)));
}

/** What is being written from now on: where the answer is lost, it is known what was there. */
export async function beginWrite(
  db: Db,
  which: Which,
  {
    changes,
    record,
  }: { changes: FieldChange[]; record: { type: string; id: string; url?: string | undefined } },
): Promise<void> {
  await db
    .update(sinkRecords)
    .set({
      writing: changes,
      ...recordColumns(record),
    })
    .where(isThis(which));
}

/** What was written stands there: it is kept as what we wrote last, and with what it took the place of. */
export async function endWrite(
  db: Db,
  which: Which,
  { changes, at }: { changes: FieldChange[]; at: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    const [row] = await tx.select().from(sinkRecords).where(isThis(which)).for('no key update');
    if (!row || row.recordType === null || row.recordId === null) return;
    const { sinkId, leadId, recordType, recordId } = row;
    const written = Object.fromEntries(changes.map(({ field, to }) => [field, to]));
    await tx
      .update(sinkRecords)
      .set({ writing: null, written: { ...row.written, ...written } })
      .where(isThis(which));
    const rows = changes.map(({ field, from, to }) => ({
      ...{ sinkId, leadId, recordType, recordId, at, field, fromValue: from, toValue: to },
    }));
    if (rows.length > 0) await tx.insert(sinkChanges).values(rows);
  });
}

const recordColumns = (record: ToolRecord | null | undefined) =>
  record ? { recordType: record.type, recordId: record.id, recordUrl: record.url ?? null } : {};

type Done = {
  doneNo: number;
  notes: string[];
  planned: PlannedWrite | null;
  record?: ToolRecord | null;
  at: Date;
};

/** It was told up to this outcome. What was added meanwhile is due as it says. */
export async function finishSinkRecord(db: Db, which: Which, done: Done): Promise<void> {
  await db.transaction(async (tx) => {
    // Whoever adds an outcome changes this row as well, and waits or is waited for.
    const [row] = await tx.select().from(sinkRecords).where(isThis(which)).for('no key update');
    if (!row) return;
    const doneNo = Math.max(row.doneNo, done.doneNo);
    await tx
      .update(sinkRecords)
      .set({
        ...{ doneNo, notes: done.notes, planned: done.planned, doneAt: done.at, tries: 0 },
        ...{ problem: null, problemAbout: null, failedSince: null, takenUntil: null },
        dueAt: await nextDueAt(tx, { ...which, doneNo }),
        ...recordColumns(done.record),
      })
      .where(isThis(which));
  });
}

/** What would be written if the sink were not dry. All of it is still to be told; it is planned anew with what comes later. */
export async function planSinkRecord(
  db: Db,
  which: Which,
  {
    planned,
    plannedNo,
    notes,
    record,
  }: Pick<Done, 'notes' | 'record'> & {
    planned: PlannedWrite;
    plannedNo: number;
  },
): Promise<void> {
  await db.transaction(async (tx) => {
    const [row] = await tx.select().from(sinkRecords).where(isThis(which)).for('no key update');
    if (!row) return;
    await tx
      .update(sinkRecords)
      .set({
        ...{ planned, notes, takenUntil: null, tries: 0 },
        ...{ problem: null, problemAbout: null, failedSince: null },
        dueAt: await nextDueAt(tx, { ...which, doneNo: plannedNo }),
        ...recordColumns(record),
      })
      .where(isThis(which));
  });
}

/** What was planned while a sink was dry is told, now that it is not. */
export async function releasePlanned(db: Db, sinkIds: readonly string[], at: Date): Promise<void> {
  if (sinkIds.length === 0) return;
  await db
    .update(sinkRecords)
    .set({ dueAt: at })
    .where(
      and(
        inArray(sinkRecords.sinkId, [...sinkIds]),
        isNotNull(sinkRecords.planned),
        isNull(sinkRecords.dueAt),
      ),
    );
}

/** One of several outcomes was told: it is not told again. */
export async function noteTold(db: Db, which: Which, doneNo: number): Promise<void> {
  await db
    .update(sinkRecords)
    .set({ doneNo: sql`greatest(${sinkRecords.doneNo}, ${doneNo})` })
    .where(isThis(which));
}

type Failed = {
  about: SinkProblemAbout;
  problem: string;
  at: Date;
  /** Null where only somebody's asking has it tried again. */
  nextAt: Date | null;
};

export async function failSinkRecord(db: Db, which: Which, failed: Failed): Promise<void> {
  await db
    .update(sinkRecords)
    .set({
      ...{ problem: failed.problem, problemAbout: failed.about, dueAt: failed.nextAt, takenUntil: null },
      tries: sql`${sinkRecords.tries} + 1`,
      failedSince: sql`coalesce(${sinkRecords.failedSince}, ${failed.at.toISOString()}::timestamptz)`,
    })
    .where(isThis(which));
}

/** Looks at it again then; nothing failed. */
export async function putOffSinkRecord(db: Db, which: Which, until: Date): Promise<void> {
  await db.update(sinkRecords).set({ dueAt: until, takenUntil: null }).where(isThis(which));
}

/** Every sink that there is, begun dry where it is new. */
export async function openSinkRows(db: Db, ids: readonly string[], now: Date): Promise<Map<string, SinkRow>> {
  if (ids.length === 0) return new Map();
  await db
    .insert(sinks)
    .values([...ids].toSorted().map((id) => ({ id, firstSeenAt: now })))
    .onConflictDoNothing();
  const rows = await db
    .select()
    .from(sinks)
    .where(inArray(sinks.id, [...ids]));
  return new Map(rows.map((row) => [row.id, row]));
}

/** Takes one of the first writes; false where as many were made as may be before the hour is over. */
export async function takeEarlyWrite(
  db: Db,
  id: string,
  { most, since }: { most: number; since: Date },
): Promise<boolean> {
  const rows = await db
    .update(sinks)
    .set({ earlyWrites: sql`${sinks.earlyWrites} + 1` })
    .where(and(eq(sinks.id, id), or(lte(sinks.approvedAt, since), lt(sinks.earlyWrites, most))))
    .returning({ id: sinks.id });
  return rows.length > 0;
}

/** It is asked no more until then. `problem` is null where it is only busy. */
export async function pauseSink(
  db: Db,
  id: string,
  { until, problem, at }: { until: Date; problem: string | null; at: Date },
): Promise<void> {
  await db
    .update(sinks)
    .set({
      pausedUntil: until,
      ...(problem !== null && {
        problem,
        problemSince: sql`coalesce(${sinks.problemSince}, ${at.toISOString()}::timestamptz)`,
      }),
    })
    .where(eq(sinks.id, id));
}

/** It took what it was told. Answers whether it had trouble before. */
export async function sinkWorks(db: Db, id: string): Promise<boolean> {
  const rows = await db
    .update(sinks)
    .set({ pausedUntil: null, problem: null, problemSince: null })
    .where(and(eq(sinks.id, id), or(isNotNull(sinks.problem), isNotNull(sinks.pausedUntil))))
    .returning({ id: sinks.id });
  return rows.length > 0;
}

/** Somebody has seen what it would write: it is written from now on, and so is what was held back. False where somebody had already. */
export async function approveSink(
  tx: Db,
  id: string,
  { by, at }: { by: string; at: Date },
): Promise<boolean> {
  const rows = await tx
    .update(sinks)
    .set({ approvedAt: at, approvedBy: by, earlyWrites: 0 })
    .where(and(eq(sinks.id, id), isNull(sinks.approvedAt)))
    .returning({ id: sinks.id });
  if (rows.length === 0) return false;
  await tx
    .update(sinkRecords)
    .set({ dueAt: at })
    .where(and(eq(sinkRecords.sinkId, id), isNotNull(sinkRecords.planned)));
  return true;
}

/** What failed is due now, and a tool that refused us is asked again. Answers how many leads that are. */
export async function retrySink(
  db: Db,
  { sinkId, leadId, at }: { sinkId: string | null; leadId: string | null; at: Date },
): Promise<number> {
  // Whoever is trying one at this moment keeps it.
  const rows = await db
    .update(sinkRecords)
    .set({ dueAt: at })
    .where(
      and(
        isNotNull(sinkRecords.problem),
        sinkId === null ? undefined : eq(sinkRecords.sinkId, sinkId),
        leadId === null ? undefined : eq(sinkRecords.leadId, leadId),
      ),
    )
    .returning({ leadId: sinkRecords.leadId });
  if (leadId !== null && rows.length === 0) return 0;
  // One that is only busy said for how long.
  await db
    .update(sinks)
    .set({ pausedUntil: null })
    .where(and(isNotNull(sinks.problem), sinkId === null ? undefined : eq(sinks.id, sinkId)));
  return rows.length;
}
