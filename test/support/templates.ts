import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { openCluster } from '#db/embedded/cluster.ts';
import { temporaryFolder } from '#db/embedded/temporary-folder.ts';
import { openPostgres } from '#db/open.ts';
import { ask, onAdmin, STATEMENT_SECONDS, urlOf } from './admin.ts';
import { SHAPE } from './copies.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Which Postgres the tests are to run on: the embedded one, or that of `TEST_DATABASE_URL`. */
    server: 'embedded' | 'named';
    /** A database of that server on which others may be made. */
    adminUrl: string;
    /** The name of a database of that server with the schema and without rows. */
    template: string;
    /** What `copies.ts` compares to see whether a copy of it still has its schema. */
    shape: string;
  }
}

// Two files at a time, each with up to three apps and a connection of its own.
const CONNECTIONS = 200;

/** Starts the server and migrates a database once a run: a copy of it takes a hundredth of the time. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { adminUrl, stop } = await findServer(project.config.provide.server);
  const name = `handoff_test_${randomBytes(6).toString('hex')}`;
  await onAdmin(adminUrl, `create database ${name}`);
  const database = openPostgres(urlOf(adminUrl, name), STATEMENT_SECONDS);
  await database.migrate();
  const [template] = await ask<{ shape: string }>(database, SHAPE);
  await database.close();
  project.provide('adminUrl', adminUrl);
  project.provide('template', name);
  project.provide('shape', template?.shape ?? '');
  return () => stop(name);
}

/** What a run made on a server that outlives it. */
async function dropAll(adminUrl: string, name: string): Promise<void> {
  const databases = await onAdmin<{ datname: string }>(
    adminUrl,
    `select datname from pg_database where starts_with(datname, '${name}')`,
  );
  for (const { datname } of databases)
    await onAdmin(adminUrl, `drop database if exists ${datname} with (force)`);
}

async function findServer(
  server: 'embedded' | 'named' | undefined,
): Promise<{ adminUrl: string; stop: (name: string) => Promise<void> }> {
  if (server === 'named') {
    const adminUrl = process.env.TEST_DATABASE_URL ?? '';
    return { adminUrl, stop: (name) => dropAll(adminUrl, name) };
  }
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
