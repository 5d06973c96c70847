import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/db.ts';
import { rowsOf } from '#db/rows.ts';

type Held = { release: () => Promise<void> };

/** Keeps everybody else from the tables that take deliveries and presses in, until released. */
export const holdTables = (db: Db): Promise<Held> =>
  hold(db, sql`lock table deliveries, handoffs in access exclusive mode`);

/** Keeps everybody else from the leads there are and from making any, until released. */
export const holdLeads = (db: Db): Promise<Held> => hold(db, sql`lock table leads in access exclusive mode`);

/** Keeps everybody else from one handoff, until released. */
export const holdHandoff = (db: Db, id: string): Promise<Held> =>
  hold(db, sql`select id from handoffs where id = ${id} for update`);

/** Keeps everybody else from changing the clocks there are, until released. */
export const holdClocks = (db: Db): Promise<Held> => hold(db, sql`select id from clocks for update`);

/** Keeps everybody else from the messages there are, until released. */
export const holdMessages = (db: Db): Promise<Held> => hold(db, sql`select key from messages for update`);

async function hold(db: Db, lock: SQL): Promise<Held> {
  const held = Promise.withResolvers<void>();
  const freed = Promise.withResolvers<void>();
  const done = db.transaction(async (tx) => {
    await tx.execute(lock);
    held.resolve();
    await freed.promise;
  });
  await held.promise;
  return {
    release: async () => {
      freed.resolve();
      await done;
    },
  };
}

/** Waits until so many of a database's sessions wait for a lock. */
export async function untilWaiting(db: Db, many: number): Promise<void> {
  for (;;) {
    const [found] = rowsOf<{ many: number }>(
      await db.execute(sql`select count(*)::int as many from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`),
    );
    if ((found?.many ?? 0) >= many) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
