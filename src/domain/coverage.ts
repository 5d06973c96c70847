import type { CalendarPeriod } from './calendar-period.ts';
import {
  type DealHistory,
  endedWithin,
  type Said,
  type Sum,
  saidAt,
  sumOfAmounts,
  wasOpen,
} from './deal-history.ts';
import { FEWEST_TO_COMPARE, wilson } from './interval.ts';

/** Pipeline coverage: what is open against what is still to be won in a period, each currency by itself. */

export type Coverage = {
  period: CalendarPeriod;
  currency: string;
  /** What the settings aim for; null where they say nothing of this period and currency. */
  target: number | null;
  won: Sum;
  /** What is still to be won; null without a target. */
  left: number | null;
  /** Open, and expected to be signed by the end of the period. */
  due: Sum;
  /** What of it was expected to be signed before today. */
  overdue: Sum;
  /** Open, and expected after the period, or nobody said when. */
  later: Sum;
  /** All that is open, the steps in the order of the settings; what has none comes last. */
  steps: { subStage: string | null; all: Sum; due: Sum }[];
  /** What is due, as so many times what is left; null where nothing is left, or nothing was aimed for. */
  times: number | null;
};

type Open = Said & { amount: number; currency: string };

/**
 * How the open deals cover a period, one of each currency that has a target, open deals or something won in it. `today` is
 * a day of the team's calendar.
 */
export function coverages(
  deals: readonly DealHistory[],
  period: CalendarPeriod,
  targets: readonly { currency: string; amount: number }[],
  { steps, now, today }: { steps: readonly string[]; now: Date; today: string },
): Coverage[] {
  const open = deals
    .filter((deal) => wasOpen(deal, now))
    .map((deal) => saidAt(deal, now))
    .filter((said): said is Open => said.amount !== null && said.currency !== null);
  const won = deals
    .filter((deal) => deal.end?.won && deal.end.at <= now && endedWithin(deal, period))
    .map((deal) => saidAt(deal, now))
    .filter((said): said is Open => said.amount !== null && said.currency !== null);
  const currencies = new Set([...targets, ...open, ...won].map(({ currency }) => currency));
  return [...currencies].map((currency) => {
    const target = targets.find((one) => one.currency === currency)?.amount ?? null;
    const inCurrency = open.filter((said) => said.currency === currency);
    const wonSum = amountsOf(won.filter((said) => said.currency === currency));
    const isDue = ({ closeOn }: Open) => closeOn !== null && closeOn <= period.lastDay;
    const due = amountsOf(inCurrency.filter(isDue));
    const left = target === null ? null : Math.max(0, target - wonSum.amount);
    const codes = [...steps, ...unknownSteps(inCurrency, steps), null];
    return {
      period,
      currency,
      target,
      won: wonSum,
      left,
      due,
      overdue: amountsOf(inCurrency.filter((said) => isDue(said) && (said.closeOn ?? '') < today)),
      later: amountsOf(inCurrency.filter((said) => !isDue(said))),
      steps: codes
        .map((subStage) => {
          const there = inCurrency.filter((said) => said.subStage === subStage);
          return { subStage, all: amountsOf(there), due: amountsOf(there.filter(isDue)) };
        })
        .filter(({ all }) => all.count > 0),
      times: left === null || left === 0 ? null : due.amount / left,
    };
  });
}

/** Open deals that stand in no sum, because nobody said what they are worth. */
export const withoutAmount = (deals: readonly DealHistory[], now: Date): number =>
  deals.filter((deal) => {
    const { amount, currency } = saidAt(deal, now);
    return wasOpen(deal, now) && (amount === null || currency === null);
  }).length;

/** How many times what is left has to be open, by how many of the deals closed lately were won; null with too few to say. */
export function timesNeeded(
  deals: readonly DealHistory[],
  lately: { from: Date; to: Date },
): { times: number; won: number; closed: number } | null {
  const closed = deals.filter((deal) => endedWithin(deal, lately));
  const won = closed.filter(({ end }) => end?.won).length;
  const { rate } = wilson(won, closed.length);
  if (rate === null || rate === 0 || closed.length < FEWEST_TO_COMPARE) return null;
  return { times: 1 / rate, won, closed: closed.length };
}

const amountsOf = (said: readonly Open[]): Sum => sumOfAmounts(said.map(({ amount }) => amount));

/** Steps that the settings no longer have. */
const unknownSteps = (open: readonly Open[], steps: readonly string[]): string[] =>
  [...new Set(open.flatMap(({ subStage }) => subStage ?? []))].filter((code) => !steps.includes(code));
