import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { type Database, openPglite, openPostgres } from '#db/open.ts';
import { createQueue } from '#src/core/queue.ts';

declare module 'vitest' {
  interface ProvidedContext {
    database: string;
    /** A file with a migrated PGlite, or the name of a migrated Postgres database. */
    template: string;
  }
}

/** Migrates once a run: opening a copy takes a tenth of the time. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { database } = project.config.provide as { database: string };
  return database === 'postgres' ? setUpPostgres(project) : setUpPglite(project);
}

async function prepare(database: Database): Promise<void> {
  await database.migrate();
  const queue = createQueue(database, (error) => {
    throw error;
  });
  await queue.open();
  await queue.close();
}

async function setUpPglite(project: TestProject): Promise<() => Promise<void>> {
  const database = await openPglite({ snapshot: undefined });
  await prepare(database);
  const { backend } = database;
  if (backend.kind !== 'pglite') throw new Error('expected PGlite');
  const dump = await backend.pglite.dumpDataDir('none');
  await database.close();
  const file = join(tmpdir(), `handoff-test-${randomBytes(6).toString('hex')}.tar`);
  writeFileSync(file, Buffer.from(await dump.arrayBuffer()));
  project.provide('template', file);
  return async () => rmSync(file, { force: true });
}

async function setUpPostgres(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.TEST_DATABASE_URL ?? '';
  const name = `handoff_test_${randomBytes(6).toString('hex')}`;
  const admin = postgres(url, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}`);
  const database = openPostgres(urlOf(name), 30);
  await prepare(database);
  await database.close();
  project.provide('template', name);
  return async () => {
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
  };
}

/** The same server, another database. */
export function urlOf(name: string): string {
  const url = new URL(process.env.TEST_DATABASE_URL ?? '');
  url.pathname = `/${name}`;
  return url.href;
}

/** A database of one test's own, with the schema and without rows. */
export async function openCopy(
  kind: string,
  template: string,
): Promise<{ database: Database; drop: () => Promise<void> }> {
  if (kind !== 'postgres') {
    const database = await openPglite({ snapshot: new Blob([readFileSync(template)]) });
    return { database, drop: async () => {} };
  }
  const name = `${template}_${randomBytes(6).toString('hex')}`;
  const admin = postgres(process.env.TEST_DATABASE_URL ?? '', { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name} template ${template}`);
  return {
    database: openPostgres(urlOf(name), 30),
    drop: async () => {
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      await admin.end();
    },
  };
}
