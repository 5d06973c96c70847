import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countRows, type FunnelScope, readFunnelRows } from '#db/funnel.ts';
import { listKeptDays } from '#db/funnel-days.ts';
import { lockLead } from '#db/leads.ts';
import type { Database } from '#db/open.ts';
import { funnelChanges, leads, stageChanges } from '#db/schema.ts';
import { funnelGroups } from '#domain/funnel.ts';
import { GROUPINGS } from '#domain/period.ts';
import { keepFigures } from '#scheduler/keep-figures.ts';
import type { Core } from '#src/core/core.ts';
import { countedBy } from '#src/view/counted-by.ts';
import { make } from '../domain/make.ts';
import { storeStories } from '../year/store-stories.ts';
import { tellStories } from '../year/tell-stories.ts';
import { openDatabase } from './make.ts';

/** A team of 12,000 leads a year, of which the last forty days are counted ahead. */

const NOW = new Date('2026-11-30T12:00:00Z');
const inForce = {
  settings: make.settings({ workspace: { time_zone: 'Europe/Berlin' } }),
  version: 'v1',
} as ReturnType<Core['inForce']>;
const OPTIONS = { days: 40, manyLeads: 1_000, seconds: 60 };
/** Begins before the first day that is kept, and within a day. */
const period = { from: new Date('2026-10-09T08:00:00Z'), to: NOW, ...countedBy(inForce) };

let database: Database;
const core = () => ({ db: database.db, now: () => NOW, inForce: () => inForce }) as Core;

beforeAll(async () => {
  database = await openDatabase();
  await storeStories(database.db, tellStories({ seed: 3, leads: 12_000, to: NOW.getTime() }));
}, 180_000);
afterAll(() => database.close());

const kept = (scope: FunnelScope) => readFunnelRows(database.db, scope).then(funnelGroups);
/** The same without what is kept. */
const counted = (scope: FunnelScope) =>
  database.db.transaction((tx) => countRows(tx, scope)).then(funnelGroups);

test('what is kept by day says what the leads say, by everything, and what changes since is counted anew', async () => {
  const { db } = database;
  expect(await keepFigures(core(), OPTIONS)).toBe(37 * GROUPINGS.length);
  expect(await keepFigures(core(), OPTIONS)).toBe(0);
  for (const by of [null, ...GROUPINGS]) {
    const scope = { ...period, by };
    expect(await kept(scope), `by ${by}`).toEqual(await counted(scope));
  }

  const [lead] = await db
    .select({ id: leads.id })
    .from(leads)
    .where(sql`captured_at::date = '2026-11-07'`)
    .limit(1);
  const whole = { ...period, by: null };
  const before = await kept(whole);
  await db.transaction(async (tx) => {
    await lockLead(tx, lead?.id ?? '');
    await tx
      .insert(stageChanges)
      .values({ leadId: lead?.id ?? '', stage: 'closed_won', at: NOW, cause: 'test' });
  });
  const after = await kept(whole);
  expect(after).not.toEqual(before);
  expect(after).toEqual(await counted(whole));

  expect(await keepFigures(core(), OPTIONS)).toBe(
    new Set((await listKeptDays(db, 'Europe/Berlin')).map(({ by }) => by)).size,
  );
  expect(await db.select().from(funnelChanges)).toEqual([]);
  expect(await kept(whole)).toEqual(after);
}, 180_000);
