import type { Db } from './open.ts';
import { settingsVersions } from './schema.ts';

/** Keeps the settings that decide from now on, so that every decision can name its own. */
export async function saveSettingsVersion(
  db: Db,
  settings: { version: string; document: unknown; loadedAt: Date },
): Promise<void> {
  await db.insert(settingsVersions).values(settings).onConflictDoNothing();
}
