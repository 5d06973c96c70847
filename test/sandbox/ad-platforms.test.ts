import { expect, onTestFinished, test } from 'vitest';
import { CUSTOMER, DEVELOPER_TOKEN, MANAGER, openGoogleAdsAccount } from '#sandbox/crm/google-ads.ts';
import { openLinkedInAccount } from '#sandbox/crm/linkedin.ts';
import { DATASET, openMetaAccount } from '#sandbox/crm/meta.ts';
import { CLIENT } from '#sandbox/crm/tokens.ts';
import { TOKEN } from '#sandbox/tools/tool-api.ts';

/** What the stand-ins of ad platforms take, what they refuse, and what is one to them. */

const now = () => new Date('2026-12-01T09:00:00Z');
type Json = Record<string, unknown>;

async function post(url: string, body: Json, headers: Record<string, string> = {}) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
}

async function buyToken(url: string, refreshToken = CLIENT.refreshToken): Promise<Json> {
  const body = new URLSearchParams({
    ...{ grant_type: 'refresh_token', refresh_token: refreshToken },
    ...{ client_id: CLIENT.id, client_secret: CLIENT.secret },
  });
  return (await (await fetch(url, { method: 'POST', body })).json()) as Json;
}

const bearer = (token: unknown) => ({ authorization: `Bearer ${token}` });

async function startGoogle() {
  const account = await openGoogleAdsAccount({ now });
  onTestFinished(account.stop);
  account.click('Cj0KCQiA-1', new Date('2026-11-20T10:00:00Z'));
  const { access_token: token } = await buyToken(`${account.url}/token`);
  const ingest = (event: Json, destination: Json = {}) =>
    post(
      `${account.url}/v1/events:ingest`,
      {
        destinations: [
          {
            operatingAccount: { accountType: 'GOOGLE_ADS', accountId: CUSTOMER },
            loginAccount: { accountType: 'GOOGLE_ADS', accountId: MANAGER },
            ...{ productDestinationId: '456', ...destination },
          },
        ],
        events: [
          {
            ...{ transactionId: 'order-1', eventTimestamp: '2026-12-01T08:55:00Z' },
            ...{ adIdentifiers: { gclid: 'Cj0KCQiA-1' }, ...event },
          },
        ],
      },
      bearer(token),
    );
  const upload = (conversion: Json, headers: Record<string, string> = {}) =>
    post(
      `${account.url}/v26/customers/${CUSTOMER}:uploadClickConversions`,
      {
        conversions: [
          {
            ...{ gclid: 'Cj0KCQiA-1', conversionAction: `customers/${CUSTOMER}/conversionActions/456` },
            ...{ conversionDateTime: '2026-12-01 08:55:00+00:00', orderId: 'order-1', ...conversion },
          },
        ],
        partialFailure: true,
      },
      { ...bearer(token), 'developer-token': DEVELOPER_TOKEN, 'login-customer-id': MANAGER, ...headers },
    );
  return { account, ingest, upload };
}

const codeIn = ({ body }: { body: { partialFailureError?: { details: Json[] } } }): unknown =>
  (body.partialFailureError?.details[0]?.errors as Json[] | undefined)?.[0]?.errorCode;

test('Google counts an order once for an action, and another one by itself', async () => {
  const { account, ingest } = await startGoogle();
  for (const event of [{}, {}, { transactionId: 'order-2' }]) expect((await ingest(event)).status).toBe(200);
  await ingest({}, { productDestinationId: '789' });
  expect(account.conversions.map(({ order, action }) => [order, action])).toEqual([
    ['order-1', '456'],
    ['order-2', '456'],
    ['order-1', '789'],
  ]);
});

test.each([
  ['without a click', { adIdentifiers: {} }, 'NO_IDENTIFIERS_PROVIDED'],
  ['with a time that is none', { eventTimestamp: '2026-12-01 08:55:00' }, 'INVALID_FORMAT'],
  ['with a currency that is none', { currency: 'euro' }, 'INVALID_CURRENCY_CODE'],
  ['from nowhere', { eventSource: 'CRM' }, 'INVALID_ENUM_VALUE'],
])('Google refuses an event %s', async (_, event, reason) => {
  const { account, ingest } = await startGoogle();
  const { status, body } = await ingest(event);
  expect(status).toBe(400);
  expect(body.error.details[0].fieldViolations.map((one: Json) => one.reason)).toEqual([reason]);
  expect(account.conversions).toEqual([]);
});

test('Google says of an upload what it did not take, with 200', async () => {
  const { account, upload } = await startGoogle();
  expect(codeIn(await upload({}))).toBeUndefined();
  const codes = [
    await upload({}),
    await upload({ orderId: 'order-2' }),
    await upload({ orderId: 'order-3', conversionDateTime: '2026-12-01T08:55:00Z' }),
    await upload({ orderId: 'order-3', gclid: 'no' }),
    await upload({ orderId: 'order-3', gclid: 'Cj0KCQiA-2' }),
    await upload({ orderId: 'order-3', conversionDateTime: '2026-11-19 08:55:00+00:00' }),
    await upload({ orderId: 'order-3', conversionDateTime: '2027-03-01 08:55:00+00:00' }),
    await upload({ conversionAction: `customers/${CUSTOMER}/conversionActions/1` }),
    await upload({}, { 'developer-token': 'of today' }),
  ].map(codeIn);
  expect(codes).toEqual([
    { conversionUploadError: 'ORDER_ID_ALREADY_IN_USE' },
    { conversionUploadError: 'CLICK_CONVERSION_ALREADY_EXISTS' },
    { dateError: 'INVALID_STRING_DATE_TIME_SECONDS_WITH_OFFSET' },
    { conversionUploadError: 'UNPARSEABLE_GCLID' },
    { conversionUploadError: 'EVENT_NOT_FOUND' },
    { conversionUploadError: 'CONVERSION_PRECEDES_EVENT' },
    { conversionUploadError: 'EXPIRED_EVENT' },
    { conversionUploadError: 'INVALID_CONVERSION_ACTION' },
    { notAllowlistedError: 'CUSTOMER_NOT_ALLOWLISTED_FOR_THIS_FEATURE' },
  ]);
  expect(account.conversions).toHaveLength(1);
});

test('Google asks who it is', async () => {
  const { account, upload } = await startGoogle();
  expect((await upload({}, { 'developer-token': '' })).status).toBe(401);
  expect((await upload({}, { 'login-customer-id': CUSTOMER })).status).toBe(403);
  account.wear();
  expect((await upload({})).status).toBe(401);
  expect(await buyToken(`${account.url}/token`, 'another')).toEqual({ error: 'invalid_grant' });
});

async function startMeta() {
  const clock = { now: now() };
  const account = await openMetaAccount({ now: () => clock.now });
  onTestFinished(account.stop);
  const tell = (event: Json, token = TOKEN) =>
    post(
      `${account.url}/${DATASET}/events`,
      {
        data: [
          {
            ...{ event_name: 'Accepted', event_time: clock.now.getTime() / 1_000 - 300, event_id: 'event-1' },
            ...{ action_source: 'system_generated', user_data: { lead_id: 123_456_789_012_345 } },
            ...{ custom_data: { event_source: 'crm', lead_event_source: 'A CRM' }, ...event },
          },
        ],
      },
      bearer(token),
    );
  return { account, clock, tell };
}

test('Meta counts an id and a name once in 48 hours, and again later', async () => {
  const { account, clock, tell } = await startMeta();
  await tell({});
  expect((await tell({})).body.events_received).toBe(1);
  await tell({ event_name: 'Won' });
  expect(account.events).toHaveLength(2);
  clock.now = new Date('2026-12-03T09:00:01Z');
  await tell({});
  expect(account.events).toHaveLength(3);
});

test.each([
  ['of more than 7 days ago', { event_time: Date.parse('2026-11-24T08:59:00Z') / 1_000 }],
  ['of tomorrow', { event_time: Date.parse('2026-12-02T09:00:00Z') / 1_000 }],
  ['in milliseconds', { event_time: Date.parse('2026-12-01T08:00:00Z') }],
  ['of a website', { action_source: 'website' }],
  ['without a CRM', { custom_data: { event_source: 'crm' } }],
  ['with a lead id in quotes', { user_data: { lead_id: '123456789012345' } }],
])('Meta refuses an event %s, with 400', async (_, event) => {
  const { account, tell } = await startMeta();
  const { status, body } = await tell(event);
  expect([status, body.error.code]).toEqual([400, 100]);
  expect(account.events).toEqual([]);
});

test('Meta refuses another token with 400 too', async () => {
  const { tell } = await startMeta();
  const { status, body } = await tell({}, 'another');
  expect([status, body.error.code]).toEqual([400, 190]);
});

async function startLinkedIn() {
  const account = await openLinkedInAccount({ now });
  onTestFinished(account.stop);
  const { access_token: token } = await buyToken(`${account.url}/oauth/v2/accessToken`);
  const tell = (event: Json, headers: Record<string, string> = {}) =>
    post(
      `${account.url}/rest/conversionEvents`,
      {
        ...{ conversion: 'urn:lla:llaPartnerConversion:104012', eventId: 'event-1' },
        conversionHappenedAt: Date.parse('2026-12-01T08:55:00Z'),
        user: { userIds: [], lead: 'urn:li:leadGenFormResponse:a1' },
        ...event,
      },
      { ...bearer(token), 'linkedin-version': '202609', ...headers },
    );
  return { account, tell };
}

test('LinkedIn counts an id once for a rule, and another one by itself', async () => {
  const { account, tell } = await startLinkedIn();
  for (const event of [{}, {}, { eventId: 'event-2' }]) expect((await tell(event)).status).toBe(201);
  await tell({ conversion: 'urn:lla:llaPartnerConversion:104013' });
  expect(account.events.map(({ eventId }) => eventId)).toEqual(['event-1', 'event-2', 'event-1']);
});

test.each([
  ['of a rule of somebody else', { conversion: 'urn:lla:llaPartnerConversion:1' }, 403],
  ['of more than 90 days ago', { conversionHappenedAt: Date.parse('2026-09-01T08:00:00Z') }, 400],
  ['of tomorrow', { conversionHappenedAt: Date.parse('2026-12-02T08:00:00Z') }, 400],
  ['in seconds', { conversionHappenedAt: 1_796_115_300 }, 422],
  ['without a list of ids', { user: { lead: 'urn:li:leadGenFormResponse:a1' } }, 422],
  ['with a lead that is none', { user: { userIds: [], lead: 'a1' } }, 422],
  ['with an amount in digits', { conversionValue: { currencyCode: 'EUR', amount: 12 } }, 422],
  ['with a long id', { eventId: 'x'.repeat(65) }, 422],
])('LinkedIn refuses an event %s', async (_, event, status) => {
  const { account, tell } = await startLinkedIn();
  expect((await tell(event)).status).toBe(status);
  expect(account.events).toEqual([]);
});

test('LinkedIn asks for a version and a token', async () => {
  const { account, tell } = await startLinkedIn();
  expect((await tell({}, { 'linkedin-version': '' })).body.code).toBe('VERSION_MISSING');
  account.wear();
  expect((await tell({})).body.code).toBe('EXPIRED_ACCESS_TOKEN');
});

test('what they know is seen in a line each', async () => {
  const { account, ingest } = await startGoogle();
  await ingest({});
  expect(account.seen()).toEqual([
    {
      title: 'Cj0KCQiA-1',
      values: { action: '456', at: '2026-12-01T08:55:00Z', order: 'order-1' },
      entries: [],
    },
  ]);
  const meta = await startMeta();
  await meta.tell({});
  const linkedin = await startLinkedIn();
  await linkedin.tell({});
  expect([...meta.account.seen(), ...linkedin.account.seen()].map(({ title }) => title)).toEqual([
    'Accepted',
    'urn:lla:llaPartnerConversion:104012',
  ]);
});
