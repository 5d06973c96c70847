import { expect, onTestFinished, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { sinksSettings } from '#domain/sink-settings.ts';
import { openHubspotAccount } from '#sandbox/crm/hubspot.ts';
import { TOKEN } from '#sandbox/tools/tool-api.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage } from '../support/stage.ts';

/** What sales does in Slack stands in HubSpot, once, whatever is lost on the way there. */

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

async function startWithHubspot(more: object = {}, approvedAt: string | null = '2026-11-01') {
  const account = await openHubspotAccount({ perTenSeconds: 100_000, searchesPerSecond: 100_000 });
  onTestFinished(account.stop);
  const sink = { id: 'crm', to: 'hubspot', token_env: 'CRM_TOKEN', base_url: account.url, ...more };
  const stage = await startStage({
    settings: (settings) => ({ ...settings, sinks: sinksSettings.parse([sink]) }),
    environment: { CRM_TOKEN: TOKEN },
  });
  const { people } = stage.app.core.inForce().settings;
  const owners = new Map(people.map(({ id, name, email }) => [id, account.addOwner({ name, email })]));
  const grace = account.add({ email: 'grace@globex.example', name: 'Grace Hopper' });
  await stage.query(
    `insert into sinks (id, first_seen_at, approved_at)
      values ('crm', '2026-11-01', ${approvedAt === null ? 'null' : `'${approvedAt}'`})`,
  );
  await stage.send(hot);
  await stage.settle();
  const told = async () => {
    await stage.pass(UNDONE_NO_MORE);
    return account.record(grace);
  };
  return { account, stage, owners, grace, told };
}

test('a lead that is accepted, qualified, and won shows so in HubSpot at each step, with a note of each', async () => {
  const { account, stage, owners, told } = await startWithHubspot({ deals: true });
  const [ana, eva] = [deskOf(stage, 'ana'), deskOf(stage, 'eva')];

  expect(await told()).toMatchObject({ hs_lead_status: 'NEW', hubspot_owner_id: owners.get('ana') });
  await ana.press(ana.card(), ids.accept);
  expect(await told()).toMatchObject({ hs_lead_status: 'OPEN' });
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  expect(await told()).toMatchObject({
    lifecyclestage: 'salesqualifiedlead',
    hubspot_owner_id: owners.get('eva'),
  });
  await eva.press(eva.card(), ids.accept);
  await eva.open(eva.card(), ids.opportunity);
  await eva.submit(DEAL);
  expect(await told()).toMatchObject({ hs_lead_status: 'OPEN_DEAL', lifecyclestage: 'opportunity' });
  await eva.open(eva.card(), ids.win);
  await eva.submit(WON);
  expect(await told()).toMatchObject({ lifecyclestage: 'customer' });

  expect(account.all('deals')).toMatchObject([
    { amount: '40000', dealstage: 'closedwon', closedate: '2027-03-31T12:00:00Z' },
  ]);
  const titles = account.all('notes').map((note) => /<p>(\w+)/.exec(note.hs_note_body ?? '')?.[1]);
  expect(titles).toEqual(['Accepted', 'Qualified', 'Accepted', 'Opportunity', 'Won']);
});

test('of what HubSpot did while its answers were lost nothing is done twice, and all the rest is', async () => {
  const { account, stage, told } = await startWithHubspot({ deals: true });
  const [ana, eva] = [deskOf(stage, 'ana'), deskOf(stage, 'eva')];
  await told();
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  await eva.press(eva.card(), ids.accept);
  await eva.open(eva.card(), ids.opportunity);
  await eva.submit(DEAL);

  const stillToTell = () => stage.query('select tries, due_at is not null as due from sink_records');
  // Every try ends at the first write that it makes: the fields, the deal, each of four notes.
  for (const _ of Array.from({ length: 6 })) {
    account.loseAnswers(1);
    await stage.pass(24 * 60);
  }
  expect(await stillToTell()).toEqual([{ tries: 6, due: true }]);
  await stage.pass(24 * 60);
  expect(await stillToTell()).toEqual([{ tries: 0, due: false }]);

  expect(account.all('deals')).toMatchObject([{ amount: '40000', dealstage: 'appointmentscheduled' }]);
  const titles = account.all('notes').map((note) => /<p>(\w+)/.exec(note.hs_note_body ?? '')?.[1]);
  expect(titles).toEqual(['Accepted', 'Qualified', 'Accepted', 'Opportunity']);
  expect(await told()).toMatchObject({ hs_lead_status: 'OPEN_DEAL', lifecyclestage: 'opportunity' });
});

test('an owner whom somebody chose in HubSpot stays, and the status is ours again', async () => {
  const { account, stage, owners, grace, told } = await startWithHubspot();
  const ana = deskOf(stage, 'ana');
  await told();
  account.change(grace, 'hubspot_owner_id', owners.get('ben') ?? '');
  account.change(grace, 'hs_lead_status', 'ATTEMPTED_TO_CONTACT');

  await ana.press(ana.card(), ids.accept);

  expect(await told()).toMatchObject({ hs_lead_status: 'OPEN', hubspot_owner_id: owners.get('ben') });
});

test('nothing is written before somebody approved it', async () => {
  const { account, stage, told } = await startWithHubspot({ deals: true }, null);
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);

  const contact = await told();

  expect(contact).not.toHaveProperty('hs_lead_status');
  expect(account.asked.filter((asked) => asked.startsWith('PATCH'))).toEqual([]);
  expect(account.all('notes')).toEqual([]);
});
