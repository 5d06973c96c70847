import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { openCluster } from '#db/embedded/cluster.ts';
import { temporaryFolder } from '#db/embedded/temporary-folder.ts';
import { type Database, openPostgres } from '#db/open.ts';
import { createQueue } from '#src/core/queue.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Which Postgres the tests are to run on: the embedded one, or that of `TEST_DATABASE_URL`. */
    server: 'embedded' | 'named';
    /** A database of that server on which others may be made. */
    adminUrl: string;
    /** The name of a database of that server with the schema and without rows. */
    template: string;
  }
}

const STATEMENT_SECONDS = 30;
// Two files at a time, each with up to three apps and a connection of its own.
const CONNECTIONS = 200;

/** Starts the server and migrates a database once a run: a copy of it takes a hundredth of the time. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { adminUrl, stop } = await findServer(project.config.provide.server);
  const name = `handoff_test_${randomBytes(6).toString('hex')}`;
  await onAdmin(adminUrl, `create database ${name}`);
  const database = openPostgres(urlOf(adminUrl, name), STATEMENT_SECONDS);
  await prepare(database);
  await database.close();
  project.provide('adminUrl', adminUrl);
  project.provide('template', name);
  return async () => {
    await onAdmin(adminUrl, `drop database if exists ${name} with (force)`);
    await stop();
  };
}

async function findServer(
  server: 'embedded' | 'named' | undefined,
): Promise<{ adminUrl: string; stop: () => Promise<void> }> {
  if (server === 'named') return { adminUrl: process.env.TEST_DATABASE_URL ?? '', stop: async () => {} };
  const folder = temporaryFolder('handoff-tests');
  const cluster = await openCluster(folder, {
    keeps: 'throwaway',
    maxConnections: CONNECTIONS,
    environment: process.env,
    onTrouble: (error) => console.error(error),
  });
  return {
    adminUrl: cluster.urlOf('postgres'),
    stop: async () => {
      await cluster.leave();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function prepare(database: Database): Promise<void> {
  await database.migrate();
  const queue = createQueue(database, (error) => {
    throw error;
  });
  await queue.open();
  await queue.close();
}

/** One statement that cannot be part of a transaction. */
async function onAdmin(adminUrl: string, statement: string): Promise<void> {
  const admin = openPostgres(adminUrl, STATEMENT_SECONDS);
  try {
    await admin.db.execute(sql.raw(statement));
  } finally {
    await admin.close();
  }
}

/** The same server, another database. */
function urlOf(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** A database of one test's own, with the schema and without rows. */
export async function openCopy(): Promise<{ database: Database; drop: () => Promise<void> }> {
  const adminUrl = inject('adminUrl');
  const template = inject('template');
  const name = `${template}_${randomBytes(6).toString('hex')}`;
  await onAdmin(adminUrl, `create database ${name} template ${template}`);
  return {
    database: openPostgres(urlOf(adminUrl, name), STATEMENT_SECONDS),
    drop: () => onAdmin(adminUrl, `drop database if exists ${name} with (force)`),
  };
}
