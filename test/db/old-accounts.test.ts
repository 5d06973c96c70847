import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '#db/db.ts';
import { markSubdomains, takeInSubdomains, withSubdomains } from '#db/old-accounts.ts';
import type { Database } from '#db/open.ts';
import { rowsOf } from '#db/rows.ts';
import { openDatabase } from './make.ts';

let database: Database;
let db: Db;

/** More than are marked at once: three pages of subdomains among as many companies. */
const ROWS = 12_000;

const keyOf = async (id: string) => {
  const [row] = rowsOf<{ key: string | null }>(
    await db.execute(sql`select name_key as key from accounts where id = ${id}`),
  );
  return row?.key;
};

beforeAll(async () => {
  database = await openDatabase();
  db = database.db;
  await db.execute(sql`insert into accounts (id, domain, created_at)
    select 'a' || no, case when no % 2 = 0 then 'eu.' else '' end || 'company' || no || '.co.uk', now()
    from generate_series(1, ${sql.raw(String(ROWS))}) no`);
  await db.execute(sql`insert into accounts (id, domain, name_key, created_at)
    values ('new', 'www.settled.example', 'settled', now())`);
  await markSubdomains(db);
  await db.execute(sql`analyze accounts`);
});

afterAll(() => database.close());

test('every subdomain of an older version is marked with what was registered, and nothing else is', async () => {
  const marked = await db.execute(
    sql`select count(*)::int as marked from accounts where name_key like '.company%.co.uk'`,
  );
  expect(rowsOf(marked)).toEqual([{ marked: ROWS / 2 }]);
  expect([await keyOf('a2'), await keyOf('a1'), await keyOf('new')]).toEqual([
    '.company2.co.uk',
    null,
    'settled',
  ]);
});

test('a company finds its subdomains by the index, however many rows there are', async () => {
  const plan = rowsOf<{ 'QUERY PLAN': string }>(
    await db.execute(sql`explain select id from accounts where name_key = '.company2.co.uk'`),
  );
  expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('accounts_by_name');
  const some = ['company1.co.uk', 'company2.co.uk', 'company4.co.uk', 'nobody.example'].map((domain) => ({
    domain,
  }));
  expect(await withSubdomains(db, some)).toEqual([
    { domain: 'company2.co.uk' },
    { domain: 'company4.co.uk' },
  ]);
});

test('only what the settings say is theirs is taken in, and only once', async () => {
  const company = { id: 'a1', domain: 'company6.co.uk' };
  expect([
    await takeInSubdomains(db, company, () => false),
    await takeInSubdomains(db, company, (domain) => domain === 'eu.company6.co.uk'),
    await takeInSubdomains(db, company, () => true),
  ]).toEqual([false, true, false]);
  expect(await keyOf('a6')).toBe('');
});
