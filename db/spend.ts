import { and, asc, count, desc, eq, gte, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import type { SpendFigure } from '#domain/spend.ts';
import type { DaySpan } from '#domain/spend-period.ts';
import type { Db } from './db.ts';
import { insertLater } from './later.ts';
import { spend, spendImports } from './schema.ts';

export type StandingSpend = SpendFigure & { id: string; toldBy: string; toldAt: Date };
type Told = { toldBy: string; toldAt: Date };

const columns = {
  id: spend.id,
  toldBy: spend.toldBy,
  toldAt: spend.toldAt,
  from: spend.from,
  to: spend.to,
  source: spend.source,
  channel: spend.channel,
  campaign: spend.campaign,
  currency: spend.currency,
  cents: spend.cents,
};

/** Lets one transaction at a time change what was spent: what replaces what is decided by all of it. */
export async function lockSpend(tx: Db): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('spend', 29))`);
}

/** What counts of these days, as it was told: a figure may be about more days than these. */
export const readSpendOf = (db: Db, { from, to }: DaySpan): Promise<StandingSpend[]> =>
  db
    .select(columns)
    .from(spend)
    .where(and(isNull(spend.replacedBy), lte(spend.from, to), gte(spend.to, from)))
    .orderBy(asc(spend.from), asc(spend.id));

/** Stores figures; those they replace count no longer. What is replaced by its own source is not kept. */
export async function storeSpend(
  tx: Db,
  { toldBy, toldAt }: Told,
  { stored, replaced }: { stored: readonly SpendFigure[]; replaced: readonly StandingSpend[] },
  newId: () => string,
): Promise<void> {
  const ids = (own: boolean) => replaced.filter((one) => (one.toldBy === toldBy) === own).map(({ id }) => id);
  await tx
    .update(spend)
    .set({ replacedBy: toldBy })
    .where(inArray(spend.id, ids(false)));
  await tx.delete(spend).where(inArray(spend.id, ids(true)));
  insertLater(
    tx,
    spend,
    stored.map(({ from, to, source, channel, campaign, currency, cents }) => ({
      ...{ id: newId(), toldBy, toldAt, from, to, source, channel, campaign, currency, cents },
    })),
  );
}

const IMPORT = 'import:';
export const importTeller = (id: string): string => `${IMPORT}${id}`;
export const sourceTeller = (sourceId: string): string => `source:${sourceId}`;

export const insertSpendImport = (tx: Db, row: typeof spendImports.$inferInsert) =>
  tx.insert(spendImports).values(row);

/** The imports there are, the newest first: how many figures each told, and how many of them still count. */
export const readSpendImports = (db: Db) =>
  db
    .select({
      id: spendImports.id,
      file: spendImports.file,
      at: spendImports.at,
      figures: count(spend.id),
      counting: sql<number>`count(${spend.id}) filter (where ${spend.replacedBy} is null)`.mapWith(Number),
    })
    .from(spendImports)
    .leftJoin(spend, eq(spend.toldBy, sql`${IMPORT} || ${spendImports.id}`))
    .groupBy(spendImports.id)
    .orderBy(desc(spendImports.at), desc(spendImports.id));

export async function findSpendImport(db: Db, id: string): Promise<{ file: string; at: Date } | null> {
  const [row] = await db
    .select({ file: spendImports.file, at: spendImports.at })
    .from(spendImports)
    .where(eq(spendImports.id, id));
  return row ?? null;
}

/** Who told anew of some days of an import: as long as there is anybody, it cannot be taken back alone. */
export async function replacersOf(db: Db, id: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ by: spend.replacedBy })
    .from(spend)
    .where(and(eq(spend.toldBy, importTeller(id)), isNotNull(spend.replacedBy)));
  return rows.flatMap(({ by }) => by ?? []).toSorted();
}

/** Takes an import back: what it had replaced counts again. Answers how many figures went and how many are back. */
export async function removeSpendImport(tx: Db, id: string): Promise<{ removed: number; back: number }> {
  const toldBy = importTeller(id);
  const gone = await tx.delete(spend).where(eq(spend.toldBy, toldBy)).returning({ id: spend.id });
  const back = await tx
    .update(spend)
    .set({ replacedBy: null })
    .where(eq(spend.replacedBy, toldBy))
    .returning({ id: spend.id });
  await tx.delete(spendImports).where(eq(spendImports.id, id));
  return { removed: gone.length, back: back.length };
}
