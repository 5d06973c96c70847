import { type DealHistory, endedWithin, saidAt, wasOpen } from './deal-history.ts';
import { FEWEST_TO_COMPARE, type Interval, wilson } from './interval.ts';

/**
 * Sales velocity: what a pipeline brings in a day. Opportunities × average value × win rate ÷ cycle, each currency by
 * itself.
 */

const DAY = 24 * 60 * 60_000;

export type Velocity = {
  /** Null of deals whose currency nobody said. */
  currency: string | null;
  /** Deals open at the end of the period. */
  open: number;
  won: number;
  /** Won, lost and given up in the period. */
  closed: number;
  winRate: Interval;
  /** Of what was won in the period: the average, of how many whose amount is known. */
  value: { mean: number | null; count: number };
  /** Days from opportunity to won, of how many that somebody saw begin. */
  cycle: { days: number | null; count: number };
  /** Null with fewer than twenty closed deals, or where a part of it is not known. */
  perDay: number | null;
};

/** The velocity of each group and currency in a period, the one with most deals first; what has no key or no currency comes last. */
export function velocities(
  deals: readonly DealHistory[],
  period: { from: Date; to: Date },
  keyOf: (deal: DealHistory) => string | null,
): { key: string | null; velocity: Velocity }[] {
  const told = deals.map((deal) => ({
    deal,
    currency: saidAt(deal, period.to).currency,
    key: keyOf(deal),
  }));
  const relevant = told.filter(({ deal }) => wasOpen(deal, period.to) || endedWithin(deal, period));
  const groups = Map.groupBy(relevant, ({ key, currency }) => JSON.stringify([key, currency]));
  return [...groups.values()]
    .flatMap((rows) => {
      const [first] = rows;
      if (!first) return [];
      const velocity = velocityOf(
        rows.map(({ deal }) => deal),
        period,
        first.currency,
      );
      return [{ key: first.key, velocity }];
    })
    .sort(
      (a, b) =>
        Number(a.key === null) - Number(b.key === null) ||
        Number(a.velocity.currency === null) - Number(b.velocity.currency === null) ||
        b.velocity.open + b.velocity.closed - (a.velocity.open + a.velocity.closed) ||
        (a.key ?? '').localeCompare(b.key ?? ''),
    );
}

function velocityOf(
  deals: readonly DealHistory[],
  period: { from: Date; to: Date },
  currency: string | null,
): Velocity {
  const closed = deals.filter((deal) => endedWithin(deal, period));
  const won = closed.filter(({ end }) => end?.won);
  const open = deals.filter((deal) => wasOpen(deal, period.to)).length;
  const amounts = currency === null ? [] : won.flatMap((deal) => saidAt(deal, period.to).amount ?? []);
  const days = won.flatMap(({ openedAt, end }) =>
    openedAt && end ? (end.at.getTime() - openedAt.getTime()) / DAY : [],
  );
  const winRate = wilson(won.length, closed.length);
  const value = mean(amounts);
  const cycle = mean(days);
  const isEnough = closed.length >= FEWEST_TO_COMPARE;
  const isKnown = winRate.rate !== null && value !== null && cycle !== null && cycle > 0;
  return {
    currency,
    open,
    won: won.length,
    closed: closed.length,
    winRate,
    value: { mean: value, count: amounts.length },
    cycle: { days: cycle, count: days.length },
    perDay: isEnough && isKnown ? (open * value * (winRate.rate ?? 0)) / cycle : null,
  };
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
