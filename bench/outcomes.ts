import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { ids } from '#blocks/ids.ts';
import type { Db } from '#db/db.ts';
import { rowsOf } from '#db/rows.ts';
import { settingsSchema } from '#domain/settings.ts';
import { openHubspotAccount } from '#sandbox/crm/hubspot.ts';
import { openWebhookReceiver } from '#sandbox/crm/webhook-receiver.ts';
import { createRunningClock } from '#sandbox/running-clock.ts';
import { signed } from '#sandbox/signed-delivery.ts';
import { openStage, quietLog, type Stage } from '#sandbox/stage.ts';
import { TOKEN } from '#sandbox/tools/tool-api.ts';
import { readSettingsFile } from '#src/cli/settings-file.ts';
import type { ReadableSettings } from '#src/config/settings.ts';
import { createDatabase } from './databases.ts';
import { load, percentile, print, spread } from './figures.ts';
import type { Run } from './latency.ts';

const LEADS = 1_000;
const PRESSES = 60;
/** So that there is always a card to be pressed. */
const CAPS = { unanswered: 100, uncontacted: 10_000, per_day: 10_000 };
const MONDAY = new Date('2026-11-23T09:00:00Z');
const ANSWER_MS = 5_000;
const LONGEST_MS = 240_000;
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/**
 * A thousand outcomes become due at once, of which a CRM and an address of ours are told at the rates of an account: how long
 * whoever presses waits meanwhile, against before, in one run.
 */
export async function measureOutcomes({ kind, adminUrl }: Run): Promise<void> {
  const bench = await createDatabase(kind, adminUrl);
  const crm = await openHubspotAccount();
  const clock = createRunningClock(MONDAY);
  const receiver = await openWebhookReceiver({ secret: SECRET, now: clock.now });
  const reading = withSinks(crm.url);
  const stage = await openStage({
    database: await bench.open(),
    settings: reading,
    readSettingsFile: () => reading,
    workspace: reading.settings,
    ...{ clock, limits: false, ticksByCron: true, port: 0, log: quietLog() },
    environment: { CRM_TOKEN: TOKEN, OUTCOMES_URL: receiver.url, OUTCOMES_SECRET: SECRET },
  });
  const { db } = stage.app.core;
  try {
    await db.execute(sql`
      insert into sinks (id, first_seen_at, approved_at) select id, now(), '2026-11-01' from unnest(array['crm', 'own']) as id`);
    // Nothing is told while leads come in.
    await db.execute(sql`update sinks set paused_until = '2099-01-01'`);
    await sendLeads(stage, crm.add);
    const before = await pressSome(stage);
    await db.execute(sql`
      with said as (
        insert into outcomes (id, lead_id, type, at, due_at, detail, sinks)
        select 'bench-' || id, id, 'responded', now(), '2026-11-01', '{"leg": "mql_to_sdr"}', array['crm', 'own'] from leads
        returning lead_id)
      insert into sink_records (sink_id, lead_id, due_at)
      select s.id, said.lead_id, '2026-11-01' from said cross join (values ('crm'), ('own')) as s(id)
      on conflict (sink_id, lead_id) do update set due_at = '2026-11-01'`);
    await db.execute(sql`update sinks set paused_until = null`);
    const begun = performance.now();
    const meanwhile = await pressSome(stage);
    const ratio = (percent: number) =>
      (percentile(meanwhile, percent) / percentile(before, percent)).toFixed(2);
    print(`${kind}: ${LEADS} outcomes due at once at two tools; ${load()}`);
    print(`  press to its answer before     ${spread(before)}`);
    print(`  press to its answer meanwhile  ${spread(meanwhile)}`);
    print(`  ratio p50 ${ratio(50)}, p95 ${ratio(95)}`);
    await untilTold(db, 'own');
    const seconds = ((performance.now() - begun) / 1_000).toFixed(0);
    print(
      `  the address was told of all within ${seconds} s; the CRM, at nine requests a second, then still of ${await left(db, 'crm')}`,
    );
  } finally {
    await stage.stop();
    crm.stop();
    receiver.stop();
    await bench.drop();
  }
}

function withSinks(url: string): ReadableSettings {
  const reading = readSettingsFile('handoff.yaml');
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const sinks = settingsSchema.shape.sinks.parse([
    { id: 'crm', to: 'hubspot', token_env: 'CRM_TOKEN', base_url: url },
    {
      id: 'own',
      to: 'webhook',
      url_env: 'OUTCOMES_URL',
      secret_env: ['OUTCOMES_SECRET'],
      allow_private: true,
    },
  ]);
  const change = (one: ReadableSettings): ReadableSettings => ({
    ...one,
    settings: { ...one.settings, sinks, pools: one.settings.pools.map((pool) => ({ ...pool, caps: CAPS })) },
    over: (...layers) => {
      const next = one.over(...layers);
      return next.ok ? change(next) : next;
    },
  });
  return change(reading);
}

async function sendLeads(
  { address, clock }: Stage,
  know: (person: { email: string }) => string,
): Promise<void> {
  for (let no = 0; no < LEADS; no += 1) {
    const email = `lead@company${no}.example`;
    know({ email });
    const lead = {
      person: { full_name: `Lead ${no}`, email, title: 'Head of Operations', country: 'DE' },
      account: {
        name: `Company ${no}`,
        domain: `company${no}.example`,
        industry: 'software',
        employees: 420,
      },
      channel: 'demo_request',
    };
    await fetch(`${address}/webhooks/website`, signed(JSON.stringify(lead), `lead-${no}`, clock.now()));
  }
}

/** Accepts cards, one after another; each that is accepted makes room for the next. */
async function pressSome({ slack, slackIdOf }: Stage): Promise<number[]> {
  const took: number[] = [];
  const end = performance.now() + LONGEST_MS;
  for (let no = 0; took.length < PRESSES && performance.now() < end; no += 1) {
    const person = slack.as(slackIdOf(no % 2 === 0 ? 'ana' : 'ben'));
    const answers = () => person.messages().filter(({ ephemeral }) => ephemeral).length;
    const card = person
      .dm()
      .findLast((message) => JSON.stringify(message.blocks).includes(`"${ids.accept}"`));
    if (!card) {
      await pause(50);
      continue;
    }
    const before = answers();
    const start = performance.now();
    await person.press(card, ids.accept);
    await slack.until(() => answers() > before, ANSWER_MS);
    took.push(performance.now() - start);
    await pause(100);
  }
  return took;
}

async function left(db: Db, sinkId: string): Promise<number> {
  const [row] = rowsOf<{ n: number }>(
    await db.execute(
      sql`select count(*)::int as n from sink_records where sink_id = ${sinkId} and due_at <= '2026-11-01'`,
    ),
  );
  return row?.n ?? 0;
}

async function untilTold(db: Db, sinkId: string): Promise<void> {
  const end = performance.now() + LONGEST_MS;
  while ((await left(db, sinkId)) > 0 && performance.now() < end) await pause(500);
}
