import { sql } from 'drizzle-orm';
import type { Db } from '#db/db.ts';
import { stamp } from '#domain/policy.ts';
import type { Settings } from '#domain/settings.ts';

const LEADS_AT_ONCE = 50_000;
/** Of five leads two are handed over and one of those is responded to; every twentieth is rejected. */
const HANDED_OVER = sql`no % 5 < 2`;
const RESPONDED = sql`no % 5 = 0`;
const REJECTED = sql`no % 20 = 1`;

/** So many leads captured over a year that ends at `to`, set by set, with what became of them. */
export async function insertYear(db: Db, settings: Settings, leads: number, to: Date): Promise<void> {
  const [policy] = settings.sla;
  if (!policy) throw new Error('the settings of the bench have a policy');
  const stamped = JSON.stringify(stamp(policy));
  for (let from = 0; from < leads; from += LEADS_AT_ONCE) {
    const made = sql`(
      select no, lpad(no::text, 8, '0') as id, 'rep-' || no % 60 as rep,
        ${to.toISOString()}::timestamptz - ((no::float8 + 1) / ${leads}) * interval '365 days' as at,
        (20 + no * 7 % 86400) * interval '1 second' as accepted_after,
        (60 + no * 13 % 259200) * interval '1 second' as responded_after
      from generate_series(${from}::int, ${Math.min(leads, from + LEADS_AT_ONCE) - 1}::int) as no) as made`;
    await db.execute(sql`
      insert into leads (id, stage, temperature, source_id, campaign, record, evidence, captured_at, created_at)
      select 'l' || id, (array['inquiry', 'marketing_qualified', 'sales_accepted', 'nurture', 'opportunity'])[1 + no % 5], 'hot',
        'source-' || no % 5, 'campaign-' || no % 40,
        jsonb_build_object('person', jsonb_build_object('full_name', 'Lead ' || id, 'email', 'lead@bench' || id || '.example',
          'phone', '+49 30 ' || id, 'title', 'Head of Operations'),
          'account', jsonb_build_object('name', 'Bench ' || id, 'employees', 420, 'domain', 'bench' || id || '.example'),
          'channel', 'demo_request', 'occurred_at', at, 'signals', '[]'::jsonb, 'refs', '[]'::jsonb, 'tags', '[]'::jsonb),
        '{"definition":"2026-1","isMql":true,"isHandRaiser":true,"unknown":[],"failed":[],"lines":[],"temperatureBecause":""}',
        at, at
      from ${made}`);
    await db.execute(sql`
      insert into stage_changes (lead_id, stage, at, cause, is_inferred)
      select 'l' || id, stage, at, 'bench', false
      from ${made}, lateral (values ('marketing_qualified', true), ('sales_accepted', ${RESPONDED}), ('opportunity', no % 25 = 0))
        as reached(stage, has) where has`);
    await db.execute(sql`
      insert into deliveries (id, source_id, key, body, received_at, read_at)
      select 'd' || id, 'source-' || no % 5, id, ''::bytea, at + interval '2 seconds', at + interval '2 seconds' from ${made}`);
    await db.execute(sql`
      insert into items (id, delivery_id, source_id, key, position, outcome, lead, lead_id, handoff_id, at)
      select 'i' || id, 'd' || id, 'source-' || no % 5, id, 0, case when ${HANDED_OVER} then 'handoff' else 'nurture' end,
        jsonb_build_object('person', jsonb_build_object('full_name', 'Lead ' || id, 'email', 'lead@bench' || id || '.example',
          'phone', '+49 30 ' || id, 'title', 'Head of Operations'), 'occurred_at', at, 'channel', 'demo_request'),
        'l' || id, case when ${HANDED_OVER} then 'h' || id end, at + interval '2 seconds' from ${made}`);
    await db.execute(sql`
      insert into handoffs (id, lead_id, leg, state, owner_id, pool_id, temperature, policy_id, policy, source_id, campaign,
        settings_version, offer_no, created_at, first_offered_at, offered_at, accepted_at, responded_at, closed_at, snoozes)
      select 'h' || id, 'l' || id, 'mql_to_sdr', case when ${REJECTED} then 'rejected' when ${RESPONDED} then 'working' else 'offered' end,
        rep, 'sdr', 'hot', ${policy.id}, ${stamped}::jsonb, 'source-' || no % 5, 'campaign-' || no % 40, 'bench', 1,
        at + interval '3 seconds', at + interval '3 seconds', at + interval '3 seconds',
        case when ${RESPONDED} then at + accepted_after end, case when ${RESPONDED} then at + responded_after end,
        case when ${REJECTED} then at + interval '1 day' end, 0
      from ${made} where ${HANDED_OVER}`);
    await db.execute(sql`
      insert into messages (key, kind, marker, handoff_id, place, detail, channel, ts, wanted, shown, created_at, posted_at)
      select 'card:h' || id || ':1', 'card', 'm' || id, 'h' || id, 'person:' || rep, '{"offerNo": 1}', 'D' || rep, id, 1, 1,
        at + interval '3 seconds', at + interval '4 seconds'
      from ${made} where ${HANDED_OVER}`);
    await db.execute(sql`
      insert into clocks (id, handoff_id, kind, offer_no, rep_id, source_id, started_at, deadline_at, stopped_at, met, breached_at)
      select kind || id, 'h' || id, kind, 1, rep, 'source-' || no % 5, at + interval '3 seconds', at + interval '4 hours',
        case when ${RESPONDED} then at + accepted_after end, case when ${RESPONDED} then true end,
        case when not ${RESPONDED} or accepted_after > interval '4 hours' then at + interval '4 hours' end
      from ${made}, (values ('accept'), ('response')) as clock(kind) where ${HANDED_OVER}`);
    await db.execute(sql`
      insert into handoff_events (handoff_id, type, at, actor_id, rep_id, source_id, event)
      select 'h' || id, type, at + after, rep, rep, 'source-' || no % 5, event::jsonb
      from ${made}, lateral (values
        ('offered', interval '3 seconds', '{"type":"offered","no":1}', true),
        ('snoozed', interval '10 seconds', '{"type":"snoozed"}', no % 50 = 0),
        ('woken', interval '15 seconds', '{"type":"woken"}', no % 50 = 0),
        ('accepted', accepted_after, '{"type":"accepted"}', ${RESPONDED}),
        ('responded', responded_after, '{"type":"responded","channel":"call","outcome":"connected"}', ${RESPONDED}),
        ('breached', interval '4 hours', '{"type":"breached"}', not ${RESPONDED}),
        ('rejected', interval '1 day', '{"type":"rejected"}', ${REJECTED})) as happened(type, after, event, has)
      where ${HANDED_OVER} and has`);
    await db.execute(sql`
      insert into rejections (id, handoff_id, lead_id, source_id, reason, failure_point, note, rep_id, by_id, at, message_key)
      select 'r' || id, 'h' || id, 'l' || id, 'source-' || no % 5, 'other', 'fit', '', rep, rep, at + interval '1 day', 'bench'
      from ${made} where ${REJECTED}`);
  }
  await db.execute(sql`vacuum analyze`);
}
