import { and, asc, desc, eq, gte, inArray, isNotNull, lt, ne, notInArray, or, sql } from 'drizzle-orm';
import type { CanonicalLead } from '#domain/lead.ts';
import type { Db } from './db.ts';
import { IMPORTED } from './imported.ts';
import { deliveries, type ItemOutcome, items, leads } from './schema.ts';

export type DeliveryRow = typeof deliveries.$inferSelect;
export type ItemRow = typeof items.$inferSelect;
/** `sent` is what was left out, or in another form, where it is short. */
export type Problem = { path: string; problem: string; sent?: string };

/** Stores a delivery; false when this one is stored already, which is counted. `today` is when the day began. */
export async function insertDelivery(
  tx: Db,
  delivery: typeof deliveries.$inferInsert,
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

export async function readDelivery(db: Db, id: string): Promise<DeliveryRow | null> {
  const [row] = await db.select().from(deliveries).where(eq(deliveries.id, id));
  return row ?? null;
}

/** Has a delivery read again from its raw bytes. */
export async function markUnread(tx: Db, id: string): Promise<void> {
  await tx.update(deliveries).set({ readAt: null, tries: 0, takenUntil: null }).where(eq(deliveries.id, id));
}

export async function markRead(tx: Db, id: string, at: Date): Promise<void> {
  await tx.update(deliveries).set({ readAt: at, takenUntil: null }).where(eq(deliveries.id, id));
}

/**
 * Takes an item for this transaction: its id is null when it was taken before. One that was quarantined may be taken
 * again, because its mapping may have been mended since; `aside` is what was set aside, and when.
 */
export async function claimItem(
  tx: Db,
  item: { id: string; deliveryId: string; sourceId: string; key: string; position: number; at: Date },
): Promise<{ id: string | null; aside: { id: string; at: Date } | null }> {
  const isPlace = and(eq(items.deliveryId, item.deliveryId), eq(items.position, item.position));
  const isKey = and(eq(items.sourceId, item.sourceId), eq(items.key, item.key));
  const [aside] = await tx
    .select({ id: items.id, at: items.at })
    .from(items)
    .where(and(eq(items.outcome, 'quarantined'), or(isPlace, isKey)));
  // A mended mapping may find the sender's own id where the quarantined item had none.
  if (aside) {
    await tx.delete(items).where(and(isPlace, eq(items.outcome, 'quarantined'), ne(items.key, item.key)));
  }
  const [row] = await tx
    .insert(items)
    .values({ ...item, outcome: 'ignored' })
    .onConflictDoUpdate({
      target: [items.sourceId, items.key],
      set: { at: item.at, deliveryId: item.deliveryId, position: item.position },
      setWhere: eq(items.outcome, 'quarantined'),
    })
    .returning({ id: items.id });
  return { id: row?.id ?? null, aside: aside ?? null };
}

/** Whether what stands at this place of a delivery was taken in by an earlier reading of it. */
export async function wasRead(tx: Db, deliveryId: string, position: number): Promise<boolean> {
  const rows = await tx
    .select({ id: items.id })
    .from(items)
    .where(
      and(eq(items.deliveryId, deliveryId), eq(items.position, position), ne(items.outcome, 'quarantined')),
    )
    .limit(1);
  return rows.length > 0;
}

/** The item a source sent with this id. */
export async function itemWithKey(tx: Db, sourceId: string, key: string): Promise<ItemRow | null> {
  const [row] = await tx
    .select()
    .from(items)
    .where(and(eq(items.sourceId, sourceId), eq(items.key, key)));
  return row ?? null;
}

/** Leaves a trace of an item that says what another said before. */
export async function insertRepeat(
  tx: Db,
  item: { id: string; deliveryId: string; sourceId: string; position: number; at: Date },
): Promise<void> {
  const key = `${item.deliveryId}#${item.position}`;
  await tx
    .insert(items)
    .values({ ...item, key, outcome: 'repeated' })
    .onConflictDoNothing();
}

export async function settleItem(
  tx: Db,
  id: string,
  values: {
    outcome: ItemOutcome;
    lead?: CanonicalLead | null;
    problems?: Problem[] | null;
    leadId?: string | null;
    handoffId?: string | null;
  },
): Promise<void> {
  await tx
    .update(items)
    .set({ problems: null, ...values })
    .where(eq(items.id, id));
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
    .orderBy(desc(items.at))
    .limit(50);
}

const TOLD: ItemOutcome[] = ['handoff', 'joined', 'nurture', 'signal', 'shadow', 'imported'];

/** What was told of a lead, as it was told, the oldest first. */
export async function tellingsOf(
  db: Db,
  leadId: string,
): Promise<{ sourceId: string; told: CanonicalLead; at: Date }[]> {
  const rows = await db
    .select({ sourceId: items.sourceId, told: items.lead, at: items.at })
    .from(items)
    .where(and(eq(items.leadId, leadId), inArray(items.outcome, TOLD), isNotNull(items.lead)))
    .orderBy(desc(items.at), desc(items.id))
    .limit(MOST_SHOWN);
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
