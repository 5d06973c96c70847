import { sql } from 'drizzle-orm';
import type { Db } from '#db/db.ts';
import { periodBefore } from '#domain/period.ts';
import { stamp } from '#domain/policy.ts';
import type { Settings } from '#domain/settings.ts';
import { readSettingsFile } from '#src/cli/settings-file.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { loadCoverage } from '#src/view/funnel-coverage.ts';
import { loadForecast } from '#src/view/funnel-forecast.ts';
import { loadVelocity } from '#src/view/funnel-velocity.ts';
import { createDatabase } from './databases.ts';
import { load, percentile, print } from './figures.ts';
import type { Run } from './latency.ts';

const DEALS = 20_000;
const DAYS = 1_095;
const NOW = new Date('2026-11-30T12:00:00Z');
const QUARTER_DAYS = 90;
const ROUNDS = 20;
const DAY_MS = 86_400_000;

/** What the figures of the pipeline take over three years of deals, each of which was said something of seven times. */
export async function measureDeals({ kind, adminUrl }: Run): Promise<void> {
  const reading = readSettingsFile('handoff.yaml');
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const inForce: SettingsInForce = { ...reading, version: 'bench' };
  const bench = await createDatabase(kind, adminUrl);
  try {
    const { db, migrate, close } = await bench.open();
    await migrate();
    await insertDeals(db, inForce.settings);
    print(`${kind}: ${DEALS.toLocaleString('en')} deals of three years; ${load()}`);
    const period = { from: new Date(NOW.getTime() - QUARTER_DAYS * DAY_MS), to: NOW, label: '90 days' };
    await measure('forecast', () =>
      loadForecast(db, inForce, { maySeeRep: () => true, mayReadLeads: true }, NOW),
    );
    await measure('coverage', () => loadCoverage(db, inForce, null, NOW));
    await measure('velocity', () => loadVelocity(db, inForce, { ...period, by: null }, NOW));
    await measure('velocity by segment', () =>
      loadVelocity(db, inForce, { ...period, by: 'segment' }, periodBefore(period).to),
    );
    await close();
  } finally {
    await bench.drop();
  }
}

async function measure(what: string, ask: () => Promise<unknown>): Promise<void> {
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await ask();
    took.push(performance.now() - start);
  }
  const at = (percent: number) => (percentile(took, percent) / 1_000).toFixed(2);
  print(`  ${what}: p50 ${at(50)}, p95 ${at(95)} s of ${ROUNDS}`);
}

/** One begins every 79 minutes, lasts 10 to 129 days, and three of ten are won. */
async function insertDeals(db: Db, settings: Settings): Promise<void> {
  const [policy] = settings.sla;
  if (!policy) throw new Error('the settings of the bench have a policy');
  const now = sql`${NOW.toISOString()}::timestamptz`;
  const made = sql`(
    select no, lpad(no::text, 8, '0') as id, 'ae-' || no % 30 as rep, at, at + lasts as ends, lasts
    from (
      select no, ${now} - ((no::float8 + 1) / ${DEALS}) * interval '${sql.raw(String(DAYS))} days' as at,
        (10 + no * 37 % 120) * interval '1 day' as lasts
      from generate_series(0, ${DEALS - 1}) as no) as begun) as made`;
  await db.execute(sql`
    insert into leads (id, stage, temperature, source_id, campaign, record, evidence, captured_at, created_at)
    select 'l' || id, case when ends > ${now} then 'opportunity' when no % 10 < 3 then 'closed_won' else 'closed_lost' end,
      'hot', 'source-' || no % 5, 'campaign-' || no % 40,
      jsonb_build_object('person', jsonb_build_object('full_name', 'Lead ' || id, 'email', 'lead@bench' || id || '.example',
        'phone', '+49 30 ' || id, 'title', 'Head of Operations', 'country', (array['DE', 'US', 'FR'])[1 + no % 3]),
        'account', jsonb_build_object('name', 'Bench ' || id, 'employees', 20 + no * 13 % 4000, 'domain', 'bench' || id || '.example'),
        'channel', 'demo_request', 'occurred_at', at, 'signals', '[]'::jsonb, 'refs', '[]'::jsonb, 'tags', '[]'::jsonb,
        'message', repeat('What we would like to know before we decide. ', 20)),
      '{"definition":"2026-1","isMql":true,"isHandRaiser":true,"unknown":[],"failed":[],"lines":[],"temperatureBecause":""}',
      at - interval '20 days', at - interval '20 days'
    from ${made}`);
  await db.execute(sql`
    insert into handoffs (id, lead_id, leg, state, owner_id, pool_id, temperature, policy_id, policy, source_id, campaign,
      settings_version, offer_no, created_at, first_offered_at, offered_at, accepted_at, closed_at, snoozes)
    select 'h' || id, 'l' || id, 'sql_to_ae', case when ends > ${now} then 'working' else 'completed' end, rep, 'ae', 'hot',
      ${policy.id}, ${JSON.stringify(stamp(policy))}::jsonb, 'source-' || no % 5, 'campaign-' || no % 40, 'bench', 1,
      at - interval '3 days', at - interval '3 days', at - interval '3 days', at - interval '2 days',
      case when ends <= ${now} then ends end, 0
    from ${made}`);
  await db.execute(sql`
    insert into stage_changes (lead_id, handoff_id, stage, at, cause, is_inferred)
    select 'l' || id, 'h' || id, stage, entered, 'bench', false
    from ${made}, lateral (values ('marketing_qualified', at - interval '20 days'), ('sales_accepted', at - interval '19 days'),
      ('sales_qualified', at - interval '3 days'), ('opportunity', at),
      (case when no % 10 < 3 then 'closed_won' else 'closed_lost' end, ends)) as reached(stage, entered)
    where entered <= ${now} order by no, entered`);
  await db.execute(sql`
    insert into deal_changes (handoff_id, lead_id, field, to_value, at, rep_id)
    select 'h' || id, 'l' || id, field, to_value, told, rep
    from ${made}, lateral (values ('amount', (1000 + no * 31 % 40000)::text, at),
      ('currency', (array['EUR', 'EUR', 'USD'])[1 + no % 3], at), ('close_on', to_char(at + interval '60 days', 'YYYY-MM-DD'), at),
      ('sub_stage', 'discovery', at), ('sub_stage', 'proposal', at + lasts * 0.4),
      ('close_on', to_char(at + lasts, 'YYYY-MM-DD'), at + lasts * 0.5), ('sub_stage', 'negotiation', at + lasts * 0.8))
      as said(field, to_value, told)
    where told <= ${now} order by no, told`);
  await db.execute(sql`
    insert into handoff_events (handoff_id, type, at, actor_id, rep_id, source_id, event)
    select 'h' || id, type, at + lasts * share, rep, rep, 'source-' || no % 5, jsonb_build_object('type', type)
    from ${made}, (values ('accepted', 0), ('opportunity', 0), ('responded', 0.3), ('activity_seen', 0.6)) as happened(type, share)
    where at + lasts * share <= ${now}`);
  await db.execute(sql`vacuum analyze`);
}
