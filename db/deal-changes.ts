import { and, asc, eq, gte, isNull } from 'drizzle-orm';
import { changesOf, type Deal } from '#domain/deal.ts';
import type { Db } from './db.ts';
import type { HandoffRow } from './handoffs.ts';
import { insertLater } from './later.ts';
import { dealChanges } from './schema.ts';

/** Keeps what is another in a deal than it was. */
export function keepDealChanges(
  tx: Db,
  { handoff }: HandoffRow,
  { before, after }: { before: Deal | null; after: Deal },
  said: { byId: string | null; via: string | null; at: Date },
): void {
  const { id: handoffId, leadId, ownerId: repId } = handoff;
  const rows = changesOf(before, after).map(({ field, from, to }) => ({
    ...{ handoffId, leadId, repId, ...said },
    ...{ field, fromValue: from, toValue: to },
  }));
  insertLater(tx, dealChanges, rows);
}

/** What was said of the deal since then was taken back. */
export async function undoDealChanges(
  tx: Db,
  { handoffId, since, at }: { handoffId: string; since: Date; at: Date },
): Promise<void> {
  await tx
    .update(dealChanges)
    .set({ undoneAt: at })
    .where(
      and(
        eq(dealChanges.handoffId, handoffId),
        gte(dealChanges.at, since),
        isNull(dealChanges.undoneAt),
        // A source does not take back what it told.
        isNull(dealChanges.via),
      ),
    );
}

/** Each change of what a lead's deals were said to be that stands, the first first. */
export const readDealChanges = (db: Db, leadId: string) =>
  db
    .select()
    .from(dealChanges)
    .where(and(eq(dealChanges.leadId, leadId), isNull(dealChanges.undoneAt)))
    .orderBy(asc(dealChanges.id));
