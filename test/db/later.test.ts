import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Db } from '#db/db.ts';
import { amendPending, askFirst, insertLater, writeLater } from '#db/later.ts';
import type { Database } from '#db/open.ts';
import { rowsOf } from '#db/rows.ts';
import { accounts, handoffEvents, leads, pauses } from '#db/schema.ts';
import { addHandoff, addLead, openDatabase } from './make.ts';

let database: Database;
let db: Db;

const AT = new Date('2026-03-02T09:00:00.123Z');

beforeAll(async () => {
  database = await openDatabase();
  db = database.db;
  await addLead(db, 'jane', {});
  await addHandoff(db, 'first', { leadId: 'jane' });
});
beforeEach(() =>
  db
    .delete(accounts)
    .where(sql`starts_with(id, 'later')`)
    .then(() => {}),
);
afterAll(() => database.close());

const account = (id: string, values: Partial<typeof accounts.$inferInsert> = {}) => ({
  id: `later-${id}`,
  domain: `${id}.example`,
  name: 'O\u2019Hara "& Sons"',
  nameKey: 'ohara',
  createdAt: AT,
  ...values,
});
const named = (of: Db) =>
  of
    .select({ id: accounts.id, name: accounts.name, createdAt: accounts.createdAt })
    .from(accounts)
    .where(eq(accounts.nameKey, 'ohara'))
    .orderBy(accounts.id);

const row = (id: string) => ({ id: `later-${id}`, name: 'O\u2019Hara "& Sons"', createdAt: AT });

test('whoever asks next finds what is written later, and so does everybody when the transaction is over', async () => {
  const seen = await db.transaction(async (tx) => {
    insertLater(tx, accounts, [account('a'), account('b')]);
    return named(tx);
  });
  expect(seen).toEqual([row('a'), row('b')]);
  await db.transaction(async (tx) => insertLater(tx, accounts, [account('c')]));
  expect(await named(db)).toEqual([row('a'), row('b'), row('c')]);
});

test('what refers to each other is written together, in the order in which it happened', async () => {
  const reminded = (to: string): typeof handoffEvents.$inferInsert => ({
    ...{ handoffId: 'first', type: 'reminded', at: AT, actorId: null, repId: null, sourceId: 'website' },
    event: { type: 'reminded', to, by: null },
  });
  await db.transaction(async (tx) => {
    insertLater(tx, handoffEvents, [reminded('ana')]);
    insertLater(tx, accounts, [account('a')]);
    insertLater(tx, handoffEvents, [reminded('ben'), reminded('cleo')]);
  });
  const events = await db.select().from(handoffEvents).orderBy(handoffEvents.id);
  expect(events.map(({ event, at }) => [event, at])).toEqual(
    ['ana', 'ben', 'cleo'].map((to) => [{ type: 'reminded', to, by: null }, AT]),
  );
});

test('what was to be written is not, when the transaction fails; and what fails says so to whoever asks next', async () => {
  const failing = db.transaction(async (tx) => {
    insertLater(tx, accounts, [account('a')]);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  const twice = db.transaction(async (tx) => {
    insertLater(tx, accounts, [account('a'), account('a')]);
    await tx.select().from(pauses);
  });
  await expect(twice).rejects.toMatchObject({ cause: { constraint: 'accounts_pkey' } });
  const atTheEnd = db.transaction(async (tx) => insertLater(tx, accounts, [account('b'), account('b')]));
  await expect(atTheEnd).rejects.toMatchObject({ cause: { constraint: 'accounts_pkey' } });
  expect(await named(db)).toEqual([]);
  await expect(db.transaction((tx) => named(tx))).resolves.toEqual([]);
});

test('those that are there already are left out where that is asked', async () => {
  await db.transaction(async (tx) => insertLater(tx, accounts, [account('a')]));
  await db.transaction(async (tx) =>
    insertLater(tx, accounts, [account('a'), account('b')], { ifNew: true }),
  );
  expect(await named(db)).toEqual([row('a'), row('b')]);
});

test('a row that is still to be written is changed where it is', async () => {
  await db.transaction(async (tx) => {
    insertLater(tx, accounts, [account('a')]);
    expect(amendPending(tx, accounts, 'later-a', { name: 'Globex', ownerId: 'ana' })).toBe(true);
    expect(amendPending(tx, accounts, 'later-b', { name: 'Globex' })).toBe(false);
    expect(amendPending(tx, leads, 'later-a', { campaign: 'spring' })).toBe(false);
    const [read] = await tx.select().from(accounts).where(eq(accounts.id, 'later-a'));
    expect(read).toMatchObject({ name: 'Globex', ownerId: 'ana', domain: 'a.example' });
    expect(amendPending(tx, accounts, 'later-a', { name: 'Initech' })).toBe(false);
  });
});

test('what is asked first does not write it, and what comes after does', async () => {
  await db.transaction(async (tx) => {
    insertLater(tx, accounts, [account('a')]);
    const [some, others] = await Promise.all([askFirst(tx, () => named(tx)), askFirst(tx, () => named(tx))]);
    expect([some, others]).toEqual([[], []]);
    expect(await named(tx)).toEqual([row('a')]);
  });
});

test('a statement of our own finds its rows as JSON', async () => {
  await db.transaction(async (tx) => {
    insertLater(tx, accounts, [account('a'), account('b')]);
    await named(tx);
    const write = (id: string) =>
      writeLater(
        tx,
        (
          list,
        ) => `update accounts set owner_id = r.owner from json_to_recordset(${list}) as r(id text, owner text)
          where accounts.id = r.id`,
        [{ id: `later-${id}`, owner: 'ana' }],
      );
    write('a');
    write('b');
  });
  const owned = await db.execute(sql`select id from accounts where owner_id = 'ana' order by id`);
  expect(rowsOf(owned)).toEqual([{ id: 'later-a' }, { id: 'later-b' }]);
});

test('outside a transaction nothing is written later', () => {
  expect(() => insertLater(db, accounts, [account('a')])).toThrow('only a transaction');
});
