import { desc, lt } from 'drizzle-orm';
import type { Db } from './db.ts';
import { studies } from './schema.ts';

export type StudyRow = typeof studies.$inferSelect;

/** What was found last; null where nobody looked yet. */
export async function newestStudy(db: Db): Promise<StudyRow | null> {
  const [row] = await db.select().from(studies).orderBy(desc(studies.at)).limit(1);
  return row ?? null;
}

/** Keeps what was found, and forgets what was before `keptSince`. */
export async function saveStudy(db: Db, row: StudyRow, keptSince: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.insert(studies).values(row).onConflictDoNothing();
    await tx.delete(studies).where(lt(studies.at, keptSince));
  });
}
