import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { OPEN_STATES } from '#domain/handoff.ts';
import type { MorningList } from '#domain/lead-lists.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Db } from './db.ts';
import { EMPTY, isDeal, runsOut, type Section, sections } from './home.ts';
import { handoffs } from './schema.ts';
import { isSentBack } from './speed.ts';

/** `endsAt` is when their day ends; `today` and `soon` are days of their calendar, such as `2027-03-31`. */
export type Morning = { now: Date; endsAt: Date; today: string; soon: string };

/** A rep's open handoffs that want something today. The next deadline is first, or the next day to be signed. */
export async function morningWorkOf(
  db: Db,
  repId: string,
  { now, endsAt, today, soon }: Morning,
  most: number,
): Promise<Record<MorningList, Section>> {
  const closeOn = sql`${handoffs.deal} ->> 'closeOn'`;
  const found = await sections(db, most, {
    where: and(
      eq(handoffs.ownerId, repId),
      inArray(handoffs.state, [...OPEN_STATES]),
      ne(handoffs.sourceId, TEST_SOURCE),
    ),
    section: sql`case
      when ${handoffs.state} = 'snoozed' then
        case when ${handoffs.snoozedUntil} < ${endsAt.toISOString()}::timestamptz then 'wakes' end
      when ${runsOut} <= ${now.toISOString()}::timestamptz then 'overdue'
      when ${handoffs.state} = 'offered' then case when ${isSentBack(sql`${handoffs.id}`)} then 'returned' else 'offered' end
      when ${isDeal} and ${closeOn} < ${today} then 'deals_passed'
      when ${isDeal} and ${closeOn} <= ${soon} then 'deals_soon' end`,
    due: sql`case when ${handoffs.state} = 'snoozed' then ${handoffs.snoozedUntil}
      else coalesce(${runsOut}, (${closeOn})::date) end`,
  });
  const of = (name: MorningList): Section => found.get(name) ?? EMPTY;
  return {
    overdue: of('overdue'),
    returned: of('returned'),
    offered: of('offered'),
    wakes: of('wakes'),
    deals_passed: of('deals_passed'),
    deals_soon: of('deals_soon'),
  };
}
