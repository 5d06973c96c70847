import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#db/open.ts';
import type { Backtest } from '#domain/backtest/backtest.ts';
import { withQuickChanges } from '#domain/backtest/quick-change.ts';
import type { Settings } from '#domain/settings.ts';
import { beginBacktest } from '#src/definition/backtest.ts';
import { make } from '../domain/make.ts';
import { storeStories } from '../year/store-stories.ts';
import type { HandoffStory, Story } from '../year/story.ts';
import { tellStories } from '../year/tell-stories.ts';
import { openDatabase } from './make.ts';

/** Every count of a back-test has to be what is counted from the stories of a year, one by one. */

const TO = Date.parse('2026-11-30T12:00:00Z');
const DAY = 86_400_000;
const PERIOD = { from: new Date(TO - 200 * DAY), until: new Date(TO - 10 * DAY) };

const usual = make.settings();
const inForce: Settings = {
  ...usual,
  mql: {
    ...usual.mql,
    exclusions: [{ id: 'ads', when: { source: 'ads' } }],
    profiles: [{ id: 'anybody', when: {} }],
    hand_raisers: {},
  },
};

let database: Database;
let stories: Story[];
let found: Backtest;

beforeAll(async () => {
  database = await openDatabase();
  stories = tellStories({ seed: 17, leads: 12_000, to: TO });
  await storeStories(database.db, stories);
  await database.db.execute(sql`update stage_changes set cause = 'not qualified' where stage = 'nurture'
    and lead_id not in (select lead_id from handoffs)`);
  const changed = withQuickChanges(inForce, [
    { do: 'require', text: 'account.employees >= 50' },
    { do: 'drop', text: 'exclusion:ads' },
  ]);
  if (!changed.ok) throw new Error(changed.problem);
  found = await backtest(changed.settings);
}, 120_000);
afterAll(() => database.close());

async function backtest(proposed: Settings): Promise<Backtest> {
  const begun = await beginBacktest(database.db, { inForce, proposed }, PERIOD, () => {});
  return begun.found;
}

type Judged = { story: Story; handoff: HandoffStory | null; at: number };

function judged(): Judged[] {
  return stories.flatMap((story): Judged[] => {
    const [handoff] = story.handoffs.filter(({ leg }) => leg === 'mql_to_sdr');
    if (handoff) return [{ story, handoff, at: handoff.createdAt }];
    const kept = story.entered.find(({ stage }) => stage === 'nurture');
    return kept ? [{ story, handoff: null, at: kept.at }] : [];
  });
}

const isIn = ({ at }: Judged) => at >= PERIOD.from.getTime() && at < PERIOD.until.getTime();
const isSmall = ({ story }: Judged) => story.employees !== null && story.employees < 50;
const isAd = ({ story }: Judged) => story.source === 'ads';
const stands = (story: Story, ...stages: string[]) =>
  story.entered.some(({ stage, undoneAt }) => stages.includes(stage) && undoneAt === null);

test('counts are those of the stories', () => {
  const all = judged().filter(isIn);
  expect(all.length).toBeGreaterThan(3_000);
  const handed = all.filter(({ handoff }) => handoff !== null);
  const kept = all.filter(({ handoff }) => handoff === null);
  const out = handed.filter((one) => !isAd(one) && isSmall(one));
  const letIn = kept.filter((one) => isAd(one) && !isSmall(one));
  expect(out.length).toBeGreaterThan(200);
  expect(letIn.length).toBeGreaterThan(100);

  const reasonOf = ({ story, handoff }: Judged) =>
    handoff?.state === 'rejected' && !stands(story, 'sales_qualified', 'opportunity', 'closed_won')
      ? (handoff.rejections.findLast(({ undoneAt }) => undoneAt === null)?.reason ?? null)
      : null;
  const qualified = out.filter(({ story }) => stands(story, 'sales_qualified', 'opportunity', 'closed_won'));
  const rejected = out.filter((one) => reasonOf(one) !== null);
  const accepted = out.filter(
    (one) => qualified.includes(one) || (reasonOf(one) === null && one.handoff?.acceptedAt !== null),
  );
  const won = out.filter(({ story }) => stands(story, 'closed_won'));
  const reasons = Map.groupBy(rejected, reasonOf);
  const { keptOut, ...verdicts } = found.verdicts;
  expect(verdicts).toMatchObject({
    leads: all.length,
    handedOver: handed.length,
    otherwise: handed.filter(isAd).length + kept.filter((one) => !isAd(one)).length,
    toldSince: 0,
    letIn: { leads: letIn.length },
  });
  const { first, reasons: byReason, amounts, ...fates } = keptOut;
  expect(fates).toEqual({
    leads: out.length,
    rejected: rejected.length,
    accepted: accepted.length,
    open: out.length - rejected.length - accepted.length,
    qualified: qualified.length,
    won: won.length,
    wonWithoutAmount: won.filter(({ story }) => !story.handoffs.some(({ deal }) => deal)).length,
    lost: out.filter(({ story }) => stands(story, 'closed_lost')).length,
    left: 0,
  });
  expect(new Map(byReason.map(({ reason, count }) => [reason, count]))).toEqual(
    new Map([...reasons].map(([reason, list]) => [reason, list.length])),
  );
  const deals = won.flatMap(({ story }) => story.handoffs.findLast(({ deal }) => deal)?.deal ?? []);
  expect(new Map(amounts.map(({ currency, cents }) => [currency, cents]))).toEqual(
    new Map(
      [...Map.groupBy(deals, ({ currency }) => currency)].map(([currency, list]) => [
        currency,
        list.reduce((sum, { amount }) => sum + amount * 100, 0),
      ]),
    ),
  );
  expect(out.map(({ story }) => story.id)).toEqual(expect.arrayContaining(first));
});

test('what is kept out and let in is what is played', () => {
  const handed = judged().filter((one) => isIn(one) && one.handoff !== null).length;
  const { inForce: before, proposed, verdicts } = found;
  expect(before.offered + before.otherwise).toBe(handed);
  expect(proposed.offered + proposed.otherwise).toBe(handed - verdicts.keptOut.leads + verdicts.letIn.leads);
  for (const load of [before, proposed]) {
    const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
    expect(sum(load.byHour)).toBe(load.offered);
    expect(sum(load.byRep.map(({ count }) => count))).toBe(load.offered);
    expect(sum(load.byRep.map(({ late }) => late))).toBe(load.late);
  }
});

test('settings that are the same change nothing', async () => {
  const same = await backtest(inForce);
  expect(same.verdicts.keptOut.leads + same.verdicts.letIn.leads).toBe(0);
  expect(same.proposed).toEqual(same.inForce);
});
