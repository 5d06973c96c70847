import { and, eq, type SQL, sql } from 'drizzle-orm';
import { USUAL_LEG } from '#domain/settings-shapes.ts';
import { type SpeedShare, type SpeedTimes, STAYS_SNOOZED } from '#domain/speed.ts';
import type { Db } from './db.ts';
import { rowsOf } from './rows.ts';
import { clocks, handoffs } from './schema.ts';

/** What speed to lead is made of: when handoffs came, and when Slack had them. */

/** Whether the next team sent it back: it came from them, and not from a source. */
export const isSentBack = (handoffId: SQL): SQL =>
  sql`exists (select from handoff_events b where b.handoff_id = ${handoffId} and b.type = 'sent_back')`;

/** Whether it began with what somebody here decided, and not with what the lead did: its clock to the first response begins then. */
const beganHere = (handoffId: SQL): SQL =>
  sql`exists (select from handoff_events b where b.handoff_id = ${handoffId} and b.type in ('sent_back', 'came_back'))`;

/** The same of one handoff. */
export async function wasSentBack(db: Db, handoffId: string): Promise<boolean> {
  const [row] = rowsOf<{ is: boolean }>(await db.execute(sql`select ${isSentBack(sql`${handoffId}`)} as is`));
  return row?.is ?? false;
}

/**
 * Queries over the rows of `those` (id, lead_id, leg, created_at of handoffs, captured_at of their leads): when each was captured and received, and
 * when Slack showed it first: its card, the message in which it lay to be claimed, or the batch it was laid into.
 */
const timesOfThose = sql`
  came as (
    select distinct on (i.handoff_id) i.handoff_id, d.received_at,
      least((i.lead ->> 'occurred_at')::timestamptz, d.received_at) as captured_at
    from those t
    join items i on i.lead_id = t.lead_id and i.handoff_id = t.id and i.outcome = 'handoff'
    join deliveries d on d.id = i.delivery_id
    order by i.handoff_id, i.at
  ),
  posted as (
    select handoff_id, min(at) as delivered_at
    from (
      select m.handoff_id, m.posted_at as at
      from those t join messages m on m.handoff_id = t.id and m.kind in ('card', 'claim')
      where m.posted_at is not null
      union all
      select e.handoff_id, e.at
      from those t join handoff_events e on e.handoff_id = t.id and e.type = 'held'
      where starts_with(e.event ->> 'claimKey', 'batch:')
    ) as in_slack
    group by handoff_id
  ),
  timed as (
    select t.id, came.received_at, posted.delivered_at,
      coalesce(came.captured_at, case when t.leg = ${USUAL_LEG} and not ${beganHere(sql`t.id`)}
        then t.lead_captured_at else t.created_at end) as captured_at
    from those t
    left join came on came.handoff_id = t.id
    left join posted on posted.handoff_id = t.id
  )`;

/** When each step of a handoff happened. A later leg is captured when the one before hands it over, and what is sent back when it is. */
export async function readSpeedTimes(db: Db, handoffId: string): Promise<SpeedTimes> {
  const [row] = rowsOf<Record<'captured' | 'received' | 'delivered', string | Date | null>>(
    await db.execute(sql`
      with those as (
        select h.id, h.lead_id, h.leg, h.created_at, l.captured_at as lead_captured_at
        from handoffs h join leads l on l.id = h.lead_id where h.id = ${handoffId}
      ), ${timesOfThose}
      select captured_at as captured, received_at as received, delivered_at as delivered from timed`),
  );
  const [handoff] = await db
    .select({
      routed: handoffs.firstOfferedAt,
      accepted: handoffs.acceptedAt,
      responded: handoffs.respondedAt,
    })
    .from(handoffs)
    .where(eq(handoffs.id, handoffId));
  const instant = (value: string | Date | null | undefined) => (value ? new Date(value) : null);
  return {
    captured: instant(row?.captured),
    received: instant(row?.received),
    delivered: instant(row?.delivered),
    routed: handoff?.routed ?? null,
    accepted: handoff?.accepted ?? null,
    responded: handoff?.responded ?? null,
  };
}

const staysSnoozed = sql.raw(STAYS_SNOOZED.map((type) => `'${type}'`).join(', '));

/** Handoffs whose share took equally long. */
export type SpeedRow = { key: string | null; share: SpeedShare; seconds: number; count: number };

/**
 * Counts the shares of handoffs that were responded to, as `speedOf` makes them. `those` are queries, the last of which
 * is `those`: id, lead_id, leg, created_at, responded_at, lead_captured_at and key. Of time snoozed, only what there was.
 */
export async function countSpeed(db: Db, those: SQL): Promise<SpeedRow[]> {
  return rowsOf(
    await db.execute(sql`
      with ${those}, ${timesOfThose},
      snoozes as (
        select t.id, t.responded_at, e.at, ending.at as ended_at
        from those t
        join handoff_events e on e.handoff_id = t.id and e.type = 'snoozed'
        cross join lateral (
          select n.at from handoff_events n
          where n.handoff_id = e.handoff_id and n.id > e.id and n.type not in (${staysSnoozed})
          order by n.id limit 1
        ) as ending
      ),
      snoozed as (
        select s.id, sum(extract(epoch from greatest(interval '0',
          least(s.ended_at, s.responded_at) - greatest(s.at, timed.delivered_at)))) as seconds
        from snoozes s
        join timed on timed.id = s.id and timed.delivered_at is not null
        group by s.id
      ),
      shares as (
        select t.key, snoozed.seconds as snoozed,
          extract(epoch from t.responded_at - timed.captured_at) as total,
          case when timed.delivered_at is not null
            then extract(epoch from least(timed.delivered_at, t.responded_at) - timed.captured_at) end as system,
          extract(epoch from t.responded_at - timed.delivered_at) as person
        from those t join timed on timed.id = t.id left join snoozed on snoozed.id = t.id
      )
      select key, share, greatest(0, round(seconds))::int as seconds, count(*)::int as count
      from shares cross join lateral (
        values ('total', total), ('system', system), ('person', person), ('snoozed', nullif(snoozed, 0))
      ) as one(share, seconds)
      where seconds is not null
      group by 1, 2, 3`),
  );
}

/** The clocks of a handoff that stopped because what they wait for happened. */
export async function metClocks(db: Db, handoffId: string): Promise<Set<string>> {
  const rows = await db
    .select({ id: clocks.id })
    .from(clocks)
    .where(and(eq(clocks.handoffId, handoffId), eq(clocks.met, true)));
  return new Set(rows.map(({ id }) => id));
}

/** A clock that stopped in time: also where that was told after the deadline had passed. */
export const inTime = sql`k.met and (k.breached_at is null or k.stopped_at <= k.deadline_at)`;
/** A clock that ran out, whatever came of it later. */
export const ranOut = sql`k.breached_at is not null and not (k.met is true and k.stopped_at <= k.deadline_at)`;
