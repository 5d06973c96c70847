import { sql } from 'drizzle-orm';
import type { Money } from '#domain/money-words.ts';
import { USUAL_LEG } from '#domain/settings-shapes.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Db } from './db.ts';
import { rowsOf } from './rows.ts';

type Time = { from: Date; to: Date };

/** What deals were worth that were won in a time: of each lead, what was said last. */
export async function readWonDeals(db: Db, { from, to }: Time): Promise<Money[]> {
  const rows = rowsOf<{ amount: number; currency: string }>(
    await db.execute(sql`
      with won as (
        select distinct s.lead_id from stage_changes s
        where s.stage = 'closed_won' and s.at >= ${from.toISOString()} and s.at <= ${to.toISOString()} and s.undone_at is null
      )
      select distinct on (h.lead_id) (h.deal ->> 'amount')::float8 as amount, h.deal ->> 'currency' as currency
      from won w join handoffs h on h.lead_id = w.lead_id
      where h.deal is not null and h.source_id <> ${TEST_SOURCE}
      order by h.lead_id, h.created_at desc`),
  );
  return rows.map(({ amount, currency }) => ({ cents: Math.round(Number(`${amount}e2`)), currency }));
}

/** How many leads of the first leg each rep accepted in each week of a time. */
export async function readAcceptedByWeek(
  db: Db,
  { from, to }: Time,
  timeZone: string,
): Promise<{ repId: string; week: string; count: number }[]> {
  return rowsOf(
    await db.execute(sql`
      select h.owner_id as "repId", to_char(h.accepted_at at time zone ${timeZone}, 'IYYY-IW') as week, count(*)::int as count
      from handoffs h
      where h.created_at <= ${to.toISOString()} and h.accepted_at >= ${from.toISOString()}
        and h.accepted_at <= ${to.toISOString()} and h.leg = ${USUAL_LEG}
        and h.owner_id is not null and h.source_id <> ${TEST_SOURCE}
      group by 1, 2`),
  );
}
