import { sql } from 'drizzle-orm';
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

/** What became of first handoffs of a time, both its ends included, where most came from first. Leads without a campaign are left out of those by campaign. */
export async function acceptanceBy(
  db: Db,
  by: 'source_id' | 'campaign',
  { from, to }: { from: Date; to: Date },
  most: number,
): Promise<Acceptance[]> {
  return rowsOf(
    await db.execute(sql`
      select h.${sql.identifier(by)} as key,
        count(*) filter (where h.accepted_at is not null)::int as accepted,
        count(*) filter (where h.accepted_at is null and h.state = 'rejected')::int as rejected,
        count(*) filter (where h.accepted_at is null and ${isAnyOf(sql`h.state`, OPEN_STATES)})::int as open
      from ${handoffs} h
      where h.created_at >= ${from.toISOString()} and h.created_at <= ${to.toISOString()} and h.leg = ${USUAL_LEG} and h.source_id <> ${TEST_SOURCE}
        and h.${sql.identifier(by)} is not null
      group by 1 order by count(*) desc, 1 limit ${most}`),
  );
}
