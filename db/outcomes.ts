import { and, asc, between, eq, gt, isNull, sql } from 'drizzle-orm';
import type { OutcomeType } from '#domain/outcome-types.ts';
import type { OutcomeDetail } from '#domain/outcomes.ts';
import type { Db } from './db.ts';
import { insertLater, writeLater } from './later.ts';
import { leads, outcomes, sinkChanges, sinkRecords } from './schema.ts';

export type OutcomeRow = typeof outcomes.$inferSelect;

export type NewOutcome = {
  id: string;
  leadId: string;
  handoffId: string | null;
  type: OutcomeType;
  at: Date;
  dueAt: Date;
  detail: OutcomeDetail;
  sinks: string[];
};

/** Keeps outcomes, and has each sink that is told of one look at its lead when it is due. */
export function addOutcomes(tx: Db, added: readonly NewOutcome[]): void {
  insertLater(tx, outcomes, added);
  const looks = added.flatMap(({ sinks, leadId, dueAt }) =>
    sinks.map((sinkId) => ({ sink_id: sinkId, lead_id: leadId, due_at: dueAt })),
  );
  // Of one statement a row may be changed once only.
  writeLater(
    tx,
    (list) => `
      insert into sink_records (sink_id, lead_id, due_at)
      select n.sink_id, n.lead_id, min(n.due_at)
      from json_to_recordset(${list}) as n(sink_id text, lead_id text, due_at timestamptz)
      group by 1, 2 order by 1, 2
      on conflict (sink_id, lead_id) do update set due_at = least(sink_records.due_at, excluded.due_at)`,
    looks,
  );
}

/** What came of a handoff in this time, its ends included, was taken back, before anybody outside was told. */
export async function takeBackOutcomes(
  tx: Db,
  { handoffId, from, to, at }: { handoffId: string; from: Date; to: Date; at: Date },
): Promise<void> {
  await tx
    .update(outcomes)
    .set({ takenBackAt: at })
    .where(
      and(eq(outcomes.handoffId, handoffId), between(outcomes.at, from, to), isNull(outcomes.takenBackAt)),
    );
}

/** What came of a lead, in order. */
export const outcomesOfLead = (db: Db, leadId: string): Promise<OutcomeRow[]> =>
  db
    .select()
    .from(outcomes)
    .where(and(eq(outcomes.leadId, leadId), isNull(outcomes.takenBackAt)))
    .orderBy(asc(outcomes.no));

/**
 * What a sink is to be told of a lead now, in order, and everything that was known before: what cannot be told yet keeps back
 * whatever came after it. Waits for whoever is deciding about the lead.
 */
export async function readOutcomes(
  db: Db,
  { sinkId, leadId, doneNo }: { sinkId: string; leadId: string; doneNo: number },
  now: Date,
): Promise<{ known: OutcomeRow[]; due: OutcomeRow[] }> {
  return db.transaction(async (tx) => {
    await tx.select({ id: leads.id }).from(leads).where(eq(leads.id, leadId)).for('share');
    const rows = await tx
      .select()
      .from(outcomes)
      .where(and(eq(outcomes.leadId, leadId), isNull(outcomes.takenBackAt)))
      .orderBy(asc(outcomes.no));
    const notYet = rows.findIndex(({ dueAt }) => dueAt > now);
    const told = notYet === -1 ? rows : rows.slice(0, notYet);
    const due = told.filter(({ no, sinks }) => no > doneNo && sinks.includes(sinkId));
    const last = due.at(-1)?.no ?? 0;
    return { known: told.filter(({ no }) => no <= last), due };
  });
}

/** When a sink has to look at a lead again; null where it was told everything. What comes before in the lead's history may hold it up. */
export async function nextDueAt(
  tx: Db,
  { sinkId, leadId, doneNo }: { sinkId: string; leadId: string; doneNo: number },
): Promise<Date | null> {
  const rows = await tx
    .select({ dueAt: outcomes.dueAt, sinks: outcomes.sinks })
    .from(outcomes)
    .where(and(eq(outcomes.leadId, leadId), gt(outcomes.no, doneNo), isNull(outcomes.takenBackAt)))
    .orderBy(asc(outcomes.no));
  const first = rows.findIndex(({ sinks }) => sinks.includes(sinkId));
  if (first === -1) return null;
  return new Date(Math.max(...rows.slice(0, first + 1).map(({ dueAt }) => dueAt.getTime())));
}

/** Of somebody who is forgotten nothing is told any more, and nothing stays of what was written. */
export async function forgetOutcomes(tx: Db, leadId: string): Promise<void> {
  await tx.delete(outcomes).where(eq(outcomes.leadId, leadId));
  await tx
    .update(sinkRecords)
    .set({
      ...{ dueAt: null, planned: null, writing: null, written: {}, notes: [], problem: null },
      ...{ problemAbout: null, failedSince: null, tries: 0 },
      ...{ recordType: null, recordId: null, recordUrl: null },
    })
    .where(eq(sinkRecords.leadId, leadId));
  await tx
    .update(sinkChanges)
    .set({
      recordId: '',
      fromValue: null,
      toValue: null,
      putBackAt: sql`coalesce(${sinkChanges.putBackAt}, now())`,
    })
    .where(eq(sinkChanges.leadId, leadId));
}
