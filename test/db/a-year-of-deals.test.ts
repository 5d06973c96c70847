import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#db/open.ts';
import { RESPONSE_BUCKETS } from '#domain/freshness.ts';
import { reasonWords } from '#domain/team.ts';
import { loadAttribution } from '#src/view/attribution.ts';
import { loadCost } from '#src/view/cost.ts';
import { loadFailures } from '#src/view/failures.ts';
import { loadFreshness } from '#src/view/freshness.ts';
import { loadCoverage } from '#src/view/funnel-coverage.ts';
import { loadVelocity } from '#src/view/funnel-velocity.ts';
import { make } from '../domain/make.ts';
import {
  costTruth,
  freshnessTruth,
  openTruth,
  rejectedTruth,
  type SpentDay,
  velocityTruth,
  winsTruth,
} from '../year/deal-truth.ts';
import { storeRows, storeStories } from '../year/store-stories.ts';
import type { Story } from '../year/story.ts';
import { RATES, tellStories } from '../year/tell-stories.ts';
import { openDatabase } from './make.ts';

/** The later figures of the same year: each has to be what its stories say. */

const TO = Date.parse('2026-11-30T12:00:00Z');
const DAY = 86_400_000;
const ZONE = 'Europe/Berlin';
const settings = make.settings({ workspace: { time_zone: ZONE } });
const inForce = { settings, version: 'v1' };
const now = new Date(TO);

/** Another sum each day for each source, so that a day more or less would be seen. */
const spent: SpentDay[] = Object.keys(RATES.qualified).flatMap((source, no) =>
  Array.from({ length: 365 }, (_, day) => ({
    source,
    day: new Date(TO - day * DAY).toISOString().slice(0, 10),
    cents: 10_000 * (no + 1) + ((day * 7_919) % 5_000),
  })),
);

let database: Database;
let stories: Story[];

beforeAll(async () => {
  database = await openDatabase();
  stories = tellStories({ seed: 11, leads: 20_000, to: TO });
  await storeStories(database.db, stories);
  const told = { told_by: 'source:ads', told_at: now.toISOString(), currency: 'EUR' };
  const rows = spent.map(({ source, day, cents }) => ({ ...told, source, from: day, to: day, cents }));
  await storeRows(
    database.db,
    'spend',
    rows.map((row, index) => ({ id: `s${index}`, ...row })),
  );
}, 120_000);
afterAll(() => database.close());

describe.each([
  { name: 'the year', from: TO - 360 * DAY, to: TO },
  { name: 'the last 90 days', from: TO - 90 * DAY, to: TO },
  { name: 'May', from: Date.parse('2026-04-30T22:00:00Z'), to: Date.parse('2026-05-31T21:59:59.999Z') },
])('of $name', (period) => {
  const request = { from: new Date(period.from), to: new Date(period.to), label: 'a period' };

  test('the velocity says what was open, won and closed, for how much and after how long', async () => {
    const { rows } = await loadVelocity(database.db, inForce, { ...request, by: null }, now);
    const found = rows.map(({ now: { currency, open, won, closed, value, cycle } }) => [
      currency,
      { open, won, closed, value: rounded(value.mean), cycle: rounded(cycle.days) },
    ]);
    const truth = [...velocityTruth(stories, period)].map(([currency, one]) => [
      currency,
      { ...one, value: rounded(one.value), cycle: rounded(one.cycle) },
    ]);
    expect(new Map(found as [])).toEqual(new Map(truth as []));
    expect(truth).toHaveLength(3);
  });

  test('the costs say what each source took for a lead, an SAL, an SQL and a win', async () => {
    const { groups } = await loadCost(database.db, inForce, { ...request, by: 'source' }, now);
    const found = groups.map(({ name, spend, leads, reached }) => [
      name,
      {
        cents: spend[0]?.cents ?? 0,
        leads,
        accepted: reached.sales_accepted,
        qualified: reached.sales_qualified,
        won: reached.closed_won,
      },
    ]);
    const dayOf = (at: number) => new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(at);
    const days = { from: dayOf(period.from), to: dayOf(period.to) };
    expect(new Map(found as [])).toEqual(costTruth(stories, spent, { ...period, days }));
    for (const { perLead, spend, leads } of groups)
      expect(perLead?.cents).toBe((spend[0]?.cents ?? 0) / leads);
  });

  test('the failures count each rejection that stands', async () => {
    const { reasons } = await loadFailures(database.db, inForce, { ...request, by: null }, now);
    const found = reasons.filter(({ count }) => count > 0).map(({ words, count }) => [words, count]);
    const truth = [...rejectedTruth(stories, period)].map(([reason, count]) => [
      reasonWords(settings, reason),
      count,
    ]);
    expect(new Map(found as [])).toEqual(new Map(truth as []));
  });

  test('the freshness says how many qualified after each wait', async () => {
    const { buckets } = await loadFreshness(database.db, request, now);
    const edges = RESPONSE_BUCKETS.map(({ fromMinutes }) => fromMinutes);
    expect(buckets.map(({ qualified, decided }) => ({ qualified, decided }))).toEqual(
      freshnessTruth(stories, period, edges),
    );
  });

  test('each win is owed to its source', async () => {
    const model = await loadAttribution(database.db, inForce, { ...request, by: 'source' }, now);
    const truth = winsTruth(stories, period);
    expect(new Map(model.groups.map(({ name, shares }) => [name, shares.first / 100]))).toEqual(truth);
    expect(model.wins).toBe([...truth.values()].reduce((sum, count) => sum + count, 0));
  });
});

test('the coverage adds up what is open, each currency by itself', async () => {
  const { rows } = await loadCoverage(database.db, inForce, null, now);
  const found = rows.map(({ currency, steps }) => [currency, steps.at(-1)?.all]);
  expect(new Map(found as [])).toEqual(openTruth(stories));
});

const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 1_000) / 1_000;
