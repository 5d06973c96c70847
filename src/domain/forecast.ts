import type { CalendarPeriod } from './calendar-period.ts';
import {
  type DealHistory,
  endedWithin,
  type Said,
  type Sum,
  saidAt,
  sumOfAmounts,
  wasClosed,
  wasOpen,
} from './deal-history.ts';
import { FEWEST_TO_COMPARE } from './interval.ts';

/**
 * What a quarter will bring, by what became of deals that stood alike at the same day of earlier quarters. Nothing that
 * happened after the instant it is made for is looked at, so that the same function says what it would have said before.
 */

/** With fewer deals won or lost before, nothing is forecast. */
export const FEWEST_CLOSED = 20;
/** So many quarters before tell how the next one goes: what is older was another team. */
export const MOST_QUARTERS = 8;

/** What a deal is compared by, the closest first. */
const LEVELS = ['segment_and_step', 'step', 'close_date', 'all'] as const;
/** `nothing` where no deal was ever open on this day of a quarter. */
export type Level = (typeof LEVELS)[number] | 'nothing';

export type Expected = {
  currency: string;
  /** Won in the quarter by then. */
  won: Sum;
  /** From deals that are open: each amount × the share of such deals that were won by the end of their quarter. */
  open: Sum;
  /** From deals that nobody knew of yet, as many a quarter as before. */
  fresh: number;
  total: number;
};

export type Forecast =
  | { ok: false; because: 'few_closed'; closed: number }
  /** No whole quarter since the first deal to learn from. */
  | { ok: false; because: 'no_quarter_before' }
  | {
      ok: true;
      closed: number;
      /** The quarters it was learnt from. */
      learntFrom: number;
      /** Open deals by how closely they could be compared. */
      levels: { level: Level; count: number }[];
      expected: Expected[];
    };

type Moment = { quarter: CalendarPeriod; at: Date };
type Place = Said & { segment: string | null; isDue: boolean };
type Cases = { won: number; of: number };

/** What is expected of a quarter at an instant of it. `earlier` are the quarters before it. */
export function forecastAt(
  deals: readonly DealHistory[],
  { quarter, at }: Moment,
  earlier: readonly CalendarPeriod[],
  learnt: Learnt = learntFrom(deals),
): Forecast {
  const known = deals.filter(({ knownAt }) => knownAt.getTime() <= at.getTime());
  const closed = known.filter((deal) => wasClosed(deal, at)).length;
  if (closed < FEWEST_CLOSED) return { ok: false, because: 'few_closed', closed };
  const first = known.reduce((least, { knownAt }) => Math.min(least, knownAt.getTime()), Infinity);
  const whole = earlier
    .filter(({ from, to }) => from.getTime() >= first && to <= quarter.from)
    .toSorted((a, b) => b.from.getTime() - a.from.getTime())
    .slice(0, MOST_QUARTERS);
  if (whole.length === 0) return { ok: false, because: 'no_quarter_before' };

  const into = at.getTime() - quarter.from.getTime();
  const alike = whole.map((past) => ({
    quarter: past,
    at: new Date(Math.min(past.from.getTime() + into, past.to.getTime())),
  }));
  const lessons = alike.map(learnt);
  const rates = together(lessons);
  const open = known
    .filter((deal) => wasOpen(deal, at))
    .map((deal) => placeOf(deal, { quarter, at }))
    .map((place) => ({ place, ...rateOf(rates, place) }));
  const wonByNow = known.filter(
    (deal) => deal.end?.won && wasClosed(deal, at) && deal.end.at.getTime() >= quarter.from.getTime(),
  );
  const won = wonByNow.map((deal) => saidAt(deal, at));
  const freshSaid = lessons.flatMap(({ fresh }) => fresh).map((deal) => saidAt(deal, at));
  const currencies = new Set(
    [...won, ...freshSaid, ...open.map(({ place }) => place)].flatMap(({ currency }) => currency ?? []),
  );
  return {
    ok: true,
    closed,
    learntFrom: whole.length,
    levels: [...LEVELS, 'nothing' as const].map((level) => ({
      level,
      count: open.filter((one) => one.level === level).length,
    })),
    expected: [...currencies].toSorted().map((currency) => {
      const amounts = (said: readonly Said[]) =>
        said.flatMap((one) => (one.currency === currency ? (one.amount ?? []) : []));
      const ofOpen = open.flatMap(({ place, rate }) =>
        place.currency === currency && place.amount !== null ? [place.amount * rate] : [],
      );
      const wonSum = sumOfAmounts(amounts(won));
      const openSum = sumOfAmounts(ofOpen);
      const freshMean = sumOfAmounts(amounts(freshSaid)).amount / whole.length;
      const total = wonSum.amount + openSum.amount + freshMean;
      return { currency, won: wonSum, open: openSum, fresh: freshMean, total };
    }),
  };
}

/** From just after an instant to the end of its quarter. */
const afterOf = ({ quarter, at }: Moment) => ({ from: new Date(at.getTime() + 1), to: quarter.to });

const placeOf = (deal: DealHistory, { quarter, at }: Moment): Place => {
  const said = saidAt(deal, at);
  return {
    ...said,
    segment: deal.segment,
    isDue: said.closeOn !== null && said.closeOn <= quarter.lastDay,
  };
};

/** The names of the groups in which a deal is counted, the closest first. */
const groupsOf = ({ segment, subStage, isDue }: Place): Record<(typeof LEVELS)[number], string> => {
  const closeDate = isDue ? 'due' : 'later';
  // A code has no slash.
  const step = `${closeDate}/${subStage ?? ''}`;
  return { segment_and_step: `${step}/${segment ?? ''}`, step, close_date: closeDate, all: '' };
};

type Lesson = { cases: ReadonlyMap<string, Cases>; fresh: DealHistory[] };
/** What one moment of an earlier quarter teaches: it is the same for whoever learns from it later. */
type Learnt = (moment: Moment) => Lesson;

/** Looks at each moment once. */
export function learntFrom(deals: readonly DealHistory[]): Learnt {
  const known = new Map<string, Lesson>();
  return (moment) => {
    const key = `${moment.quarter.name} ${moment.at.getTime()}`;
    const lesson = known.get(key) ?? learn(deals, moment);
    known.set(key, lesson);
    return lesson;
  };
}

/** Of what was open at a moment, how much was won by the end of its quarter; and what was won that nobody knew of then. */
function learn(deals: readonly DealHistory[], moment: Moment): Lesson {
  const cases = new Map<string, Cases>();
  const after = afterOf(moment);
  const isWon = (deal: DealHistory) => deal.end?.won === true && endedWithin(deal, after);
  for (const deal of deals) {
    if (!wasOpen(deal, moment.at)) continue;
    const groups = groupsOf(placeOf(deal, moment));
    const won = Number(isWon(deal));
    for (const level of LEVELS) addCases(cases, `${level} ${groups[level]}`, { won, of: 1 });
  }
  return {
    cases,
    fresh: deals.filter((deal) => deal.knownAt.getTime() > moment.at.getTime() && isWon(deal)),
  };
}

function together(lessons: readonly Lesson[]): Map<string, Cases> {
  const all = new Map<string, Cases>();
  for (const { cases } of lessons) {
    for (const [key, counted] of cases) addCases(all, key, counted);
  }
  return all;
}

function addCases(to: Map<string, Cases>, key: string, { won, of }: Cases): void {
  const counted = to.get(key);
  if (counted === undefined) {
    to.set(key, { won, of });
    return;
  }
  counted.won += won;
  counted.of += of;
}

/** The rate of the closest group that has cases enough; of all, where there are any. */
function rateOf(rates: ReadonlyMap<string, Cases>, place: Place): { level: Level; rate: number } {
  const groups = groupsOf(place);
  for (const level of LEVELS) {
    const { won, of } = rates.get(`${level} ${groups[level]}`) ?? { won: 0, of: 0 };
    if (of >= FEWEST_TO_COMPARE || (level === 'all' && of > 0)) return { level, rate: won / of };
  }
  return { level: 'nothing', rate: 0 };
}

/** One quarter as it was forecast on its first day, and what it brought. */
export type BackCast = {
  quarter: CalendarPeriod;
  forecast: Forecast;
  /** Won in the quarter, as it was worth in the end. */
  actual: { currency: string; sum: Sum }[];
};

/** What would have been said on the first day of each of these quarters, the oldest first. */
export function backCast(
  deals: readonly DealHistory[],
  quarters: readonly CalendarPeriod[],
  earlier: readonly CalendarPeriod[],
  learnt: Learnt = learntFrom(deals),
): BackCast[] {
  return quarters
    .toSorted((a, b) => a.from.getTime() - b.from.getTime())
    .map((quarter) => ({
      quarter,
      forecast: forecastAt(deals, { quarter, at: quarter.from }, earlier, learnt),
      actual: actualOf(deals, quarter),
    }));
}

function actualOf(deals: readonly DealHistory[], quarter: CalendarPeriod): BackCast['actual'] {
  const won = deals
    .filter((deal) => deal.end?.won && endedWithin(deal, quarter))
    .map((deal) => saidAt(deal, END_OF_TIME));
  const currencies = new Set(won.flatMap(({ currency }) => currency ?? []));
  return [...currencies].map((currency) => ({
    currency,
    sum: sumOfAmounts(won.flatMap((one) => (one.currency === currency ? (one.amount ?? []) : []))),
  }));
}

const END_OF_TIME = new Date(8.64e15);

/** How good the back-casts of one currency were, of the quarters that could be forecast. */
export type Accuracy = {
  currency: string;
  quarters: { name: string; expected: number; actual: number }[];
  /** By how much a quarter was missed, up or down, as a share of what was won; null where nothing was. */
  error: number | null;
  /** Above zero where too much was expected, as a share of what was won. */
  bias: number | null;
};

export function accuracies(backCasts: readonly BackCast[]): Accuracy[] {
  const made = backCasts.flatMap(({ quarter, forecast, actual }) =>
    forecast.ok ? [{ name: quarter.name, expected: forecast.expected, actual }] : [],
  );
  const currencies = new Set(
    made.flatMap(({ expected, actual }) => [...expected, ...actual].map(({ currency }) => currency)),
  );
  return [...currencies].toSorted().map((currency) => {
    const quarters = made.map(({ name, expected, actual }) => ({
      name,
      expected: expected.find((one) => one.currency === currency)?.total ?? 0,
      actual: actual.find((one) => one.currency === currency)?.sum.amount ?? 0,
    }));
    const sum = (of: (one: (typeof quarters)[number]) => number) =>
      quarters.reduce((total, one) => total + of(one), 0);
    const won = sum(({ actual }) => actual);
    const shareOf = (amount: number) => (won === 0 ? null : amount / won);
    return {
      currency,
      quarters,
      error: shareOf(sum(({ expected, actual }) => Math.abs(expected - actual))),
      bias: shareOf(sum(({ expected, actual }) => expected - actual)),
    };
  });
}
