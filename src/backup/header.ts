import { TABLES_OF_ALL_LEVELS } from '#db/tables.ts';
import { BackupProblem } from './backup-problem.ts';
import { type Asking, levelIn, serverVersion, tablesIn } from './database.ts';
import { type BackupHeader, FORMAT, type TableColumns } from './format.ts';

/** What a backup of this database says of itself; refuses a database that is none of ours, or of a newer version. */
export async function headerOf(
  tx: Asking,
  { product, now }: { product: string; now: Date },
): Promise<BackupHeader> {
  const level = await levelIn(tx);
  if (level === 'unknown') {
    throw new BackupProblem(
      'a newer handoff made the tables of this database; take the backup with that one',
    );
  }
  const tables = inOrder(await tablesIn(tx));
  if (level === null || tables.length === 0) {
    throw new BackupProblem('this database has nothing of handoff in it: is it the right one?');
  }
  const server = await serverVersion(tx);
  const taken_at = now.toISOString();
  return { handoff_backup: FORMAT, product, server, taken_at, migration: level.name, tables };
}

const inOrder = (tables: readonly TableColumns[]): TableColumns[] =>
  TABLES_OF_ALL_LEVELS.flatMap((name) => tables.find((table) => table.name === name) ?? []);
