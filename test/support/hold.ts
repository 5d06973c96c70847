import { sql } from 'drizzle-orm';
import type { Db } from '#db/open.ts';

/** Keeps everybody else from the tables that take deliveries and presses in, until released. */
export async function holdTables(db: Db): Promise<{ release: () => Promise<void> }> {
  const held = Promise.withResolvers<void>();
  const freed = Promise.withResolvers<void>();
  const done = db.transaction(async (tx) => {
    await tx.execute(sql`lock table deliveries, handoffs in access exclusive mode`);
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
