import { type SQL, sql } from 'drizzle-orm';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Db } from './db.ts';
import { rowsOf } from './rows.ts';

/** What happened, as it was told: with whom of the company, none is said. */
export type TouchRow = {
  winId: string;
  at: Date;
  sourceId: string;
  campaign: string | null;
  channel: string | null;
};
export type WonRows = {
  /** Companies that signed, each once; and a lead without a company. */
  wins: { id: string; leads: number }[];
  touches: TouchRow[];
};

/** Whom `from` to `to` brought: by company, the first of its leads that signed then. */
const won = (from: Date, to: Date): SQL => sql`
  won as (
    select coalesce(l.account_id, l.id) as id, l.account_id, min(l.id) as lead_id, min(s.at) as at, count(*)::int as leads
    from stage_changes s join leads l on l.id = s.lead_id
    where s.stage = 'closed_won' and s.at >= ${from.toISOString()} and s.at <= ${to.toISOString()}
      and s.undone_at is null and l.source_id <> ${TEST_SOURCE}
    group by coalesce(l.account_id, l.id), l.account_id
  )`;

/**
 * The wins of a time, and every touch before each: when somebody of the company was captured, what they did, and what was
 * told of the company alone. A signal within a minute of the capture, from the same source, is the capture itself.
 */
export async function readWins(db: Db, { from, to }: { from: Date; to: Date }): Promise<WonRows> {
  const wins = rowsOf<WonRows['wins'][number]>(
    await db.execute(sql`with ${won(from, to)} select id, leads from won order by at, id`),
  );
  const touches = rowsOf<Omit<TouchRow, 'at'> & { at: string | Date }>(
    await db.execute(sql`
      with ${won(from, to)},
      contacts as (
        select w.id as win_id, w.at as won_at, l.id, l.source_id, l.campaign, l.record ->> 'channel' as channel, l.captured_at
        from won w join leads l on l.account_id = w.account_id
        where l.source_id <> ${TEST_SOURCE}
        union all
        select w.id, w.at, l.id, l.source_id, l.campaign, l.record ->> 'channel', l.captured_at
        from won w join leads l on l.id = w.lead_id where w.account_id is null
      ),
      did as (
        select c.*, s.source_id as told_by, s.at as did_at, told.lead as told
        from contacts c
        join signals s on s.lead_id = c.id
        left join lateral (
          select i.lead from items i join deliveries d on d.id = i.delivery_id
          where i.lead_id = c.id and i.source_id = s.source_id and i.lead is not null
            and (
              (i.lead ->> 'occurred_at')::timestamptz = s.at or d.received_at = s.at
              or exists (
                select from jsonb_array_elements(i.lead -> 'signals') as one
                where one ->> 'type' = s.type and (one ->> 'at')::timestamptz = s.at
              )
            )
          order by i.at limit 1
        ) as told on true
        where s.source_id <> ${TEST_SOURCE} and not (
          s.source_id = c.source_id and abs(extract(epoch from s.at - c.captured_at)) < 60
        )
      )
      select win_id as "winId", captured_at as at, source_id as "sourceId", campaign, channel
      from contacts where captured_at <= won_at
      union all
      select win_id, did_at, told_by,
        case when told is not null then coalesce(told -> 'campaign' ->> 'name', told -> 'campaign' ->> 'utm_campaign')
          when told_by = source_id then campaign end,
        case when told is not null then told ->> 'channel' when told_by = source_id then channel end
      from did where did_at <= won_at
      union all
      select w.id, a.at, a.source_id, null, null
      from won w join account_signals a on a.account_id = w.account_id
      where a.at <= w.at and a.source_id <> ${TEST_SOURCE}`),
  );
  return { wins, touches: touches.map(({ at, ...touch }) => ({ ...touch, at: new Date(at) })) };
}
