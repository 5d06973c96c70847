import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Db } from '#db/db.ts';
import type { Database } from '#db/open.ts';
import { loadFalls } from '#src/view/funnel-fall.ts';
import { addMqls } from '../support/past-mqls.ts';
import { openDatabase } from './make.ts';

/** Leads of October against those of September, told lead by lead. */
let database: Database;
let db: Db;
beforeEach(async () => {
  database = await openDatabase();
  db = database.db;
});
afterEach(() => database.close());

const OCTOBER = { from: new Date('2026-10-01T00:00:00Z'), to: new Date('2026-10-30T23:59:59.999Z') };
const SEPTEMBER_DAY = new Date('2026-09-15T09:00:00Z');
const OCTOBER_DAY = new Date('2026-10-15T09:00:00Z');

test('every source gets better and the total falls: it is named as the mix of sources', async () => {
  // Referrals from 30 of 50 to 14 of 20, ads from 5 of 50 to 12 of 100.
  await addMqls(db, 'referrals', SEPTEMBER_DAY, { accepted: 30, rejected: 20 });
  await addMqls(db, 'ads', SEPTEMBER_DAY, { accepted: 5, rejected: 45 });
  await addMqls(db, 'referrals', OCTOBER_DAY, { accepted: 14, rejected: 6 });
  await addMqls(db, 'ads', OCTOBER_DAY, { accepted: 12, rejected: 88 });
  expect(await loadFalls(db, OCTOBER)).toEqual([
    {
      fromLabel: 'MQL',
      toLabel: 'SAL',
      now: { came: 26, of: 120 },
      before: { came: 35, of: 100 },
      // 21.67 % after 35 %.
      change: -133,
      // Within: (1/6 + 1/2) / 2 × 10 + (5/6 + 1/2) / 2 × 2 = 4.67 points; mix: 65 × (1/6 − 1/2) + 11 × (5/6 − 1/2) = −18.
      parts: { rejected: 47, missed: 0, undecided: 0, mix: -180 },
      mostly: 'mix',
      everySourceHeld: true,
    },
  ]);
});

test('missed deadlines are told from rejections and from what is undecided, and merged leads are no answer', async () => {
  await addMqls(db, 'website', SEPTEMBER_DAY, { accepted: 40, rejected: 10, merged: 5 });
  await addMqls(db, 'website', OCTOBER_DAY, {
    accepted: 20,
    rejected: 12,
    missed: 14,
    undecided: 4,
    merged: 30,
  });
  expect(await loadFalls(db, OCTOBER)).toMatchObject([
    {
      now: { came: 20, of: 50 },
      before: { came: 40, of: 50 },
      change: -400,
      parts: { rejected: -40, missed: -280, undecided: -80, mix: 0 },
      mostly: 'missed',
      everySourceHeld: false,
    },
  ]);
});

test('where nothing fell, nothing is said', async () => {
  await addMqls(db, 'website', SEPTEMBER_DAY, { accepted: 20, rejected: 20 });
  await addMqls(db, 'website', OCTOBER_DAY, { accepted: 22, rejected: 18 });
  expect(await loadFalls(db, OCTOBER)).toEqual([]);
});
