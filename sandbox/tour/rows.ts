import { and, asc, eq, sql } from 'drizzle-orm';
import type { Db } from '#db/db.ts';
import { clocks, handoffEvents, handoffs, leads, refusals, rejections, stageChanges } from '#db/schema.ts';
import type { Leg } from '#domain/settings-shapes.ts';
import { CheckFailed } from './checks.ts';

/** What the database says of the lead with this name. */

const isNamed = (name: string) => sql`${leads.record} #>> '{person,full_name}' = ${name}`;

export async function readHandoffOf(db: Db, name: string, leg: Leg) {
  const rows = await db
    .select({ id: handoffs.id, state: handoffs.state, ownerId: handoffs.ownerId, offerNo: handoffs.offerNo })
    .from(handoffs)
    .innerJoin(leads, eq(leads.id, handoffs.leadId))
    .where(and(isNamed(name), eq(handoffs.leg, leg)));
  const [row] = rows;
  if (!row || rows.length > 1)
    throw new CheckFailed(`${name} has one handoff of the leg ${leg}`, 1, rows.length);
  return row;
}

/** Its handoffs in order, each as `sql_to_ae offered eva`. */
export async function readLegs(db: Db, name: string): Promise<string[]> {
  const rows = await db
    .select({ leg: handoffs.leg, state: handoffs.state, ownerId: handoffs.ownerId })
    .from(handoffs)
    .innerJoin(leads, eq(leads.id, handoffs.leadId))
    .where(isNamed(name))
    .orderBy(asc(handoffs.createdAt));
  return rows.map(({ leg, state, ownerId }) => `${leg} ${state} ${ownerId}`);
}

export async function readLeadNamed(db: Db, name: string) {
  const [row] = await db
    .select({ id: leads.id, stage: leads.stage, temperature: leads.temperature, evidence: leads.evidence })
    .from(leads)
    .where(isNamed(name));
  if (!row) throw new CheckFailed(`there is a lead ${name}`, 'a row', 'none');
  return row;
}

export async function countHandoffs(db: Db, name: string): Promise<number> {
  const rows = await db
    .select({ id: handoffs.id })
    .from(handoffs)
    .innerJoin(leads, eq(leads.id, handoffs.leadId))
    .where(isNamed(name));
  return rows.length;
}

/** Every stage it entered, in order; what was undone in brackets. */
export async function readStages(db: Db, name: string): Promise<string[]> {
  const rows = await db
    .select({ stage: stageChanges.stage, undoneAt: stageChanges.undoneAt })
    .from(stageChanges)
    .innerJoin(leads, eq(leads.id, stageChanges.leadId))
    .where(isNamed(name))
    .orderBy(asc(stageChanges.id));
  return rows.map(({ stage, undoneAt }) => (undoneAt === null ? stage : `(${stage})`));
}

export async function readEventTypes(db: Db, handoffId: string): Promise<string[]> {
  const rows = await db
    .select({ type: handoffEvents.type })
    .from(handoffEvents)
    .where(eq(handoffEvents.handoffId, handoffId))
    .orderBy(asc(handoffEvents.id));
  return rows.map(({ type }) => type);
}

export async function readRejections(db: Db, handoffId: string) {
  return db
    .select({
      reason: rejections.reason,
      failurePoint: rejections.failurePoint,
      note: rejections.note,
      evidence: rejections.evidence,
      byId: rejections.byId,
    })
    .from(rejections)
    .where(eq(rejections.handoffId, handoffId));
}

export async function readRefusals(db: Db, handoffId: string) {
  return db
    .select({ personId: refusals.personId, command: refusals.command })
    .from(refusals)
    .where(eq(refusals.handoffId, handoffId));
}

/** Deadlines of one kind of clock, the first offer's first. */
export async function readClocksOf(db: Db, handoffId: string, kind: typeof clocks.$inferSelect.kind) {
  return db
    .select({
      deadlineAt: clocks.deadlineAt,
      met: clocks.met,
      isBreached: sql<boolean>`${clocks.breachedAt} is not null`,
    })
    .from(clocks)
    .where(and(eq(clocks.handoffId, handoffId), eq(clocks.kind, kind)))
    .orderBy(asc(clocks.startedAt), asc(clocks.offerNo));
}
