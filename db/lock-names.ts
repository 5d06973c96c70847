import { sql } from 'drizzle-orm';
import type { Db } from './db.ts';

/**
 * Lets one transaction at a time work on what has a name and perhaps no row yet. They are locked in the order they are told,
 * which has to be the same for everybody.
 */
export async function lockNames(tx: Db, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const list = sql.param([...names]);
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(name, 7)) from unnest(${list}::text[]) as name`,
  );
}
