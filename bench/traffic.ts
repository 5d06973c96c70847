import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/db.ts';

const AT_ONCE = 200;

/**
 * The row versions that so many leads leave behind between their webhook and their rep's answer, made in statements over two
 * hundred leads each: what the app writes of each row, in its order, without the app. They came twenty a second up to `endsAt`;
 * `named` keeps them apart.
 */
export async function makeTraffic(
  db: Db,
  { named, leads, endsAt }: { named: string; leads: number; endsAt: Date },
): Promise<void> {
  for (let from = 0; from < leads; from += AT_ONCE) {
    const many = Math.min(AT_ONCE, leads - from);
    const made = sql`(
      select ${`${named}-`} || no as id, ${endsAt.toISOString()}::timestamptz - (${leads} - no) * interval '50 ms' as at
      from generate_series(${from}::int, ${from + many - 1}::int) as no) as made`;
    for (const statement of statementsOf(made)) await db.execute(statement);
  }
}

const statementsOf = (made: SQL): SQL[] => [
  sql`insert into deliveries (id, source_id, key, body, received_at)
    select id, 'website', id, convert_to(repeat('x', 400), 'UTF8'), at from ${made}`,
  change('deliveries', sql`taken_until = clock_timestamp() + interval '15 s', tries = 1`, sql`id`, made),
  sql`insert into leads (id, stage, temperature, source_id, record, evidence, captured_at, created_at)
    select id, 'marketing_qualified', 'hot', 'website', '{}', '{}', at, at from ${made}`,
  sql`insert into handoffs (id, lead_id, leg, state, temperature, policy_id, policy, source_id, settings_version,
      offer_no, created_at, snoozes)
    select id, id, 'mql_to_sdr', 'offered', 'hot', 'all', jsonb_build_object('is', repeat('policy ', 100)), 'website',
      'bench', 0, at, 0 from ${made}`,
  sql`insert into clocks (id, handoff_id, kind, offer_no, rep_id, source_id, started_at, deadline_at)
    select kind || id, id, kind, 1, 'sdr-de-1', 'website', at, at + interval '4 hours'
    from ${made}, (values ('accept'), ('response')) as of (kind)`,
  sql`insert into steps (clock_id, index, handoff_id, "do", due_at, is_live)
    select kind || id, index, id, 'remind', at + interval '2 hours', true
    from ${made}, (values ('accept', 0), ('accept', 1), ('response', 0)) as of (kind, index)`,
  sql`insert into messages (key, kind, marker, handoff_id, place, detail, wanted, shown, created_at, quiet_until)
    select 'card:' || id || ':1', 'card', id, id, 'person:sdr-de-1', '{"offerNo": 1, "repId": "sdr-de-1"}', 1, 0, at, null
    from ${made}`,
  change('deliveries', sql`read_at = now(), taken_until = null`, sql`id`, made),
  ...shown(made),
  // Their rep accepts.
  change(
    'handoffs',
    sql`state = 'accepted', accepted_at = now(), undo_until = (select at from ${made} where made.id = handoffs.id) + interval '2 minutes'`,
    sql`id`,
    made,
  ),
  sql`update clocks set stopped_at = now(), met = true where kind = 'accept' and handoff_id = any(array(select id from ${made}))`,
  sql`update steps set is_live = false where clock_id = any(array(select 'accept' || id from ${made}))`,
  changeCard(sql`wanted = wanted + 1, wanted_at = created_at + interval '1 second'`, made),
  ...shown(made),
  change('handoffs', sql`undo_until = null`, sql`id`, made),
  changeCard(sql`wanted = wanted + 1, wanted_at = created_at + interval '2 minutes'`, made),
  ...shown(made),
];

/** A card is taken, said to be on its way to Slack, and there. */
const shown = (made: SQL): SQL[] => [
  changeCard(sql`taken_until = clock_timestamp() + interval '15 s'`, made),
  changeCard(
    sql`sending_since = null, channel = 'D1', ts = '1.1', posted_at = coalesce(posted_at, now())`,
    made,
  ),
  changeCard(sql`shown = wanted, shown_hash = md5(random()::text), taken_until = null`, made),
];

const changeCard = (set: SQL, made: SQL): SQL => change('messages', set, sql`'card:' || id || ':1'`, made);

function change(table: 'deliveries' | 'handoffs' | 'messages', set: SQL, key: SQL, made: SQL): SQL {
  const own = sql.identifier(table === 'messages' ? 'key' : 'id');
  return sql`update ${sql.identifier(table)} set ${set} where ${own} = any(array(select ${key} from ${made}))`;
}
