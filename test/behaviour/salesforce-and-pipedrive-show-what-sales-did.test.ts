import { expect, onTestFinished, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { sinksSettings } from '#domain/sink-settings.ts';
import { openPipedriveAccount } from '#sandbox/crm/pipedrive.ts';
import { openSalesforceAccount, SALESFORCE_CLIENT } from '#sandbox/crm/salesforce.ts';
import { TOKEN } from '#sandbox/tools/tool-api.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage } from '../support/stage.ts';

/** What sales does in Slack stands in two CRMs that turn a lead into something else on the way. */

const BANT = {
  budget: '40,000 EUR a year',
  authority: 'She decides',
  need: 'Leads go cold',
  timeline: 'March',
};
const DEAL = { amount: '40000', currency: 'eur', close_on: '2027-03-31', next_step: 'Demo on Thursday' };
const WON = { promised: 'Live by June', use_case: 'Demo requests', stakeholders: 'Grace, and her CFO' };
/** Past when a press can be undone. */
const UNDONE_NO_MORE = 3;
const ENVIRONMENT = {
  ...{ CRM_TOKEN: TOKEN, CRM_ID: SALESFORCE_CLIENT.id, CRM_SECRET: SALESFORCE_CLIENT.secret },
  ENCRYPTION_KEY: 'a key of a test that is long enough for it',
};

async function startWith(sink: object) {
  const stage = await startStage({
    settings: (settings) => ({
      ...settings,
      sinks: sinksSettings.parse([{ id: 'crm', deals: true, ...sink }]),
    }),
    environment: ENVIRONMENT,
  });
  await stage.query(
    `insert into sinks (id, first_seen_at, approved_at) values ('crm', '2026-11-01', '2026-11-01')`,
  );
  await stage.send(hot);
  await stage.settle();
  const tell = () => stage.pass(UNDONE_NO_MORE);
  await tell();
  return { stage, tell, ana: deskOf(stage, 'ana'), eva: deskOf(stage, 'eva') };
}

const stillToTell = 'select tries, due_at is not null as due from sink_records';

test('a lead of Salesforce is worked, converted when its deal begins, and its opportunity is won', async () => {
  const org = await openSalesforceAccount();
  onTestFinished(org.stop);
  const grace = org.add({ email: 'grace@globex.example', name: 'Grace Hopper', company: 'Globex' });
  const { stage, tell, ana, eva } = await startWith({
    ...{ to: 'salesforce', base_url: org.url, client_id_env: 'CRM_ID', client_secret_env: 'CRM_SECRET' },
    options: { convert: 'yes' },
  });

  await ana.press(ana.card(), ids.accept);
  await tell();
  expect(org.record(grace)).toMatchObject({ Status: 'Working - Contacted', IsConverted: false });
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  await eva.press(eva.card(), ids.accept);
  org.wearTokens();
  await eva.open(eva.card(), ids.opportunity);
  await eva.submit(DEAL);
  // The write of the fields is done, then the conversion, then what its opportunity is to show; none is heard of.
  for (const _ of Array.from({ length: 3 })) {
    org.loseAnswers(1);
    await stage.pass(24 * 60);
  }
  org.loseAnswers(0);
  await stage.pass(24 * 60);
  await eva.open(eva.card(), ids.win);
  await eva.submit(WON);
  await tell();

  expect(await stage.query(stillToTell)).toEqual([{ tries: 0, due: false }]);
  expect(org.record(grace)).toMatchObject({ IsConverted: true });
  expect(org.all('Opportunity')).toMatchObject([
    {
      StageName: 'Closed Won',
      Amount: 40_000,
      CloseDate: '2027-03-31',
      ContactId: org.record(grace).ConvertedContactId,
    },
  ]);
  const titles = org.all('Task').map(({ Subject }) => String(Subject).split(' ')[0]);
  expect(titles).toEqual(['Accepted', 'Qualified', 'Accepted', 'Opportunity', 'Won']);
});

test('a lead of Pipedrive is labelled, becomes a deal with its notes, and is won', async () => {
  const company = await openPipedriveAccount({ conversionTakes: 2 });
  onTestFinished(company.stop);
  const lead = company.addLead(company.add({ email: 'grace@globex.example', name: 'Grace Hopper' }), ['Hot']);
  const { stage, tell, ana, eva } = await startWith({
    to: 'pipedrive',
    base_url: company.url,
    token_env: 'CRM_TOKEN',
  });

  await ana.press(ana.card(), ids.accept);
  await tell();
  expect(company.record(lead).label_ids).toEqual(['Hot', 'Accepted'].map(company.labelId));
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  await eva.press(eva.card(), ids.accept);
  await eva.open(eva.card(), ids.opportunity);
  await eva.submit(DEAL);
  for (const _ of Array.from({ length: 3 })) {
    company.loseAnswers(1);
    await stage.pass(24 * 60);
  }
  company.loseAnswers(0);
  await stage.pass(24 * 60);
  await eva.open(eva.card(), ids.win);
  await eva.submit(WON);
  await tell();

  expect(await stage.query(stillToTell)).toEqual([{ tries: 0, due: false }]);
  expect(company.leads()).toEqual([]);
  expect(company.deals()).toMatchObject([
    {
      status: 'won',
      value: 40_000,
      currency: 'EUR',
      expected_close_date: '2027-03-31',
      source_lead_id: lead,
    },
  ]);
  const titles = company
    .notes()
    .map(({ content, deal_id }) => [/<b>(\w+)/.exec(String(content))?.[1], deal_id]);
  expect(titles).toEqual(
    ['Accepted', 'Qualified', 'Accepted', 'Opportunity', 'Won'].map((title) => [title, 1]),
  );
});
