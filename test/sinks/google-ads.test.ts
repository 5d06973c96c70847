import { expect, onTestFinished, test } from 'vitest';
import { CUSTOMER, DEVELOPER_TOKEN, MANAGER, openGoogleAdsAccount } from '#sandbox/crm/google-ads.ts';
import { googleAdsSink } from '#src/sinks/systems/google-ads.ts';
import { SinkAway, SinkRefused } from '#src/sinks/trouble.ts';
import { makeTelling, NOW } from './make-telling.ts';
import { failureOf, openEventSink, tellUntilTold } from './open-sink.ts';

/** What Google learns of clicks, by either of its APIs. */

const GCLID = 'Cj0KCQiA-a-click';
const CLICKED = new Date('2026-11-20T10:00:00Z');

type Way = 'data-manager' | 'google-ads';
const BOTH: Way[] = ['data-manager', 'google-ads'];

async function start(
  way: Way,
  more: { settings?: object; options?: object; perMinute?: number; developerToken?: string } = {},
) {
  const account = await openGoogleAdsAccount({
    now: () => NOW,
    ...(more.perMinute && { perMinute: more.perMinute }),
  });
  onTestFinished(account.stop);
  account.click(GCLID, CLICKED);
  const sink = openEventSink({
    ...{ definition: googleAdsSink, name: 'Google Ads', url: account.url },
    signing: [more.developerToken ?? DEVELOPER_TOKEN],
    settings: {
      ...{ id: 'google', to: 'google-ads', actions: { accepted: '456', won: '789' } },
      from: [
        { source: 'website', basis: 'consent' },
        { source: 'fair', basis: 'legitimate_interest' },
      ],
      options: {
        ...{ customer_id: '123-456-7890', login_customer_id: MANAGER, api: way },
        ...more.options,
      },
      ...more.settings,
    },
  });
  return { account, sink };
}

const fromClick = (about: Parameters<typeof makeTelling>[0] = {}) =>
  makeTelling({ record: { campaign: { gclid: GCLID }, occurred_at: '2026-11-20T10:05:00Z' }, ...about });

test('Google is told of an acceptance by the Data Manager API', async () => {
  const { account, sink } = await start('data-manager');
  expect(await sink.tell(fromClick())).toBe('told');
  expect(account.conversions).toEqual([
    {
      ...{ order: 'outcome-1', action: '456', gclid: GCLID, at: '2026-12-01T08:55:00.000Z' },
      told: {
        transactionId: 'outcome-1',
        eventTimestamp: '2026-12-01T08:55:00.000Z',
        eventSource: 'WEB',
        adIdentifiers: { gclid: GCLID },
        consent: { adUserData: 'CONSENT_GRANTED', adPersonalization: 'CONSENT_GRANTED' },
      },
    },
  ]);
});

test('Google is told of a win with its amount by the Google Ads API', async () => {
  const { account, sink } = await start('google-ads');
  const detail = { leg: 'sql_to_ae', amount: 12_000, currency: 'EUR' } as const;
  expect(await sink.tell(fromClick({ type: 'won', detail }))).toBe('told');
  expect(account.conversions.map(({ told }) => told)).toEqual([
    {
      gclid: GCLID,
      conversionAction: `customers/${CUSTOMER}/conversionActions/789`,
      conversionDateTime: '2026-12-01 08:55:00+00:00',
      orderId: 'outcome-1',
      conversionValue: 12_000,
      currencyCode: 'EUR',
      consent: { adUserData: 'GRANTED', adPersonalization: 'GRANTED' },
    },
  ]);
});

test.each(BOTH)(
  'consent is said only where there is some, and nothing else of the person (%s)',
  async (way) => {
    const { account, sink } = await start(way);
    const record = {
      campaign: { gclid: GCLID },
      person: { email: 'jo@globex.example', full_name: 'Jo Lee', phone: '+1 555 0100' },
    };
    await sink.tell(fromClick({ sourceId: 'fair', record }));
    const text = JSON.stringify(account.conversions[0]?.told);
    expect(text).not.toContain('GRANTED');
    expect(text).not.toMatch(/globex|Jo|555/);
  },
);

test.each(BOTH)(
  'of 100 whose answers are lost, and that are told again, each counts once (%s)',
  async (way) => {
    const { account, sink } = await start(way);
    const lost: unknown[] = [];
    for (let index = 0; index < 100; index += 1) {
      const gclid = `Cj0KCQiA-${index}`;
      account.click(gclid, CLICKED);
      account.loseAnswers(1);
      lost.push(
        ...(await tellUntilTold(
          sink,
          fromClick({ id: `outcome-${index}`, record: { campaign: { gclid } } }),
        )),
      );
    }
    expect(lost.filter((error) => error instanceof SinkAway)).toHaveLength(100);
    expect(new Set(account.conversions.map(({ order }) => order)).size).toBe(100);
    expect(account.conversions).toHaveLength(100);
  },
);

test.each([
  ['a source that is not switched on', { sourceId: 'elsewhere' }, 'not switched on for source "elsewhere"'],
  [
    'somebody who withdrew their consent',
    { record: { campaign: { gclid: GCLID }, consent: { unsubscribed: true } } },
    'consent was withdrawn (unsubscribed)',
  ],
  ['a lead without a click', { record: {} }, 'no gclid'],
  ['an outcome without an action', { type: 'qualified' } as const, '`actions` has none for "qualified"'],
  [
    'what an AE accepts of it once more',
    { detail: { leg: 'sql_to_ae' } } as const,
    'it is of a later handoff of the same lead',
  ],
  [
    'a click of more than 90 days ago',
    { record: { campaign: { gclid: GCLID }, occurred_at: '2026-08-30T08:00:00Z' } },
    'the click is older than 90 days',
  ],
])('%s is left out with words, and costs nothing', async (_, about, words) => {
  const { account, sink } = await start('data-manager');
  const spend = async () => {
    throw new Error('spent');
  };
  expect(await sink.tell(fromClick({ ...about, spend }))).toEqual({ leftOut: words });
  expect(account.asked).toEqual([]);
});

test.each([
  [
    'older than 90 days',
    new Date('2026-08-30T08:00:00Z'),
    'the click is older than the window of the conversion action',
  ],
  ['after it', new Date('2026-12-01T08:58:00Z'), 'it happened before the click'],
])('what Google says of a click that is %s leaves one out', async (_, clickedAt, words) => {
  const { account, sink } = await start('google-ads');
  account.click(GCLID, clickedAt);
  expect(await sink.tell(fromClick())).toEqual({ leftOut: words });
});

test('a click that Google does not know, or cannot read, leaves one out', async () => {
  const { sink } = await start('google-ads');
  const of = (gclid: string) => sink.tell(fromClick({ record: { campaign: { gclid } } }));
  expect(await of('Cj0KCQiA-another')).toEqual({ leftOut: 'Google knows no such click' });
  expect(await of('{gclid}')).toEqual({ leftOut: 'Google cannot read the gclid' });
});

test('a click of an hour ago is told again later, and the account is not left alone for it', async () => {
  const { account, sink } = await start('google-ads');
  account.click(GCLID, new Date('2026-12-01T08:00:00Z'));
  expect(await failureOf(sink.tell(fromClick()))).toMatchObject({
    message: 'Google takes it later (TOO_RECENT_EVENT)',
    retryAfterMs: null,
  });
});

test('a developer token that Google takes no conversions of is told what to do', async () => {
  const { sink } = await start('google-ads', { developerToken: 'developer-token-of-today' });
  const error = await failureOf(sink.tell(fromClick()));
  expect(error).toBeInstanceOf(SinkRefused);
  expect(error).toMatchObject({
    about: 'access',
    message:
      'Google takes conversions of this developer token no more by the Google Ads API: leave out `options.api`, which is then the Data Manager API',
  });
});

test.each([
  [
    'data-manager',
    'Google refuses it: INVALID_CONVERSION_ACTION_ID in destinations[0].product_destination_id',
  ],
  ['google-ads', 'Google refuses it: INVALID_CONVERSION_ACTION'],
] as const)('an action that is not there is refused with its reason (%s)', async (way, message) => {
  const { sink } = await start(way, { settings: { actions: { accepted: '111' } } });
  expect(await failureOf(sink.tell(fromClick()))).toMatchObject({ about: 'request', message });
});

test.each(BOTH)('a token that is worn is renewed, and told with (%s)', async (way) => {
  const { account, sink } = await start(way);
  await sink.tell(fromClick({ id: 'outcome-1' }));
  account.wear();
  expect(await sink.tell(fromClick({ id: 'outcome-2', at: new Date('2026-12-01T08:56:00Z') }))).toBe('told');
  expect(account.conversions.map(({ order }) => order)).toEqual(['outcome-1', 'outcome-2']);
});

test.each(BOTH)(
  'an account that is asked too often says how long it wants to be left alone (%s)',
  async (way) => {
    const { sink } = await start(way, { perMinute: 1 });
    await sink.tell(fromClick({ id: 'outcome-1' }));
    expect(await failureOf(sink.tell(fromClick({ id: 'outcome-2' })))).toMatchObject({
      message: 'Google Ads is busy (HTTP 429)',
      retryAfterMs: 60_000,
    });
  },
);

test.each(BOTH)('another account is refused (%s)', async (way) => {
  const { sink } = await start(way, { options: { customer_id: '1112223334' } });
  expect(await failureOf(sink.tell(fromClick()))).toMatchObject({ about: 'access' });
});

test.each(BOTH)(
  'what is missing is said before anything is told, and asking counts nothing (%s)',
  async (way) => {
    const fine = await start(way);
    expect(await fine.sink.lacks()).toEqual([]);
    expect(fine.account.asked).toHaveLength(2);
    expect(fine.account.conversions).toEqual([]);
    const wrong = await start(way, { settings: { actions: { accepted: '111' } } });
    expect((await wrong.sink.lacks()).map(({ what }) => what)).toEqual([
      expect.stringContaining('Google refuses it: INVALID_CONVERSION_ACTION'),
    ]);
  },
);

test('settings that tell nothing, or name no action, are said to lack something', async () => {
  const { account, sink } = await start('data-manager', {
    settings: { from: [], actions: { accepted: 'Accepted' }, events: ['accepted', 'won'] },
  });
  expect((await sink.lacks()).map(({ what }) => what)).toEqual([
    'no source is switched on, so nothing is told',
    '"won" has no name there',
    '`actions` has "Accepted"',
  ]);
  expect(account.asked).toEqual([]);
});
