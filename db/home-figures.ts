import { type SQL, sql } from 'drizzle-orm';
import type { AcceptanceGroup } from '#domain/acceptance-fall.ts';
import { OPEN_STATES, type State } from '#domain/handoff.ts';
import { type Leg, USUAL_LEG } from '#domain/settings-shapes.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Db } from './db.ts';
import { isAnyOf, rowsOf } from './rows.ts';
import { handoffs } from './schema.ts';

/** What Homes of marketing and ops count over all leads. */

export type OpenCount = { leg: Leg; state: State; count: number };

/** How many handoffs are open, by leg and state. */
export async function openByState(db: Db): Promise<OpenCount[]> {
  return rowsOf(
    await db.execute(sql`
      select leg, state, count(*)::int as count from ${handoffs}
      where ${isAnyOf(handoffs.state, OPEN_STATES)} and source_id <> ${TEST_SOURCE}
      group by leg, state`),
  );
}

/** Of the leads of a source or a campaign: how many sales took, gave back, and have not answered yet. */
export type Acceptance = { key: string; accepted: number; rejected: number; open: number };

const GROUPED: Record<AcceptanceGroup, SQL> = {
  source: sql`h.source_id`,
  campaign: sql`h.campaign`,
  form: sql`(select l.record -> 'campaign' ->> 'form' from leads l where l.id = h.lead_id)`,
};

/** Rejected first handoffs of such a group, the newest first, with their companies. */
export async function givenBackIn(
  db: Db,
  { by, key }: { by: AcceptanceGroup; key: string },
  { from, to }: { from: Date; to: Date },
  most: number,
): Promise<{ company: string | null; reason: string; at: Date; total: number }[]> {
  const rows = rowsOf<{ company: string | null; reason: string; at: string | Date; total: number }>(
    await db.execute(sql`
      select l.record -> 'account' ->> 'name' as company, r.reason, r.at, (count(*) over ())::int as total
      from ${handoffs} h join leads l on l.id = h.lead_id
      join lateral (select j.reason, j.at from rejections j where j.handoff_id = h.id and j.undone_at is null
        order by j.at desc limit 1) r on true
      where h.created_at >= ${from.toISOString()} and h.created_at <= ${to.toISOString()} and h.leg = ${USUAL_LEG} and h.source_id <> ${TEST_SOURCE}
        and h.state = 'rejected' and ${GROUPED[by]} = ${key}
      order by r.at desc, h.id limit ${most}`),
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}

/** What became of first handoffs of a time, both its ends included, where most came from first. Leads without a campaign are left out of those by campaign. */
export async function acceptanceBy(
  db: Db,
  by: AcceptanceGroup,
  { from, to }: { from: Date; to: Date },
  most: number,
): Promise<Acceptance[]> {
  return rowsOf(
    await db.execute(sql`
      select ${GROUPED[by]} as key,
        count(*) filter (where h.accepted_at is not null)::int as accepted,
        count(*) filter (where h.accepted_at is null and h.state = 'rejected')::int as rejected,
        count(*) filter (where h.accepted_at is null and ${isAnyOf(sql`h.state`, OPEN_STATES)})::int as open
      from ${handoffs} h
      where h.created_at >= ${from.toISOString()} and h.created_at <= ${to.toISOString()} and h.leg = ${USUAL_LEG} and h.source_id <> ${TEST_SOURCE}
        and ${GROUPED[by]} is not null
      group by 1 order by count(*) desc, 1 limit ${most}`),
  );
}
