import { and, asc, desc, eq, inArray, isNotNull, isNull, ne, notInArray, or, sql } from 'drizzle-orm';
import { type Identity, identityName } from '#domain/identities.ts';
import type { CanonicalLead, LeadSignal, Temperature } from '#domain/lead.ts';
import type { MirroredAccount } from '#domain/mirrored-account.ts';
import type { StoredOrigins } from '#domain/origin.ts';
import type { EvidenceRow } from '#domain/records.ts';
import { LEGS } from '#domain/settings-shapes.ts';
import { type Stage, stagesBefore, stagesOnTheWayTo } from '#domain/stages.ts';
import { type Candidate, MOST_COMPARED } from '#domain/who-is-meant.ts';
import type { Db } from './db.ts';
import { noteChange } from './funnel-days.ts';
import { IMPORTED } from './imported.ts';
import { amendPending, insertLater, writeLater } from './later.ts';
import { lockNames } from './lock-names.ts';
import { isAnyOf } from './rows.ts';
import { accounts, handoffs, identities, leads, signals, stageChanges } from './schema.ts';
import { isSentBack } from './speed.ts';

/** `mirrored` is what a CRM says of its account, where that was read with it. */
export type LeadRow = typeof leads.$inferSelect & { mirrored?: MirroredAccount | null };

/**
 * Lets one transaction at a time work on a person. Two deliveries about somebody new would otherwise both find
 * nobody. Locks are taken in one order, so they never wait for each other in a circle.
 */
export const lockIdentities = (tx: Db, found: readonly Identity[]): Promise<void> =>
  lockNames(tx, found.map(identityName).sort());

/** The leads that somebody's own identities lead to, the one known longest first; where there is none, those they share. */
export async function findCandidates(tx: Db, found: readonly Identity[]): Promise<Candidate<LeadRow>[]> {
  const own = await leadsWith(tx, found, false);
  return own.length > 0 ? own : leadsWith(tx, found, true);
}

async function leadsWith(
  tx: Db,
  found: readonly Identity[],
  isShared: boolean,
): Promise<Candidate<LeadRow>[]> {
  const asked = found.filter((identity) => identity.isShared === isShared);
  if (asked.length === 0) return [];
  const isNamed = asked.map(({ kind, value }) => and(eq(identities.kind, kind), eq(identities.value, value)));
  const rows = await tx
    .selectDistinctOn([leads.createdAt, leads.id], { lead: leads })
    .from(identities)
    .innerJoin(leads, eq(leads.id, identities.leadId))
    .where(or(...isNamed))
    .orderBy(desc(leads.createdAt), desc(leads.id))
    .limit(MOST_COMPARED);
  return rows.toReversed().map(({ lead }) => ({ lead, by: { isShared } }));
}

/**
 * Reads a lead and keeps everybody else from deciding about it, or any of its handoffs, until the transaction ends. It is
 * the first thing that is locked of a lead.
 */
export async function lockLead(tx: Db, id: string): Promise<LeadRow | null> {
  const rows = await tx.select().from(leads).where(eq(leads.id, id)).for('no key update');
  return noted(tx, rows)[0] ?? null;
}

/** Whoever locks a lead may change it. */
export function noted(tx: Db, rows: LeadRow[]): LeadRow[] {
  noteChange(
    tx,
    rows.map(({ capturedAt }) => capturedAt),
  );
  return rows;
}

/** Those of these leads that nobody else has at this moment. */
export async function lockFreeLeads(tx: Db, ids: readonly string[]): Promise<LeadRow[]> {
  const rows = await tx
    .select()
    .from(leads)
    .where(isAnyOf(leads.id, ids))
    .orderBy(asc(leads.id))
    .for('no key update', { skipLocked: true });
  return noted(tx, rows);
}

/** The same, unless somebody else has it at this moment; then null. */
export async function lockFreeLead(tx: Db, id: string): Promise<LeadRow | null> {
  const rows = await tx
    .select()
    .from(leads)
    .where(eq(leads.id, id))
    .for('no key update', { skipLocked: true });
  return noted(tx, rows)[0] ?? null;
}

export async function readLead(db: Db, id: string): Promise<LeadRow | null> {
  const [row] = await db.select().from(leads).where(eq(leads.id, id));
  return row ?? null;
}

export function insertLead(tx: Db, lead: typeof leads.$inferInsert): void {
  insertLater(tx, leads, [lead]);
  noteChange(tx, [lead.capturedAt]);
}

export async function updateLead(
  tx: Db,
  id: string,
  values: Partial<{
    record: CanonicalLead;
    origins: StoredOrigins | null;
    evidence: EvidenceRow;
    temperature: Temperature;
    accountId: string | null;
    stage: Stage;
  }>,
): Promise<void> {
  if (!amendPending(tx, leads, id, values)) await tx.update(leads).set(values).where(eq(leads.id, id));
}

/** What is somebody's own belongs to the lead that had it first; what is shared to everybody who has it. */
export function addIdentities(tx: Db, found: readonly (Identity & { leadId: string })[]): void {
  const firsts = new Map(found.toReversed().map((one) => [identityName(one), one]));
  const kept = found.filter((one) => one.isShared || firsts.get(identityName(one)) === one);
  const inOrder = kept.toSorted((a, b) => (identityName(a) < identityName(b) ? -1 : 1));
  writeLater(
    tx,
    (list) => `
      insert into identities (kind, value, lead_id)
      select n.kind, n.value, n.lead_id
      from json_to_recordset(${list}) as n(kind text, value text, lead_id text, is_shared boolean)
      where n.is_shared or not exists (select from identities i where i.kind = n.kind and i.value = n.value)
      on conflict do nothing`,
    inOrder.map(({ kind, value, leadId, isShared }) => ({
      kind,
      value,
      lead_id: leadId,
      is_shared: isShared,
    })),
  );
}

type SignalsOf = { leadId: string; sourceId: string };

const signalRows = (of: SignalsOf, found: readonly LeadSignal[], newId: () => string) =>
  found.map((signal) => ({
    ...of,
    id: newId(),
    type: signal.type,
    at: new Date(signal.at),
    title: signal.title ?? null,
    url: signal.url ?? null,
  }));

/** Stores signals that are not yet known; answers how many were new. */
export async function addSignals(
  tx: Db,
  of: SignalsOf,
  found: readonly LeadSignal[],
  newId: () => string,
): Promise<number> {
  if (found.length === 0) return 0;
  const added = tx
    .insert(signals)
    .values(signalRows(of, found, newId))
    .onConflictDoNothing();
  return (await added.returning({ id: signals.id })).length;
}

/** The signals of somebody new. */
export function addFirstSignals(
  tx: Db,
  of: SignalsOf,
  found: readonly LeadSignal[],
  newId: () => string,
): void {
  insertLater(tx, signals, signalRows(of, found, newId), { ifNew: true });
}

/** What a lead did, the freshest first. */
export async function readSignals(db: Db, leadId: string, limit: number): Promise<LeadSignal[]> {
  const rows = await db
    .select()
    .from(signals)
    .where(eq(signals.leadId, leadId))
    .orderBy(desc(signals.at))
    .limit(limit);
  return rows.map(toSignal);
}

export const toSignal = (
  row: Pick<typeof signals.$inferSelect, 'type' | 'at' | 'title' | 'url'>,
): LeadSignal => ({
  // The column was filled from the same list.
  type: row.type as LeadSignal['type'],
  at: row.at.toISOString(),
  title: row.title ?? undefined,
  url: row.url ?? undefined,
});

/** Keeps everybody else from changing whose an account is until the transaction ends. */
export async function lockAccount(tx: Db, accountId: string): Promise<void> {
  await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, accountId)).for('no key update');
}

/** The first to accept a lead of an account owns the account. Answers whether it became theirs by this. */
export async function ownAccount(tx: Db, accountId: string, ownerId: string): Promise<boolean> {
  const owned = await tx
    .update(accounts)
    .set({ ownerId })
    .where(and(eq(accounts.id, accountId), isNull(accounts.ownerId)))
    .returning({ id: accounts.id });
  return owned.length > 0;
}

/** The acceptance that made an account somebody’s was taken back: it is nobody's again, unless its owner accepted another lead of it. */
export async function disownAccount(tx: Db, accountId: string, ownerId: string): Promise<void> {
  const hasAnother = sql`exists (
    select 1 from handoffs h join leads l on l.id = h.lead_id
    where l.account_id = ${accountId} and h.owner_id = ${ownerId} and h.accepted_at is not null
      and not starts_with(h.settings_version, ${IMPORTED}))`;
  await tx
    .update(accounts)
    .set({ ownerId: null })
    .where(and(eq(accounts.id, accountId), eq(accounts.ownerId, ownerId), sql`not ${hasAnother}`));
}

/** Other people of the account. */
export async function colleaguesOf(db: Db, accountId: string, exceptLeadId: string, limit: number) {
  const legNo = sql`array_position(${sql.param([...LEGS])}::text[], ${handoffs.leg})`;
  const churnedOn = sql<
    string | null
  >`(select e.event ->> 'on' from handoff_events e join handoffs h on h.id = e.handoff_id
    where h.lead_id = ${leads.id} and e.type = 'churned' order by e.id desc limit 1)`;
  return (
    db
      .selectDistinctOn([leads.id], { lead: leads, ownerId: handoffs.ownerId, churnedOn })
      .from(leads)
      .leftJoin(handoffs, eq(handoffs.leadId, leads.id))
      .where(and(eq(leads.accountId, accountId), ne(leads.id, exceptLeadId)))
      // Of legs opened at one instant, the later.
      .orderBy(leads.id, desc(handoffs.createdAt), desc(legNo))
      .limit(limit)
  );
}

/** How often sales recycled a lead; what was undone does not count. */
export async function timesRecycled(db: Db, leadId: string): Promise<number> {
  const recycled = and(eq(stageChanges.cause, 'recycled'), isNull(stageChanges.undoneAt));
  return db.$count(stageChanges, and(eq(stageChanges.leadId, leadId), recycled));
}

type StageChange = {
  leadId: string;
  handoffId: string | null;
  stage: Stage;
  at: Date;
  cause: string;
  evidence: unknown;
};

/** Keeps when a lead came to a stage, why, and on what evidence. Its own row has to say the stage as well. */
export function recordStage(tx: Db, change: StageChange): void {
  insertLater(tx, stageChanges, [stageRow(change, false)]);
}

/** Its columns in one order: rows that have the same are written in the order in which they were gathered. */
const stageRow = ({ leadId, handoffId, stage, at, cause, evidence }: StageChange, isInferred: boolean) => ({
  ...{ leadId, handoffId, stage, at, cause, evidence, isInferred },
});

/** Moves a lead to a stage and records it, where a handoff may bring it there from the stage it is in. */
export async function enterStage(tx: Db, change: StageChange): Promise<void> {
  const moved = await tx
    .update(leads)
    .set({ stage: change.stage })
    .where(and(eq(leads.id, change.leadId), inArray(leads.stage, stagesBefore(change.stage))))
    .returning({ id: leads.id });
  if (moved.length > 0) recordStage(tx, change);
}

/**
 * Records the stages on the way to this one that a lead is not known to have been in, as inferred. `at` is when that was
 * concluded. Call it before the stage itself is entered, with the lead locked.
 */
export async function inferStages(
  tx: Db,
  { leadId, stage, at, cause }: Pick<StageChange, 'leadId' | 'stage' | 'at' | 'cause'>,
): Promise<void> {
  const known = await tx
    .selectDistinct({ stage: stageChanges.stage })
    .from(stageChanges)
    .where(and(eq(stageChanges.leadId, leadId), isNull(stageChanges.undoneAt)));
  const missing = stagesOnTheWayTo(stage).filter((one) => !known.some((row) => row.stage === one));
  insertLater(
    tx,
    stageChanges,
    missing.map((one) => stageRow({ leadId, handoffId: null, stage: one, at, cause, evidence: null }, true)),
  );
}

/** A CRM says that a lead nobody works on with that aim is at this stage: it is taken at its word, and whatever was won stays so. Answers whether that is news. */
export async function enterToldStage(tx: Db, change: StageChange): Promise<boolean> {
  const [moved] = await tx
    .update(leads)
    .set({ stage: change.stage })
    .where(and(eq(leads.id, change.leadId), notInArray(leads.stage, ['closed_won', change.stage])))
    .returning({ id: leads.id });
  if (!moved) return false;
  await inferStages(tx, change);
  recordStage(tx, change);
  return true;
}

/** Who qualified a lead here, each time, and when. */
export async function whoQualified(tx: Db, leadId: string): Promise<{ repId: string; at: Date }[]> {
  const rows = await tx
    .select({ repId: handoffs.ownerId, at: stageChanges.at })
    .from(stageChanges)
    .innerJoin(handoffs, eq(handoffs.id, stageChanges.handoffId))
    .where(
      and(
        eq(stageChanges.leadId, leadId),
        eq(stageChanges.stage, 'sales_qualified'),
        isNull(stageChanges.undoneAt),
      ),
    );
  return rows.flatMap(({ repId, at }) => (repId === null ? [] : [{ repId, at }]));
}

/** Whether somebody disqualified a lead here, rather than in the CRM it was imported from. */
export async function wasDisqualifiedHere(tx: Db, leadId: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: stageChanges.id })
    .from(stageChanges)
    .where(
      and(
        eq(stageChanges.leadId, leadId),
        eq(stageChanges.stage, 'disqualified'),
        isNull(stageChanges.undoneAt),
        isNotNull(stageChanges.handoffId),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** Takes back what a handoff's last stage change since `since` did, and that a win before it was none. */
export async function leaveStage(
  tx: Db,
  of: { leadId: string; handoffId: string; since: Date; at: Date },
): Promise<void> {
  await tx
    .update(stageChanges)
    .set({ undoneAt: of.at })
    .where(
      and(
        eq(stageChanges.handoffId, of.handoffId),
        isNull(stageChanges.undoneAt),
        sql`${stageChanges.at} >= ${of.since.toISOString()}`,
      ),
    );
  await tx
    .update(stageChanges)
    .set({ undoneAt: null })
    .where(
      and(
        eq(stageChanges.leadId, of.leadId),
        ne(stageChanges.handoffId, of.handoffId),
        eq(stageChanges.stage, 'closed_won'),
        eq(stageChanges.undoneAt, of.since),
      ),
    );
  await toLastStage(tx, of.leadId);
}

/**
 * What Customer Success sent back, and is lost or given up after all, was not won: neither by the handoff that was sent back
 * nor by those before it of the same deal. An earlier deal of a customer stays.
 */
export async function unwin(tx: Db, { leadId, at }: { leadId: string; at: Date }): Promise<void> {
  const undone = await tx
    .update(stageChanges)
    .set({ undoneAt: at })
    .where(
      and(
        eq(stageChanges.leadId, leadId),
        eq(stageChanges.stage, 'closed_won'),
        isNull(stageChanges.undoneAt),
        sql`${stageChanges.handoffId} in (
          select h.id from handoffs h
          where h.lead_id = ${leadId} and h.leg = 'sql_to_ae' and h.created_at >= (
            select max(o.created_at) from handoffs o
            where o.lead_id = ${leadId} and o.leg = 'sql_to_ae' and not ${isSentBack(sql`o.id`)}))`,
      ),
    )
    .returning({ id: stageChanges.id });
  if (undone.length > 0) await toLastStage(tx, leadId);
}

/** A lead stands where the last change that was not undone brought it. */
async function toLastStage(tx: Db, leadId: string): Promise<void> {
  const [last] = await tx
    .select({ stage: stageChanges.stage })
    .from(stageChanges)
    .where(and(eq(stageChanges.leadId, leadId), isNull(stageChanges.undoneAt)))
    .orderBy(desc(stageChanges.id))
    .limit(1);
  if (last) await tx.update(leads).set({ stage: last.stage }).where(eq(leads.id, leadId));
}
