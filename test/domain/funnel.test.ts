import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compareFunnels,
  depthOf,
  type FunnelRows,
  funnelFigures,
  funnelGroups,
  PATH,
} from '#domain/funnel.ts';
import { STATES } from '#domain/handoff.ts';
import { FAILURE_POINTS } from '#domain/settings.ts';
import { SPEED_SHARES } from '#domain/speed.ts';
import { STAGE_CODES } from '#domain/stages.ts';

const nothing: FunnelRows = {
  leads: [],
  accepts: [],
  responses: [],
  speeds: [],
  meetings: [],
  clocks: [],
  rejections: [],
};
const none = { median: null, p90Minutes: null, count: 0 };
/** Every step of the path was seen. */
const ALL = 0b111110;

const accepts = (...seconds: number[]): FunnelRows => ({
  ...nothing,
  accepts: seconds.map((one) => ({ key: null, seconds: one, count: 1 })),
});

/** What is said of the step from MQL to SAL. */
const toAccepted = (leads: Omit<FunnelRows['leads'][number], 'key' | 'observed'>[]) =>
  funnelFigures({ ...nothing, leads: leads.map((row) => ({ ...row, key: null, observed: ALL })) }).stages[1];

const mql = { depth: 1, stage: 'marketing_qualified' } as const;
const sal = { depth: 2, stage: 'sales_accepted' } as const;

test('without leads everything is counted as none and no rate is made up', () => {
  const undecided = { rate: null, low: null, high: null, came: 0, decided: 0, open: 0 };
  expect(funnelFigures(nothing)).toEqual({
    leads: 0,
    nurtured: 0,
    stages: [
      { stage: 'marketing_qualified', reached: 0, inferred: 0, conversion: undecided },
      { stage: 'sales_accepted', reached: 0, inferred: 0, conversion: undecided },
      { stage: 'sales_qualified', reached: 0, inferred: 0, conversion: undecided },
      { stage: 'opportunity', reached: 0, inferred: 0, conversion: undecided },
      { stage: 'closed_won', reached: 0, inferred: 0, conversion: undecided },
    ],
    accept: none,
    response: none,
    meetings: { booked: 0, held: 0, noShow: 0 },
    responseSpread: [0, 0, 0, 0, 0, 0, 0, 0],
    speed: { total: none, system: none, person: none, snoozed: none },
    sla: { attained: 0, measured: 0 },
    responseSla: { attained: 0, measured: 0 },
    rejections: [
      { failurePoint: 'response_timing', count: 0 },
      { failurePoint: 'routing_accuracy', count: 0 },
      { failurePoint: 'qualification_threshold', count: 0 },
      { failurePoint: 'data_quality', count: 0 },
    ],
    waiting: 0,
    snoozed: 0,
  });
  expect(funnelGroups(nothing)).toEqual([]);
});

test('a won lead was in every stage before, even where none is recorded', () => {
  const won = {
    key: null,
    depth: depthOf('closed_won'),
    observed: ALL,
    stage: 'closed_won',
    state: null,
    count: 3,
  } as const;
  expect(funnelFigures({ ...nothing, leads: [won] }).stages.map((stage) => stage.reached)).toEqual([
    3, 3, 3, 3, 3,
  ]);
});

test('a lost deal was an opportunity; nurture and disqualified prove no stage', () => {
  expect([depthOf('closed_lost'), depthOf('nurture'), depthOf('disqualified'), depthOf('inquiry')]).toEqual([
    4, 0, 0, 0,
  ]);
});

test('open leads are no failures: the rate is of those whose answer is known', () => {
  const offered = { ...mql, state: 'offered', count: 10 } as const;
  const rejected = { ...mql, state: 'rejected', count: 10 } as const;
  const accepted = { ...sal, state: 'working', count: 30 } as const;
  expect(toAccepted([offered, rejected, accepted])).toEqual({
    stage: 'sales_accepted',
    reached: 30,
    inferred: 0,
    conversion: {
      came: 30,
      rate: 0.75,
      low: expect.closeTo(0.598, 3),
      high: expect.closeTo(0.858, 3),
      decided: 40,
      open: 10,
    },
  });
});

test('a recycled and a disqualified lead are answers, a withdrawn one is none', () => {
  const recycled = { depth: 1, stage: 'nurture', state: 'completed', count: 2 } as const;
  const disqualified = { depth: 1, stage: 'disqualified', state: 'rejected', count: 3 } as const;
  const withdrawn = { ...mql, state: 'withdrawn', count: 7 } as const;
  expect(toAccepted([recycled, disqualified, withdrawn])?.conversion).toEqual({
    came: 0,
    rate: 0,
    low: 0,
    high: expect.closeTo(0.4345, 3),
    decided: 5,
    open: 0,
  });
});

test('a lead nobody was asked about, one that came back and one that goes on elsewhere are open', () => {
  const unasked = { ...mql, state: null, count: 1 } as const;
  const cameBack = { depth: 1, stage: 'nurture', state: 'waiting', count: 1 } as const;
  const elsewhere = { ...mql, state: 'completed', count: 1 } as const;
  expect(toAccepted([unasked, cameBack, elsewhere])?.conversion).toEqual({
    came: 0,
    rate: null,
    low: null,
    high: null,
    decided: 0,
    open: 3,
  });
});

test('a stage nobody saw a lead enter is inferred, and counts all the same', () => {
  // The CRM jumped from MQL to opportunity; two others went the whole way.
  const jumped = { depth: 4, observed: 0b010010, stage: 'opportunity', state: null, count: 3 } as const;
  const seen = { ...jumped, observed: ALL, count: 2 };
  const leads = [jumped, seen].map((row) => ({ ...row, key: null }));
  const { stages } = funnelFigures({ ...nothing, leads });
  expect(stages.map(({ reached, inferred }) => [reached, inferred])).toEqual([
    [5, 0],
    [5, 3],
    [5, 3],
    [5, 0],
    [0, 0],
  ]);
});

test('meetings add up', () => {
  const meetings = [
    { key: 'a', booked: 3, held: 1, noShow: 1 },
    { key: 'b', booked: 2, held: 2, noShow: 0 },
  ];
  expect(funnelFigures({ ...nothing, meetings }).meetings).toEqual({ booked: 5, held: 3, noShow: 1 });
});

test('the median of few is exact, and nine in ten were as quick as a time that occurred', () => {
  const timesOf = (...seconds: number[]) => {
    const { median, p90Minutes, count } = funnelFigures(accepts(...seconds)).accept;
    return [median?.median, p90Minutes, count];
  };
  expect(timesOf(60)).toEqual([1, 1, 1]);
  expect(timesOf(600, 60)).toEqual([5.5, 10, 2]);
  expect(timesOf(180, 60, 120)).toEqual([2, 3, 3]);
  expect(timesOf(60, 120, 180, 240, 300, 360, 420, 480, 540, 600)).toEqual([5.5, 9, 10]);
});

test('equal times counted together weigh as many', () => {
  const rows = [
    { key: 'a', seconds: 60, count: 9 },
    { key: 'b', seconds: 6_000, count: 1 },
  ];
  expect(funnelFigures({ ...nothing, accepts: rows }).accept).toEqual({
    median: { median: 1, low: 1, high: 1, count: 10 },
    p90Minutes: 1,
    count: 10,
  });
});

test('the SLA counts clocks met and clocks that ran out, to accept and to respond apart', () => {
  const rows = [
    { key: 'ana', kind: 'accept', attained: 8, breached: 1 },
    { key: 'ana', kind: 'response', attained: 5, breached: 3 },
    { key: 'ben', kind: 'accept', attained: 1, breached: 2 },
  ] as const;
  const { sla, responseSla } = funnelFigures({ ...nothing, clocks: [...rows] });
  expect([sla, responseSla]).toEqual([
    { attained: 9, measured: 12 },
    { attained: 5, measured: 8 },
  ]);
});

test('each share of the speed to lead has a median of its own', () => {
  const of = (share: 'total' | 'system' | 'person' | 'snoozed', ...seconds: number[]) =>
    seconds.map((one) => ({ key: null, share, seconds: one, count: 1 }));
  const speeds = [...of('total', 60, 660, 1_260), ...of('system', 60, 60), ...of('person', 600, 1_200)];
  const { total, system, person, snoozed } = funnelFigures({ ...nothing, speeds }).speed;
  expect([total.median?.median, total.p90Minutes, total.count]).toEqual([11, 21, 3]);
  expect([system.median?.median, person.median?.median, snoozed]).toEqual([1, 15, none]);
});

test('groups come with most leads first, and what has no key last', () => {
  const lead = { depth: 0, observed: 0, stage: 'inquiry', state: null } as const;
  const leads = [
    { ...lead, key: null, count: 50 },
    { ...lead, key: 'ana', count: 1 },
    { ...lead, key: 'ben', count: 2 },
  ];
  const clocks = [{ key: 'cleo', kind: 'accept' as const, attained: 0, breached: 1 }];
  const groups = funnelGroups({ ...nothing, leads, clocks });
  expect(groups.map(({ key, figures }) => [key, figures.leads, figures.sla.measured])).toEqual([
    ['ben', 2, 0],
    ['ana', 1, 0],
    ['cleo', 0, 1],
    [null, 50, 0],
  ]);
});

const key = fc.constantFrom('website', 'webinar', 'fair', null);
const count = fc.integer({ min: 1, max: 40 });
const rows: fc.Arbitrary<FunnelRows> = fc.record({
  leads: fc.array(
    fc.record({
      key,
      depth: fc.nat({ max: PATH.length - 1 }),
      observed: fc.nat({ max: ALL }),
      stage: fc.constantFrom(...STAGE_CODES),
      state: fc.constantFrom(...STATES, null),
      count,
    }),
  ),
  accepts: fc.array(fc.record({ key, seconds: fc.nat({ max: 100_000 }), count })),
  responses: fc.array(fc.record({ key, seconds: fc.nat({ max: 100_000 }), count })),
  speeds: fc.array(
    fc.record({ key, share: fc.constantFrom(...SPEED_SHARES), seconds: fc.nat({ max: 100_000 }), count }),
  ),
  meetings: fc.array(fc.record({ key, booked: count, held: count, noShow: count })),
  clocks: fc.array(
    fc.record({
      key,
      kind: fc.constantFrom('accept', 'response'),
      attained: fc.nat({ max: 40 }),
      breached: fc.nat({ max: 40 }),
    }),
  ),
  rejections: fc.array(fc.record({ key, failurePoint: fc.constantFrom(...FAILURE_POINTS), count })),
});

test('figures compared with themselves have not changed', () => {
  fc.assert(
    fc.property(rows, (some) => {
      const figures = funnelFigures(some);
      const { stages, ...others } = compareFunnels(figures, figures);
      return [...stages, ...Object.values(others)].every(({ type }) => type === 'same' || type === 'too_few');
    }),
  );
});

test('no stage is reached by more leads than the one before', () => {
  fc.assert(
    fc.property(rows, (some) => {
      const { leads, stages } = funnelFigures(some);
      const counts = [leads, ...stages.map((stage) => stage.reached)];
      return counts.every((reached, index) => index === 0 || reached <= (counts[index - 1] ?? 0));
    }),
  );
});

test('every rate lies within its interval, and the interval within nothing and all', () => {
  fc.assert(
    fc.property(rows, (some) =>
      funnelFigures(some).stages.every(({ conversion: { rate, low, high, decided } }) =>
        rate === null || low === null || high === null
          ? decided === 0 && rate === null && low === null && high === null
          : 0 <= low && low <= rate && rate <= high && high <= 1,
      ),
    ),
  );
});

test('of a stage, those decided and those open are never more than all', () => {
  fc.assert(
    fc.property(rows, (some) => {
      const { leads, stages } = funnelFigures(some);
      const counts = [leads, ...stages.map((stage) => stage.reached)];
      return stages.every(
        ({ reached, conversion: { decided, open } }, index) =>
          reached <= decided && decided + open <= (counts[index] ?? 0),
      );
    }),
  );
});

test('the groups add up to the whole', () => {
  fc.assert(
    fc.property(rows, (some) => {
      const whole = countsOf(funnelFigures(some));
      const groups = funnelGroups(some).map(({ figures }) => countsOf(figures));
      const summed = whole.map((_, index) => groups.reduce((total, group) => total + (group[index] ?? 0), 0));
      expect(summed).toEqual(whole);
    }),
  );
});

/** Everything that is a count, in one order. */
const countsOf = ({
  leads,
  nurtured,
  stages,
  accept,
  response,
  meetings,
  sla,
  rejections,
  waiting,
  snoozed,
}: ReturnType<typeof funnelFigures>) => [
  leads,
  nurtured,
  ...stages.flatMap(({ reached, inferred, conversion }) => [
    reached,
    inferred,
    conversion.came,
    conversion.decided,
    conversion.open,
  ]),
  accept.count,
  response.count,
  meetings.booked,
  meetings.held,
  meetings.noShow,
  sla.attained,
  sla.measured,
  ...rejections.map((rejection) => rejection.count),
  waiting,
  snoozed,
];

test('the quickest half is below the median, and nine in ten are below the ninth tenth', () => {
  fc.assert(
    fc.property(rows, (some) => {
      const { median, p90Minutes, count: all } = funnelFigures(some).accept;
      const within = (minutes: number) =>
        some.accepts.reduce((sum, row) => sum + (row.seconds <= minutes * 60 + 1e-6 ? row.count : 0), 0) /
        all;
      return median === null || p90Minutes === null
        ? all === 0
        : median.low <= median.median &&
            median.median <= median.high &&
            within(median.median) >= 0.5 &&
            within(p90Minutes) >= 0.9;
    }),
  );
});

test('first responses are told apart at five minutes, a quarter of an hour and so on, the bound itself included', () => {
  const responses = [0, 300, 301, 900, 1_800, 3_600, 14_400, 86_400, 259_200, 259_201].map((seconds) => ({
    key: null,
    seconds,
    count: 2,
  }));
  expect(funnelFigures({ ...nothing, responses }).responseSpread).toEqual([4, 4, 2, 2, 2, 2, 2, 2]);
});
