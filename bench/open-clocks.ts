import { sql } from 'drizzle-orm';
import type { Db } from '#db/db.ts';
import { stamp } from '#domain/policy.ts';
import type { Settings } from '#domain/settings.ts';

/** Two clocks run for a lead that was offered: acceptance and the first response. */
const CLOCKS_A_LEAD = 2;
const LEADS_AT_ONCE = 50_000;

/** Reps, with leads in their hands on which so many clocks run, none of them due within the hour. */
export async function insertOpenClocks(db: Db, settings: Settings, clocks: number): Promise<void> {
  const leads = clocks / CLOCKS_A_LEAD;
  await insertPeople(db, settings);
  for (let from = 0; from < leads; from += LEADS_AT_ONCE)
    await insertLeads(db, settings, from, Math.min(leads, from + LEADS_AT_ONCE));
  await db.execute(sql`analyze`);
}

async function insertPeople(db: Db, { people }: Settings): Promise<void> {
  const ids = JSON.stringify(people.map(({ id }) => id));
  await db.execute(sql`
    insert into people (id, slack_id, dm_channel)
    select id, 'U' || upper(id), 'D' || upper(id) from jsonb_array_elements_text(${ids}::jsonb) as id
    on conflict do nothing`);
}

/** Leads from `from` up to and without `to`, as they are when nobody has answered. */
async function insertLeads(db: Db, { sla, pools }: Settings, from: number, to: number): Promise<void> {
  const [policy] = sla;
  if (!policy) throw new Error('the settings of the bench have a policy');
  const reps = JSON.stringify(
    pools.flatMap(({ id, members }) => members.map(({ person }) => ({ rep: person, pool: id }))),
  );
  const made = sql`
    select no, lpad(no::text, 8, '0') as id, rep.rep, rep.pool,
      date_trunc('second', now() - no % 86400 * interval '1 second') as offered_at,
      date_trunc('second', now() + (3700 + no * 7 % 2592000) * interval '1 second') as accept_by
    from generate_series(${from}::int, ${to - 1}::int) as no
    join (
      select (ordinality - 1)::int as place, one ->> 'rep' as rep, one ->> 'pool' as pool
      from jsonb_array_elements(${reps}::jsonb) with ordinality as listed (one, ordinality)
    ) as rep on rep.place = no % jsonb_array_length(${reps}::jsonb)`;
  await db.execute(sql`
    insert into leads (id, stage, temperature, source_id, record, evidence, captured_at, created_at)
    select 'l' || id, 'marketing_qualified', 'hot', 'website',
      jsonb_build_object('person', jsonb_build_object('full_name', 'Lead ' || id, 'email', 'lead@bench' || id || '.example'),
        'account', jsonb_build_object('name', 'Bench ' || id, 'employees', 420), 'channel', 'demo_request',
        'occurred_at', offered_at, 'signals', '[]'::jsonb, 'refs', '[]'::jsonb),
      ${JSON.stringify(EVIDENCE)}::jsonb, offered_at, offered_at
    from (${made}) as made`);
  await db.execute(sql`
    insert into handoffs (id, lead_id, leg, state, owner_id, pool_id, temperature, policy_id, policy, source_id,
      settings_version, offer_no, created_at, first_offered_at, offered_at, snoozes)
    select 'h' || id, 'l' || id, 'mql_to_sdr', 'offered', rep, pool, 'hot', ${policy.id},
      ${JSON.stringify(stamp(policy))}::jsonb, 'website', 'bench', 1, offered_at, offered_at, offered_at, 0
    from (${made}) as made`);
  await db.execute(sql`
    insert into offers (handoff_id, no, rep_id, pool_id, offered_at)
    select 'h' || id, 1, rep, pool, offered_at from (${made}) as made`);
  await db.execute(sql`
    insert into messages (key, kind, marker, handoff_id, place, detail, channel, ts, wanted, shown, created_at, posted_at)
    select 'card:h' || id || ':1', 'card', id, 'h' || id, 'person:' || rep, '{}', 'D' || upper(rep), id, 1, 1,
      offered_at, offered_at
    from (${made}) as made`);
  await db.execute(sql`
    insert into clocks (id, handoff_id, kind, offer_no, rep_id, source_id, started_at, deadline_at)
    select kind || id, 'h' || id, kind, 1, rep, 'website', offered_at, accept_by + later
    from (${made}) as made, (values ('accept', interval '0'), ('response', interval '1 day')) as of (kind, later)`);
  await db.execute(sql`
    insert into steps (clock_id, index, handoff_id, "do", due_at, is_live)
    select kind || id, index, 'h' || id, "do", accept_by + later, true
    from (${made}) as made, (values
      ('accept', 1, 'remind', interval '-1 minute'), ('accept', 0, 'breach', interval '0'),
      ('accept', 2, 'tell_manager', interval '0'), ('response', 0, 'breach', interval '1 day')
    ) as of (kind, index, "do", later)`);
}

const EVIDENCE = {
  definition: 'bench',
  isMql: true,
  isHandRaiser: true,
  unknown: [],
  failed: [],
  lines: [],
  temperatureBecause: 'bench',
};

/** One step of each of so many leads falls due now: reminders, deadlines and managers by turns. */
export async function makeDue(db: Db, from: number, count: number): Promise<void> {
  await db.execute(sql`
    update steps set due_at = date_trunc('second', now())
    from generate_series(${from}::int, ${from + count - 1}::int) as no
    where clock_id = 'accept' || lpad(no::text, 8, '0') and index = no % 3`);
}
