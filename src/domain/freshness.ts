import { FEWEST_TO_COMPARE, type Interval, wilson } from './interval.ts';

/** How the time to the first response changes whether a lead qualifies: the team's own curve, beside the literature's. */

/**
 * Of the study everybody quotes: the odds of qualifying a lead that is called after 5 minutes, against one that is called
 * after 30 (J. Oldroyd, "The Lead Response Management Study", MIT and InsideSales.com, 2007; 15,000 leads of six companies).
 */
export const LITERATURE_TIMES = 21;

const HOUR = 60;
/** From so many minutes on, up to where the next begins. */
export const RESPONSE_BUCKETS = [
  { fromMinutes: 0, label: 'under 5 min' },
  { fromMinutes: 5, label: '5–10 min' },
  { fromMinutes: 10, label: '10–30 min' },
  { fromMinutes: 30, label: '30–60 min' },
  { fromMinutes: HOUR, label: '1–4 h' },
  { fromMinutes: 4 * HOUR, label: '4–24 h' },
  { fromMinutes: 24 * HOUR, label: 'over 24 h' },
] as const;

/** Leads that were responded to after equally long, by what became of them; open ones are neither. */
export type RespondedLeads = { seconds: number; qualified: number; given_up: number; open: number };

export type FreshnessBucket = {
  fromMinutes: number;
  label: string;
  qualified: number;
  /** Qualified or given up. */
  decided: number;
  open: number;
  rate: Interval;
};

export type Freshness = {
  buckets: FreshnessBucket[];
  /** The odds of qualifying in under 5 minutes against 30 to 60: null where either has too few that are decided. */
  odds: { times: number; low: number; high: number } | null;
};

export function freshness(rows: readonly RespondedLeads[]): Freshness {
  const buckets = RESPONSE_BUCKETS.map(({ fromMinutes, label }, index) => {
    const until = RESPONSE_BUCKETS[index + 1]?.fromMinutes ?? Number.POSITIVE_INFINITY;
    const own = rows.filter(({ seconds }) => seconds >= fromMinutes * 60 && seconds < until * 60);
    const sum = (of: (row: RespondedLeads) => number) => own.reduce((total, row) => total + of(row), 0);
    const qualified = sum((row) => row.qualified);
    const decided = qualified + sum((row) => row.given_up);
    return {
      fromMinutes,
      label,
      qualified,
      decided,
      open: sum((row) => row.open),
      rate: wilson(qualified, decided),
    };
  });
  const [fast] = buckets;
  const slow = buckets.find(({ fromMinutes }) => fromMinutes === 30);
  const isEnough = [fast, slow].every((bucket) => (bucket?.decided ?? 0) >= FEWEST_TO_COMPARE);
  return { buckets, odds: fast && slow && isEnough ? oddsRatio(fast, slow) : null };
}

const Z_95 = 1.959964;

/** The ratio of two odds with its 95 % interval (Woolf 1955); a half added to each count keeps it finite (Haldane 1956, Anscombe 1956). */
function oddsRatio(one: FreshnessBucket, other: FreshnessBucket): NonNullable<Freshness['odds']> {
  const [a, b] = [one.qualified + 0.5, one.decided - one.qualified + 0.5];
  const [c, d] = [other.qualified + 0.5, other.decided - other.qualified + 0.5];
  const log = Math.log((a * d) / (b * c));
  const spread = Z_95 * Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d);
  return { times: Math.exp(log), low: Math.exp(log - spread), high: Math.exp(log + spread) };
}
