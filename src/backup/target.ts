import type { TransactionSql } from 'postgres';
import { dropViews } from '#db/analytics.ts';
import { MIGRATION_LOCK } from '#db/open.ts';
import { MIGRATIONS_TABLE } from '#db/raise-schema.ts';
import { TABLES_OF_ALL_LEVELS } from '#db/tables.ts';
import { BackupProblem } from './backup-problem.ts';
import { quoted } from './copy.ts';
import { askIn } from './database.ts';

const LOCK_SECONDS = 10;
const NAMED = 5;

/** Takes a database for a restore: refuses one with anything in it, and takes away tables of ours that are empty. */
export async function clearTarget(tx: TransactionSql): Promise<void> {
  await tx.unsafe(`set local lock_timeout = '${LOCK_SECONDS}s'`);
  await refuseBusy(tx);
  await refuseForeign(tx);
  const ours = await oursIn(tx);
  if (ours.length > 0) {
    const names = ours.map(quoted).join(', ');
    await tx.unsafe(`lock table ${names} in access exclusive mode`);
    await refuseRows(tx, ours);
    // They stand on the tables; whoever may read them is known to their schemas too, which stay.
    await dropViews(askIn(tx));
    await tx.unsafe(`drop table ${names}`);
  }
  await tx.unsafe(`drop table if exists ${MIGRATIONS_TABLE}`);
}

/** An app that starts waits for this lock, and finds the restored tables. */
async function refuseBusy(tx: TransactionSql): Promise<void> {
  const [row] = await tx.unsafe<{ taken: boolean }[]>(
    `select pg_try_advisory_xact_lock(${MIGRATION_LOCK}) as taken`,
  );
  if (!row?.taken) {
    throw new BackupProblem('an app is starting on this database, or another restore runs; stop it first');
  }
}

async function refuseForeign(tx: TransactionSql): Promise<void> {
  // Extensions bring tables of their own; the queue makes its own anew when it needs them.
  const rows = await tx.unsafe<{ name: string; isInOurs: boolean }[]>(`
    select case when nspname = current_schema() then relname else nspname || '.' || relname end as name,
      nspname = current_schema() as "isInOurs"
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where relkind in ('r', 'p', 'f', 'm') and not relispartition
      and nspname not in ('information_schema', 'pgboss') and nspname not like 'pg\\_%'
      and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e')
    order by 2 desc, 1`);
  const foreign = rows.filter(
    ({ name, isInOurs }) => name !== MIGRATIONS_TABLE && !(isInOurs && TABLES_OF_ALL_LEVELS.includes(name)),
  );
  if (foreign.length === 0) return;
  const names = foreign.slice(0, NAMED).map(({ name }) => name);
  const more = foreign.length > NAMED ? ` and ${foreign.length - NAMED} more` : '';
  throw new BackupProblem(
    `this database holds tables that are not ours (${names.join(', ')}${more}); restore into a database of its own`,
  );
}

async function oursIn(tx: TransactionSql): Promise<string[]> {
  const rows = await tx.unsafe<{ name: string }[]>(
    `select relname as name from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'r'`,
  );
  return rows.map(({ name }) => name);
}

async function refuseRows(tx: TransactionSql, tables: readonly string[]): Promise<void> {
  const asked = tables.map(
    (table) => `select '${table}' as name where exists (select from ${quoted(table)})`,
  );
  const rows = await tx.unsafe<{ name: string }[]>(`${asked.join(' union all ')} order by 1`);
  if (rows.length === 0) return;
  const names = rows.slice(0, NAMED).map(({ name }) => name);
  const more = rows.length > NAMED ? ' and others' : '';
  throw new BackupProblem(
    `this database is not empty (${names.join(', ')}${more}); a restore adds to nothing and writes over nothing. Make a new database for it`,
  );
}
