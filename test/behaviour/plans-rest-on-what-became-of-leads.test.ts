import { expect, test } from 'vitest';
import type { SeenMessage } from '#sandbox/slack/seen-message.ts';
import { deskOf } from '../support/desk.ts';
import { startStage, type TestStage } from '../support/stage.ts';
import { storeStories } from '../year/store-stories.ts';
import { tellStories } from '../year/tell-stories.ts';
import { groupedBy, type Truth, truthOf } from '../year/truth.ts';

/** Costs, plans and failures of 3,000 leads of a year, asked for in Slack, against what their stories come to, counted one by one. */

const NOW = '2026-11-23T09:00:00Z';
/** The first instant of 1 January, and of 1 October, in Berlin. */
const YEAR = Date.parse('2025-12-31T23:00:00Z');
const OCTOBER = { from: Date.parse('2026-09-30T22:00:00Z'), to: Date.parse('2026-10-31T22:59:59.999Z') };

const stories = tellStories({ seed: 11, leads: 3_000, to: Date.parse(NOW) });

async function openStage(): Promise<TestStage> {
  const stage = await startStage();
  expect(stage.clock.now()).toEqual(new Date(NOW));
  await storeStories(stage.app.core.db, stories);
  return stage;
}

const ask = (stage: TestStage, line: string): Promise<SeenMessage> => deskOf(stage, 'mara').ask(line);
const said = (stage: TestStage, message: SeenMessage): string[] =>
  deskOf(stage, 'mara').read(message).split('\n');

/** The cells of a table, each as its number, else as its words. */
function tableOf(message: SeenMessage, id: string): (string | number)[][] {
  const found = message.blocks?.find(
    (block) => block.type === 'data_table' && block.block_id === `table/${id}`,
  );
  const { rows } = found as { rows: { text: string; value?: number }[][] };
  return rows.map((row) => row.map(({ text, value }) => value ?? text));
}

function truth(period: { from: number; to: number }): Truth {
  const [all] = truthOf(
    stories,
    period,
    groupedBy(() => null),
  ).values();
  if (!all) throw new Error('no leads');
  return all;
}

test('a plan divides the goal by each rate of the base period', async () => {
  const stage = await openStage();
  const { leads, stages } = truth({ from: YEAR, to: Date.parse(NOW) });
  let needed = 5;
  const expected = stages.toReversed().map(({ reached, came, decided }) => {
    const row = [Math.ceil(needed), Math.round(came / decided / 0.01) / 100, decided, reached];
    needed /= came / decided;
    return row;
  });
  const message = await ask(stage, '/funnel plan 5 won this year');
  const [, leadRow = [], ...rows] = tableOf(message, 'plan');
  expect(
    rows
      .toReversed()
      .map(([, need, , , , rate, decided], index) => [
        need,
        Math.round(Number(rate) * 100) / 100,
        decided,
        expected[index]?.[3],
      ]),
  ).toEqual(expected);
  expect(leadRow.slice(0, 2)).toEqual(['Leads', Math.ceil(needed)]);
  const quarters = (Date.parse(NOW) - YEAR) / 86_400_000 / (365.25 / 4);
  expect(leadRow[3]).toBe(Math.round(leads / quarters));
  expect(said(stage, message)[2]).toContain(
    `${Math.ceil(needed).toLocaleString('en')} leads a quarter (likely `,
  );
});

test('reps are the acceptances needed a week, over those of a rep in a week that had any', async () => {
  const stage = await openStage();
  const accepted = stories.flatMap(({ handoffs }) =>
    handoffs.flatMap(({ leg, owner, acceptedAt }) =>
      leg === 'mql_to_sdr' && owner !== null && acceptedAt !== null && acceptedAt >= YEAR
        ? [{ owner, acceptedAt }]
        : [],
    ),
  );
  const weekOf = (at: number) => Math.floor((at - Date.parse('2025-12-28T23:00:00Z')) / (7 * 86_400_000));
  const summer = (at: number) =>
    at >= Date.parse('2026-03-29T01:00:00Z') && at < Date.parse('2026-10-25T01:00:00Z') ? 3_600_000 : 0;
  const weeks = new Set(
    accepted.map(({ owner, acceptedAt }) => `${owner} ${weekOf(acceptedAt + summer(acceptedAt))}`),
  );
  const line =
    said(stage, await ask(stage, '/funnel plan 5 won this year')).find((one) =>
      one.includes('at today’s pace'),
    ) ?? '';
  const each = (accepted.length / weeks.size).toLocaleString('en', { maximumFractionDigits: 1 });
  expect(line).toContain(
    `: ${each} leads a rep and week (${accepted.length.toLocaleString('en')} leads accepted by 6 reps).`,
  );
});

test('costs are what was told, over the leads of the month and what became of them', async () => {
  const stage = await openStage();
  await stage.send({
    ...{ kind: 'spend', channel: 'webinar' },
    spend: { period: '2026-Q4', amount: 9_200, currency: 'EUR' },
  });
  await stage.settle();
  const own = stories.filter(
    ({ channel, capturedAt }) =>
      channel === 'webinar' && capturedAt >= OCTOBER.from && capturedAt <= OCTOBER.to,
  );
  const [of] = truthOf(
    own,
    OCTOBER,
    groupedBy(() => null),
  ).values();
  const reached = (stageName: string) => of?.stages.find((one) => one.stage === stageName)?.reached ?? 0;
  const over = (count: number) => (count === 0 ? '–' : Math.round(310_000 / count) / 100);
  const message = await ask(stage, '/funnel cost 2026-10');
  // 31 of the quarter's 92 days.
  const row = tableOf(message, 'cost').find(([name]) => name === 'webinar') ?? [];
  expect([row[1], row[2], row[3], ...row.slice(6, 12)]).toEqual([
    3_100,
    own.length,
    over(own.length),
    ...[reached('sales_accepted'), over(reached('sales_accepted'))],
    ...[reached('sales_qualified'), over(reached('sales_qualified'))],
    ...[reached('closed_won'), over(reached('closed_won'))],
  ]);
  expect(own.length).toBeGreaterThan(50);
});

test('failures are the rejections and acceptances of the month, whenever their leads came', async () => {
  const stage = await openStage();
  const isThen = (at: number | null): boolean => at !== null && at >= OCTOBER.from && at <= OCTOBER.to;
  const handoffs = stories.flatMap((story) => story.handoffs);
  const rejected = handoffs
    .flatMap(({ rejections }) => rejections)
    .filter(({ at, undoneAt }) => isThen(at) && undoneAt === null);
  const accepted = handoffs.filter(({ acceptedAt }) => isThen(acceptedAt)).length;
  const missed = handoffs
    .flatMap(({ clocks }) => clocks)
    .filter(
      ({ startedAt, breachedAt, met, stoppedAt, deadlineAt }) =>
        isThen(startedAt) && breachedAt !== null && !(met === true && (stoppedAt ?? Infinity) <= deadlineAt),
    ).length;
  const message = await ask(stage, '/funnel failures 2026-10');
  expect(said(stage, message)[1]).toBe(
    `${rejected.length} of ${accepted + rejected.length} answers were rejections; ${missed} deadlines passed.`,
  );
  const counted = new Map(
    tableOf(message, 'points')
      .slice(1)
      .map(([name, count]) => [name, count]),
  );
  const ofPoint = (point: string) => rejected.filter(({ failurePoint }) => failurePoint === point).length;
  expect(counted.get('Qualification threshold')).toBe(ofPoint('qualification_threshold'));
  expect(counted.get('Data quality')).toBe(ofPoint('data_quality'));
  expect(counted.get('Routing accuracy')).toBe(ofPoint('routing_accuracy'));
  expect(rejected.length).toBeGreaterThan(20);
});

test('each lead without a company is a win of its own, owed to the source it came by', async () => {
  const stage = await openStage();
  const won = stories.filter(({ entered }) =>
    entered.some(
      ({ stage: one, at, undoneAt }) =>
        one === 'closed_won' && undoneAt === null && at >= YEAR && at <= Date.parse(NOW),
    ),
  );
  const message = await ask(stage, '/funnel attribution this year');
  const [header, ...rows] = tableOf(message, 'attribution');
  expect(header?.slice(0, 2)).toEqual(['Source', 'First touch']);
  expect(new Map(rows.map(([name, first]) => [name, first]))).toEqual(
    new Map([...Map.groupBy(won, ({ source }) => source)].map(([source, of]) => [source, of.length])),
  );
});

test('what cannot be planned says which step has too few, and a mistyped goal what was expected', async () => {
  const stage = await openStage();
  expect(said(stage, await ask(stage, '/funnel plan 5 won today'))[2]).toMatch(
    /^Too few to plan by: of those that could become MQL, /,
  );
  expect(said(stage, await ask(stage, '/funnel plan 5'))[0]).toBe(
    '5 of what? Expected 5 won, 12 opportunities, 20 meetings, 40 SQLs or 100k EUR',
  );
});
