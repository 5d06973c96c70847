import { and, count, eq, gte, inArray } from 'drizzle-orm';
import type { Db } from './open.ts';
import { balanceEntries, poolMembers } from './schema.ts';

export type BalanceCount = {
  poolId: string;
  repId: string;
  kind: 'turn' | 'credit' | 'debit';
  count: number;
};

/** How many turns, credits and debits the members of these pools had since then. */
export async function countBalanceEntries(
  db: Db,
  poolIds: readonly string[],
  since: Date,
): Promise<BalanceCount[]> {
  const { poolId, repId, kind } = balanceEntries;
  return db
    .select({ poolId, repId, kind, count: count() })
    .from(balanceEntries)
    .where(and(inArray(poolId, [...poolIds]), gte(balanceEntries.at, since)))
    .groupBy(poolId, repId, kind);
}

/** How far each member of a pool stands from their share; who never had a turn is not among them, and is level. */
export async function readStanding(db: Db, poolId: string): Promise<Map<string, number>> {
  const rows = await db.select().from(poolMembers).where(eq(poolMembers.poolId, poolId));
  return new Map(rows.map((row) => [row.repId, row.lag]));
}
