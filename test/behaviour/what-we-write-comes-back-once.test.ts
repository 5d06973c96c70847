import { createHmac } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { sourceSchema } from '#domain/settings.ts';
import { sinksSettings } from '#domain/sink-settings.ts';
import { openHubspotAccount, propertyChange } from '#sandbox/crm/hubspot.ts';
import { TOKEN } from '#sandbox/tools/tool-api.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';
import { answerOf, ENVIRONMENT, SECRET } from '../support/tools.ts';

/** HubSpot tells us of each change, also of ours: nothing goes round in circles. */

const BANT = {
  budget: '40,000 EUR a year',
  authority: 'She decides',
  need: 'Leads go cold',
  timeline: 'March',
};

/** What became of what the CRM told us. */
const ITEMS = `select distinct outcome, problems from items where source_id = 'hubspot'`;
const OURS_ALONE = [{ outcome: 'ignored', problems: [{ path: '', problem: 'our own write' }] }];

/** As an app of HubSpot tells of it: signed by its secret, over method, address, body and time. */
function tell(stage: TestStage, events: object[]) {
  const body = JSON.stringify(events);
  const time = String(stage.clock.now().getTime());
  const text = `POST${ENVIRONMENT.PUBLIC_URL}/webhooks/hubspot${body}${time}`;
  const headers = {
    'content-type': 'application/json',
    'x-hubspot-request-timestamp': time,
    'x-hubspot-signature-v3': createHmac('sha256', SECRET).update(text).digest('base64'),
  };
  return answerOf(stage.address, 'hubspot', { headers, body });
}

async function startWired() {
  const account = await openHubspotAccount({ perTenSeconds: 100_000 });
  onTestFinished(account.stop);
  const source = sourceSchema.parse({
    ...{ id: 'hubspot', name: 'HubSpot', format: 'hubspot' },
    auth: { type: 'own', secret_env: ['SECRET_OF_THE_TOOL'] },
    api: { token_env: 'CRM_TOKEN', base_url: account.url },
  });
  const sink = { id: 'crm', to: 'hubspot', token_env: 'CRM_TOKEN', base_url: account.url };
  const stage = await startStage({
    settings: (settings) => ({
      ...settings,
      sources: [...settings.sources, source],
      sinks: sinksSettings.parse([sink]),
    }),
    environment: { ...ENVIRONMENT, CRM_TOKEN: TOKEN },
  });
  const { people } = stage.app.core.inForce().settings;
  const owners = new Map(people.map(({ id, name, email }) => [id, account.addOwner({ name, email })]));
  const grace = account.add({ email: 'grace@globex.example', name: 'Grace Hopper' });
  await stage.query(
    "insert into sinks (id, first_seen_at, approved_at) values ('crm', '2026-11-01', '2026-11-01')",
  );
  const untold: object[] = [];
  account.onChange((change) =>
    untold.push(...propertyChange(change, stage.clock.now(), account.asked.length * 10 + untold.length)),
  );
  const writes = () => account.asked.filter((asked) => asked.startsWith('PATCH')).length;
  await stage.send(hot);
  await stage.settle();
  return {
    ...{ account, stage, owners, grace },
    /** Passes time, minute by minute, and tells of every change between. Answers how often a contact was written. */
    passes: async (minutes: number) => {
      const before = writes();
      for (const _ of Array.from({ length: minutes })) {
        await stage.pass(1);
        const events = untold.splice(0);
        if (events.length > 0) expect((await tell(stage, events)).status).toBe(200);
        await stage.settle();
      }
      return writes() - before;
    },
  };
}

test('each change is written at most twice though HubSpot tells us of what we wrote, and no more in the next hour', async () => {
  const { stage, grace, account, passes } = await startWired();
  const ana = deskOf(stage, 'ana');
  await passes(2);

  await ana.press(ana.card(), ids.accept);
  expect(await passes(5)).toBe(1);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  expect(await passes(5)).toBe(1);
  expect(await passes(60)).toBe(0);

  expect(account.record(grace)).toMatchObject({ lifecyclestage: 'salesqualifiedlead' });
  expect(await stage.query(ITEMS)).toEqual(OURS_ALONE);
  expect(await stage.query('select leg, state from handoffs order by created_at, leg')).toEqual([
    { leg: 'mql_to_sdr', state: 'completed' },
    { leg: 'sql_to_ae', state: 'offered' },
  ]);
});

test('what somebody changes in HubSpot by hand is not written over because we are told of it', async () => {
  const { stage, owners, grace, account, passes } = await startWired();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  await passes(5);
  const ben = owners.get('ben') ?? '';
  account.change(grace, 'hubspot_owner_id', ben);
  account.change(grace, 'hs_lead_status', 'ATTEMPTED_TO_CONTACT');

  expect(await passes(60)).toBe(0);

  const byHand = { hubspot_owner_id: ben, hs_lead_status: 'ATTEMPTED_TO_CONTACT' };
  expect(account.record(grace)).toMatchObject(byHand);
});
