import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { stringify } from 'yaml';
import { openHubspotAccount } from '#sandbox/crm/hubspot.ts';
import { openWebhookReceiver } from '#sandbox/crm/webhook-receiver.ts';
import { TOKEN } from '#sandbox/tools/tool-api.ts';
import { chance } from '../support/chance.ts';
import { connect } from '../support/databases.ts';
import { leadAt } from '../support/leads.ts';
import { openSurroundings, startProcess } from '../support/processes.ts';
import { crmAt, hookAt, WEBHOOK_SECRET } from '../support/sinks.ts';

const LEADS = 24;
const KILLS = 4;
const TOLD_MS = 40_000;

/**
 * Leads of an app that is killed while it tells of them. Presses are made as rows, so that what they bring about need not
 * wait for two minutes on the wall clock.
 */
test('a kill -9 at any moment leaves no outcome untold, none twice, and each record as it stands last', {
  timeout: 180_000,
}, async () => {
  const crm = await openHubspotAccount({ perTenSeconds: 100_000, searchesPerSecond: 100_000 });
  const receiver = await openWebhookReceiver({ secret: WEBHOOK_SECRET, now: () => new Date() });
  onTestFinished(crm.stop);
  onTestFinished(receiver.stop);
  const around = await openSurroundings('http');
  const config = around.env.HANDOFF_CONFIG ?? '';
  writeFileSync(
    config,
    `${readFileSync(config, 'utf8')}\n${stringify({ sinks: [crmAt(crm.url), hookAt()] })}`,
  );
  const env = {
    ...around.env,
    CRM_TOKEN: TOKEN,
    OUTCOMES_URL: receiver.url,
    OUTCOMES_SECRET: WEBHOOK_SECRET,
  };
  const sql = connect(around.env.DATABASE_URL ?? '');
  onTestFinished(() => sql.end());
  const start = () => startProcess({ ...around, env });

  const companies = Array.from({ length: LEADS }, (_, no) => `company${no}`);
  const records = new Map(companies.map((name) => [name, crm.add({ email: `lead@${name}.example` })]));
  let running = await start();
  await sql`
    insert into sinks (id, first_seen_at, approved_at) select id, now(), now() - interval '2 hours'
    from unnest(array['crm', 'hook']) as id on conflict (id) do update set approved_at = excluded.approved_at`;
  for (const company of companies) expect(await running.send(leadAt(company))).toBe(200);
  await until(async () => (await sql`select from leads`).length === LEADS);
  // What no press can do so fast: accepted, then rejected, and told from now on.
  await sql`
    with said as (
      insert into outcomes (id, lead_id, type, at, due_at, detail, sinks)
      select l.id || '-' || t.no, l.id, t.type, now(), now(), t.detail, array['crm', 'hook']
      from leads l cross join (values
        (1, 'accepted', '{"leg": "mql_to_sdr", "byId": "ana"}'::jsonb),
        (2, 'responded', '{"leg": "mql_to_sdr", "byId": "ana"}'),
        (3, 'rejected', '{"leg": "mql_to_sdr", "byId": "ana", "reason": "no_budget"}')) as t(no, type, detail)
      order by l.id, t.no returning lead_id)
    insert into sink_records (sink_id, lead_id, due_at)
    select distinct s.id, said.lead_id, now() from said cross join (values ('crm'), ('hook')) as s(id)
    on conflict (sink_id, lead_id) do update set due_at = now()`;
  const dice = chance(7);
  for (let kill = 0; kill < KILLS; kill += 1) {
    await pause(150 + Math.floor(dice() * 900));
    const { signal } = await running.kill('SIGKILL');
    expect(signal).toBe('SIGKILL');
    running = await start();
  }
  await until(async () => (await sql`select from sink_records where due_at is not null`).length === 0);
  await running.kill('SIGTERM');

  for (const [company, id] of records)
    expect({ company, status: crm.record(id).hs_lead_status }).toEqual({ company, status: 'UNQUALIFIED' });
  const marks = crm.all('notes').map((note) => /handoff:[\w-]+/.exec(JSON.stringify(note))?.[0]);
  expect(marks).toHaveLength(2 * LEADS);
  expect(new Set(marks).size).toBe(2 * LEADS);
  // A webhook may come twice under the same id; each lead's come in their order.
  const byLead = Map.groupBy(receiver.heard, ({ id }) => id.split('-')[0]);
  const ofPresses = [...byLead.values()].filter((all) => all.some(({ id }) => id.includes('-')));
  expect(ofPresses).toHaveLength(LEADS);
  for (const all of ofPresses)
    expect(all.map(({ body }) => body.type)).toEqual([
      'handoff.accepted',
      'handoff.responded',
      'handoff.rejected',
    ]);
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + TOLD_MS;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error('it did not come to be so in time');
    await pause(50);
  }
}
