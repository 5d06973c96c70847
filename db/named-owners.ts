import { sql } from 'drizzle-orm';
import type { Db } from './db.ts';
import { rowsOf } from './rows.ts';

/** The owners a source named for leads that came in from `from` on and before `to`, the most frequent first. */
export async function ownersNamedBy(
  db: Db,
  sourceId: string,
  from: Date,
  to: Date,
): Promise<{ email: string; leads: number }[]> {
  return rowsOf(
    await db.execute(sql`
    select lead ->> 'owner_email' as email, count(*)::int as leads from items
    where source_id = ${sourceId} and at >= ${from.toISOString()} and at < ${to.toISOString()}
      and outcome in ('handoff', 'shadow') and lead ->> 'owner_email' is not null
    group by 1 order by 2 desc, 1`),
  );
}
