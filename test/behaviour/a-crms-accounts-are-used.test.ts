import { expect, test } from 'vitest';
import { canonicalLeadSchema } from '#domain/lead.ts';
import type { Settings } from '#domain/settings.ts';
import { takeIn } from '#src/intake/take-in.ts';
import { type Company, hubspotCompanies } from '../support/crm-api.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { mirrorOf, startMirrored } from '../support/mirrors.ts';
import type { TestStage } from '../support/stage.ts';
import { countStatements } from '../support/statements.ts';
import { startToolApi } from '../support/tool-api.ts';

/** What a CRM says of a company decides where its people go, and stands on the card with its age. */

const OWNERS = [
  { id: '71', email: 'eva@acme-sales.example' },
  { id: '72', email: 'vic@acme-sales.example' },
  { id: '73', email: 'gone@acme-sales.example' },
];

const AT = { domain: 'initech.example', name: 'Initech' };
const CUSTOMER = {
  ...AT,
  lifecyclestage: 'customer',
  hs_v2_date_entered_customer: '2024-03-05',
  hubspot_owner_id: '72',
};

async function stageWith(company: Company, settings: (settings: Settings) => Settings = (same) => same) {
  const companies: Record<string, Company> = { 9: company };
  const api = await startToolApi(hubspotCompanies({ companies, owners: OWNERS }));
  const stage = await startMirrored(mirrorOf('hubspot', api, { fields: { churned: 'has_left' } }), {
    settings,
  });
  await stage.app.mirrorAccounts();
  return { stage, companies };
}

const routed = (stage: TestStage) =>
  stage.query<{ owner: string | null; by: string; rule: string | null }>(
    `select r.chosen_id as owner, r.record ->> 'by' as by,
      (select x ->> 'rule' from jsonb_array_elements(r.record -> 'rules') x where x ->> 'result' = 'goes_to' limit 1) as rule
    from routing_log r order by r.id`,
  );
const stageOf = async (stage: TestStage) =>
  (await stage.query<{ stage: string }>('select stage from leads'))[0]?.stage;

test('somebody of a customer in the CRM is no new lead: their request goes to whoever owns the account there', async () => {
  const { stage } = await stageWith(CUSTOMER);
  await stage.send(leadAt('initech'));
  await stage.settle();
  expect(await routed(stage)).toEqual([
    { owner: 'vic', by: 'customer', rule: 'owner of the customer in HubSpot' },
  ]);
  expect(await stageOf(stage)).toBe('nurture');
  stage.clock.forward(60);
  expect(deskOf(stage, 'vic').reads()).toContain('customer since March 2024, owner Vic Tanaka (HubSpot,');
});

test('a customer whose owner is nobody here goes to whom of the account team we know', async () => {
  const { stage } = await stageWith({ ...CUSTOMER, hubspot_owner_id: '73', hs_all_owner_ids: '73;72' });
  await stage.send(leadAt('initech'));
  await stage.settle();
  expect(await routed(stage)).toEqual([
    { owner: 'vic', by: 'customer', rule: 'account team of the customer in HubSpot' },
  ]);
});

test('an owner who is nobody here falls through to the routes, the log says so, and doctor names them', async () => {
  const { stage } = await stageWith({ ...AT, hubspot_owner_id: '73' });
  await stage.send(leadAt('initech'));
  await stage.settle();
  expect(await routed(stage)).toMatchObject([{ owner: 'ana', by: 'pool' }]);
  const [log] = await stage.query<{ rules: object[] }>("select record -> 'rules' as rules from routing_log");
  expect(log?.rules).toContainEqual({
    rule: 'owner of the account in HubSpot',
    result: 'not_in_settings',
    repId: null,
    poolId: null,
  });
  expect(deskOf(stage, 'ana').reads()).toContain('owner gone@acme-sales.example (HubSpot,');
  const olga = deskOf(stage, 'olga');
  expect(olga.read(await olga.ask('/handoff doctor'))).toContain('gone@acme-sales.example (1)');
});

test('an open opportunity in the CRM takes a lead to its owner', async () => {
  const { stage } = await stageWith({ ...AT, hubspot_owner_id: '71', hs_num_open_deals: '1' });
  await stage.send(leadAt('initech'));
  await stage.settle();
  expect(await routed(stage)).toMatchObject([
    { owner: 'eva', by: 'opportunity', rule: 'owner of the open opportunity in HubSpot' },
  ]);
});

test('who left is no customer, whoever says otherwise: they are qualified as anybody', async () => {
  const { stage } = await stageWith({ ...CUSTOMER, has_left: 'true' });
  const lead = leadAt('initech');
  await stage.send({ ...lead, account: { ...lead.account, existing_customer: true } });
  await stage.settle();
  expect(await routed(stage)).toMatchObject([{ owner: 'vic', by: 'account_owner' }]);
  expect(await stageOf(stage)).toBe('marketing_qualified');
  expect(deskOf(stage, 'vic').reads()).toContain('no customer any more');
});

test('rules ask for tier and churned as the CRM says them', async () => {
  const withRules = (settings: Settings): Settings => ({
    ...settings,
    routes: [
      { id: 'former', leg: 'mql_to_sdr', when: { churned: true, abm_tier: 'tier_1' }, to: { person: 'ben' } },
      ...settings.routes,
    ],
  });
  const { stage } = await stageWith(
    { ...AT, has_left: 'yes', hs_ideal_customer_profile: 'tier_1' },
    withRules,
  );
  await stage.send(leadAt('initech'));
  await stage.settle();
  expect(await routed(stage)).toMatchObject([{ owner: 'ben', by: 'route' }]);
});

test('the settings’ own list goes before the CRM’s owner, and their tier before its', async () => {
  const named = (settings: Settings): Settings => ({
    ...settings,
    named_accounts: [
      { domain: 'initech.example', aliases: [], subsidiaries: [], owner: 'ben', abm_tier: 'ours' },
    ],
  });
  const { stage } = await stageWith(
    { ...AT, hubspot_owner_id: '71', hs_ideal_customer_profile: 'tier_1' },
    named,
  );
  await stage.send(leadAt('initech'));
  await stage.settle();
  expect(await routed(stage)).toMatchObject([{ owner: 'ben', by: 'account_owner', rule: 'named account' }]);
});

test('a card shows what is mirrored now, and says when that is older than two days', async () => {
  const { stage, companies } = await stageWith({ ...AT, hubspot_owner_id: '71' });
  await stage.send(leadAt('initech'));
  await stage.settle();
  const eva = deskOf(stage, 'eva');
  expect(eva.reads()).toContain('owner Eva Novak (HubSpot,');

  companies['9'] = CUSTOMER;
  stage.clock.set(new Date('2026-11-24T03:00:00Z'));
  await stage.app.mirrorAccounts();
  await stage.settle();
  expect(eva.reads()).toContain('customer since March 2024, owner Vic Tanaka (HubSpot,');

  stage.clock.set(new Date('2026-11-26T04:00:00Z'));
  await stage.query('update messages set wanted = wanted + 1');
  stage.app.core.queue.wake('sync');
  await stage.settle();
  expect(eva.reads()).toContain('may be out of date');
});

test('an account that was deleted in the CRM is used no longer', async () => {
  const { stage, companies } = await stageWith(CUSTOMER);
  delete companies['9'];
  companies['10'] = { name: 'Another', domain: 'another.example' };
  stage.clock.set(new Date('2026-11-24T03:00:00Z'));
  await stage.app.mirrorAccounts();
  stage.clock.set(new Date('2026-11-24T09:00:00Z'));
  await stage.send(leadAt('initech'));
  await stage.settle();
  expect(await routed(stage)).toMatchObject([{ owner: 'ana', by: 'pool' }]);
});

test('an account at a provider of mailboxes is nobody’s', async () => {
  const { stage } = await stageWith({ name: 'A freelancer', domain: 'gmail.com', hubspot_owner_id: '72' });
  const lead = leadAt('initech');
  await stage.send({
    ...lead,
    person: { ...lead.person, email: 'somebody@gmail.com' },
    account: { ...lead.account, domain: undefined },
  });
  await stage.settle();
  expect(await routed(stage)).toMatchObject([{ owner: 'ana', by: 'pool' }]);
});

test('a rejection as an existing customer is weighed by what the CRM says', async () => {
  const { stage, companies } = await stageWith({ ...AT });
  await stage.send(leadAt('initech'));
  await stage.settle();
  companies['9'] = CUSTOMER;
  stage.clock.set(new Date('2026-11-24T09:00:00Z'));
  await stage.app.mirrorAccounts();
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), 'handoff.reject');
  await ana.submit({ reason: 'Existing customer' });
  expect(await stage.query('select reason, evidence from rejections')).toEqual([
    { reason: 'existing_customer', evidence: 'supported' },
  ]);
  await stage.settle();
  expect((await routed(stage)).at(-1)).toMatchObject({ owner: 'vic', by: 'customer' });
});

test('a lead of a mirrored account takes as many statements as one of none', async () => {
  const { stage } = await stageWith({ ...AT, hubspot_owner_id: '71' });
  const { statementsOf } = countStatements(stage.app);
  const { core } = stage.app;
  await stage.query(`insert into deliveries (id, source_id, key, received_at, read_at)
    values ('by-hand', 'website', 'by-hand', now(), now())`);
  const takenIn = (company: string, position: number) =>
    statementsOf(() => {
      const lead = canonicalLeadSchema.parse(leadAt(company));
      const origin = { deliveryId: 'by-hand', sourceId: 'website', key: company, position };
      const when = {
        receivedAt: stage.clock.now(),
        isOnly: false,
        isBatch: false,
        isForm: false,
        holdUntil: null,
      };
      return takeIn(core, { ...origin, ...when }, lead, []);
    });
  await takenIn('hooli', 0);
  const without = await takenIn('umbrella', 1);
  const mirrored = await takenIn('initech', 2);
  expect(await routed(stage)).toMatchObject([{ by: 'pool' }, { by: 'pool' }, { by: 'account_owner' }]);
  // Nobody's turn is taken: the pool is not asked.
  expect(mirrored.length).toBeLessThanOrEqual(without.length);
  expect(mirrored.filter((text) => text.includes('mirrored_accounts'))).toHaveLength(2);
});

test('what a company did is told to whoever owns its account in the CRM', async () => {
  const { stage } = await stageWith({ ...AT, hubspot_owner_id: '71' });
  await stage.send({
    kind: 'account_signal',
    account: { domain: 'initech.example', name: 'Initech' },
    signals: [{ type: 'intent', at: '2026-11-23T08:00:00Z', title: 'Researches what you sell' }],
  });
  await stage.settle();
  expect(stage.reads('eva').join()).toContain('Researches what you sell');
});
