import { sql } from 'drizzle-orm';
import type { Db } from '#db/db.ts';
import { rowsOf } from '#db/rows.ts';

const EVERY_MS = 1_000;

/** How many messages Slack does not show yet as they should be. */
export async function countHeld(db: Db): Promise<number> {
  const rows = rowsOf<{ held: number }>(
    await db.execute(sql`select count(*)::int as held from messages where shown < wanted`),
  );
  return rows[0]?.held ?? 0;
}

/** Looks once a second, as nothing in Slack tells of what does not get there. */
export function watchHeld(db: Db, onChange: (held: number) => void): { stop: () => Promise<void> } {
  let last = 0;
  let looking = Promise.resolve();
  async function look(): Promise<void> {
    const held = await countHeld(db);
    if (held === last) return;
    last = held;
    onChange(held);
  }
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return looking;
    },
  };
}
