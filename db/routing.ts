import { and, desc, eq, inArray, lte, type SQL, sql } from 'drizzle-orm';
import { packRecord } from '#domain/routing/pack-record.ts';
import { type RoutingRecord, WAITED } from '#domain/routing/record.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import { byCover } from './covers.ts';
import type { Db } from './db.ts';
import { insertLater, writeLater } from './later.ts';
import type { PersonRow } from './people.ts';
import { decisionFrom } from './routing-log.ts';
import { rowsOf } from './rows.ts';
import { balanceEntries, poolStandings, routingLog } from './schema.ts';

/**
 * Work by rep: offers not answered, and those to come while a lead may book, accepted leads not reached, everything that is not closed, offers since the rep's
 * midnight, and when the last of those came that had waited: fresh leads keep none that waits from being offered. What
 * moved because somebody was away, or is back, is work, but nobody's offer of the day.
 */
export type Load = {
  unanswered: number;
  uncontacted: number;
  open: number;
  today: number;
  lastOfferedAt: Date | null;
};
export const NO_LOAD: Load = { unanswered: 0, uncontacted: 0, open: 0, today: 0, lastOfferedAt: null };

type Reps = readonly { id: string; midnight: Date }[];

const listOf = (reps: Reps): string =>
  JSON.stringify(reps.map((rep) => ({ id: rep.id, midnight: rep.midnight.toISOString() })));

/**
 * Of these reps, each by the indexes, whatever Postgres knows of the tables. When the last came that had waited is told only
 * where `withLast` asks.
 */
function workOf(reps: Reps, withLast: boolean): SQL {
  const last = sql`max(o.offered_at) filter (where exists (
    select 1 from routing_log l join handoffs h on h.id = l.handoff_id
    where l.handoff_id = o.handoff_id and l.at = o.offered_at and o.offered_at > h.created_at
      and l.record ->> 'because' = ${WAITED}))`;
  return sql`
    select r.id, work.unanswered + kept.count as unanswered, work.uncontacted, work.open + kept.count as open,
      day.today + kept.count as today, day.last
    from json_to_recordset(${listOf(reps)}::json) as r(id text, midnight timestamptz),
    lateral (
      select count(*) filter (where h.state = 'offered')::int as unanswered,
        count(*) filter (where h.state = 'accepted')::int as uncontacted, count(*)::int as open
      from handoffs h
      where h.owner_id = r.id and h.state in ('offered', 'snoozed', 'accepted', 'working')
        and h.source_id <> ${TEST_SOURCE}) as work,
    lateral (select count(*)::int as count from handoffs h where h.reserved_for = r.id) as kept,
    lateral (
      select count(*)::int as today, ${withLast ? last : sql`null::timestamptz`} as last
      from offers o
      where o.rep_id = r.id and o.offered_at >= r.midnight
        and not exists (
          select from handoffs t where t.id = o.handoff_id and t.source_id = ${sql.raw(`'${TEST_SOURCE}'`)})
        and not ${byCover(sql`o`)}
        and (o.ended_at is null or not exists (
          select 1 from handoff_events u where u.handoff_id = o.handoff_id and u.type = 'undone'
            and u.at = o.ended_at and u.event ->> 'command' = 'claim'))) as day`;
}

type Work = Omit<Load, 'lastOfferedAt'> & { id: string; last: string | Date | null };
const loadFrom = ({ unanswered, uncontacted, open, today, last }: Work): Load => ({
  ...{ unanswered, uncontacted, open, today },
  lastOfferedAt: last === null ? null : new Date(last),
});

export async function loadsOf(tx: Db, reps: Reps): Promise<Map<string, Load>> {
  const rows = rowsOf<Work>(await tx.execute(workOf(reps, true)));
  return new Map(rows.map((row) => [row.id, loadFrom(row)]));
}

/** What routing asks of somebody's row. */
export type PersonNow = Pick<
  PersonRow,
  | 'slackId'
  | 'isActive'
  | 'awayUntil'
  | 'missesInARow'
  | 'statusEmoji'
  | 'statusUntil'
  | 'quietFrom'
  | 'quietUntil'
>;

type Found = Work & {
  [K in keyof PersonNow]: PersonNow[K] extends Date | null ? string | null : PersonNow[K];
};

/** Reps with their work. Each lead asks it of hundreds, so no row is read that says nothing. */
export async function repsWithLoad(
  tx: Db,
  reps: Reps,
  withLast: boolean,
): Promise<Map<string, { person: PersonNow; load: Load }>> {
  const rows = rowsOf<Found>(
    await tx.execute(sql`
      select w.*, p.slack_id as "slackId", p.is_active as "isActive", p.away_until as "awayUntil",
        p.misses_in_a_row as "missesInARow", p.status_emoji as "statusEmoji", p.status_until as "statusUntil",
        p.quiet_from as "quietFrom", p.quiet_until as "quietUntil"
      from (${workOf(reps, withLast)}) w join people p on p.id = w.id`),
  );
  return new Map(rows.map((row) => [row.id, { person: personFrom(row), load: loadFrom(row) }]));
}

const personFrom = (row: Found): PersonNow => ({
  ...row,
  awayUntil: instant(row.awayUntil),
  statusUntil: instant(row.statusUntil),
  quietFrom: instant(row.quietFrom),
  quietUntil: instant(row.quietUntil),
});

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** How far members of a pool stand from their share, and what they are owed since an absence; turns. */
export type Places = { lags: Map<string, number>; owed: Map<string, number> };

/**
 * Keeps every other decision in these pools waiting until the transaction ends. Take it before the standing of any of
 * them: whoever asks one pool after another would otherwise wait for whoever asks them the other way round.
 */
export async function lockTogether(tx: Db, poolIds: readonly string[]): Promise<void> {
  const names = JSON.stringify(poolIds);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${names}, 11))`).execute();
}

/** Lets one transaction at a time decide in pools that are not linked. */
export async function lockAcross(tx: Db): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('pools', 23))`);
}

/**
 * The members' standing in a pool, kept from everybody else until the transaction ends. Who never had a turn is level.
 * It is asked before this returns: whatever is asked afterwards is asked with the pool locked, unless it `isNew`.
 */
export async function lockStanding(tx: Db, poolId: string): Promise<Places & { isNew: boolean }> {
  const lock = () =>
    tx.select().from(poolStandings).where(eq(poolStandings.poolId, poolId)).for('update').execute();
  const rows = await lock();
  if (rows.length > 0) return { ...placesFrom(rows), isNew: false };
  await tx.insert(poolStandings).values({ poolId, lags: {}, owed: {} }).onConflictDoNothing();
  return { ...placesFrom(await lock()), isNew: true };
}

/** The same, for those who only look. */
export async function readStanding(db: Db, poolId: string): Promise<Places> {
  return placesFrom(await db.select().from(poolStandings).where(eq(poolStandings.poolId, poolId)));
}

const placesFrom = ([row]: readonly (typeof poolStandings.$inferSelect)[]): Places => ({
  lags: new Map(Object.entries(row?.lags ?? {})),
  owed: new Map(Object.entries(row?.owed ?? {})),
});

/** Turns that caught up with an absence since each rep's midnight; and whether the pool's last turn was one. */
export async function readCatchUps(
  tx: Db,
  poolId: string,
  reps: readonly { id: string; midnight: Date }[],
): Promise<{ caughtUp: Map<string, number>; isCatchingUp: boolean }> {
  const list = JSON.stringify(reps.map((rep) => ({ id: rep.id, midnight: rep.midnight.toISOString() })));
  const counts = rowsOf<{ id: string; count: number }>(
    await tx.execute(sql`
      select r.id, count(*)::int as count
      from jsonb_to_recordset(${list}::jsonb) as r(id text, midnight timestamptz)
      join balance_entries b on b.pool_id = ${poolId} and b.rep_id = r.id and b.kind = 'catch_up' and b.at >= r.midnight
      group by r.id`),
  );
  const [last] = await tx
    .select({ kind: balanceEntries.kind })
    .from(balanceEntries)
    .where(and(eq(balanceEntries.poolId, poolId), inArray(balanceEntries.kind, ['turn', 'catch_up'])))
    .orderBy(desc(balanceEntries.id))
    .limit(1);
  return {
    caughtUp: new Map(counts.map(({ id, count }) => [id, count])),
    isCatchingUp: last?.kind === 'catch_up',
  };
}

/** Call it with the standing locked. Who is no member any more stands as before. */
export function saveStanding(
  tx: Db,
  poolId: string,
  standing: readonly { id: string; lag: number; owed: number }[],
): void {
  writeLater(
    tx,
    (list) => `
      update pool_standings p set lags = p.lags || s.lags, owed = jsonb_strip_nulls(p.owed || s.owed)
      from json_to_recordset(${list}) as s(pool_id text, lags jsonb, owed jsonb) where p.pool_id = s.pool_id`,
    [
      {
        pool_id: poolId,
        lags: Object.fromEntries(standing.map(({ id, lag }) => [id, lag])),
        owed: Object.fromEntries(standing.map(({ id, owed }) => [id, owed === 0 ? null : owed])),
      },
    ],
  );
}

export function addBalanceEntry(tx: Db, entry: typeof balanceEntries.$inferInsert): void {
  insertLater(tx, balanceEntries, [entry]);
}

/** The pool turn by which a rep has an offer, if it took one: also where only absences moved the lead since. */
export async function turnOf(
  tx: Db,
  { handoffId, repId, offerNo }: { handoffId: string; repId: string; offerNo: number },
) {
  const [row] = await tx
    .select()
    .from(balanceEntries)
    .where(
      and(
        eq(balanceEntries.handoffId, handoffId),
        eq(balanceEntries.repId, repId),
        lte(balanceEntries.offerNo, offerNo),
        inArray(balanceEntries.kind, ['turn', 'catch_up']),
        sql`not exists (
          select 1 from offers o where o.handoff_id = ${balanceEntries.handoffId}
            and o.no > ${balanceEntries.offerNo} and o.no <= ${offerNo} and not ${byCover(sql`o`)})`,
      ),
    )
    .orderBy(desc(balanceEntries.offerNo))
    .limit(1);
  return row ?? null;
}

export function logRouting(
  tx: Db,
  entry: { handoffId: string; at: Date; settingsVersion: string; record: RoutingRecord },
): void {
  const { record } = entry;
  insertLater(tx, routingLog, [{ ...entry, record: packRecord(record), chosenId: record.chosenId }]);
}

/** Every decision about a handoff, the newest first. */
export async function readRoutingLog(db: Db, handoffId: string) {
  const ofHandoff = eq(routingLog.handoffId, handoffId);
  const rows = await db.select().from(routingLog).where(ofHandoff).orderBy(desc(routingLog.id));
  return rows.map(decisionFrom);
}

/** The newest decision about a handoff. */
export async function readLastDecision(db: Db, handoffId: string) {
  const [last] = await db
    .select()
    .from(routingLog)
    .where(eq(routingLog.handoffId, handoffId))
    .orderBy(desc(routingLog.id))
    .limit(1);
  return last ? decisionFrom(last) : null;
}
