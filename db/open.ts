import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator';
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js';
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import * as schema from './schema.ts';

/** A database or a transaction on one: what every query takes. */
export type Db = PgDatabase<PgQueryResultHKT, typeof schema>;

export type Database = {
  db: Db;
  /** What the queue needs to run on the same database. */
  backend: { kind: 'postgres'; url: string } | { kind: 'pglite'; pglite: PGlite };
  /** Brings the schema up to date; safe when several processes start at once. */
  migrate: () => Promise<void>;
  close: () => Promise<void>;
};

const MIGRATIONS = join(import.meta.dirname, 'migrations');
const MIGRATION_LOCK = 7_042_117;

/**
 * Opens Postgres. Connections are retried at once after an outage, because the driver's own pause grows to
 * 14 seconds; a statement that waits longer than `statementSeconds` fails, and its caller answers 503.
 */
export function openPostgres(url: string, statementSeconds: number): Database {
  const options = {
    backoff: () => 0.25,
    connect_timeout: 5,
    max: 10,
    onnotice: () => {},
    connection: { statement_timeout: statementSeconds * 1_000, application_name: 'handoff' },
  };
  const client = postgres(url, options);
  const db = drizzlePostgres(client, { schema });
  return {
    db,
    backend: { kind: 'postgres', url },
    migrate: async () => {
      // A client of its own: an advisory lock belongs to one session, and a pool hands out any.
      const single = postgres(url, { ...options, max: 1, connection: { application_name: 'handoff-migrate' } });
      try {
        const session = drizzlePostgres(single, { schema });
        await session.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`);
        await migratePostgres(session, { migrationsFolder: MIGRATIONS });
      } finally {
        await single.end();
      }
    },
    close: () => client.end({ timeout: 5 }),
  };
}

/** Opens the embedded database in a folder, or in memory from a snapshot. One process only: hold its lock. */
export async function openPglite(at: { folder: string } | { snapshot: Blob | undefined }): Promise<Database> {
  if ('folder' in at) mkdirSync(at.folder, { recursive: true });
  const pglite =
    'folder' in at
      ? await PGlite.create(at.folder)
      : await PGlite.create(at.snapshot ? { loadDataDir: at.snapshot } : {});
  const db = drizzlePglite(pglite, { schema });
  return {
    db,
    backend: { kind: 'pglite', pglite },
    migrate: () => migratePglite(db, { migrationsFolder: MIGRATIONS }),
    close: () => pglite.close(),
  };
}
