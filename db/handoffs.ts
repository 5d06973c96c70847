import {
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lte,
  ne,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { StampedPolicy } from '#domain/clock.ts';
import type { Deal } from '#domain/deal.ts';
import type { Before, Handoff, HandoffEvent, State } from '#domain/handoff.ts';
import { OPEN_STATES } from '#domain/handoff.ts';
import type { Leg } from '#domain/settings-shapes.ts';
import type { Db } from './db.ts';
import { amendPending, insertLater } from './later.ts';
import { isAnyOf } from './rows.ts';
import { handoffEvents, handoffs, leads, offers, type Stored } from './schema.ts';
import { together } from './together.ts';

/** A handoff with what was stamped on it when it was opened. */
export type HandoffRow = {
  handoff: Handoff;
  policy: StampedPolicy;
  sourceId: string;
  campaign: string | null;
};

type Row = typeof handoffs.$inferSelect;

/** What the policies of older versions had no clocks for, and what their offers had no word of. */
const BEFORE_0004 = {
  clocks: { first_email: null, first_call: null, follow_up: null, outcome: null, qualify: null },
  accept: { pace: { unit: 'minutes', amount: 5 } },
} as const;

export function toHandoffRow({
  policy,
  sourceId,
  campaign,
  settingsVersion: _s,
  undoUntil: _u,
  before,
  deal,
  ...handoff
}: Row): HandoffRow {
  return {
    handoff: { ...handoff, deal: deal && readDeal(deal), before: before && readBefore(before) },
    policy: { ...BEFORE_0004.clocks, ...policy, accept: { ...BEFORE_0004.accept, ...policy.accept } },
    sourceId,
    campaign,
  };
}

/** Older versions knew no sub-stages. */
const readDeal = (stored: Omit<Deal, 'subStage'> & Partial<Deal>): Deal => ({
  ...stored,
  subStage: stored.subStage ?? null,
});

function readBefore({ deal, ...stored }: Stored<Before>): Before {
  return {
    ...stored,
    ...(deal !== undefined && { deal: deal && readDeal(deal) }),
    acceptedAt: stored.acceptedAt === null ? null : new Date(stored.acceptedAt),
    snoozedUntil: stored.snoozedUntil === null ? null : new Date(stored.snoozedUntil),
    at: new Date(stored.at),
    undoUntil: new Date(stored.undoUntil),
  };
}

const storeBefore = (before: Before | null): Stored<Before> | null =>
  before && {
    ...before,
    acceptedAt: before.acceptedAt?.toISOString() ?? null,
    snoozedUntil: before.snoozedUntil?.toISOString() ?? null,
    at: before.at.toISOString(),
    undoUntil: before.undoUntil.toISOString(),
  };

const storedBefore = ({ before }: Handoff) => ({
  before: storeBefore(before),
  undoUntil: before?.undoUntil ?? null,
});

/**
 * Reads a handoff and keeps everybody else from changing it until the transaction ends. Whoever decides about it has
 * locked its lead before.
 */
export async function lockHandoff(tx: Db, id: string): Promise<HandoffRow | null> {
  const [row] = await tx.select().from(handoffs).where(eq(handoffs.id, id)).for('no key update');
  return row ? toHandoffRow(row) : null;
}

/** Those of these handoffs that nobody is changing now; nobody changes them until the transaction ends. */
export async function lockFreeHandoffs(tx: Db, ids: readonly string[]): Promise<HandoffRow[]> {
  const rows = await tx
    .select()
    .from(handoffs)
    .where(isAnyOf(handoffs.id, ids))
    .orderBy(asc(handoffs.id))
    .for('no key update', { skipLocked: true });
  return rows.map(toHandoffRow);
}

/** Whose handoffs they are: that changes only where two leads become one. */
export async function leadsOfHandoffs(
  db: Db,
  ids: readonly string[],
): Promise<{ id: string; leadId: string }[]> {
  const { id, leadId } = handoffs;
  return db.select({ id, leadId }).from(handoffs).where(isAnyOf(id, ids));
}

/** The same of one. */
export async function leadOfHandoff(db: Db, id: string): Promise<string | null> {
  const [row] = await db.select({ leadId: handoffs.leadId }).from(handoffs).where(eq(handoffs.id, id));
  return row?.leadId ?? null;
}

export async function readHandoff(db: Db, id: string): Promise<HandoffRow | null> {
  const [row] = await db.select().from(handoffs).where(eq(handoffs.id, id));
  return row ? toHandoffRow(row) : null;
}

export function insertHandoff(tx: Db, row: HandoffRow & { settingsVersion: string }): void {
  const { handoff, ...stamped } = row;
  insertLater(tx, handoffs, [{ ...handoff, ...stamped, ...storedBefore(handoff) }]);
}

/** Stores the next handoff. Call it with the row locked. */
export async function updateHandoff(tx: Db, handoff: Handoff): Promise<void> {
  const { id, ...values } = handoff;
  const { before, undoUntil } = storedBefore(handoff);
  if (amendPending(tx, handoffs, id, { ...values, before, undoUntil })) return;
  // A press whose time for undoing is over may still be what a snooze wakes into: then it stays settled.
  const isSame = sql`${handoffs.before} is not distinct from ${JSON.stringify(before)}::jsonb`;
  const until = sql`${undoUntil?.toISOString() ?? null}::timestamptz`;
  await tx
    .update(handoffs)
    .set({
      ...values,
      before,
      undoUntil: sql`case when ${isSame} then ${handoffs.undoUntil} else ${until} end`,
    })
    .where(eq(handoffs.id, id));
}

/** A handoff that became hotter before anybody had it. Call it with the row locked. */
export async function raiseHandoff(
  tx: Db,
  id: string,
  raised: Pick<Handoff, 'temperature' | 'policyId'> & { policy: StampedPolicy },
): Promise<void> {
  await tx.update(handoffs).set(raised).where(eq(handoffs.id, id));
}

/** The one open handoff of a lead, if there is any. */
export async function findOpenHandoff(tx: Db, leadId: string): Promise<HandoffRow | null> {
  const [row] = await tx
    .select()
    .from(handoffs)
    .where(and(eq(handoffs.leadId, leadId), inArray(handoffs.state, [...OPEN_STATES])))
    .orderBy(desc(handoffs.createdAt));
  return row ? toHandoffRow(row) : null;
}

/** The last handoff of a lead on one of these legs, beside the one with the id `but`. */
export async function lastOfLegs(
  tx: Db,
  leadId: string,
  legs: readonly Leg[],
  but: string | null = null,
): Promise<HandoffRow | null> {
  if (legs.length === 0) return null;
  const another = but === null ? undefined : ne(handoffs.id, but);
  const [row] = await tx
    .select()
    .from(handoffs)
    .where(and(eq(handoffs.leadId, leadId), inArray(handoffs.leg, [...legs]), another))
    .orderBy(desc(handoffs.createdAt), desc(handoffs.id))
    .limit(1);
  return row ? toHandoffRow(row) : null;
}

/** The last that was passed on from these legs: one that was withdrawn, or rejected, passed on nothing. */
export async function lastPassedOn(tx: Db, leadId: string, legs: readonly Leg[]): Promise<HandoffRow | null> {
  if (legs.length === 0) return null;
  const [row] = await tx
    .select()
    .from(handoffs)
    .where(
      and(eq(handoffs.leadId, leadId), inArray(handoffs.leg, [...legs]), eq(handoffs.state, 'completed')),
    )
    .orderBy(desc(handoffs.createdAt), desc(handoffs.id))
    .limit(1);
  return row ? toHandoffRow(row) : null;
}

/** The last handoff of each of these leads that ever had one. */
export async function lastHandoffs(tx: Db, leadIds: readonly string[]): Promise<HandoffRow[]> {
  const rows = await tx
    .selectDistinctOn([handoffs.leadId])
    .from(handoffs)
    .where(inArray(handoffs.leadId, [...leadIds]))
    .orderBy(handoffs.leadId, desc(handoffs.createdAt));
  return rows.map(toHandoffRow);
}

/** In the order in which leads without an owner find one. */
export const hotness = sql<number>`case ${handoffs.temperature} when 'hot' then 0 when 'warm' then 1 else 2 end`;
export const hottestFirst = [hotness, asc(handoffs.createdAt), asc(handoffs.id)];

/** A handoff for which something is due, and since when. */
export type DueHandoff = { id: string; dueAt: Date };
type Page = { after: DueHandoff | null; most: number; since: Date | null };

/** Of a snoozed handoff, that its time has come. */
export const wakes = (now: Date, since: Date | null) =>
  and(sql`state = 'snoozed'`, dueSince(handoffs.snoozedUntil, now, since));

/** Of one that is reserved, that its lead has had the time to book. */
export const isToBeOffered = (now: Date, since: Date | null) =>
  and(isNotNull(handoffs.reservedFor), dueSince(handoffs.reservedUntil, now, since));

/** That the last press can no longer be undone although the card still offers it. */
export const settles = (now: Date, since: Date | null) => dueSince(handoffs.undoUntil, now, since);

/** Due by now, and where all that was due before is known to be done, not before that. */
const dueSince = (due: DueColumn, now: Date, since: Date | null) =>
  and(lte(due, now), since === null ? undefined : gt(due, since));

type DueColumn = typeof handoffs.snoozedUntil | typeof handoffs.undoUntil | typeof handoffs.reservedUntil;

/** Handoffs to wake, the earliest first, from after one of them. */
export const handoffsToWake = (db: Db, now: Date, page: Page): Promise<DueHandoff[]> =>
  dueHandoffs(db, handoffs.snoozedUntil, { where: wakes(now, page.since), now, page });

/** Handoffs that were reserved, in the same way. */
export const handoffsToOffer = (db: Db, now: Date, page: Page): Promise<DueHandoff[]> =>
  dueHandoffs(db, handoffs.reservedUntil, { where: isToBeOffered(now, page.since), now, page });

/** Handoffs to settle, in the same way. */
export const handoffsToSettle = (db: Db, now: Date, page: Page): Promise<DueHandoff[]> =>
  dueHandoffs(db, handoffs.undoUntil, { where: settles(now, page.since), now, page });

async function dueHandoffs(
  db: Db,
  due: DueColumn,
  { where, now, page: { after, most } }: { where: SQL | undefined; now: Date; page: Page },
): Promise<DueHandoff[]> {
  const isBehind =
    after && sql`(${due}, ${handoffs.id}) > (${after.dueAt.toISOString()}::timestamptz, ${after.id})`;
  const rows = await db
    .select({ id: handoffs.id, dueAt: due })
    .from(handoffs)
    .where(and(where, isBehind ?? undefined))
    .orderBy(asc(due), asc(handoffs.id))
    .limit(most);
  return rows.map(({ id, dueAt }) => ({ id, dueAt: dueAt ?? now }));
}

/** The press stands. What it changed is still known: a snooze has to know what it wakes into. */
export async function forgetUndo(tx: Db, id: string): Promise<void> {
  await tx.update(handoffs).set({ undoUntil: null }).where(eq(handoffs.id, id));
}

/** Handoffs whose id begins like this, as they stand; two are enough to know that it is not one. */
export async function findHandoffByStart(db: Db, start: string) {
  return db
    .select({
      handoffId: handoffs.id,
      offerNo: handoffs.offerNo,
      state: handoffs.state,
      acceptedAt: handoffs.acceptedAt,
    })
    .from(handoffs)
    .where(sql`starts_with(${handoffs.id}, ${start})`)
    .limit(2);
}

/** Several handoffs with their leads, in the order of the ids. */
export async function readHandoffsWithLeads(
  db: Db,
  ids: readonly string[],
): Promise<(HandoffRow & { lead: typeof leads.$inferSelect })[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ handoff: handoffs, lead: leads })
    .from(handoffs)
    .innerJoin(leads, eq(leads.id, handoffs.leadId))
    .where(inArray(handoffs.id, [...ids]));
  const byId = new Map(rows.map((row) => [row.handoff.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? { ...toHandoffRow(row.handoff), lead: row.lead } : [];
  });
}

/** A person's handoffs in these states. */
export async function openHandoffsOf(db: Db, ownerId: string, states: readonly State[]): Promise<string[]> {
  const rows = await db
    .select({ id: handoffs.id })
    .from(handoffs)
    .where(and(eq(handoffs.ownerId, ownerId), inArray(handoffs.state, [...states])));
  return rows.map((row) => row.id);
}

/** Handoffs that wait for the answer of somebody who is none of these people. */
export async function unansweredByOthers(db: Db, people: readonly string[]): Promise<string[]> {
  const rows = await db
    .select({ id: handoffs.id })
    .from(handoffs)
    .where(and(inArray(handoffs.state, ['offered', 'snoozed']), notInArray(handoffs.ownerId, [...people])));
  return rows.map((row) => row.id);
}

export async function insertOffer(
  tx: Db,
  offer: { handoffId: string; no: number; repId: string; poolId: string | null; offeredAt: Date },
): Promise<void> {
  if (offer.no > 1) await endOffers(tx, offer.handoffId, offer.offeredAt);
  insertLater(tx, offers, [offer]);
}

export async function endOffers(tx: Db, handoffId: string, at: Date): Promise<void> {
  await tx
    .update(offers)
    .set({ endedAt: at })
    .where(and(eq(offers.handoffId, handoffId), isNull(offers.endedAt)));
}

/** Everybody it was put to, in order. */
export function readOffers(db: Db, handoffId: string) {
  return db.select().from(offers).where(eq(offers.handoffId, handoffId)).orderBy(asc(offers.no));
}

export function appendEvents(
  tx: Db,
  of: HandoffRow,
  events: readonly HandoffEvent[],
  by: { actorId: string | null; at: Date },
): void {
  insertLater(
    tx,
    handoffEvents,
    events.map((event) => ({
      handoffId: of.handoff.id,
      type: event.type,
      at: by.at,
      actorId: by.actorId,
      repId: of.handoff.ownerId,
      sourceId: of.sourceId,
      event,
    })),
  );
}

export const readEvents = together(async (db, handoffIds: readonly string[]) => {
  const rows = await db
    .select()
    .from(handoffEvents)
    .where(isAnyOf(handoffEvents.handoffId, handoffIds))
    .orderBy(asc(handoffEvents.id));
  const ofEach = Map.groupBy(rows, ({ handoffId }) => handoffId);
  return handoffIds.map((id) => ofEach.get(id) ?? []);
});

/** Those of these handoffs that the next team sent back, or that came back on the day that was chosen, with how. */
export async function sentBackAmong(db: Db, handoffIds: readonly string[]) {
  const rows = await db
    .select()
    .from(handoffEvents)
    .where(
      and(
        isAnyOf(handoffEvents.handoffId, handoffIds),
        inArray(handoffEvents.type, ['sent_back', 'came_back']),
      ),
    );
  return new Map(rows.map((row) => [row.handoffId, row]));
}

/** Everything that happened to a lead in any of its handoffs, the latest first. */
export async function readEventsOfLead(db: Db, leadId: string, limit: number) {
  const rows = await db
    .select({ row: handoffEvents })
    .from(handoffEvents)
    .innerJoin(handoffs, eq(handoffs.id, handoffEvents.handoffId))
    .where(eq(handoffs.leadId, leadId))
    .orderBy(desc(handoffEvents.id))
    .limit(limit);
  return rows.map(({ row }) => row);
}

/** When a person last reached for the lead, as far as anybody told; null when nobody did. */
export const lastWorkedOn = together(async (tx, handoffIds: readonly string[]): Promise<(Date | null)[]> => {
  const happened = sql<Date>`max(coalesce((${handoffEvents.event} ->> 'doneAt')::timestamptz, ${handoffEvents.at}))`;
  const rows = await tx
    .select({ id: handoffEvents.handoffId, at: happened.mapWith(handoffEvents.at) })
    .from(handoffEvents)
    .where(
      and(
        isAnyOf(handoffEvents.handoffId, handoffIds),
        inArray(handoffEvents.type, ['responded', 'activity_seen']),
        sql`${handoffEvents.event} ->> 'madeBy' is distinct from 'machine'`,
      ),
    )
    .groupBy(handoffEvents.handoffId);
  const ofEach = new Map(rows.map(({ id, at }) => [id, at]));
  return handoffIds.map((id) => ofEach.get(id) ?? null);
});

type RemindedOf = { handoffId: string; repId: string };

/** When the owner was last reminded of this handoff. */
export const lastReminder = together(async (tx, all: readonly RemindedOf[]): Promise<(Date | null)[]> => {
  const { handoffId, repId, at, type, event } = handoffEvents;
  const rows = await tx
    .selectDistinctOn([handoffId, repId], { handoffId, repId, at })
    .from(handoffEvents)
    .where(
      and(
        isAnyOf(
          handoffId,
          all.map((one) => one.handoffId),
        ),
        // That a snooze is over mentions its rep as well.
        or(eq(type, 'reminded'), sql`${type} = 'woken' and ${event} ->> 'because' = 'time'`),
      ),
    )
    .orderBy(handoffId, repId, desc(handoffEvents.id));
  return all.map(
    (one) => rows.find((row) => row.handoffId === one.handoffId && row.repId === one.repId)?.at ?? null,
  );
});

/** How many snoozes somebody's handoffs had since `from`, less those undone. */
export async function snoozesSince(tx: Db, repId: string, from: Date): Promise<number> {
  const undone = sql`${handoffEvents.type} = 'undone' and ${handoffEvents.event} ->> 'command' = 'snooze'`;
  const [row] = await tx
    .select({
      snoozes: sql<number>`count(*) filter (where ${handoffEvents.type} = 'snoozed')::int
        - count(*) filter (where ${undone})::int`,
    })
    .from(handoffEvents)
    .where(
      and(
        eq(handoffEvents.repId, repId),
        inArray(handoffEvents.type, ['snoozed', 'undone']),
        gte(handoffEvents.at, from),
      ),
    );
  return Math.max(0, row?.snoozes ?? 0);
}
