import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Db } from '#db/db.ts';
import type { Database } from '#db/open.ts';
import { loadFalls } from '#src/view/funnel-fall.ts';
import { addClock, addHandoff, addLead, addStages, openDatabase } from './make.ts';

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

type Became = 'accepted' | 'rejected' | 'missed' | 'undecided' | 'merged';

/** MQLs of a source: accepted by an SDR, rejected, still open after a missed deadline, open in time, or merged away. */
async function addMqls(sourceId: string, day: Date, counts: Partial<Record<Became, number>>): Promise<void> {
  for (const [became, count] of Object.entries(counts)) {
    for (let no = 0; no < count; no += 1) {
      await addMql(`${sourceId} ${day.getTime()} ${became} ${no}`, sourceId, day, became as Became);
    }
  }
}

const STATES = {
  accepted: 'accepted',
  rejected: 'rejected',
  missed: 'offered',
  undecided: 'offered',
  merged: 'withdrawn',
} as const;

async function addMql(id: string, sourceId: string, day: Date, became: Became): Promise<void> {
  const isAccepted = became === 'accepted';
  await addLead(db, id, {
    sourceId,
    stage: isAccepted ? 'sales_accepted' : 'marketing_qualified',
    capturedAt: day,
    createdAt: day,
  });
  await addHandoff(db, `${id} handoff`, { leadId: id, sourceId, state: STATES[became], createdAt: day });
  await addStages(
    db,
    id,
    isAccepted ? ['marketing_qualified', 'sales_accepted'] : ['marketing_qualified'],
    day,
  );
  if (became === 'missed') {
    await addClock(db, `${id} clock`, {
      handoffId: `${id} handoff`,
      startedAt: day,
      deadlineAt: day,
      breachedAt: day,
    });
  }
}

test('every source gets better and the total falls: it is named as the mix of sources', async () => {
  // Referrals from 30 of 50 to 14 of 20, ads from 5 of 50 to 12 of 100.
  await addMqls('referrals', SEPTEMBER_DAY, { accepted: 30, rejected: 20 });
  await addMqls('ads', SEPTEMBER_DAY, { accepted: 5, rejected: 45 });
  await addMqls('referrals', OCTOBER_DAY, { accepted: 14, rejected: 6 });
  await addMqls('ads', OCTOBER_DAY, { accepted: 12, rejected: 88 });
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
  await addMqls('website', SEPTEMBER_DAY, { accepted: 40, rejected: 10, merged: 5 });
  await addMqls('website', OCTOBER_DAY, { accepted: 20, rejected: 12, missed: 14, undecided: 4, merged: 30 });
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
  await addMqls('website', SEPTEMBER_DAY, { accepted: 20, rejected: 20 });
  await addMqls('website', OCTOBER_DAY, { accepted: 22, rejected: 18 });
  expect(await loadFalls(db, OCTOBER)).toEqual([]);
});
