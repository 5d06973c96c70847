import { and, asc, desc, eq, gte, inArray, isNotNull, lt, ne, notInArray, or, sql } from 'drizzle-orm';
import { alias, type PgInsertValue } from 'drizzle-orm/pg-core';
import { OPEN_STATES } from '#domain/handoff.ts';
import { type Identity, identityName } from '#domain/identities.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import type { DecidedBy } from '#domain/routing/record.ts';
import type { Db } from './db.ts';
import { toHandoffRow } from './handoffs.ts';
import { IMPORTED } from './imported.ts';
import { insertLater, writeLater } from './later.ts';
import { lockNames } from './lock-names.ts';
import { isAnyOf } from './rows.ts';
import { deliveries, handoffs, type ItemOutcome, items, leads } from './schema.ts';

export type DeliveryRow = typeof deliveries.$inferSelect;
export type ItemRow = typeof items.$inferSelect;
/** `sent` is what was left out, or in another form, where it is short. */
export type Problem = { path: string; problem: string; sent?: string };

/** Stores a delivery; false when this one is stored already, which is counted. `today` is when the day began. */
export async function insertDelivery(
  tx: Db,
  delivery: PgInsertValue<typeof deliveries> & { id: string; receivedAt: Date },
  today: Date,
): Promise<boolean> {
  const { repeats, repeatedAt } = deliveries;
  const isFirstToday = sql`${repeatedAt} is null or ${repeatedAt} < ${today.toISOString()}::timestamptz`;
  const [row] = await tx
    .insert(deliveries)
    .values(delivery)
    .onConflictDoUpdate({
      target: [deliveries.sourceId, deliveries.key],
      set: {
        repeats: sql`case when ${isFirstToday} then 1 else ${repeats} + 1 end`,
        repeatedAt: delivery.receivedAt,
      },
    })
    .returning({ id: deliveries.id });
  return row?.id === delivery.id;
}

/** Lets the same body count as new again: a person who asks a second time a day later is asking again. */
export async function retireKey(tx: Db, sourceId: string, key: string, receivedBefore: Date): Promise<void> {
  await tx
    .update(deliveries)
    .set({ key: sql`${deliveries.key} || '@' || ${deliveries.id}` })
    .where(
      and(
        eq(deliveries.sourceId, sourceId),
        eq(deliveries.key, key),
        lt(deliveries.receivedAt, receivedBefore),
      ),
    );
}

/**
 * What became of a delivery that was sent under this key: whether it is read, and of each lead in it whether it is qualified
 * and the handoff that is open now, with what decided about its owner. `itemKey` is the sender's own id of what is in it.
 */
export async function outcomeOf(
  db: Db,
  { sourceId, key, itemKey }: { sourceId: string; key: string; itemKey: string | null },
) {
  // What says the same as another has no lead of its own.
  const first = alias(items, 'first');
  const by = sql<DecidedBy[]>`array(
    select r.record ->> 'by' from routing_log r where r.handoff_id = ${handoffs.id} order by r.id)`;
  const rows = await db
    .select({ readAt: deliveries.readAt, evidence: leads.evidence, handoff: handoffs, by })
    .from(deliveries)
    .leftJoin(items, eq(items.deliveryId, deliveries.id))
    .leftJoin(
      first,
      and(eq(items.outcome, 'repeated'), eq(first.sourceId, items.sourceId), eq(first.key, itemKey ?? '')),
    )
    .leftJoin(leads, eq(leads.id, sql`coalesce(${first.leadId}, ${items.leadId})`))
    .leftJoin(handoffs, and(eq(handoffs.leadId, leads.id), inArray(handoffs.state, [...OPEN_STATES])))
    .where(and(eq(deliveries.sourceId, sourceId), eq(deliveries.key, key)));
  return {
    isRead: rows.some(({ readAt }) => readAt !== null),
    leads: rows.flatMap(({ evidence, handoff, by: decidedBy }) =>
      evidence === null || handoff === null
        ? []
        : [{ evidence, handoff: toHandoffRow(handoff).handoff, decidedBy }],
    ),
  };
}

/**
 * What became of what one form told of a lead before: of a page's, or with `isForm` of anybody's, that was sent about then.
 * Null where nobody told of one.
 */
export async function formToldBefore(
  tx: Db,
  { leadId, isForm, from, to }: { leadId: string; isForm: boolean; from: Date; to: Date },
): Promise<{ handoffId: string | null } | null> {
  const sentAt = sql`least(coalesce((${items.lead} ->> 'occurred_at')::timestamptz, ${deliveries.receivedAt}), ${deliveries.receivedAt})`;
  const [row] = await tx
    .select({ handoffId: items.handoffId })
    .from(items)
    .innerJoin(deliveries, eq(deliveries.id, items.deliveryId))
    .where(
      and(
        eq(items.leadId, leadId),
        sql`${items.lead} ->> 'kind' = 'lead'`,
        isForm ? undefined : isNotNull(deliveries.answerBy),
        sql`${sentAt} between ${from.toISOString()}::timestamptz and ${to.toISOString()}::timestamptz`,
      ),
    )
    .orderBy(sql`${items.handoffId} is null`, desc(items.at))
    .limit(1);
  return row ?? null;
}

export async function readDelivery(db: Db, id: string): Promise<DeliveryRow | null> {
  const [row] = await db.select().from(deliveries).where(eq(deliveries.id, id));
  return row ?? null;
}

/** Has a delivery read again from its raw bytes, as long as they are there. */
export async function markUnread(tx: Db, id: string): Promise<void> {
  await tx
    .update(deliveries)
    .set({ readAt: null, tries: 0, takenUntil: null })
    .where(and(eq(deliveries.id, id), isNotNull(deliveries.body)));
}

/** Everything in it is taken in, or will be when this transaction is over. */
export function markRead(tx: Db, id: string, at: Date): void {
  writeLater(
    tx,
    (list) => `
      update deliveries set read_at = r.at, taken_until = null
      from json_to_recordset(${list}) as r(id text, at timestamptz) where deliveries.id = r.id`,
    [{ id, at }],
  );
}

/** Where an item was found, and what its sender calls it. */
export type ItemPlace = Pick<ItemRow, 'deliveryId' | 'position' | 'sourceId' | 'key'>;

/** Keeps everybody else from taking the item, and from working on these people, until the transaction ends. */
export const lockItem = (
  tx: Db,
  { sourceId, key }: Pick<ItemPlace, 'sourceId' | 'key'>,
  people: readonly Identity[],
): Promise<void> => lockNames(tx, [`item ${sourceId} ${key}`, ...people.map(identityName).sort()]);

/** The items that stand at this place, or that their source called so. Call it with the item locked. */
export async function itemsLike(
  tx: Db,
  { deliveryId, position, sourceId }: ItemPlace,
  keys: readonly string[],
): Promise<ItemRow[]> {
  const isPlace = and(eq(items.deliveryId, deliveryId), eq(items.position, position));
  return tx
    .select()
    .from(items)
    .where(or(isPlace, and(eq(items.sourceId, sourceId), isAnyOf(items.key, keys))));
}

/** What was set aside is so no longer. */
export async function removeItems(tx: Db, ids: readonly string[]): Promise<void> {
  await tx.delete(items).where(isAnyOf(items.id, ids));
}

/** Call it with the item locked, and its key free. */
export function insertItem(tx: Db, item: typeof items.$inferInsert): void {
  insertLater(tx, items, [item]);
}

/** Leaves a trace of an item that says what another said before. */
export function insertRepeat(
  tx: Db,
  item: { id: string; deliveryId: string; sourceId: string; position: number; at: Date },
): void {
  const key = `${item.deliveryId}#${item.position}`;
  insertLater(tx, items, [{ ...item, key, outcome: 'repeated' }], { ifNew: true });
}

/** What could not be read, the newest first; of one source, when it is named. */
export async function quarantinedItems(db: Db, of: { sourceId: string | null; limit: number }) {
  return db
    .select({
      item: items,
      delivery: { receivedAt: deliveries.receivedAt, contentType: deliveries.contentType },
    })
    .from(items)
    .innerJoin(deliveries, eq(deliveries.id, items.deliveryId))
    .where(
      and(
        eq(items.outcome, 'quarantined'),
        of.sourceId === null ? undefined : eq(items.sourceId, of.sourceId),
      ),
    )
    .orderBy(desc(items.at))
    .limit(of.limit);
}

export async function readItem(db: Db, id: string): Promise<ItemRow | null> {
  const [row] = await db.select().from(items).where(eq(items.id, id));
  return row ?? null;
}

/** What of a source came in a stretch of time and ended so, the newest first, for the notices to ops. */
export async function itemsBetween(
  db: Db,
  { sourceId, outcome }: Pick<ItemRow, 'sourceId' | 'outcome'>,
  from: Date,
  to: Date,
): Promise<ItemRow[]> {
  return db
    .select()
    .from(items)
    .where(
      and(eq(items.sourceId, sourceId), eq(items.outcome, outcome), gte(items.at, from), lt(items.at, to)),
    )
    .orderBy(desc(items.at), asc(items.deliveryId), asc(items.position))
    .limit(50);
}

export const TOLD: readonly ItemOutcome[] = [
  'handoff',
  'joined',
  'nurture',
  'signal',
  'updated',
  'shadow',
  'imported',
];

/** What was told of a lead, as it was told. */
export type Telling = { sourceId: string; told: CanonicalLead; at: Date };

/** Everything that was told of a lead, the oldest first. */
export async function tellingsOf(db: Db, leadId: string): Promise<Telling[]> {
  const rows = await db
    .select({ sourceId: items.sourceId, told: items.lead, at: items.at })
    .from(items)
    .where(and(eq(items.leadId, leadId), inArray(items.outcome, [...TOLD]), isNotNull(items.lead)))
    .orderBy(desc(items.at), desc(items.id))
    .limit(MOST_TELLINGS);
  return rows.toReversed().flatMap(({ told, ...row }) => (told === null ? [] : [{ ...row, told }]));
}

/** What was left out, or taken in another form, when something came of this lead; the newest first. */
export async function leftOutOf(db: Db, leadId: string): Promise<Problem[]> {
  const rows = await db
    .select({ problems: items.problems })
    .from(items)
    .where(and(eq(items.leadId, leadId), isNotNull(items.problems), ne(items.outcome, 'ignored')))
    .orderBy(desc(items.at))
    .limit(MOST_SHOWN);
  return rows.flatMap(({ problems }) => problems ?? []);
}

/** Items that were taken in; `withProblems`: only those with something left out, or lost in another form. The newest first. */
export async function itemsTakenIn(
  db: Db,
  of: { sourceId: string | null; withProblems: boolean; limit: number },
): Promise<ItemRow[]> {
  return db
    .select()
    .from(items)
    .where(
      and(
        of.withProblems ? isNotNull(items.problems) : undefined,
        notInArray(items.outcome, ['quarantined', 'imported', 'ignored', 'repeated']),
        of.sourceId === null ? undefined : eq(items.sourceId, of.sourceId),
      ),
    )
    .orderBy(desc(items.at))
    .limit(of.limit);
}

/** The last thing a source sent, with what was found in it and, of leads, the rules they failed. */
export async function lastDeliveryOf(db: Db, sourceId: string) {
  const [delivery] = await db
    .select({ id: deliveries.id, receivedAt: deliveries.receivedAt, readAt: deliveries.readAt })
    .from(deliveries)
    .where(and(eq(deliveries.sourceId, sourceId), sql`not starts_with(${deliveries.key}, ${IMPORTED})`))
    .orderBy(desc(deliveries.receivedAt))
    .limit(1);
  if (!delivery) return null;
  const found = await db
    .select({ outcome: items.outcome, problems: items.problems, evidence: leads.evidence })
    .from(items)
    .leftJoin(leads, eq(leads.id, items.leadId))
    .where(eq(items.deliveryId, delivery.id))
    .orderBy(asc(items.position))
    .limit(MOST_SHOWN);
  return { ...delivery, items: found };
}

const MOST_SHOWN = 20;
export const MOST_TELLINGS = 20;
