import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { AccountSystem } from '#domain/mirror-systems.ts';
import type { Db } from './db.ts';
import { rowsOf } from './rows.ts';
import { accountChanges, mirrorRuns } from './schema.ts';

/** Which process reads the accounts of a CRM, how far it came, and what failed. */

export type MirrorRun = typeof mirrorRuns.$inferSelect;

/** Longer than a page may take with everything that is tried again. */
const LEASE_SECONDS = 120;

const inSeconds = (seconds: number) => sql`clock_timestamp() + make_interval(secs => ${seconds})`;

export async function readRuns(db: Db): Promise<Map<AccountSystem, MirrorRun>> {
  const rows = await db.select().from(mirrorRuns);
  return new Map(rows.map((run) => [run.system, run]));
}

/** Takes a CRM to read it, for a while; null where another process has it, or it rests after a failure. */
export async function takeRun(db: Db, system: AccountSystem, taker: string): Promise<MirrorRun | null> {
  await db.insert(mirrorRuns).values({ system }).onConflictDoNothing();
  const [run] = await db
    .update(mirrorRuns)
    .set({ takenBy: taker, takenUntil: inSeconds(LEASE_SECONDS) })
    .where(
      sql`${mirrorRuns.system} = ${system} and (${mirrorRuns.takenUntil} is null or ${mirrorRuns.takenUntil} < clock_timestamp())`,
    )
    .returning();
  return run ?? null;
}

const isTakersOwn = (system: AccountSystem, taker: string) =>
  sql`${mirrorRuns.system} = ${system} and ${mirrorRuns.takenBy} = ${taker}`;

/** Writes how far it came. False where another process took it over meanwhile: then nothing of it counts. */
export async function continueRun(
  tx: Db,
  system: AccountSystem,
  taker: string,
  so: Partial<Pick<MirrorRun, 'startedAt' | 'cursor' | 'read' | 'wholeSince' | 'finishedAt' | 'accounts'>>,
): Promise<boolean> {
  const rows = await tx
    .update(mirrorRuns)
    .set({ ...so, takenUntil: inSeconds(LEASE_SECONDS) })
    .where(isTakersOwn(system, taker))
    .returning({ system: mirrorRuns.system });
  return rows.length > 0;
}

/** Lets it go, that whoever comes next may take it. */
export async function leaveRun(db: Db, system: AccountSystem, taker: string): Promise<void> {
  await db.update(mirrorRuns).set({ takenBy: null, takenUntil: null }).where(isTakersOwn(system, taker));
}

/** It worked: what failed before is over. */
export async function runWorked(tx: Db, system: AccountSystem): Promise<void> {
  await tx
    .update(mirrorRuns)
    .set({ failedAt: null, failures: 0, problem: null, toldAt: null })
    .where(eq(mirrorRuns.system, system));
}

/** It failed, and rests. It goes on where it was, or `isFromStart` all over again. */
export async function runFailed(
  tx: Db,
  system: AccountSystem,
  taker: string,
  failed: { at: Date; problem: string; restSeconds: number; toldAt: Date | null; isFromStart: boolean },
): Promise<void> {
  const at = sql`${failed.at.toISOString()}::timestamptz`;
  const toldAt = failed.toldAt === null ? null : sql`${failed.toldAt.toISOString()}::timestamptz`;
  await tx
    .update(mirrorRuns)
    .set({
      failedAt: sql`coalesce(${mirrorRuns.failedAt}, ${at})`,
      failures: sql`${mirrorRuns.failures} + 1`,
      problem: failed.problem,
      ...(failed.isFromStart && { startedAt: null, cursor: null, read: 0 }),
      toldAt: sql`coalesce(${mirrorRuns.toldAt}, ${toldAt}::timestamptz)`,
      takenBy: null,
      takenUntil: inSeconds(failed.restSeconds),
    })
    .where(isTakersOwn(system, taker));
}

/** A CRM told that these records changed: they are to be read again. */
export async function noteChanges(
  tx: Db,
  system: AccountSystem,
  recordIds: readonly string[],
  at: Date,
): Promise<void> {
  const rows = [...new Set(recordIds)].sort().map((recordId) => ({ system, recordId, at }));
  if (rows.length === 0) return;
  await tx
    .insert(accountChanges)
    .values(rows)
    .onConflictDoUpdate({
      target: [accountChanges.system, accountChanges.recordId],
      set: { at: sql`greatest(${accountChanges.at}, excluded.at)` },
    });
}

export type NotedChange = { recordId: string; at: Date };

/** Records that are to be read again, those noted longest ago first. */
export async function notedChanges(db: Db, system: AccountSystem, most: number): Promise<NotedChange[]> {
  return db
    .select({ recordId: accountChanges.recordId, at: accountChanges.at })
    .from(accountChanges)
    .where(eq(accountChanges.system, system))
    .orderBy(asc(accountChanges.at), asc(accountChanges.recordId))
    .limit(most);
}

/** They were read; what changed again meanwhile stays noted. */
export async function settleChanges(
  tx: Db,
  system: AccountSystem,
  changes: readonly NotedChange[],
): Promise<void> {
  const rows = changes.map(({ recordId, at }) => ({ record_id: recordId, at: at.toISOString() }));
  await tx.execute(sql`delete from account_changes c
    using json_to_recordset(${JSON.stringify(rows)}::json) as r(record_id text, at timestamptz)
    where c.system = ${system} and c.record_id = r.record_id and date_trunc('milliseconds', c.at) <= r.at`);
}

/** What is kept of CRMs that the settings name no more is used no longer. */
export async function forgetMirrors(db: Db, systems: readonly AccountSystem[]): Promise<AccountSystem[]> {
  if (systems.length === 0) return [];
  const list = [...systems];
  await db.delete(accountChanges).where(inArray(accountChanges.system, list));
  await db.delete(mirrorRuns).where(inArray(mirrorRuns.system, list));
  const rows = rowsOf<{ system: AccountSystem }>(
    await db.execute(
      sql`delete from mirrored_accounts where system = any(${sql.param(list)}::text[]) returning system`,
    ),
  );
  return [...new Set(rows.map(({ system }) => system))];
}
