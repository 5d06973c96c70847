import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Db } from '#db/db.ts';
import { markUnread } from '#db/deliveries.ts';
import { endQuiet, renewDeliveries, renewMessages, takeDeliveries, takeMessages } from '#db/leases.ts';
import { forgetPosted, markShown } from '#db/messages.ts';
import type { Database } from '#db/open.ts';
import { deliveries, messages } from '#db/schema.ts';
import { createQueue } from '#src/core/queue.ts';
import { openDatabase } from './make.ts';

let database: Database;
let db: Db;

const NOW = new Date('2026-11-23T09:00:00Z');
const EVERYTHING = { now: NOW, since: null };
/** A look at everything, which finds what was passed over, comes ten seconds after the first. */
const BEFORE_A_WHOLE_LOOK = { timeout: 6_000 };

beforeAll(async () => {
  database = await openDatabase();
  db = database.db;
  await database.migrate();
});
afterAll(() => database.close());

async function addMessage(key: string, wantedAt: Date): Promise<void> {
  await db.insert(messages).values({
    key,
    kind: 'home',
    marker: key,
    place: `person:${key}`,
    detail: { personId: key },
    wanted: 1,
    wantedAt,
    shown: 0,
    createdAt: wantedAt,
  });
}

const wantAgain = (key: string) =>
  db
    .update(messages)
    .set({ wanted: sql`${messages.wanted} + 1`, wantedAt: NOW })
    .where(eq(messages.key, key));

test('a message that was given back stays free, though a word that it is worked on arrives after that', async () => {
  await addMessage('late-word', NOW);
  const [taken] = await takeMessages(db, EVERYTHING, 1);
  expect(taken?.key).toBe('late-word');
  await markShown(db, 'late-word', null, 1);
  await renewMessages(db, ['late-word']);
  await wantAgain('late-word');

  const [again] = await takeMessages(db, EVERYTHING, 1);
  expect(again).toMatchObject({ key: 'late-word', wanted: 2 });
  // One that is worked on is kept.
  await renewMessages(db, ['late-word']);
  expect(await takeMessages(db, EVERYTHING, 1)).toEqual([]);
  await markShown(db, 'late-word', null, 2);
});

test('a delivery that was given back is free for whoever is to read it again', async () => {
  const body = Buffer.from('{}');
  await db.insert(deliveries).values({ id: 'd', sourceId: 'website', key: 'd', body, receivedAt: NOW });
  expect(await takeDeliveries(db, 1, null)).toMatchObject([{ id: 'd' }]);
  await renewDeliveries(db, ['d']);
  expect(await takeDeliveries(db, 1, null)).toEqual([]);

  await markUnread(db, 'd');
  await renewDeliveries(db, ['d']);
  expect(await takeDeliveries(db, 1, null)).toMatchObject([{ id: 'd' }]);
});

test('what looks have passed while it was kept quiet, or was posted, is due again from now on', async () => {
  const now = new Date(NOW.getTime() + 60_000);
  const lately = { now, since: new Date(now.getTime() - 5_000) };
  await addMessage('quiet', NOW);
  await db
    .update(messages)
    .set({ quietUntil: new Date('2126-01-01') })
    .where(eq(messages.key, 'quiet'));
  await addMessage('gone', NOW);
  await markShown(db, 'gone', null, 1, { channel: 'D1', ts: '1.1', at: NOW });
  expect(await takeMessages(db, lately, 2)).toEqual([]);

  await endQuiet(db, now);
  await forgetPosted(db, 'gone', now);
  expect((await takeMessages(db, lately, 2)).map(({ key }) => key).toSorted()).toEqual(['gone', 'quiet']);
  await markShown(db, 'gone', null, 2);
  await markShown(db, 'quiet', null, 1);
});

test('what changes while it is being shown is shown anew as soon as that ends, however long that took', async () => {
  let now = NOW;
  const shown: string[] = [];
  const answered = Promise.withResolvers<void>();
  const queue = createQueue(
    db,
    () => now,
    (error) => shown.push(String(error)),
  );
  onTestFinished(() => queue.close());
  await addMessage('slow', NOW);
  queue.work({
    intake: async () => {},
    outcomes: async () => {},
    sync: async ({ key, wanted }) => {
      shown.push(`${key} ${wanted}`);
      if (key === 'slow' && wanted === 1) await answered.promise;
      await markShown(db, key, null, wanted);
    },
  });
  await expect.poll(() => shown, BEFORE_A_WHOLE_LOOK).toEqual(['slow 1']);
  await wantAgain('slow');
  // A minute goes by, in which others are looked for.
  now = new Date(NOW.getTime() + 60_000);
  await addMessage('other', now);
  queue.wake('sync');
  await expect.poll(() => shown, BEFORE_A_WHOLE_LOOK).toEqual(['slow 1', 'other 1']);
  queue.wake('sync');
  await expect.poll(() => database.db.$count(messages, sql`shown < wanted`), BEFORE_A_WHOLE_LOOK).toBe(1);

  answered.resolve();
  await expect.poll(() => shown, BEFORE_A_WHOLE_LOOK).toEqual(['slow 1', 'other 1', 'slow 2']);
});
