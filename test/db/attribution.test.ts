import { afterAll, beforeAll, expect, test } from 'vitest';
import { readWins } from '#db/attribution.ts';
import type { Db } from '#db/db.ts';
import type { Database } from '#db/open.ts';
import { accountSignals, accounts, deliveries, items, leads, signals, stageChanges } from '#db/schema.ts';
import { loadAttribution } from '#src/view/attribution.ts';
import { make } from '../domain/make.ts';
import { addLead, openDatabase } from './make.ts';

/**
 * Globex signed on 20 October: Dana, who came by the webinar of spring, looked at prices and came again by the fair of
 * autumn; Eli, who came by the website. Hooli surged before they signed by Finn, who is won twice over. Gina has no company.
 */
let database: Database;
let db: Db;

const at = (time: string) => new Date(`2026-10-${time}:00Z`);
const october = { from: at('01T00:00'), to: at('31T23:59') };

beforeAll(async () => {
  database = await openDatabase();
  db = database.db;
  const createdAt = at('01T00:00');
  for (const id of ['globex', 'hooli'])
    await db.insert(accounts).values({ id, domain: `${id}.example`, createdAt });
  const of = (
    id: string,
    accountId: string | null,
    sourceId: string,
    capturedAt: Date,
    campaign: string | null,
  ) =>
    addLead(db, id, { accountId, sourceId, capturedAt, campaign, record: make.lead({ channel: 'webinar' }) });
  await of('dana', 'globex', 'webinar', at('02T09:00'), 'spring');
  await of('eli', 'globex', 'website', at('05T09:00'), null);
  await of('late', 'globex', 'website', at('25T09:00'), null);
  await of('finn', 'hooli', 'website', at('03T09:00'), null);
  await of('greg', 'hooli', 'website', at('03T10:00'), null);
  await of('gina', null, 'website', at('29T09:00'), null);
  await of('tess', null, '~test', at('03T09:00'), null);

  const won = (leadId: string, wonAt: Date, undoneAt: Date | null = null) =>
    db
      .insert(stageChanges)
      .values({ leadId, stage: 'closed_won' as const, at: wonAt, cause: 'test', undoneAt });
  await won('dana', at('20T09:00'));
  await won('finn', at('21T09:00'));
  await won('greg', at('22T09:00'));
  // Won before anything is known of them.
  await won('gina', at('28T09:00'));
  await won('eli', at('10T09:00'), at('11T09:00'));

  const did = (id: string, leadId: string, sourceId: string, type: string, when: Date) =>
    db.insert(signals).values({ id, leadId, sourceId, type, at: when });
  // The form of the capture, told as a signal too.
  await did('form', 'dana', 'webinar', 'form_submit', at('02T09:00'));
  await did('prices', 'dana', 'webinar', 'pricing_view', at('07T09:00'));
  await did('again', 'dana', 'fair', 'form_submit', at('08T09:00'));
  await did('after', 'dana', 'fair', 'form_submit', at('23T09:00'));
  await db.insert(deliveries).values({ id: 'd1', sourceId: 'fair', key: 'd1', receivedAt: at('08T09:30') });
  await db.insert(items).values({
    ...{ id: 'i1', deliveryId: 'd1', sourceId: 'fair', key: 'k1', position: 0, outcome: 'joined' as const },
    ...{ leadId: 'dana', at: at('08T09:30') },
    lead: make.lead({
      occurred_at: '2026-10-08T09:00:00Z',
      channel: 'trade_show',
      campaign: { name: 'autumn' },
    }),
  });
  await db.insert(accountSignals).values({
    ...{ id: 'surge', accountId: 'hooli', sourceId: 'sixth-sense', type: 'intent_surge' },
    ...{ at: at('02T09:00'), messageKey: '' },
  });
}, 60_000);
afterAll(() => database.close());

test('each company is one win, with what is known of all its people before it signed', async () => {
  const { wins, touches } = await readWins(db, october);
  expect(wins).toEqual([
    { id: 'globex', leads: 1 },
    { id: 'hooli', leads: 2 },
    { id: 'gina', leads: 1 },
  ]);
  const said = touches
    .map(({ winId, at: when, sourceId, campaign, channel }) =>
      [winId, when.toISOString().slice(8, 10), sourceId, campaign ?? '-', channel ?? '-'].join(' '),
    )
    .toSorted();
  expect(said).toEqual([
    'globex 02 webinar spring webinar',
    'globex 05 website - webinar',
    'globex 07 webinar spring webinar',
    'globex 08 fair autumn trade_show',
    'hooli 02 sixth-sense - -',
    'hooli 03 website - webinar',
    'hooli 03 website - webinar',
  ]);
});

test('the wins are shared out by source, channel or campaign, and those without a touch are counted', async () => {
  const inForce = { settings: make.settings(), version: 'v1' };
  const model = (by: 'source' | 'channel' | 'campaign') =>
    loadAttribution(db, inForce, { ...october, label: 'October', by }, at('31T12:00'));
  const bySource = await model('source');
  expect(bySource).toMatchObject({ wins: 3, wonLeads: 4, untouched: 1 });
  const shares = (of: Awaited<ReturnType<typeof model>>) =>
    of.groups.map(({ name, shares: { first, last, even, position } }) => [name, first, last, even, position]);
  expect(shares(bySource)).toEqual([
    ['Website', 0, 100, 92, 70],
    ['webinar', 100, 0, 50, 50],
    ['sixth-sense', 100, 0, 33, 40],
    ['fair', 0, 100, 25, 40],
  ]);
  expect(shares(await model('campaign')).map(([name]) => name)).toEqual(['No campaign', 'spring', 'autumn']);
  expect(shares(await model('channel')).map(([name]) => name)).toEqual([
    'webinar',
    'Channel not told',
    'trade show',
  ]);
});

test('nothing was won in another month', async () => {
  expect(await readWins(db, { from: at('01T00:00'), to: at('05T00:00') })).toEqual({ wins: [], touches: [] });
  expect(await db.select().from(leads)).toHaveLength(7);
});
