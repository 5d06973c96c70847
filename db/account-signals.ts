import { and, desc, eq, inArray, notInArray } from 'drizzle-orm';
import { OPEN_STATES } from '#domain/handoff.ts';
import type { LeadSignal } from '#domain/lead.ts';
import type { Db } from './db.ts';
import { toSignal } from './leads.ts';
import { accountSignals, handoffs, leads } from './schema.ts';

type Of = { accountId: string; sourceId: string; messageKey: string };

/** Keeps what a company did, each once. Answers how much of it is new. */
export async function addAccountSignals(
  tx: Db,
  of: Of,
  found: readonly LeadSignal[],
  newId: () => string,
): Promise<number> {
  const rows = found.map(({ type, at, title, url }) => ({
    ...of,
    ...{ id: newId(), type, at: new Date(at), title: title ?? null, url: url ?? null },
  }));
  const added = tx.insert(accountSignals).values(rows).onConflictDoNothing();
  return (await added.returning({ id: accountSignals.id })).length;
}

/** The newest of what one message tells of. */
export async function signalsTold(
  db: Db,
  messageKey: string,
  most: number,
): Promise<{ signal: LeadSignal; sourceId: string }[]> {
  const rows = await db
    .select()
    .from(accountSignals)
    .where(eq(accountSignals.messageKey, messageKey))
    .orderBy(desc(accountSignals.at))
    .limit(most);
  return rows.map((row) => ({ signal: toSignal(row), sourceId: row.sourceId }));
}

/** The open handoffs of a company's leads, the newest first. */
export const openHandoffsOfAccount = (db: Db, accountId: string, most: number) =>
  db
    .select({
      id: handoffs.id,
      ownerId: handoffs.ownerId,
      poolId: handoffs.poolId,
      offerNo: handoffs.offerNo,
    })
    .from(handoffs)
    .innerJoin(leads, eq(leads.id, handoffs.leadId))
    .where(and(eq(leads.accountId, accountId), inArray(handoffs.state, [...OPEN_STATES])))
    .orderBy(desc(handoffs.createdAt), desc(handoffs.id))
    .limit(most);

/** Who of customer success has a company, or had it last; null where nobody was handed it. */
export async function csmOfAccount(db: Db, accountId: string): Promise<string | null> {
  const [row] = await db
    .select({ ownerId: handoffs.ownerId })
    .from(handoffs)
    .innerJoin(leads, eq(leads.id, handoffs.leadId))
    .where(
      and(
        eq(leads.accountId, accountId),
        eq(handoffs.leg, 'won_to_cs'),
        notInArray(handoffs.state, ['waiting', 'rejected', 'withdrawn']),
      ),
    )
    .orderBy(desc(handoffs.createdAt), desc(handoffs.id))
    .limit(1);
  return row?.ownerId ?? null;
}
