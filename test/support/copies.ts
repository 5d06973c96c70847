import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { type Database, openPostgres } from '#db/open.ts';
import { ask, onAdmin, STATEMENT_SECONDS, urlOf } from './admin.ts';

/** This worker's databases that no test has at present. */
const free: string[] = [];

/**
 * A database of one test's own, with the schema and without rows. To copy the template takes a third of a second, to
 * empty what another test had a twentieth of that: so a worker keeps its databases, and whoever takes one empties it.
 * What cannot be emptied is left as it is until the run ends: to drop it every backend of the server has to be waited for.
 */
export async function openCopy(): Promise<{ database: Database; release: () => void }> {
  const adminUrl = inject('adminUrl');
  const open = (name: string) => openPostgres(urlOf(adminUrl, name), STATEMENT_SECONDS);
  const release = (name: string) => () => void free.push(name);
  const kept = free.pop();
  if (kept !== undefined) {
    const database = open(kept);
    if (await couldEmpty(database)) return { database, release: release(kept) };
    await database.close();
  }
  const name = `${inject('template')}_${randomBytes(4).toString('hex')}`;
  await onAdmin(adminUrl, `create database ${name} template ${inject('template')}`);
  return { database: open(name), release: release(name) };
}

/** What a test may have done to the schema changes one of these counts; the size is in steps of 16 MB. */
export const SHAPE = `select concat_ws(' ',
  (select count(*) from pg_class), (select count(*) from pg_attribute), (select count(*) from pg_constraint),
  (select count(*) from pg_trigger), (select count(*) from pg_proc),
  pg_database_size(current_database()) >> 24) as shape`;

/** False where a test has changed its schema, or has left it big. */
async function couldEmpty(database: Database): Promise<boolean> {
  await ask(database, END_OTHERS);
  const [found] = await ask<{ shape: string }>(database, SHAPE);
  if (found?.shape !== inject('shape')) return false;
  const [made] = await ask<{ statement: string }>(database, EMPTYING);
  await ask(database, made?.statement ?? '');
  await ask(database, RESTART_SEQUENCES);
  return true;
}

const END_OTHERS = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and usename = current_user and pid <> pg_backend_pid()`;

/** What the template has rows in are the applied migrations. */
const IS_OURS = `nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'drizzle')`;

/** One statement for all tables: foreign keys are looked at when it is through, so their order does not matter. */
const EMPTYING = `select 'with ' || string_agg(format('d%s as (delete from %I.%I)', c.oid, nspname, relname), ', ')
    || ' select 1' as statement
  from pg_class c join pg_namespace n on n.oid = relnamespace where relkind = 'r' and ${IS_OURS}`;

const RESTART_SEQUENCES = `select setval(s.seqrelid, s.seqstart, false)
  from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
  where ${IS_OURS}`;
