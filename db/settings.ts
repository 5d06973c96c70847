import { desc, eq, lte, max, sql } from 'drizzle-orm';
import type { Edits } from '#domain/settings.ts';
import type { Db } from './db.ts';
import { settingsEdits, settingsVersions } from './schema.ts';

/** Keeps the settings that decide from now on, so that every decision can name its own. */
export async function saveSettingsVersion(
  db: Db,
  settings: { version: string; document: unknown; loadedAt: Date },
): Promise<void> {
  const lastLoadedAt = settings.loadedAt;
  await db
    .insert(settingsVersions)
    .values({ ...settings, lastLoadedAt })
    .onConflictDoUpdate({ target: settingsVersions.version, set: { lastLoadedAt } });
}

/** The document of a version, and when it was first in force; null when it was never kept. */
export async function readSettingsVersion(
  db: Db,
  version: string,
): Promise<{ document: unknown; loadedAt: Date } | null> {
  const { document, loadedAt } = settingsVersions;
  const [row] = await db
    .select({ document, loadedAt })
    .from(settingsVersions)
    .where(eq(settingsVersions.version, version));
  return row ?? null;
}

export type EditsRow = { no: number; edits: Edits; what: string; at: Date };

/** What is edited in Slack now; null where nothing ever was. */
export async function newestEdits(db: Db): Promise<EditsRow | null> {
  const [row] = await db.select().from(settingsEdits).orderBy(desc(settingsEdits.no)).limit(1);
  // Only `appendEdits` writes here. Whether it still fits is for the check of the settings to say.
  return row ? { no: row.no, edits: row.document as Edits, what: row.what, at: row.at } : null;
}

/** The number of the newest edits; 0 where nothing was ever edited. */
export async function newestEditsNo(db: Db): Promise<number> {
  const [row] = await db.select({ no: max(settingsEdits.no) }).from(settingsEdits);
  return row?.no ?? 0;
}

/** Until the transaction ends, nobody else edits. Reading goes on. */
export async function lockEdits(tx: Db): Promise<void> {
  await tx.execute(sql`lock table ${settingsEdits} in share row exclusive mode`);
}

/** Puts edits in the place of the newest. Answers their number. */
export async function appendEdits(
  tx: Db,
  row: { edits: Edits; what: string; bySlackId: string; at: Date },
): Promise<number> {
  const { edits: document, ...rest } = row;
  const [added] = await tx
    .insert(settingsEdits)
    .values({ document, ...rest })
    .returning({ no: settingsEdits.no });
  return added?.no ?? 0;
}

/** The edits with this number and those before them; `null` before the first. Null when there are none. */
export async function readEditsWithPast(
  db: Db,
  no: number,
): Promise<{ edits: Edits; past: Edits | null; bySlackId: string } | null> {
  const [row, past] = await db
    .select()
    .from(settingsEdits)
    .where(lte(settingsEdits.no, no))
    .orderBy(desc(settingsEdits.no))
    .limit(2);
  if (row?.no !== no) return null;
  return {
    edits: row.document as Edits,
    past: past ? (past.document as Edits) : null,
    bySlackId: row.bySlackId,
  };
}
