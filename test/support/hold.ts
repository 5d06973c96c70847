import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/db.ts';

type Held = { release: () => Promise<void> };

/** Keeps everybody else from the tables that take deliveries and presses in, until released. */
export const holdTables = (db: Db): Promise<Held> =>
  hold(db, sql`lock table deliveries, handoffs in access exclusive mode`);

/** Keeps everybody else from one handoff, until released. */
export const holdHandoff = (db: Db, id: string): Promise<Held> =>
  hold(db, sql`select id from handoffs where id = ${id} for update`);

/** Keeps everybody else from changing the clocks there are, until released. */
export const holdClocks = (db: Db): Promise<Held> => hold(db, sql`select id from clocks for update`);

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
