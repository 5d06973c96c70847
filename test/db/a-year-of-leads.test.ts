import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#db/open.ts';
import type { Times as FoundTimes } from '#domain/funnel.ts';
import type { Grouping } from '#domain/period.ts';
import { reasonWords } from '#domain/team.ts';
import { loadFunnel } from '#src/view/funnel.ts';
import type { FunnelGroup } from '#src/view/funnel-models.ts';
import { make } from '../domain/make.ts';
import { storeStories } from '../year/store-stories.ts';
import type { Story } from '../year/story.ts';
import { tellStories } from '../year/tell-stories.ts';
import { type Groups, groupedBy, groupedByRep, type Times, type Truth, truthOf } from '../year/truth.ts';
import { openDatabase } from './make.ts';

/** 20,000 leads over a year and all legs. Every figure has to be what is counted from their stories, one by one. */

const TO = Date.parse('2026-11-30T12:00:00Z');
const DAY = 86_400_000;
const ZONE = 'Europe/Berlin';
const settings = make.settings({ workspace: { time_zone: ZONE } });

let database: Database;
let stories: Story[];

beforeAll(async () => {
  database = await openDatabase();
  stories = tellStories({ seed: 7, leads: 20_000, to: TO });
  await storeStories(database.db, stories);
}, 120_000);
afterAll(() => database.close());

const PERIODS = [
  { name: 'the year', from: TO - 365 * DAY, to: TO },
  { name: 'the last 90 days', from: TO - 90 * DAY, to: TO },
  {
    name: 'a week in May',
    from: Date.parse('2026-05-04T00:00:00Z'),
    to: Date.parse('2026-05-10T23:59:59.999Z'),
  },
];

const week = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short' });
/** `2026-W05`: the week of the year in which its Thursday lies. */
function weekOf(at: number): string {
  const day = new Date(`${week.format(at)}T00:00:00Z`);
  const thursday = new Date(day.getTime() + (3 - ((day.getUTCDay() + 6) % 7)) * DAY);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const no = Math.floor((thursday.getTime() - first) / (7 * DAY)) + 1;
  return `${thursday.getUTCFullYear()}-W${String(no).padStart(2, '0')}`;
}

function sizeOf({ employees }: Story): string | null {
  if (employees === null) return null;
  if (employees < 50) return '1–49 people';
  if (employees < 200) return '50–199 people';
  return employees < 1_000 ? '200–999 people' : '1,000 people or more';
}

/** The Monday of each week, as people write it. */
const WEEKS = new Map(
  Array.from({ length: 60 }, (_, no) => {
    const monday = new Date(Date.UTC(2025, 10, 3) + no * 7 * DAY);
    const words = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(monday);
    return [weekOf(monday.getTime()), words];
  }),
);

/** Of the reps whom the settings know. */
const NAMES: Readonly<Record<string, string>> = { ana: 'Ana', ben: 'Ben' };

/** The reason of the last rejection that stands. */
function reasonOf({ handoffs }: Story): string | null {
  const rejected = handoffs.filter(({ leg }) => leg === 'mql_to_sdr').flatMap(({ rejections }) => rejections);
  return rejected.findLast(({ undoneAt }) => undoneAt === null)?.reason ?? null;
}
const GROUPINGS: { by: Grouping | null; groups: Groups; nameOf: (key: string | null) => string | null }[] = [
  { by: null, groups: groupedBy(() => null), nameOf: () => null },
  { by: 'source', groups: groupedBy(({ source }) => source), nameOf: (key) => key },
  { by: 'campaign', groups: groupedBy(({ campaign }) => campaign), nameOf: (key) => key ?? 'No campaign' },
  { by: 'channel', groups: groupedBy(({ channel }) => channel.replaceAll('_', ' ')), nameOf: (key) => key },
  { by: 'segment', groups: groupedBy(sizeOf), nameOf: (key) => key ?? 'Segment not known' },
  {
    by: 'week',
    groups: groupedBy(({ capturedAt }) => weekOf(capturedAt)),
    nameOf: (key) => WEEKS.get(`${key}`) ?? '',
  },
  {
    by: 'pool',
    groups: groupedBy(({ handoffs }) => handoffs.findLast(({ leg }) => leg === 'mql_to_sdr')?.pool ?? null),
    nameOf: (key) => (key === null ? 'No pool' : 'SDRs'),
  },
  {
    by: 'reason',
    groups: groupedBy(reasonOf),
    nameOf: (key) => (key === null ? 'Not rejected' : reasonWords(settings, key)),
  },
  { by: 'rep', groups: groupedByRep, nameOf: (key) => (key === null ? 'No rep yet' : (NAMES[key] ?? key)) },
];

describe.each(PERIODS)('the funnel of $name', ({ from, to }) => {
  test.each(GROUPINGS)('says what happened, by $by', async ({ by, groups, nameOf }) => {
    const request = { from: new Date(from), to: new Date(to), label: 'a period', by };
    const model = await loadFunnel(database.db, { settings, version: 'v1' }, request, new Date(TO));
    const found = new Map(model.groups.map((group) => [group.name, said(group)]));
    const truth = truthOf(stories, { from, to }, groups);
    expect(found).toEqual(new Map([...truth].map(([key, one]) => [nameOf(key), rounded(one)])));
  });
});

test('the stories hold every kind of thing that the figures tell apart', () => {
  const [all] = [
    ...truthOf(
      stories,
      { from: 0, to: TO },
      groupedBy(() => null),
    ).values(),
  ];
  expect(all?.leads).toBe(20_000);
  for (const { reached, decided, open } of all?.stages ?? []) {
    expect(reached).toBeGreaterThan(100);
    expect(decided).toBeGreaterThan(reached);
    expect(open).toBeGreaterThan(0);
  }
  expect(all?.stages.map(({ inferred }) => inferred > 100)).toEqual([false, true, true, false, false]);
  expect(Object.keys(all?.rejections ?? {})).toHaveLength(3);
  expect(all?.speed.snoozed.count).toBeGreaterThan(100);
  expect(all?.waiting).toBeGreaterThan(50);
});

const minutes = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 1_000) / 1_000;
const times = ({ count, median, p90 }: Times) => ({ count, median: minutes(median), p90: minutes(p90) });
const foundTimes = ({ count, median, p90Minutes }: FoundTimes) =>
  times({ count, median: median?.median ?? null, p90: p90Minutes });

const rounded = (truth: Truth) => ({
  ...truth,
  stages: truth.stages.map(({ stage: _, ...counted }) => counted),
  accept: times(truth.accept),
  response: times(truth.response),
  speed: eachShare((share) => times(truth.speed[share])),
});

/** A group as the truth is written. */
const said = (group: FunnelGroup): ReturnType<typeof rounded> => ({
  leads: group.leads,
  nurtured: group.nurtured,
  waiting: group.waiting,
  snoozed: group.snoozed,
  stages: group.stages.map(({ reached, inferred, conversion: { came, decided, open } }) => ({
    reached,
    inferred,
    came,
    decided,
    open,
  })),
  accept: foundTimes(group.accept),
  response: foundTimes(group.response),
  speed: eachShare((share) => foundTimes(group.speed[share])),
  meetings: group.meetings,
  sla: { attained: group.sla.attained, measured: group.sla.measured },
  responseSla: { attained: group.responseSla.attained, measured: group.responseSla.measured },
  rejections: Object.fromEntries(
    group.rejections.filter(({ count }) => count > 0).map(({ failurePoint, count }) => [failurePoint, count]),
  ),
});

function eachShare<T>(of: (share: keyof Truth['speed']) => T): Record<keyof Truth['speed'], T> {
  return { total: of('total'), system: of('system'), person: of('person'), snoozed: of('snoozed') };
}
