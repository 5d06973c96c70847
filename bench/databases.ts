import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { homeIn, readRunning } from '#db/embedded/home.ts';
import { temporaryFolder } from '#db/embedded/temporary-folder.ts';
import { type Database, openPostgres } from '#db/open.ts';
import { openDatabase } from '#db/open-database.ts';
import { print } from './figures.ts';

export const KINDS = ['embedded', 'postgres'] as const;
export type Kind = (typeof KINDS)[number];

/** A database of one measurement's own. */
export type BenchDatabase = {
  kind: Kind;
  /** What tells the app to use it. */
  env: Record<string, string>;
  /** Opens it here, beside the app. */
  open: () => Promise<Database>;
  /** `kill -9` of the server itself; null where it is not ours to kill. */
  crash: (() => void) | null;
  drop: () => Promise<void>;
};

const STATEMENT_SECONDS = 30;

/** `adminUrl`: a database of the server on which others may be made. */
export async function createDatabase(kind: Kind, adminUrl: string): Promise<BenchDatabase> {
  return kind === 'embedded' ? createFolder() : createPostgres(adminUrl);
}

function createFolder(): BenchDatabase {
  const folder = temporaryFolder('handoff-bench');
  return {
    kind: 'embedded',
    env: { HANDOFF_DATA_DIR: folder },
    open: () =>
      openDatabase(
        { dataDir: folder },
        {
          statementSeconds: STATEMENT_SECONDS,
          environment: process.env,
          onTrouble: (error) => print(error.message),
        },
      ),
    crash: () => {
      const running = readRunning(homeIn(folder));
      if (running) process.kill(running.pid, 'SIGKILL');
    },
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function createPostgres(adminUrl: string): Promise<BenchDatabase> {
  const name = `handoff_bench_${randomBytes(6).toString('hex')}`;
  const admin = openPostgres(adminUrl, STATEMENT_SECONDS);
  await admin.db.execute(sql.raw(`create database ${name}`));
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    kind: 'postgres',
    env: { DATABASE_URL: url.href },
    open: async () => openPostgres(url.href, STATEMENT_SECONDS),
    crash: null,
    drop: async () => {
      await admin.db.execute(sql.raw(`drop database if exists ${name} with (force)`));
      await admin.close();
    },
  };
}
