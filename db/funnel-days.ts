import { and, eq, gte, inArray, lte, sql } from 'drizzle-orm';
import type { FunnelRows } from '#domain/funnel.ts';
import { type PackedRows, packRows } from '#domain/pack-funnel.ts';

import type { WholeDay } from '#domain/whole-days.ts';
import type { Db } from './db.ts';
import { writeLater } from './later.ts';
import { funnelChanges, funnelDays, leads } from './schema.ts';

/**
 * The counted leads of past days, so that the funnel of a large team need not count a year anew for each who asks. Whoever
 * changes a lead says so with the same commit (`noteChange`); a day of which something changed is not used, and is dropped
 * and counted anew by `scheduler/keep-figures.ts`. The only reason a day is here is speed: it may be dropped at any time.
 */

/** Which days are meant: those of a team's calendar, counted by something. */
export type DaysOf = { timeZone: string; by: string };

/**
 * A lead may be changed now: what is kept of the day it was captured on holds no longer. None is kept of leads so young
 * that they change with every press, and nothing is noted of them.
 */
export function noteChange(tx: Db, capturedAt: readonly Date[]): void {
  writeLater(
    tx,
    (list) => `
      insert into funnel_changes (captured_at)
      select n.captured_at from json_to_recordset(${list}) as n(captured_at timestamptz)
      where n.captured_at < now() - interval '${YOUNG_DAYS} days'`,
    capturedAt.map((at) => ({ captured_at: at })),
  );
}

/** By the database's clock. */
const YOUNG_DAYS = 1;
/** A day is kept from so many days after it on: by then whoever changes a lead of it notes that, even where clocks differ. */
export const KEPT_FROM_DAYS = 2;

const dayOfChange = (timeZone: string) =>
  sql`to_char(${funnelChanges.capturedAt} at time zone ${timeZone}, 'YYYY-MM-DD')`;

/** What is kept of these days, without those of which something changed since. */
export async function readKeptDays(
  tx: Db,
  { timeZone, by }: DaysOf,
  days: readonly WholeDay[],
): Promise<Map<string, PackedRows>> {
  const { day, rows } = funnelDays;
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return new Map();
  const kept = await tx
    .select({ day, rows })
    .from(funnelDays)
    .where(
      and(
        eq(funnelDays.timeZone, timeZone),
        eq(funnelDays.by, by),
        gte(day, first.day),
        lte(day, last.day),
        sql`${day} not in (select ${dayOfChange(timeZone)} from ${funnelChanges})`,
      ),
    );
  return new Map(kept.map((one) => [one.day, one.rows]));
}

/** Whether so many leads were captured since then that counting them takes a while. */
export async function hasManyLeads(db: Db, since: Date, many: number): Promise<boolean> {
  const found = await db
    .select({ id: leads.id })
    .from(leads)
    .where(gte(leads.capturedAt, since))
    .limit(1)
    .offset(many - 1);
  return found.length > 0;
}

/** Which days are kept, by what. */
export async function listKeptDays(db: Db, timeZone: string): Promise<{ day: string; by: string }[]> {
  const { day, by } = funnelDays;
  return db.select({ day, by }).from(funnelDays).where(eq(funnelDays.timeZone, timeZone));
}

/**
 * One transaction at a time keeps or drops days. Taken before anything is read, so that what is kept holds every change
 * that was dropped before: `lock table` looks at no rows, unlike a query.
 */
const LOCK = sql`lock table ${funnelDays} in share row exclusive mode`;

/** Counts a day and keeps it. */
export async function keepDay(
  db: Db,
  of: DaysOf & { day: string },
  count: (tx: Db) => Promise<FunnelRows>,
): Promise<void> {
  await db.transaction(
    async (tx) => {
      await tx.execute(LOCK);
      const rows = packRows(await count(tx));
      await tx
        .insert(funnelDays)
        .values({ ...of, rows })
        .onConflictDoUpdate({ target: [funnelDays.day, funnelDays.timeZone, funnelDays.by], set: { rows } });
    },
    { isolationLevel: 'repeatable read' },
  );
}

/** Drops the days of which something changed, with the notes that said so. Answers which. */
export async function dropChangedDays(db: Db, timeZone: string): Promise<string[]> {
  return db.transaction(async (tx) => {
    await tx.execute(LOCK);
    const changed = await tx.delete(funnelChanges).returning({ day: dayOfChange(timeZone) });
    const days = [...new Set(changed.map(({ day }) => String(day)))];
    if (days.length > 0) await tx.delete(funnelDays).where(inArray(funnelDays.day, days));
    return days;
  });
}

/** Drops what is kept for another zone, for days before `before`, or by what nothing is counted by any more. */
export async function dropUnused(
  db: Db,
  { timeZone, by, before }: { timeZone: string; by: readonly string[]; before: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(LOCK);
    await tx.delete(funnelDays).where(
      sql`${funnelDays.timeZone} <> ${timeZone} or ${funnelDays.day} < ${before}
        or ${funnelDays.by} <> all(${sql.param([...by])}::text[])`,
    );
  });
}

/** Drops everything: a team with few leads needs none of it. */
export async function dropAllDays(db: Db): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(LOCK);
    await tx.delete(funnelChanges);
    await tx.delete(funnelDays);
  });
}
