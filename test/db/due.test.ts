import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '#db/db.ts';
import { partsWithWork } from '#db/due.ts';
import type { Database } from '#db/open.ts';
import { rowsOf } from '#db/rows.ts';
import { addHandoff, addLead, openDatabase } from './make.ts';

let database: Database;
let db: Db;

const NOW = new Date('2026-11-23T09:00:00Z');
const by = { now: NOW, lostBefore: NOW, askedBefore: NOW, places: [], seenUntil: () => null };

beforeAll(async () => {
  database = await openDatabase();
  db = database.db;
  await database.migrate();
  await addLead(db, 'l', {});
  await addHandoff(db, 'h', { leadId: 'l' });
  await db.execute(sql`
    insert into clocks (id, handoff_id, kind, offer_no, source_id, started_at, deadline_at)
    values ('c', 'h', 'accept', 1, 'website', '2026-01-01', '2027-01-01')`);
  // Nine of ten were due and done; the tenth is still to come.
  await db.execute(sql`
    insert into steps (clock_id, index, handoff_id, "do", due_at, is_live, done_at)
    select 'c', no, 'h', 'remind', timestamptz '2026-01-01' + no * interval '1 minute', no % 10 = 0,
      case when no % 10 > 0 then timestamptz '2026-02-01' end
    from generate_series(1, 20000) as no`);
  await db.execute(sql`update steps set due_at = '2027-01-01' where is_live`);
  await db.execute(sql`
    insert into meetings (id, lead_id, source_id, key, tellings, status, end_at, asked_at)
    select 'm' || no, 'l', 'calendly', no::text, '[]', 'booked', timestamptz '2026-01-01' + no * interval '1 minute',
      '2026-02-01'
    from generate_series(1, 20000) as no`);
  await db.execute(sql`
    update meetings set asked_at = null, end_at = '2027-01-01' where id like '%0'`);
  await db.execute(sql`vacuum (analyze)`);
});
afterAll(() => database.close());

test('what is due is found, and what is not is not', async () => {
  expect(await partsWithWork(db, by)).toEqual(new Set());
  const later = { ...by, now: new Date('2027-01-01T00:00:00Z') };
  expect(await partsWithWork(db, later)).toEqual(new Set(['steps', 'meetings']));
});

test('a long history, most of which was due by now, is not read to see that nothing is', async () => {
  let plan = '';
  const explaining = {
    select: db.select.bind(db),
    execute: async (asked: SQL) => {
      const found = await db.execute(sql`explain ${asked}`);
      plan = rowsOf<Record<string, string>>(found)
        .map((row) => row['QUERY PLAN'])
        .join('\n');
      return found;
    },
  } as unknown as Db;
  await partsWithWork(explaining, by);
  expect(plan).toContain('steps_due');
  expect(plan).not.toMatch(/Seq Scan on (steps|meetings)\b/);
});
