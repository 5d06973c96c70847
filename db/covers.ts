import { and, asc, count, eq, inArray, isNull, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import type { CoverOutcome, Moved } from '#domain/cover.ts';
import { OPEN_STATES } from '#domain/handoff.ts';
import type { Leg } from '#domain/settings-shapes.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Db } from './db.ts';
import { hottestFirst } from './handoffs.ts';
import { type CoverState, coveredHandoffs, covers, handoffs, people } from './schema.ts';

/** Absences in which somebody else has the work. */

export type Cover = typeof covers.$inferSelect;
export type CoveredRow = typeof coveredHandoffs.$inferSelect;

export async function insertCover(tx: Db, cover: Cover): Promise<void> {
  await tx.insert(covers).values(cover);
}

/** Reads a cover and keeps everybody else from moving anything by it until the transaction ends. */
export async function lockCover(tx: Db, id: string): Promise<Cover | null> {
  const [row] = await tx.select().from(covers).where(eq(covers.id, id)).for('update');
  return row ?? null;
}

export async function readCover(db: Db, id: string): Promise<Cover | null> {
  const [row] = await db.select().from(covers).where(eq(covers.id, id));
  return row ?? null;
}

export async function updateCover(
  tx: Db,
  id: string,
  values: Partial<Pick<Cover, 'state' | 'until' | 'answeredAt' | 'endedAt'>>,
): Promise<void> {
  await tx.update(covers).set(values).where(eq(covers.id, id));
}

/** A person's covers in these states, locked in order. */
export async function lockCoversOf(
  tx: Db,
  personId: string,
  states: readonly CoverState[],
): Promise<Cover[]> {
  return tx
    .select()
    .from(covers)
    .where(and(eq(covers.personId, personId), inArray(covers.state, [...states])))
    .orderBy(asc(covers.id))
    .for('update');
}

export type CoverToTend = Pick<Cover, 'id' | 'createdAt'>;

const isBack = (now: Date) => or(isNull(people.awayUntil), lte(people.awayUntil, now));

/** Of a cover, with its person, that something is to be done about it. */
export const needsTending = ({ now, askedBefore }: { now: Date; askedBefore: Date }) =>
  or(
    eq(covers.state, 'moving'),
    and(eq(covers.state, 'active'), isBack(now)),
    and(inArray(covers.state, ['proposed', 'asked']), lte(covers.until, now)),
    and(eq(covers.state, 'asked'), lte(covers.createdAt, askedBefore)),
  );

/**
 * Covers that something is to be done about now: leads still to be moved, owners who are back, and questions nobody
 * answered in time (`askedBefore` is when those were asked at the latest). The oldest first, page by page.
 */
export async function coversToTend(
  db: Db,
  at: { now: Date; askedBefore: Date },
  { after, most }: { after: CoverToTend | null; most: number },
): Promise<CoverToTend[]> {
  const isBehind =
    after &&
    sql`(${covers.createdAt}, ${covers.id}) > (${after.createdAt.toISOString()}::timestamptz, ${after.id})`;
  return db
    .select({ id: covers.id, createdAt: covers.createdAt })
    .from(covers)
    .leftJoin(people, eq(people.id, covers.personId))
    .where(and(needsTending(at), isBehind ?? undefined))
    .orderBy(asc(covers.createdAt), asc(covers.id))
    .limit(most);
}

/**
 * Somebody's open handoffs that may move, those first that are urgent: what came to them later than `offeredBy` was
 * given to them although they are away, and test leads go to nobody else.
 */
export async function openWork(
  db: Db,
  personId: string,
  offeredBy: Date,
): Promise<{ id: string; leg: Leg }[]> {
  return db
    .select({ id: handoffs.id, leg: handoffs.leg })
    .from(handoffs)
    .where(
      and(
        eq(handoffs.ownerId, personId),
        inArray(handoffs.state, [...OPEN_STATES]),
        ne(handoffs.sourceId, TEST_SOURCE),
        or(isNull(handoffs.offeredAt), lte(handoffs.offeredAt, offeredBy)),
      ),
    )
    .orderBy(...hottestFirst);
}

export async function insertCovered(tx: Db, row: Omit<CoveredRow, 'outcome'>): Promise<void> {
  await tx.insert(coveredHandoffs).values(row);
}

/** Every lead that moved by a cover, the oldest lead first. */
export async function coveredBy(db: Db, coverId: string): Promise<CoveredRow[]> {
  const rows = await db
    .select({ row: coveredHandoffs })
    .from(coveredHandoffs)
    .innerJoin(handoffs, eq(handoffs.id, coveredHandoffs.handoffId))
    .where(eq(coveredHandoffs.coverId, coverId))
    .orderBy(asc(handoffs.createdAt), asc(handoffs.id));
  return rows.map(({ row }) => row);
}

export async function setCoverOutcome(
  tx: Db,
  { coverId, handoffId }: Pick<CoveredRow, 'coverId' | 'handoffId'>,
  outcome: CoverOutcome,
): Promise<void> {
  await tx
    .update(coveredHandoffs)
    .set({ outcome })
    .where(and(eq(coveredHandoffs.coverId, coverId), eq(coveredHandoffs.handoffId, handoffId)));
}

/** Where a handoff is in other hands now: whose it is, who has it instead, and until when. */
export async function openMoves(db: Db, handoffId: string): Promise<(Moved & { until: Date })[]> {
  return db
    .select({ personId: covers.personId, toId: coveredHandoffs.toId, until: covers.until })
    .from(coveredHandoffs)
    .innerJoin(covers, eq(covers.id, coveredHandoffs.coverId))
    .where(and(eq(coveredHandoffs.handoffId, handoffId), isNull(coveredHandoffs.outcome)))
    .orderBy(asc(coveredHandoffs.movedAt));
}

/** Whether an offer, by its name in the query, was made by an absence: to whoever covers, or back to whoever is there again. */
export const byCover = (offer: SQL): SQL => sql`exists (
  select 1 from handoff_events c
  where c.handoff_id = ${offer}.handoff_id and c.type = 'covered' and c.at = ${offer}.offered_at
    and c.event ->> 'to' = ${offer}.rep_id)`;

export type CoverShare = { personId: string; toId: string; leads: number };

/** For each of these people who covers how many of their leads now, most first. */
export async function coverShares(db: Db, personIds: readonly string[]): Promise<CoverShare[]> {
  if (personIds.length === 0) return [];
  return db
    .select({ personId: covers.personId, toId: coveredHandoffs.toId, leads: count() })
    .from(coveredHandoffs)
    .innerJoin(covers, eq(covers.id, coveredHandoffs.coverId))
    .innerJoin(handoffs, eq(handoffs.id, coveredHandoffs.handoffId))
    .where(
      and(
        inArray(covers.personId, [...personIds]),
        isNull(coveredHandoffs.outcome),
        eq(handoffs.ownerId, coveredHandoffs.toId),
        inArray(handoffs.state, [...OPEN_STATES]),
      ),
    )
    .groupBy(covers.personId, coveredHandoffs.toId)
    .orderBy(sql`count(*) desc`, asc(coveredHandoffs.toId));
}
