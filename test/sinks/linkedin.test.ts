import { expect, onTestFinished, test } from 'vitest';
import { openLinkedInAccount } from '#sandbox/crm/linkedin.ts';
import { linkedinSink } from '#src/sinks/systems/linkedin.ts';
import { SinkAway } from '#src/sinks/trouble.ts';
import { makeTelling, NOW } from './make-telling.ts';
import { failureOf, openEventSink, tellUntilTold } from './open-sink.ts';

/** What LinkedIn learns of the leads of its forms. */

async function start({ perMinute = 600, settings = {} } = {}) {
  const account = await openLinkedInAccount({ now: () => NOW, perMinute });
  onTestFinished(account.stop);
  const sink = openEventSink({
    ...{ definition: linkedinSink, name: 'LinkedIn', url: account.url },
    settings: {
      ...{ id: 'linkedin', to: 'linkedin' },
      actions: { accepted: '104012', won: 'urn:lla:llaPartnerConversion:104013' },
      from: [{ source: 'website', basis: 'consent' }],
      ...settings,
    },
  });
  return { account, sink };
}

const record = {
  refs: [{ system: 'linkedin', type: 'lead', id: 'a1b2-c3' }],
  person: { email: 'jo@globex.example', full_name: 'Jo Lee' },
};
const ofLinkedIn = (about: Parameters<typeof makeTelling>[0] = {}) => makeTelling({ record, ...about });

test('LinkedIn is told of an acceptance by the response to its form, and of nothing else of the person', async () => {
  const { account, sink } = await start();
  expect(await sink.tell(ofLinkedIn())).toBe('told');
  expect(account.events).toEqual([
    {
      conversion: 'urn:lla:llaPartnerConversion:104012',
      conversionHappenedAt: Date.parse('2026-12-01T08:55:00Z'),
      eventId: 'outcome-1',
      user: { userIds: [], lead: 'urn:li:leadGenFormResponse:a1b2-c3' },
    },
  ]);
});

test('a win has its rule, and its amount as a text', async () => {
  const { account, sink } = await start();
  await sink.tell(ofLinkedIn({ type: 'won', detail: { leg: 'sql_to_ae', amount: 12_000, currency: 'EUR' } }));
  expect(account.events[0]).toMatchObject({
    conversion: 'urn:lla:llaPartnerConversion:104013',
    conversionValue: { currencyCode: 'EUR', amount: '12000' },
  });
});

test('of 100 whose answers are lost, and that are told again, each counts once', async () => {
  const { account, sink } = await start();
  const lost: unknown[] = [];
  for (let index = 0; index < 100; index += 1) {
    account.loseAnswers(1);
    lost.push(...(await tellUntilTold(sink, ofLinkedIn({ id: `outcome-${index}` }))));
  }
  expect(lost.filter((error) => error instanceof SinkAway)).toHaveLength(100);
  expect(account.events.map(({ eventId }) => eventId)).toEqual(
    Array.from({ length: 100 }, (_, index) => `outcome-${index}`),
  );
});

test.each([
  ['a lead that did not come from LinkedIn', { record: {} }, 'no lead id of LinkedIn'],
  ['a source that is not switched on', { sourceId: 'elsewhere' }, 'not switched on for source "elsewhere"'],
  [
    'somebody who withdrew their consent',
    { record: { ...record, consent: { unsubscribed: true } } },
    'consent was withdrawn (unsubscribed)',
  ],
  [
    'what happened more than 90 days ago',
    { at: new Date('2026-09-01T08:00:00Z') },
    'it happened more than 90 days ago, and LinkedIn takes nothing older',
  ],
])('%s is left out with words', async (_, about, words) => {
  const { account, sink } = await start();
  expect(await sink.tell(ofLinkedIn(about))).toEqual({ leftOut: words });
  expect(account.asked).toEqual([]);
});

test('a token that has expired is renewed, and told with', async () => {
  const { account, sink } = await start();
  await sink.tell(ofLinkedIn());
  account.wear();
  expect(await sink.tell(ofLinkedIn({ id: 'outcome-2' }))).toBe('told');
  expect(account.events).toHaveLength(2);
});

test('an account that was asked too often is told again later', async () => {
  const { sink } = await start({ perMinute: 1 });
  await sink.tell(ofLinkedIn());
  expect(await failureOf(sink.tell(ofLinkedIn({ id: 'outcome-2' })))).toMatchObject({
    message: 'LinkedIn is busy (HTTP 429)',
  });
});

test('a rule that is not ours is refused', async () => {
  const { sink } = await start({ settings: { actions: { accepted: '1' } } });
  expect(await failureOf(sink.tell(ofLinkedIn()))).toMatchObject({ about: 'access' });
});

test('what LinkedIn cannot read is refused by its status, without what was sent', async () => {
  const { account, sink } = await start();
  account.answerNext(
    { status: 200, body: { access_token: 'none' } },
    { status: 422, body: { message: 'jo@globex.example' } },
  );
  expect(await failureOf(sink.tell(ofLinkedIn()))).toMatchObject({
    about: 'request',
    message: 'LinkedIn refuses it (HTTP 422)',
  });
});

test('a rule that is written as none is said to be', async () => {
  const { sink } = await start({ settings: { actions: { accepted: 'Accepted' } } });
  expect(await sink.lacks()).toEqual([
    {
      what: '`actions` has "Accepted"',
      fix: 'expected a conversion rule, as 104012 or urn:lla:llaPartnerConversion:104012',
    },
  ]);
});
