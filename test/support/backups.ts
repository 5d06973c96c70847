import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readLevels } from '#db/levels.ts';
import { openPostgres } from '#db/open.ts';
import { raiseSchema } from '#db/raise-schema.ts';
import { TABLES } from '#db/tables.ts';
import { inTransaction } from '#src/backup/connection.ts';
import { askIn } from '#src/backup/database.ts';
import { restoreBackup } from '#src/backup/restore-backup.ts';
import { takeBackup } from '#src/backup/take-backup.ts';
import { randomId } from '#src/process/ids.ts';
import { newDatabase } from './databases.ts';
import { fillWithNastyRows } from './nasty-rows.ts';

export const NOW = new Date('2026-11-23T09:00:00Z');

/** A folder of one test's own. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-backup-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const backUp = (url: string, path: string) =>
  takeBackup({
    url,
    path,
    product: '0.2.0',
    now: NOW,
    newId: randomId,
    signal: new AbortController().signal,
    onRows: () => {},
  });

export const restoreTo = (url: string, path: string) =>
  restoreBackup({ url, path, onChecked: () => {}, onLoaded: () => {} });

/** Brings the tables up to date, as a start of the app does. */
export async function migrate(url: string): Promise<void> {
  const database = openPostgres(url, 30);
  await database.migrate();
  await database.close();
}

/** A database with rows in every table, at the newest level or at an older one. */
export async function nastyDatabase({
  server,
  level,
}: {
  server?: string;
  level?: string;
} = {}): Promise<string> {
  const url = await newDatabase(server);
  const levels = readLevels();
  const upTo = level === undefined ? levels.length : levels.findIndex(({ name }) => name === level) + 1;
  await inTransaction(url, '', (tx) => raiseSchema(askIn(tx), levels.slice(0, upTo)));
  await fillWithNastyRows(url, TABLES);
  return url;
}
