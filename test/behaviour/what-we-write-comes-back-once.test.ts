import { expect, onTestFinished, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { sourceSchema } from '#domain/settings.ts';
import { sinksSettings } from '#domain/sink-settings.ts';
import type { Account, Change } from '#sandbox/crm/account.ts';
import { openHubspotAccount, propertyChange } from '#sandbox/crm/hubspot.ts';
import { openPipedriveAccount } from '#sandbox/crm/pipedrive.ts';
import { openSalesforceAccount, SALESFORCE_CLIENT } from '#sandbox/crm/salesforce.ts';
import type { Sent } from '#sandbox/tools/tool.ts';
import { TOKEN } from '#sandbox/tools/tool-api.ts';
import { createPipedriveNews, createSalesforceNews, hubspotNews } from '../support/crm-news.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { MONDAY, startStage } from '../support/stage.ts';
import { answerOf, ENVIRONMENT } from '../support/tools.ts';

/** A CRM tells us of each change, also of ours: nothing goes round in circles. */

const BANT = {
  budget: '40,000 EUR a year',
  authority: 'She decides',
  need: 'Leads go cold',
  timeline: 'March',
};
const DEAL = { amount: '40000', currency: 'eur', close_on: '2027-03-31', next_step: 'Demo on Thursday' };
/** Past when a press can be undone, and when what was written was told of. */
const A_WHILE = 5;

const CRM_ENVIRONMENT = {
  ...ENVIRONMENT,
  ...{ CRM_TOKEN: TOKEN, CRM_ID: SALESFORCE_CLIENT.id, CRM_SECRET: SALESFORCE_CLIENT.secret },
  ENCRYPTION_KEY: 'a key of a test that is long enough for it',
};

const USERS = ['Admin', 'Ana', 'Eva'].map((name) => ({
  name,
  email: `${name.toLowerCase()}@acme-sales.example`,
}));

type Wiring = {
  /** How the CRM tells of what changed. */
  newsOf: (changes: readonly Change[], at: Date) => Sent[];
  format: string;
  source?: object;
  sink: object;
  record: string;
};

/** The app with a CRM that it writes into, and that tells it of every change. */
async function startWired(account: Account, { newsOf, format, source = {}, sink, record }: Wiring) {
  const stage = await startStage({
    settings: (settings) => ({
      ...settings,
      sources: [
        ...settings.sources,
        sourceSchema.parse({
          ...{ id: format, name: 'The CRM', format },
          auth: { type: 'own', secret_env: ['SECRET_OF_THE_TOOL'] },
          ...source,
        }),
      ],
      sinks: sinksSettings.parse([{ id: 'crm', to: format, base_url: account.url, ...sink }]),
    }),
    environment: CRM_ENVIRONMENT,
  });
  await stage.query(
    "insert into sinks (id, first_seen_at, approved_at) values ('crm', '2026-11-01', '2026-11-01')",
  );
  const untold: Change[] = [];
  account.onChange((change) => untold.push(change));
  let told = 0;
  const tell = async (sent: readonly Sent[]) => {
    for (const one of sent) expect((await answerOf(stage.address, format, one)).status).toBe(200);
    told += sent.length;
    await stage.settle();
  };
  const writes = () =>
    account.asked.filter((asked) => asked.startsWith('PATCH') && asked.includes(record)).length;
  await stage.send(hot);
  await stage.settle();
  return {
    ...{ stage, tell, ana: deskOf(stage, 'ana'), eva: deskOf(stage, 'eva') },
    /** Passes time, minute by minute, and tells of every change between. Answers how often the record was written. */
    passes: async (minutes: number) => {
      const before = writes();
      for (const _ of Array.from({ length: minutes })) {
        await stage.pass(1);
        const changes = untold.splice(0);
        if (changes.length > 0) await tell(newsOf(changes, stage.clock.now()));
      }
      return writes() - before;
    },
    told: () => told,
    /** What became of what the CRM told us. */
    items: () =>
      stage.query<{ outcome: string; problems: { problem: string }[] | null }>(
        `select distinct outcome, problems from items where source_id = '${format}' order by outcome`,
      ),
    handoffs: () => stage.query('select leg, state from handoffs order by created_at, leg'),
  };
}

const OURS_ALONE = [{ outcome: 'ignored', problems: [{ path: '', problem: 'our own write' }] }];
const HANDED_ON = [
  { leg: 'mql_to_sdr', state: 'completed' },
  { leg: 'sql_to_ae', state: 'offered' },
];

async function startHubspot(sink: object = {}) {
  const account = await openHubspotAccount({ perTenSeconds: 100_000, searchesPerSecond: 100_000 });
  onTestFinished(account.stop);
  const grace = account.add({ email: 'grace@globex.example', name: 'Grace Hopper' });
  let count = 0;
  const wired = await startWired(account, {
    newsOf: (changes, at) => {
      const events = changes.flatMap((change) => {
        count += 1;
        return propertyChange(change, at, count);
      });
      return [hubspotNews(events, at)];
    },
    ...{
      format: 'hubspot',
      record: grace,
      source: { api: { token_env: 'CRM_TOKEN', base_url: account.url } },
    },
    sink: { token_env: 'CRM_TOKEN', ...sink },
  });
  const { people } = wired.stage.app.core.inForce().settings;
  const owners = new Map(people.map(({ id, name, email }) => [id, account.addOwner({ name, email })]));
  return { ...wired, account, grace, owners };
}

async function startPipedrive() {
  const account = await openPipedriveAccount({ users: USERS });
  onTestFinished(account.stop);
  const person = account.add({ email: 'grace@globex.example', name: 'Grace Hopper' });
  const lead = account.addLead(person, ['Hot']);
  const wired = await startWired(account, {
    newsOf: createPipedriveNews(account, [person, lead]),
    format: 'pipedrive',
    source: { auth: { type: 'own', secret_env: ['SECRET_OF_THE_TOOL'], user: 'hook' } },
    sink: { token_env: 'CRM_TOKEN' },
    record: lead,
  });
  return { ...wired, account, lead };
}

async function startSalesforce(sink: object = {}) {
  // Changed a moment before it is told of: by the clock of the test.
  const account = await openSalesforceAccount({ now: () => MONDAY, users: USERS });
  onTestFinished(account.stop);
  const grace = account.add({ email: 'grace@globex.example', name: 'Grace Hopper', company: 'Globex' });
  const wired = await startWired(account, {
    newsOf: createSalesforceNews(account),
    format: 'salesforce',
    source: {
      auth: { type: 'own', secret_env: ['SECRET_OF_THE_TOOL'], organization: '00D000000000001EAA' },
    },
    sink: { client_id_env: 'CRM_ID', client_secret_env: 'CRM_SECRET', ...sink },
    record: grace,
  });
  return { ...wired, account, grace };
}

test.each([
  ['HubSpot', startHubspot],
  ['Pipedrive', startPipedrive],
  ['Salesforce', startSalesforce],
])(
  'each change is written into %s at most twice though it tells us of what we wrote, and no more in the next hour',
  async (_, start) => {
    const { passes, ana, items, handoffs, told } = await start();
    await passes(2);

    await ana.press(ana.card(), ids.accept);
    expect(await passes(A_WHILE)).toBeLessThanOrEqual(2);
    await ana.open(ana.card(), ids.qualify);
    await ana.submit(BANT);
    expect(await passes(A_WHILE)).toBeLessThanOrEqual(2);
    const before = told();
    expect(await passes(60)).toBe(0);

    expect(told()).toBe(before);
    expect(before).toBeGreaterThan(0);
    expect(await items()).toEqual(OURS_ALONE);
    expect(await handoffs()).toEqual(HANDED_ON);
  },
);

test('what somebody changes in HubSpot by hand is news, and is not written over because we are told of it', async () => {
  const { stage, owners, grace, account, passes, ana, items } = await startHubspot();
  await ana.press(ana.card(), ids.accept);
  await passes(A_WHILE);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  await passes(A_WHILE);
  const ben = owners.get('ben') ?? '';
  account.change(grace, 'hubspot_owner_id', ben);
  // We wrote that first, and something else last.
  account.change(grace, 'hs_lead_status', 'NEW');
  expect(await passes(60)).toBe(0);
  expect(account.record(grace)).toMatchObject({ hubspot_owner_id: ben, hs_lead_status: 'NEW' });
  expect(await items()).toEqual([...OURS_ALONE, { outcome: 'updated', problems: null }]);
  expect(await stage.query(`select record->>'owner_email' as owner from leads`)).toEqual([
    { owner: 'ben@acme-sales.example' },
  ]);

  // Also to what we wrote last, by somebody.
  account.change(grace, 'lifecyclestage', 'marketingqualifiedlead');
  await passes(1);
  account.change(grace, 'lifecyclestage', 'salesqualifiedlead');
  expect(await passes(60)).toBe(0);
  const joined = await stage.query(`select 1 from items where source_id = 'hubspot' and outcome = 'joined'`);
  expect(joined).toHaveLength(2);
});

test('what somebody changes in Pipedrive by hand is news, also to what we wrote before', async () => {
  const { account, lead, passes, ana, items } = await startPipedrive();
  await ana.press(ana.card(), ids.accept);
  await passes(A_WHILE);

  account.change(lead, 'label_ids', ['Hot', 'Assigned'].map(account.labelId));
  await passes(A_WHILE);

  expect(await items()).toEqual([...OURS_ALONE, { outcome: 'updated', problems: null }]);
});

test('what somebody changes in Salesforce by hand is news, and what they change back is none', async () => {
  const { account, grace, stage, passes, ana } = await startSalesforce();
  const outcomes = async () =>
    (
      await stage.query<{ outcome: string }>(
        `select outcome from items where source_id = 'salesforce' order by at, key`,
      )
    ).map(({ outcome }) => outcome);
  await ana.press(ana.card(), ids.accept);
  await passes(A_WHILE);
  const before = await outcomes();

  account.change(grace, 'Status', 'Open - Not Contacted');
  await passes(1);
  account.change(grace, 'Status', 'Working - Contacted');
  await passes(1);
  account.change(grace, 'Title', 'CFO');
  await passes(1);

  expect(before.every((outcome) => outcome === 'ignored')).toBe(true);
  expect((await outcomes()).slice(before.length)).toEqual(['joined', 'ignored', 'updated']);
});

test('what comes back before the answer to its write does is ours', async () => {
  const { stage, account, grace, passes, ana, items } = await startHubspot();
  await passes(2);
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  account.loseAnswers(1);
  let isUnsure = false;
  for (const _ of Array.from({ length: A_WHILE })) {
    await passes(1);
    const [row] = await stage.query<{ unsure: boolean }>(
      'select writing is not null as unsure from sink_records',
    );
    isUnsure ||= row?.unsure === true;
  }

  expect(isUnsure).toBe(true);
  expect(account.record(grace)).toMatchObject({ lifecyclestage: 'salesqualifiedlead' });
  expect(await items()).toEqual(OURS_ALONE);
  expect(await stage.query('select writing from sink_records')).toEqual([{ writing: null }]);
});

test('a deal that we made in HubSpot changes nothing when it comes back, and counts when somebody closes it there', async () => {
  const { stage, account, tell, passes, ana, eva, items } = await startHubspot({ deals: true });
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  await eva.press(eva.card(), ids.accept);
  await eva.open(eva.card(), ids.opportunity);
  await eva.submit(DEAL);
  await passes(A_WHILE);
  const [deal = { id: '' }] = account.all('deals');
  const news = (subscriptionType: string, changes: object) =>
    tell([
      hubspotNews(
        [
          {
            ...{ subscriptionType, objectId: Number(deal.id), portalId: 62_515, attemptNumber: 0 },
            ...{ eventId: 900, occurredAt: stage.clock.now().getTime(), ...changes },
          },
        ],
        stage.clock.now(),
      ),
    ]);
  const outcomes = () => stage.query('select type from outcomes order by no');
  const before = await outcomes();

  await news('deal.creation', { changeSource: 'INTEGRATION' });
  expect(await passes(60)).toBe(0);
  expect(await items()).toEqual(OURS_ALONE);
  expect(await outcomes()).toEqual(before);

  const won = account.pipelines.flatMap(({ stages }) => stages).find(({ id }) => /won/.test(id))?.id ?? '';
  account.moveDeal(deal.id, { dealstage: won });
  await news('deal.propertyChange', {
    ...{ propertyName: 'dealstage', propertyValue: won, changeSource: 'CRM_UI' },
  });
  expect((await outcomes()).slice(before.length)).toContainEqual({ type: 'won' });
});

test('a lead that we converted in Salesforce, its contact and its deal change nothing when they come back', async () => {
  const { stage, account, grace, tell, passes, ana, eva, items } = await startSalesforce({
    ...{ deals: true, options: { convert: 'yes' } },
  });
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  await eva.press(eva.card(), ids.accept);
  await eva.open(eva.card(), ids.opportunity);
  await eva.submit(DEAL);
  await passes(A_WHILE);
  const made = [...account.all('Contact'), ...account.all('Opportunity')].map(({ Id }) => String(Id));
  expect(made).toHaveLength(2);
  const state = () =>
    stage.query(
      'select (select count(*) from outcomes), (select count(*) from signals), (select count(*) from handoffs), stage from leads',
    );
  const before = await state();

  const newsOf = createSalesforceNews(account, 900);
  await tell(newsOf([grace, ...made].map((id) => ({ id, field: '', value: '', by: 'api' }))));
  expect(await passes(60)).toBe(0);

  expect(await state()).toEqual(before);
  const outcomes = new Set((await items()).map(({ outcome }) => outcome));
  expect([...outcomes].every((outcome) => outcome === 'ignored' || outcome === 'updated')).toBe(true);
});
