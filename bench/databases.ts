import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { type Database, openPglite, openPostgres } from '#db/open.ts';

export const KINDS = ['pglite', 'postgres'] as const;
export type Kind = (typeof KINDS)[number];

/** A database of one measurement's own. */
export type BenchDatabase = {
  kind: Kind;
  /** What tells the app to use it. */
  env: Record<string, string>;
  /** Opens it here. On PGlite only while no app runs: one process at a time. */
  open: () => Promise<Database>;
  drop: () => Promise<void>;
};

const STATEMENT_SECONDS = 30;

/** `adminUrl`: a database of the server on which others may be made. */
export async function createDatabase(kind: Kind, adminUrl: string): Promise<BenchDatabase> {
  return kind === 'pglite' ? createFolder() : createPostgres(adminUrl);
}

function createFolder(): BenchDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-bench-'));
  return {
    kind: 'pglite',
    env: { HANDOFF_DATA_DIR: folder },
    open: () => openPglite({ folder }),
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
    drop: async () => {
      await admin.db.execute(sql.raw(`drop database if exists ${name} with (force)`));
      await admin.close();
    },
  };
}
