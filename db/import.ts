import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { type Identity, identityName } from '#domain/identities.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import type { Db } from './db.ts';
import { noteChange } from './funnel-days.ts';
import { IMPORTED } from './imported.ts';
import { insertLater } from './later.ts';
import { addIdentities, type LeadRow, noted } from './leads.ts';
import {
  accounts,
  clocks,
  dealChanges,
  deliveries,
  handoffEvents,
  handoffs,
  identities,
  items,
  leads,
  rejections,
  signals,
  stageChanges,
} from './schema.ts';

/** Queries for many leads at once. Each takes one round trip, however many rows it is about. */

type New<Table extends { $inferInsert: object }> = Table['$inferInsert'];
type NewStage = New<typeof stageChanges>;
export type NewHandoff = {
  handoff: New<typeof handoffs>;
  clocks: New<typeof clocks>[];
  events: New<typeof handoffEvents>[];
  rejection: New<typeof rejections> | null;
};

/** Lets one transaction at a time work on these people, in the order in which everybody takes these locks. */
export async function lockPeople(tx: Db, found: readonly Identity[]): Promise<void> {
  const names = JSON.stringify([...new Set(found.map(identityName))].sort());
  await tx.execute(sql`
    select pg_advisory_xact_lock(hashtextextended(n.name, 7))
    from jsonb_array_elements_text(${names}::jsonb) with ordinality as n(name, no) order by n.no`);
}

/** The leads that any of these leads to, the one known longest first. */
export async function findNamed(
  tx: Db,
  found: readonly Identity[],
): Promise<{ name: string; leadId: string }[]> {
  if (found.length === 0) return [];
  const names = JSON.stringify(found);
  const rows = await tx
    .select({ kind: identities.kind, value: identities.value, leadId: identities.leadId })
    .from(identities)
    .innerJoin(leads, eq(leads.id, identities.leadId))
    .where(
      sql`(${identities.kind}, ${identities.value}) in (
        select n.kind, n.value from jsonb_to_recordset(${names}::jsonb) as n(kind text, value text))`,
    )
    .orderBy(asc(leads.createdAt), asc(leads.id));
  // The column was filled from the same list.
  return rows.map(({ leadId, ...identity }) => ({ name: identityName(identity as Identity), leadId }));
}

/** Leads as they are, kept so for this transaction: a press meanwhile waits, and is not written over. */
export async function lockLeads(tx: Db, ids: readonly string[]): Promise<LeadRow[]> {
  const rows = await tx
    .select()
    .from(leads)
    .where(inArray(leads.id, [...ids]))
    .orderBy(asc(leads.id))
    .for('update');
  return noted(tx, rows);
}

/** What earlier imports of a source kept under these keys. */
export async function importedItems(tx: Db, sourceId: string, keys: readonly string[]) {
  return tx
    .select({ id: items.id, key: items.key, lead: items.lead, leadId: items.leadId })
    .from(items)
    .where(and(eq(items.sourceId, sourceId), inArray(items.key, [...keys])));
}

/** What stands in the way of, or has to be completed by, an import of leads that are known. */
export async function readStanding(tx: Db, leadIds: readonly string[]) {
  const ids = [...leadIds];
  const told = await tx
    .select({ leadId: items.leadId, key: items.key })
    .from(items)
    .where(inArray(items.leadId, ids));
  const stages = await tx
    .select({
      id: stageChanges.id,
      leadId: stageChanges.leadId,
      stage: stageChanges.stage,
      isInferred: stageChanges.isInferred,
    })
    .from(stageChanges)
    .where(and(inArray(stageChanges.leadId, ids), isNull(stageChanges.undoneAt)));
  const passed = await tx
    .select({
      id: handoffs.id,
      leadId: handoffs.leadId,
      ownerId: handoffs.ownerId,
      acceptedAt: handoffs.acceptedAt,
      respondedAt: handoffs.respondedAt,
      closedAt: handoffs.closedAt,
      version: handoffs.settingsVersion,
    })
    .from(handoffs)
    .where(inArray(handoffs.leadId, ids));
  return {
    told,
    stages,
    open: passed.filter(({ closedAt }) => closedAt === null),
    imported: passed.filter(({ version }) => version.startsWith(IMPORTED)),
  };
}

/** The accounts of e-mail domains, made where they are new. */
export async function accountsOf(
  tx: Db,
  wanted: readonly New<typeof accounts>[],
): Promise<Map<string, string>> {
  if (wanted.length === 0) return new Map();
  const domains = wanted.flatMap(({ domain }) => domain ?? []);
  // In one order, so that two that make the same accounts never wait for each other in a circle.
  const inOrder = wanted.toSorted((a, b) => ((a.domain ?? '') < (b.domain ?? '') ? -1 : 1));
  insertLater(tx, accounts, inOrder, { ifNew: true });
  const rows = await tx
    .select({ id: accounts.id, domain: accounts.domain })
    .from(accounts)
    .where(inArray(accounts.domain, domains));
  return new Map(rows.flatMap(({ id, domain }) => (domain === null ? [] : [[domain, id] as const])));
}

/** The delivery that an import's items stand in; read already, so that no worker takes it. */
export async function insertImport(
  tx: Db,
  delivery: { id: string; sourceId: string; at: Date; about: object },
): Promise<void> {
  await tx
    .insert(deliveries)
    .values({
      id: delivery.id,
      sourceId: delivery.sourceId,
      key: `${IMPORTED}${delivery.id}`,
      contentType: 'application/json',
      body: Buffer.from(JSON.stringify(delivery.about)),
      receivedAt: delivery.at,
      readAt: delivery.at,
    })
    .onConflictDoNothing();
}

/** What an import stored of what a rep did before. */
export type PastRow = Awaited<ReturnType<typeof readStanding>>['imported'][number];

export type ImportRows = {
  newLeads: New<typeof leads>[];
  changedLeads: LeadRow[];
  identities: (Identity & { leadId: string })[];
  signals: New<typeof signals>[];
  stages: NewStage[];
  /** Inferred stages that now have a time. */
  timed: { id: number; at: Date }[];
  /** Handoffs of earlier imports that `handoffs` say anew. */
  outdated: string[];
  handoffs: NewHandoff[];
  newItems: New<typeof items>[];
  /** Items of earlier imports that `deliveryId` tells anew: from then on they are its own. */
  changedItems: { id: string; deliveryId: string; position: number; lead: CanonicalLead }[];
};

/** Stores a batch of an import. Nothing of it makes a message or a job. */
export async function storeImport(tx: Db, rows: ImportRows): Promise<void> {
  const { handoffs: passed } = rows;
  insertLater(tx, leads, rows.newLeads);
  noteChange(
    tx,
    rows.newLeads.map(({ capturedAt }) => capturedAt),
  );
  await changeLeads(tx, rows.changedLeads);
  addIdentities(tx, rows.identities);
  insertLater(tx, signals, rows.signals, { ifNew: true });
  await removeHandoffs(tx, rows.outdated);
  for (const { handoff, clocks: run, events, rejection } of passed) {
    insertLater(tx, handoffs, [handoff]);
    insertLater(tx, clocks, run);
    insertLater(tx, handoffEvents, events);
    if (rejection) insertLater(tx, rejections, [rejection]);
  }
  insertLater(tx, stageChanges, rows.stages);
  await timeStages(tx, rows.timed);
  insertLater(tx, items, rows.newItems);
  await changeItems(tx, rows.changedItems);
}

async function changeLeads(tx: Db, changed: readonly LeadRow[]): Promise<void> {
  if (changed.length === 0) return;
  const list = JSON.stringify(
    changed.map(({ id, accountId, stage, temperature, campaign, record, origins, evidence, capturedAt }) => ({
      id,
      account_id: accountId,
      stage,
      campaign,
      temperature,
      record,
      origins,
      evidence,
      captured_at: capturedAt.toISOString(),
    })),
  );
  await tx.execute(sql`
    update leads l set account_id = v.account_id, stage = v.stage, temperature = v.temperature,
      campaign = v.campaign, record = v.record, origins = v.origins, evidence = v.evidence, captured_at = v.captured_at
    from jsonb_to_recordset(${list}::jsonb) as v(id text, account_id text, stage text, temperature text,
      campaign text, record jsonb, origins jsonb, evidence jsonb, captured_at timestamptz)
    where l.id = v.id`);
}

async function timeStages(tx: Db, timed: ImportRows['timed']): Promise<void> {
  if (timed.length === 0) return;
  const list = JSON.stringify(timed.map(({ id, at }) => ({ id, at: at.toISOString() })));
  await tx.execute(sql`
    update stage_changes s set at = v.at, is_inferred = false, cause = 'import'
    from jsonb_to_recordset(${list}::jsonb) as v(id bigint, at timestamptz) where s.id = v.id`);
}

async function changeItems(tx: Db, changed: ImportRows['changedItems']): Promise<void> {
  if (changed.length === 0) return;
  const list = JSON.stringify(
    changed.map(({ id, deliveryId, position, lead }) => ({ id, delivery_id: deliveryId, position, lead })),
  );
  await tx.execute(sql`
    update items i set lead = v.lead, delivery_id = v.delivery_id, position = v.position
    from jsonb_to_recordset(${list}::jsonb) as v(id text, delivery_id text, position int, lead jsonb)
    where i.id = v.id`);
}

/** Imported handoffs, with everything that belongs to them alone. */
export async function removeHandoffs(tx: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  for (const table of [clocks, dealChanges, handoffEvents, rejections]) {
    await tx.delete(table).where(inArray(table.handoffId, [...ids]));
  }
  await tx.delete(handoffs).where(inArray(handoffs.id, [...ids]));
}
