import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';

const MIGRATIONS = join(import.meta.dirname, 'migrations');

/** One migration: after it the schema is at this level. */
export type Level = {
  /** Its name in the journal: `0004_clocks`. */
  name: string;
  /** What drizzle writes down when it is done, and tells it by. */
  createdAt: number;
  hash: string;
  statements: readonly string[];
};

/** Every level the schema can be at, the oldest first. */
export function readLevels(): Level[] {
  const journal: { entries: { tag: string }[] } = JSON.parse(
    readFileSync(join(MIGRATIONS, 'meta', '_journal.json'), 'utf8'),
  );
  // Drizzle reads the files in the order of the journal, and keeps their names to itself.
  const files = readMigrationFiles({ migrationsFolder: MIGRATIONS });
  return journal.entries.map(({ tag }, index) => {
    const file = files[index];
    if (!file) throw new Error(`${MIGRATIONS}: no file for ${tag} of the journal`);
    return { name: tag, createdAt: file.folderMillis, hash: file.hash, statements: file.sql };
  });
}
