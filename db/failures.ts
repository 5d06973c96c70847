import { sql } from 'drizzle-orm';
import type { FailureRows } from '#domain/failures.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Db } from './db.ts';
import { rowsOf } from './rows.ts';
import { inTime, ranOut } from './speed.ts';

/** What failed from `from` to `to`, both included: by when it was rejected, accepted or began to run. */
export async function readFailures(db: Db, { from, to }: { from: Date; to: Date }): Promise<FailureRows> {
  const [first, last] = [from.toISOString(), to.toISOString()];
  const [accepted] = rowsOf<{ count: number }>(
    await db.execute(sql`
      select count(*)::int as count from handoffs h
      where h.created_at <= ${last} and h.accepted_at >= ${first} and h.accepted_at <= ${last}
        and h.source_id <> ${TEST_SOURCE}`),
  );
  const rejections = rowsOf<FailureRows['rejections'][number]>(
    await db.execute(sql`
      select r.reason, r.failure_point as "failurePoint", r.source_id as "sourceId", count(*)::int as count
      from rejections r
      where r.at >= ${first} and r.at <= ${last} and r.undone_at is null and r.source_id <> ${TEST_SOURCE}
      group by 1, 2, 3`),
  );
  const clocks = rowsOf<FailureRows['clocks'][number]>(
    await db.execute(sql`
      select k.kind, count(*) filter (where ${ranOut})::int as missed, count(*) filter (where ${inTime})::int as met
      from clocks k
      where k.started_at >= ${first} and k.started_at <= ${last} and k.source_id <> ${TEST_SOURCE}
        and (k.met or k.breached_at is not null)
      group by 1`),
  );
  return { accepted: accepted?.count ?? 0, rejections, clocks };
}
