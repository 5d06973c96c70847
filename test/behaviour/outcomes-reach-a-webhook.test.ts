import { expect, onTestFinished, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { sinksSettings } from '#domain/sink-settings.ts';
import { CUSTOMER, MANAGER, openGoogleAdsAccount } from '#sandbox/crm/google-ads.ts';
import { openLinkedInAccount } from '#sandbox/crm/linkedin.ts';
import { openMetaAccount } from '#sandbox/crm/meta.ts';
import { CLIENT } from '#sandbox/crm/tokens.ts';
import { openWebhookReceiver, type Receiver } from '#sandbox/crm/webhook-receiver.ts';
import { TOKEN } from '#sandbox/tools/tool-api.ts';
import { deskOf } from '../support/desk.ts';
import { hot, leadAt } from '../support/leads.ts';
import { MONDAY, startStage, type TestStage } from '../support/stage.ts';

/** What sales did, as it reaches addresses and ad platforms from the whole app. */

const OLD = `whsec_${Buffer.alloc(32, 'old').toString('base64')}`;
const NEW = `whsec_${Buffer.alloc(32, 'new').toString('base64')}`;

/** What ops approved two hours ago. */
const approve = (stage: TestStage, sinkId: string) =>
  stage.query(`insert into sinks (id, first_seen_at, approved_at)
    values ('${sinkId}', now(), '${new Date(MONDAY.getTime() - 2 * 3_600_000).toISOString()}')
    on conflict (id) do update set approved_at = excluded.approved_at`);

async function start() {
  let stage: TestStage | null = null;
  const receiver = await openWebhookReceiver({ secret: OLD, now: () => stage?.clock.now() ?? MONDAY });
  onTestFinished(receiver.stop);
  const sinks = sinksSettings.parse([
    {
      ...{ id: 'warehouse', to: 'webhook', url_env: 'OUTCOMES_URL', secret_env: ['NEW', 'OLD'] },
      allow_private: true,
    },
  ]);
  stage = await startStage({
    settings: (settings) => ({ ...settings, sinks }),
    environment: { OUTCOMES_URL: receiver.url, NEW, OLD },
  });
  await approve(stage, 'warehouse');
  return { stage, receiver };
}

const types = ({ heard }: Receiver) => heard.map(({ body }) => body.type);

test('an address is told of each outcome in order, of a press once it can no longer be undone', async () => {
  const { stage, receiver } = await start();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await stage.settle();
  expect(types(receiver)).toEqual(['handoff.assigned']);

  await stage.pass(3);
  expect(types(receiver)).toEqual(['handoff.assigned', 'handoff.accepted']);
  expect(receiver.heard[1]?.body).toMatchObject({
    timestamp: '2026-11-23T09:00:00.000Z',
    data: {
      leg: 'mql_to_sdr',
      lead: { source: 'website', email: hot.person.email },
      owner: { name: 'Ana Duarte' },
    },
  });
});

test('an address that was away hears everything once, in order, when it is back', async () => {
  const { stage, receiver } = await start();
  receiver.answerNext({ status: 500 }, { status: 500 });
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  receiver.loseAnswers(1);
  // What is heard and not answered is told once more half an hour later.
  await stage.pass(4);
  await stage.pass(6);
  expect(receiver.answered).toEqual([500, 500]);
  await stage.pass(31);

  const others = ['handoff.breached', 'handoff.reassigned'];
  expect(types(receiver).filter((type) => !others.includes(String(type)))).toEqual([
    'handoff.assigned',
    'handoff.accepted',
  ]);
});

test('a platform is told of the source that was switched on, and of no other', async () => {
  const meta = await openMetaAccount({ now: () => new Date(MONDAY.getTime() + 3_600_000) });
  onTestFinished(meta.stop);
  const sinks = (source: string) =>
    sinksSettings.parse([
      {
        ...{ id: 'meta', to: 'meta', token_env: 'META_TOKEN', base_url: meta.url },
        options: { dataset_id: '654321987654321' },
        from: [{ source, basis: 'consent' }],
      },
    ]);
  const told = async (source: string) => {
    const stage = await startStage({
      settings: (settings) => ({ ...settings, sinks: sinks(source) }),
      environment: { META_TOKEN: TOKEN },
    });
    await approve(stage, 'meta');
    await stage.send({ ...hot, refs: [{ system: 'meta', type: 'lead', id: '123456789012345' }] });
    await stage.settle();
    const ana = deskOf(stage, 'ana');
    await ana.press(ana.card(), ids.accept);
    await stage.pass(3);
    return stage.query('select sink_id, failed_since from sink_records');
  };

  expect(await told('fair')).toEqual([]);
  expect(meta.asked).toEqual([]);
  expect(await told('website')).toEqual([{ sink_id: 'meta', failed_since: null }]);
  expect(meta.events.map(({ event_name }) => event_name)).toEqual(['Accepted']);
});

test('Google and LinkedIn are told with tokens that are bought, and bought anew when they are worn', async () => {
  const later = () => new Date(MONDAY.getTime() + 3_600_000);
  const google = await openGoogleAdsAccount({ now: later });
  onTestFinished(google.stop);
  const linkedin = await openLinkedInAccount({ now: later });
  onTestFinished(linkedin.stop);
  const bought = { token_env: 'LASTING', client_id_env: 'CLIENT_ID', client_secret_env: 'CLIENT_SECRET' };
  const from = [{ source: 'website', basis: 'consent' }];
  const sinks = sinksSettings.parse([
    {
      ...{
        id: 'google',
        to: 'google-ads',
        base_url: google.url,
        ...bought,
        from,
        actions: { accepted: '456' },
      },
      options: { customer_id: CUSTOMER, login_customer_id: MANAGER },
    },
    {
      ...{ id: 'linkedin', to: 'linkedin', base_url: linkedin.url, ...bought, from },
      actions: { accepted: '104012' },
    },
  ]);
  const stage = await startStage({
    settings: (settings) => ({ ...settings, sinks }),
    environment: {
      ...{ LASTING: CLIENT.refreshToken, CLIENT_ID: CLIENT.id, CLIENT_SECRET: CLIENT.secret },
      ENCRYPTION_KEY: 'a key of this test alone, long enough',
    },
  });
  await approve(stage, 'google');
  await approve(stage, 'linkedin');
  const acceptLead = async (company: string, gclid: string, response: string) => {
    await stage.send({
      ...{ ...leadAt(company), campaign: { gclid } },
      refs: [{ system: 'linkedin', type: 'lead', id: response }],
    });
    await stage.settle();
    const [offer] = await stage.query<{ owner: string }>(
      "select owner_id as owner from handoffs where state = 'offered'",
    );
    const owner = deskOf(stage, offer?.owner ?? '');
    await owner.press(owner.card(), ids.accept);
    await stage.pass(3);
  };

  await acceptLead('globex', 'Cj0KCQiA-1', 'a1');
  google.wear();
  linkedin.wear();
  await acceptLead('initech', 'Cj0KCQiA-2', 'a2');

  expect(google.conversions.map(({ gclid }) => gclid)).toEqual(['Cj0KCQiA-1', 'Cj0KCQiA-2']);
  expect(linkedin.events.map(({ user }) => user.lead)).toEqual([
    'urn:li:leadGenFormResponse:a1',
    'urn:li:leadGenFormResponse:a2',
  ]);
  expect([...google.asked, ...linkedin.asked].filter((asked) => /token/i.test(asked))).toEqual([
    'POST /token',
    'POST /token',
    'POST /oauth/v2/accessToken',
    'POST /oauth/v2/accessToken',
  ]);
});
