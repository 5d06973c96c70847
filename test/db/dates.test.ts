import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { connectionTo } from '#db/connection.ts';
import { openPostgres } from '#db/open.ts';
import { rowsOf } from '#db/rows.ts';
import { outages } from '#db/schema.ts';
import { inTransaction } from '#src/backup/connection.ts';
import { newDatabase, query } from '../support/databases.ts';

/** A database that writes dates in a way of its own, and counts them in a zone of its own. */
async function foreignDatabase(): Promise<string> {
  const url = await newDatabase();
  const name = new URL(url).pathname.slice(1);
  await query(url, `alter database ${name} set datestyle = 'German'`);
  await query(url, `alter database ${name} set timezone = 'America/New_York'`);
  await query(url, `alter database ${name} set intervalstyle = 'sql_standard'`);
  return url;
}

const SETTINGS = `select current_setting('datestyle') as style, current_setting('timezone') as zone,
  current_setting('intervalstyle') as intervals`;
const OURS = [{ style: 'ISO, YMD', zone: 'UTC', intervals: 'postgres' }];
// 3 February: in the German way it reads like a second of March.
const AT = new Date('2026-02-03T22:30:00.000Z');

test('instants are read as they were written, whatever the database makes of dates', async () => {
  const url = await foreignDatabase();
  expect(await query(url, `select '${AT.toISOString()}'::timestamptz::text as at`)).toEqual([
    { at: '03.02.2026 17:30:00 EST' },
  ]);
  const database = openPostgres(url, 30);
  try {
    await database.migrate();
    await database.db.insert(outages).values({ from: AT, to: new Date(AT.getTime() + 60_000) });
    expect(await database.db.select({ from: outages.from }).from(outages)).toEqual([{ from: AT }]);
    const raw = await database.db.execute(sql`select ${AT.toISOString()}::timestamptz::text as at`);
    expect(rowsOf(raw)).toEqual([{ at: '2026-02-03 22:30:00+00' }]);
    expect(rowsOf(await database.db.execute(sql.raw(SETTINGS)))).toEqual(OURS);
  } finally {
    await database.close();
  }
});

test('so it is on the connections of backups', async () => {
  const url = await foreignDatabase();
  expect(await inTransaction(url, '', async (tx) => [...(await tx.unsafe(SETTINGS))])).toEqual(OURS);
});

test('options of the address hold as well, but not against ours', () => {
  expect(connectionTo('postgres://me@host/db?sslmode=require')).toEqual({
    connectionString: 'postgres://me@host/db?sslmode=require',
    options: '-c timezone=UTC -c datestyle=ISO,YMD -c intervalstyle=postgres',
  });
  const options = encodeURIComponent('-c search_path=sales -c timezone=Asia/Tokyo');
  expect(connectionTo(`postgres://me@host/db?options=${options}&sslmode=require`, '-c jit=off')).toEqual({
    connectionString: 'postgres://me@host/db?sslmode=require',
    options:
      '-c search_path=sales -c timezone=Asia/Tokyo -c jit=off -c timezone=UTC -c datestyle=ISO,YMD -c intervalstyle=postgres',
  });
  expect(connectionTo(`postgres:///db?options=${options}`).connectionString).toBe('postgres:///db');
});
