import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { holdTables } from '../support/hold.ts';
import { leadAt } from '../support/leads.ts';
import { type Sent, sendUntilTaken } from '../support/senders.ts';
import { withoutCaps } from '../support/settings.ts';
import { openSite, type Site } from '../support/site.ts';
import { wireTo } from '../support/wire.ts';

const APOLOGY =
  'That did not work just now. Nothing is lost: look at the card again, and press once more if it is unchanged.';

const HEALED_MS = 30_000;

const allCards = (site: Site) => ['ana', 'ben'].flatMap((id) => deskOf(site, id).cards());

test('a database that answers too late makes a 503 within five seconds, and the delivery sent again is one lead', async () => {
  const site = await openSite();
  const app = await site.start({ settings: withoutCaps });
  await app.send(leadAt('before'));
  await site.settle();
  const ana = deskOf({ ...site, settle: async () => {} }, 'ana');
  const late = await holdTables(site.database.db);

  const start = performance.now();
  const [delivery, press] = await Promise.all([
    app.send(leadAt('during'), { id: 'msg_1' }),
    ana.press(ana.card(), ids.accept),
  ]);
  const waited = performance.now() - start;
  await late.release();

  expect(delivery).toBe(503);
  expect(press).toBe(APOLOGY);
  expect(waited).toBeLessThan(5_000);
  expect(await app.send(leadAt('during'), { id: 'msg_1' })).toBe(200);
  await site.settle();
  expect(await site.query("select count(*)::int as cards from messages where kind = 'card'")).toEqual([
    { cards: 2 },
  ]);
});

test('while Postgres is away for ten seconds senders hear 503 at once, presses are answered, and nothing acknowledged is lost', {
  timeout: 60_000,
}, async () => {
  const site = await openSite();
  const { url, wire } = await wireTo(site.database);
  const app = await site.start({ settings: withoutCaps, databaseUrl: url });
  await app.send(leadAt('before'));
  await site.settle();
  const ana = deskOf({ ...site, settle: async () => {} }, 'ana');
  const health = async () => ({
    live: (await fetch(`${app.address}/health/live`)).status,
    ready: (await fetch(`${app.address}/health/ready`)).status,
  });

  const sending: Promise<Sent>[] = [];
  const sendSome = async (amount: number, everyMs: number) => {
    for (let n = 0; n < amount; n += 1) {
      const id = `company-${sending.length}`;
      sending.push(sendUntilTaken(() => app.send(leadAt(id), { id })));
      await pause(everyMs);
    }
  };
  await sendSome(10, 20);
  await wire.cut();
  await sendSome(10, 500);
  const pressed = performance.now();
  const press = await ana.press(ana.card(), ids.accept);
  const pressMs = performance.now() - pressed;
  const away = await health();
  await sendSome(10, 500);
  await wire.mend();
  await sendSome(10, 20);
  const sent = await Promise.all(sending);
  await site.drain(app);

  expect(press).toBe(APOLOGY);
  expect(pressMs).toBeLessThan(3_000);
  expect(away).toEqual({ live: 200, ready: 503 });
  expect(await health()).toEqual({ live: 200, ready: 200 });
  expect(Math.max(...sent.map(({ slowestMs }) => slowestMs))).toBeLessThan(3_000);
  expect(sent[15]?.answers[0]).toBe(503);
  expect([...new Set(sent.flatMap(({ answers }) => answers))].sort()).toEqual([200, 503]);
  expect(
    await site.query(`select count(distinct h.lead_id)::int as leads, count(*)::int as handoffs,
      (select count(*)::int from offers) as offers, (select count(*)::int from routing_log) as decisions
      from handoffs h`),
  ).toEqual([{ leads: 41, handoffs: 41, offers: 41, decisions: 41 }]);
  expect(allCards(site)).toHaveLength(41);
  expect(await deskOf(site, 'ana').press(ana.card(), ids.accept)).toContain('Accepted');
});

test('connections that die without a word are given up, and what came before and after them is one card each', {
  timeout: 60_000,
}, async () => {
  const site = await openSite();
  const { url, wire } = await wireTo(site.database);
  const app = await site.start({ settings: withoutCaps, databaseUrl: url });
  await app.send(leadAt('before'));
  wire.silence();

  const during = await Promise.all(
    Array.from({ length: 15 }, (_, n) => app.send(leadAt(`during-${n}`), { id: `msg_${n}` })),
  );
  await wire.mend();
  const after = await Promise.all(
    Array.from({ length: 15 }, (_, n) =>
      sendUntilTaken(() => app.send(leadAt(`during-${n}`), { id: `msg_${n}` })),
    ),
  );
  await site.slack.until(() => allCards(site).length > 0, HEALED_MS);
  await site.drain(app);

  expect(during).toEqual(Array(15).fill(503));
  expect(Math.max(...after.map(({ slowestMs }) => slowestMs))).toBeLessThan(5_000);
  expect(await site.query('select count(*)::int as handoffs from handoffs')).toEqual([{ handoffs: 16 }]);
  expect(allCards(site)).toHaveLength(16);
});
