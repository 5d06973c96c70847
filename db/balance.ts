import { and, count, desc, eq, gte, inArray, type SQL, sql } from 'drizzle-orm';
import type { Check } from '#domain/routing/check-names.ts';
import { candidatesIn } from './candidates.ts';
import type { Db } from './db.ts';
import { rowsOf } from './rows.ts';
import { type BalanceKind, balanceEntries, handoffs, leads } from './schema.ts';

export type BalanceCount = {
  poolId: string;
  repId: string;
  kind: BalanceKind;
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

/** The last entries of these pools, of one rep where one is named, the newest first; each with its lead while it is known. */
export async function lastBalanceEntries(
  db: Db,
  { poolIds, repId }: { poolIds: readonly string[]; repId: string | null },
  limit: number,
) {
  const isTheirs: SQL | undefined = repId === null ? undefined : eq(balanceEntries.repId, repId);
  return db
    .select({ entry: balanceEntries, record: leads.record })
    .from(balanceEntries)
    .leftJoin(handoffs, eq(handoffs.id, balanceEntries.handoffId))
    .leftJoin(leads, eq(leads.id, handoffs.leadId))
    .where(and(inArray(balanceEntries.poolId, [...poolIds]), isTheirs))
    .orderBy(desc(balanceEntries.id))
    .limit(limit);
}

/** The turns that were taken for a handoff. */
export async function turnsOfHandoff(
  db: Db,
  handoffId: string,
): Promise<{ repId: string; kind: 'turn' | 'catch_up'; at: Date }[]> {
  const { repId, kind, at } = balanceEntries;
  const rows = await db
    .select({ repId, kind, at })
    .from(balanceEntries)
    .where(and(eq(balanceEntries.handoffId, handoffId), inArray(balanceEntries.kind, ['turn', 'catch_up'])));
  return rows.flatMap((row) =>
    row.kind === 'turn' || row.kind === 'catch_up' ? [{ ...row, kind: row.kind }] : [],
  );
}

/** What the last decisions found of one rep: chosen, able to take it but not in turn, or passed over by a check. */
export type Looked = { chosen: number; later: number; passed: { check: Check; count: number }[] };

/**
 * What came of one rep in the decisions since then, of the newest `most` of all: the log is kept for ever, and who
 * asks waits for the answer. `isCut` says that there were more.
 */
export async function lookedAt(
  db: Db,
  repId: string,
  since: Date,
  most: number,
): Promise<{ looked: Looked; isCut: boolean }> {
  const from = since.toISOString();
  const newest = sql`
    newest as (select id, at, chosen_id, record from routing_log order by id desc limit ${most}),
    recent as (select id, chosen_id, record from newest where at >= ${from})`;
  const rows = rowsOf<{ check: Check | null; isChosen: boolean; count: number }>(
    await db.execute(sql`
      with ${newest}, seen as (
        select r.chosen_id, c."check" from recent r
        cross join lateral (
          select r.record -> 'candidates' as list
          union all
          select o -> 'candidates' from jsonb_array_elements(coalesce(r.record -> 'others', '[]')) o) asked
        cross join lateral ${candidatesIn(sql`asked.list`)} c
        where c.rep_id = ${repId}
      )
      select "check", "check" is null and chosen_id = ${repId} as "isChosen", count(*)::int as count
      from seen group by 1, 2 order by 3 desc, 1`),
  );
  const [recent] = rowsOf<{ count: number }>(
    await db.execute(sql`with ${newest} select count(*)::int as count from recent`),
  );
  const sum = (found: typeof rows) => found.reduce((total, row) => total + row.count, 0);
  return {
    looked: {
      chosen: sum(rows.filter(({ isChosen }) => isChosen)),
      later: sum(rows.filter(({ check, isChosen }) => check === null && !isChosen)),
      passed: rows.flatMap(({ check, count: times }) => (check === null ? [] : [{ check, count: times }])),
    },
    isCut: recent?.count === most,
  };
}
