import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { isPgliteFolder } from '#db/pglite-folder.ts';
import { BackupProblem } from './backup-problem.ts';
import type { RowCounts } from './format.ts';
import { isOldAppOn } from './old-app.ts';
import { checkBackup } from './read-file.ts';
import { refuseExisting, writeBackupFile } from './write-file.ts';

/** What 0.2 ran, exactly. */
const PGLITE = '@electric-sql/pglite@0.5.16';
const READER = join(import.meta.dirname, 'read-pglite.mjs');
const OWNER_ONLY = 0o700;
const LINES_KEPT = 8;

export type Conversion = {
  folder: string;
  path: string;
  /** The version of this program. */
  product: string;
  now: Date;
  newId: () => string;
  /** The program that npm is, and what it wants to hear first. */
  npm: readonly [string, ...string[]];
  signal: AbortSignal;
  onRows: (rows: number, of: number) => void;
};

/**
 * Makes a backup of a folder in which 0.2 kept its database. The folder is only read: PGlite, which npm brings for this
 * one call, opens a copy. Every table was counted by the old database itself, and the file has as many rows.
 */
export async function convertFolder(run: Conversion): Promise<{ rows: RowCounts; bytes: number }> {
  const { folder, path, newId, signal } = run;
  await refuseExisting(path);
  await refuseOther(folder);
  const copy = `${path}.${newId()}.copy`;
  try {
    await copyFolder(folder, copy);
    const reader = startReader(copy, run);
    let rows: RowCounts = {};
    const inspect = async (unfinished: string) => {
      await reader.ended;
      ({ rows } = await checkBackup(unfinished, () => {}));
    };
    const bytes = await writeBackupFile(reader.body, { path, id: newId(), signal, inspect });
    return { rows, bytes };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function refuseOther(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new BackupProblem(`${folder} cannot be read: ${error.code}`);
  });
  if (!isPgliteFolder(names)) {
    throw new BackupProblem(
      `${folder} is no data folder of 0.2: expected the one that HANDOFF_DATA_DIR named`,
    );
  }
  if (await isOldAppOn(folder)) {
    throw new BackupProblem(`${folder}: an app of 0.2 runs on this folder; stop it first`);
  }
}

/** The files of Postgres: what newer versions keep beside them, and sockets, stay out. */
async function copyFolder(folder: string, copy: string): Promise<void> {
  await mkdir(copy, { mode: OWNER_ONLY });
  for (const name of await readdir(folder)) {
    if (name === 'postgres') continue;
    await cp(join(folder, name), join(copy, basename(name)), {
      recursive: true,
      filter: async (path) => {
        const found = await lstat(path);
        return found.isFile() || found.isDirectory();
      },
    });
  }
}

function startReader(copy: string, { npm, product, now, signal, onRows }: Conversion) {
  const [program, ...first] = npm;
  const args = [...first, 'exec', '--yes', `--package=${PGLITE}`, '--', process.execPath, READER];
  const child = spawn(program, [...args, copy, product, now.toISOString()], {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (text) => {
    const [, rows, of] = /^rows (\d+) of (\d+)$/.exec(text) ?? [];
    if (rows !== undefined && of !== undefined) onRows(Number(rows), Number(of));
    else said.push(text);
  });
  const ended = once(child, 'close').then(([code]) => {
    if (code === 0) return;
    const words = said.slice(-LINES_KEPT).join('\n');
    throw new BackupProblem(`The old database could not be read with ${PGLITE}, which npm brings:\n${words}`);
  });
  // Whoever waits for it hears of it; until then it may have failed already.
  ended.catch(() => {});
  return { body: child.stdout, ended };
}
