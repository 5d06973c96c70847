import type { Conversion, FunnelFigures } from './funnel.ts';
import { FEWEST_TO_COMPARE, wilson } from './interval.ts';
import type { Money } from './money-words.ts';
import type { Stage } from './stages.ts';

/** A goal worked back, stage by stage and by the team's own rates, to the leads it takes. */

/** A meeting is no stage: it stands behind an acceptance. */
export type PlanPlace = 'lead' | Stage | 'meeting';
export type PlanGoal = { type: 'place'; place: PlanPlace; count: number } | ({ type: 'money' } & Money);
/** So many for each unit of time, and between which two the true number lies, 19 times in 20. */
export type Needed = { needed: number; low: number; high: number };
export type PlanStep = Needed & {
  place: PlanPlace;
  /** Of the place before; null for leads. */
  conversion: Conversion | null;
  /** How many there are now in as long a time. */
  now: number;
};

/** Why no plan is made: a step that too few are decided of, or none came on; too few deals to say what one is worth. */
export type PlanRefusal =
  | { type: 'few_decided'; place: PlanPlace; decided: number; came: number }
  | { type: 'nobody_came'; place: PlanPlace; decided: number }
  | { type: 'few_deals'; currency: string; deals: number };

export type Plan = {
  /** From leads to the goal. */
  steps: PlanStep[];
  /** What a deal is worth on average, where a sum was asked for. */
  deal: DealValue | null;
};
export type DealValue = { currency: string; mean: number; low: number; high: number; deals: number };

/** What the plan rests on: figures of a base period, and how many of the asked units of time it has. */
export type PlanBase = { figures: FunnelFigures; units: number; deals: readonly Money[] };

const Z_95 = 1.959964;

/** The leads that a goal takes, or why that cannot be said. */
export function planBack(
  goal: PlanGoal,
  base: PlanBase,
): { ok: true; plan: Plan } | { ok: false; refusal: PlanRefusal } {
  const chain = chainTo(goal.type === 'money' ? 'closed_won' : goal.place, base);
  const refusal = chain.map(refusalOf).find((one) => one !== null);
  if (refusal) return { ok: false, refusal };
  const deal = goal.type === 'money' ? dealValue(base.deals, goal.currency) : null;
  if (goal.type === 'money' && (deal === null || deal.deals < FEWEST_TO_COMPARE))
    return { ok: false, refusal: { type: 'few_deals', currency: goal.currency, deals: deal?.deals ?? 0 } };
  const wanted = goal.type === 'money' ? goal.cents : goal.count;
  const factors: Factor[] = deal === null ? [] : [{ value: deal.mean, low: deal.low, high: deal.high }];
  const steps: PlanStep[] = [];
  for (const { place, conversion, reached } of chain.toReversed()) {
    steps.unshift({ place, conversion, now: reached / base.units, ...neededFor(wanted, factors) });
    const { rate, low, high } = conversion;
    factors.push({ value: rate ?? 0, low: low ?? 0, high: high ?? 0 });
  }
  const { leads } = base.figures;
  const first = { place: 'lead' as const, conversion: null, now: leads / base.units };
  return { ok: true, plan: { steps: [{ ...first, ...neededFor(wanted, factors) }, ...steps], deal } };
}

type Link = { place: PlanPlace; conversion: Conversion; reached: number };

function chainTo(place: PlanPlace, { figures }: PlanBase): Link[] {
  const links = figures.stages.map(({ stage, conversion, reached }) => ({
    place: stage,
    conversion,
    reached,
  }));
  if (place === 'lead') return [];
  if (place !== 'meeting') return links.slice(0, links.findIndex((link) => link.place === place) + 1);
  const accepted = links.findIndex((link) => link.place === 'sales_accepted');
  const decided = links[accepted]?.reached ?? 0;
  // Whoever booked by the form may have met without being accepted.
  const came = Math.min(figures.meetings.held, decided);
  const conversion = { ...wilson(came, decided), came, decided, open: 0 };
  return [...links.slice(0, accepted + 1), { place, conversion, reached: figures.meetings.held }];
}

function refusalOf({ place, conversion: { decided, came } }: Link): PlanRefusal | null {
  if (decided < FEWEST_TO_COMPARE) return { type: 'few_decided', place, decided, came };
  return came === 0 ? { type: 'nobody_came', place, decided } : null;
}

/** A number that what is wanted is divided by, and its limits. */
type Factor = { value: number; low: number; high: number };

/**
 * What is wanted, over a product of which each factor has its own interval. The interval of the product is found on the
 * logarithms by the method of variance estimates recovery (Zou and Donner 2008): the limits of all at once would be
 * too wide, as not all are at their worst together.
 */
function neededFor(wanted: number, factors: readonly Factor[]): Needed {
  const log = (of: (factor: Factor) => number) => factors.map((factor) => Math.log(of(factor)));
  const [values, lows, highs] = [log((one) => one.value), log((one) => one.low), log((one) => one.high)];
  const product = values.reduce((sum, value) => sum + value, 0);
  const spread = (limits: readonly number[]) =>
    Math.hypot(...limits.map((limit, index) => limit - (values[index] ?? 0)));
  return {
    needed: wanted / Math.exp(product),
    low: wanted / Math.exp(product + spread(highs)),
    high: wanted / Math.exp(product - spread(lows)),
  };
}

/** What deals of one currency are worth on average, in its hundredths; null where there is none. */
export function dealValue(deals: readonly Money[], currency: string): DealValue | null {
  const cents = deals.filter((deal) => deal.currency === currency).map((deal) => deal.cents);
  if (cents.length === 0) return null;
  const mean = cents.reduce((sum, one) => sum + one, 0) / cents.length;
  const variance = cents.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, cents.length - 1);
  const error = Z_95 * Math.sqrt(variance / cents.length);
  // A mean of amounts is never nothing.
  return { currency, mean, low: Math.max(mean / 100, mean - error), high: mean + error, deals: cents.length };
}

/** How many leads one rep accepted a week, in the weeks in which they accepted any. */
export type Pace = { accepted: number; reps: number; repWeeks: number };

export function paceOf(rows: readonly { repId: string; week: string; count: number }[]): Pace {
  return {
    accepted: rows.reduce((sum, { count }) => sum + count, 0),
    reps: new Set(rows.map(({ repId }) => repId)).size,
    repWeeks: rows.length,
  };
}

/** The reps it takes to accept so many a week at that pace; null where too little was accepted to know it. */
export function repsFor(accepted: Needed, weeks: number, pace: Pace): Needed | null {
  if (pace.accepted < FEWEST_TO_COMPARE) return null;
  const each = (pace.accepted / pace.repWeeks) * weeks;
  return { needed: accepted.needed / each, low: accepted.low / each, high: accepted.high / each };
}
