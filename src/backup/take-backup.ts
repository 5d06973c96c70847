import type { TransactionSql } from 'postgres';
import { TABLES_OF_ALL_LEVELS } from '#db/tables.ts';
import { BackupProblem } from './backup-problem.ts';
import { bodyOf } from './body.ts';
import { inTransaction } from './connection.ts';
import { copyOut, quoted } from './copy.ts';
import { countRows, settle, tablesIn } from './database.ts';
import type { BackupHeader, RowCounts } from './format.ts';
import { headerOf } from './header.ts';
import { sum } from './sum.ts';
import { refuseExisting, writeBackupFile } from './write-file.ts';

export type BackupRun = {
  url: string;
  path: string;
  /** The version of this program. */
  product: string;
  now: Date;
  newId: () => string;
  signal: AbortSignal;
  onRows: (rows: number, of: number) => void;
};

/** `leftOut` are tables that stand beside ours and are none of ours. */
export type BackupTaken = { rows: RowCounts; bytes: number; leftOut: string[] };

const LOCK_SECONDS = 10;

/** Writes everything that is ours in a database, as it is at one moment, into a file. The database may be in use. */
export async function takeBackup(run: BackupRun): Promise<BackupTaken> {
  await refuseExisting(run.path);
  const before = await inTransaction(run.url, '', namesIn);
  return inTransaction(run.url, 'isolation level repeatable read read only', async (tx) => {
    // Before the first query, whose moment everything is seen at: a table that a migration writes anew would look empty.
    await lock(tx, ours(before));
    await settle(tx);
    if ((await namesIn(tx)).join() !== before.join()) {
      throw new BackupProblem('the tables changed just now, as by an upgrade; try again in a moment');
    }
    const header = await headerOf(tx, run);
    const rows = await countRows(
      tx,
      header.tables.map(({ name }) => name),
    );
    const bytes = await write(tx, header, rows, run);
    return { rows, bytes, leftOut: before.filter((name) => !TABLES_OF_ALL_LEVELS.includes(name)) };
  });
}

const namesIn = async (tx: TransactionSql): Promise<string[]> => (await tablesIn(tx)).map(({ name }) => name);
const ours = (names: readonly string[]): string[] =>
  TABLES_OF_ALL_LEVELS.filter((name) => names.includes(name));

async function lock(tx: TransactionSql, tables: readonly string[]): Promise<void> {
  if (tables.length === 0) return;
  await tx.unsafe(`set local lock_timeout = '${LOCK_SECONDS}s'`);
  await tx.unsafe(`lock table ${tables.map(quoted).join(', ')} in access share mode`);
}

function write(
  tx: TransactionSql,
  header: BackupHeader,
  counts: RowCounts,
  { path, newId, signal, onRows }: BackupRun,
): Promise<number> {
  const of = sum(counts);
  let written = 0;
  const tables = header.tables.map(({ name, columns }) => ({
    name,
    expected: counts[name] ?? 0,
    rows: copyOut(tx, name, columns),
  }));
  const body = bodyOf(header, tables, (added) => {
    written += added;
    onRows(written, of);
  });
  return writeBackupFile(body, { path, id: newId(), signal, inspect: async () => {} });
}
