import { expect, onTestFinished, test } from 'vitest';
import { sinksSettings } from '#domain/sink-settings.ts';
import { DATASET, openMetaAccount } from '#sandbox/crm/meta.ts';
import { TOKEN } from '#sandbox/tools/tool-api.ts';
import type { SinkApi } from '#src/sinks/http.ts';
import { metaSink } from '#src/sinks/systems/meta.ts';
import { SinkAway } from '#src/sinks/trouble.ts';
import { makeTelling, NOW } from './make-telling.ts';
import { failureOf, openEventSink, tellUntilTold } from './open-sink.ts';

/** What Meta learns of the leads of its forms. */

const LEAD = '123456789012345';
const SETTINGS = {
  ...{ id: 'meta', to: 'meta', actions: { accepted: 'Sales accepted' } },
  ...{ from: [{ source: 'website', basis: 'consent' }], options: { dataset_id: DATASET } },
};

async function start({ now = () => NOW, perMinute = 10_000, settings = {} } = {}) {
  const account = await openMetaAccount({ now, perMinute });
  onTestFinished(account.stop);
  const sink = openEventSink({
    ...{ definition: metaSink, name: 'Meta', url: account.url, token: TOKEN },
    settings: { ...SETTINGS, ...settings },
  });
  return { account, sink };
}

const record = {
  refs: [{ system: 'meta', type: 'lead', id: LEAD }],
  person: { email: 'jo@globex.example', phone: '+1 555 0100', full_name: 'Jo Lee' },
};
const ofMeta = (about: Parameters<typeof makeTelling>[0] = {}) => makeTelling({ record, ...about });

test('Meta is told of an acceptance by the id of the lead, and of nothing else of the person', async () => {
  const { account, sink } = await start();
  expect(await sink.tell(ofMeta())).toBe('told');
  expect(account.events).toEqual([
    {
      event_name: 'Sales accepted',
      event_time: Date.parse('2026-12-01T08:55:00Z') / 1_000,
      event_id: 'outcome-1',
      action_source: 'system_generated',
      user_data: { lead_id: Number(LEAD) },
      custom_data: { event_source: 'crm', lead_event_source: 'Handoff' },
      heardAt: NOW,
    },
  ]);
});

test('what has no name in the settings has its own, and a deal its amount', async () => {
  const { account, sink } = await start();
  await sink.tell(ofMeta({ type: 'won', detail: { leg: 'sql_to_ae', amount: 12_000.5, currency: 'EUR' } }));
  expect(account.events[0]).toMatchObject({
    event_name: 'Won',
    custom_data: { value: 12_000.5, currency: 'EUR' },
  });
});

test('a lead id keeps its digits, though no number here holds so many', async () => {
  const bodies: unknown[] = [];
  const api: SinkApi = {
    baseUrl: 'https://graph.example',
    ask: async (_, __, ask) => {
      bodies.push(ask?.body);
      return { status: 200, body: { events_received: 1 }, headers: new Headers() };
    },
  };
  const [settings] = sinksSettings.parse([SETTINGS]);
  if (settings === undefined) throw new Error('no sink');
  const sink = metaSink.open(api, settings, { url: null, signing: [], token: TOKEN });
  if (sink.kind !== 'event') throw new Error('no event sink');
  await sink.tell(ofMeta({ record: { refs: [{ system: 'meta', type: 'lead', id: '98765432109876543' }] } }));
  expect(bodies).toEqual([expect.stringContaining('"user_data":{"lead_id":98765432109876543}')]);
});

test('of 100 whose answers are lost, and that are told again, each counts once', async () => {
  const { account, sink } = await start();
  const lost: unknown[] = [];
  for (let index = 0; index < 100; index += 1) {
    account.loseAnswers(1);
    lost.push(...(await tellUntilTold(sink, ofMeta({ id: `outcome-${index}` }))));
  }
  expect(lost.filter((error) => error instanceof SinkAway)).toHaveLength(100);
  expect(account.events.map(({ event_id }) => event_id)).toEqual(
    Array.from({ length: 100 }, (_, index) => `outcome-${index}`),
  );
});

test.each([
  ['an outcome that nobody asked for', { type: 'assigned' } as const, '"assigned" is not among `events`'],
  ['a lead that did not come from Meta', { record: {} }, 'no lead id of Meta'],
  [
    'a lead with an id that is none of Meta',
    { record: { refs: [{ system: 'meta', type: 'lead', id: 'form-7' }] } },
    'its lead id is none of Meta',
  ],
  ['a source that is not switched on', { sourceId: 'elsewhere' }, 'not switched on for source "elsewhere"'],
  [
    'somebody who must not be contacted',
    { record: { ...record, consent: { do_not_contact: true } } },
    'consent was withdrawn (do_not_contact)',
  ],
  [
    'what happened more than a week ago',
    { at: new Date('2026-11-24T08:59:00Z') },
    'it happened more than 7 days ago, and Meta takes nothing older',
  ],
])('%s is left out with words', async (_, about, words) => {
  const { account, sink } = await start();
  expect(await sink.tell(ofMeta(about))).toEqual({ leftOut: words });
  expect(account.asked).toEqual([]);
});

test('a dataset that is not ours is refused, and said to be missing', async () => {
  const { sink } = await start({ settings: { options: { dataset_id: '1' } } });
  expect(await failureOf(sink.tell(ofMeta()))).toMatchObject({
    about: 'request',
    message: 'Meta refuses it (HTTP 400, 100, 33)',
  });
  expect(await sink.lacks()).toEqual([
    {
      what: 'Meta shows us no dataset (HTTP 400, 100, 33)',
      fix: 'check `dataset_id`, and give the system user of the token this dataset',
    },
  ]);
  expect(await (await start()).sink.lacks()).toEqual([]);
});

test('a token that has expired needs somebody', async () => {
  const { account, sink } = await start();
  account.wear();
  expect(await failureOf(sink.tell(ofMeta()))).toMatchObject({ about: 'access' });
});

test('an app that asked too often is told again later', async () => {
  const { sink } = await start({ perMinute: 1 });
  await sink.tell(ofMeta());
  const error = await failureOf(sink.tell(ofMeta({ id: 'outcome-2' })));
  expect(error).toBeInstanceOf(SinkAway);
  expect(error).toMatchObject({ message: 'Meta is busy (HTTP 400)' });
});

test('what Meta does not say to have received is told again', async () => {
  const { account, sink } = await start();
  account.answerNext({ status: 200, body: { events_received: 0, messages: [] } });
  expect(await failureOf(sink.tell(ofMeta()))).toBeInstanceOf(SinkAway);
  expect(await sink.tell(ofMeta())).toBe('told');
});
