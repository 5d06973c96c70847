import { type Conversion, type FunnelRows, funnelGroups, type Times, timesOf } from './funnel.ts';
import { FEWEST_TO_COMPARE } from './interval.ts';
import { type Money, sumsByCurrency } from './money-words.ts';
import { type DaySpan, dayAfter, daysIn } from './spend-period.ts';
import type { Stage } from './stages.ts';

/** What leads cost: what was spent in a period, over the leads captured in it and what became of them. */

/** The stages whose cost is said, besides that of a lead. */
export const COSTED_STAGES = ['sales_accepted', 'sales_qualified', 'closed_won'] as const;
export type CostedStage = (typeof COSTED_STAGES)[number];
/** The stages that are timed from capture on. */
export const LEAD_TIME_STAGES = ['sales_qualified', 'closed_won'] as const;
export type LeadTimeStage = (typeof LEAD_TIME_STAGES)[number];

export type CostRows = {
  leads: FunnelRows['leads'];
  /** Leads seen entering a stage equally long after their capture. */
  leadTimes: { key: string | null; stage: LeadTimeStage; seconds: number; count: number }[];
};
/** What counts of a figure in the period, and the group it belongs to. */
export type SpentOn = Money & { key: string | null };

export type CostFigures = {
  leads: number;
  /** One for each currency; none where nothing is told. */
  spend: Money[];
  mql: Conversion;
  reached: Record<CostedStage, number>;
  /** Null where nothing is told, or in several currencies, or where there is nothing to divide by. */
  perLead: Money | null;
  /** What a lead costs that is worth passing on: cost per lead over the share that becomes MQL. */
  effective: Money | null;
  per: Record<CostedStage, Money | null>;
  leadTime: Record<LeadTimeStage, Times>;
};

/** The figures of each group, those with most spent first; what has no key comes last. */
export function costGroups(
  rows: CostRows,
  spent: readonly SpentOn[],
): { key: string | null; figures: CostFigures }[] {
  const keys = new Set([...rows.leads, ...spent].map(({ key }) => key));
  const most = ({ figures }: { figures: CostFigures }) => figures.spend[0]?.cents ?? -1;
  return [...keys]
    .map((key) => {
      const ofKey = <Row extends { key: string | null }>(list: readonly Row[]) =>
        list.filter((row) => row.key === key);
      const own = { leads: ofKey(rows.leads), leadTimes: ofKey(rows.leadTimes) };
      return { key, figures: costFigures(own, ofKey(spent)) };
    })
    .toSorted(
      (a, b) =>
        Number(a.key === null) - Number(b.key === null) ||
        most(b) - most(a) ||
        b.figures.leads - a.figures.leads ||
        (a.key ?? '').localeCompare(b.key ?? ''),
    );
}

/** The figures of all rows together, whatever their keys. */
export function costFigures({ leads: alike, leadTimes }: CostRows, spent: readonly Money[]): CostFigures {
  const none = { accepts: [], responses: [], speeds: [], meetings: [], clocks: [], rejections: [] };
  const [all] = funnelGroups({ ...none, leads: alike.map((row) => ({ ...row, key: null })) });
  const stages = all?.figures.stages ?? [];
  const leads = all?.figures.leads ?? 0;
  const reachedIn = (stage: Stage) => stages.find((one) => one.stage === stage)?.reached ?? 0;
  const mql = stages.find(({ stage }) => stage === 'marketing_qualified')?.conversion ?? NOBODY;
  const spend = sumsByCurrency(spent);
  const [only] = spend.length === 1 ? spend : [];
  const over = (count: number): Money | null =>
    only && count > 0 ? { cents: only.cents / count, currency: only.currency } : null;
  const perLead = over(leads);
  const isRate = mql.rate !== null && mql.rate > 0 && mql.decided >= FEWEST_TO_COMPARE;
  const reached = ofEach(COSTED_STAGES, reachedIn);
  return {
    ...{ leads, spend, mql, reached, perLead },
    effective: perLead && isRate ? { ...perLead, cents: perLead.cents / (mql.rate ?? 1) } : null,
    per: ofEach(COSTED_STAGES, (stage) => over(reached[stage])),
    leadTime: ofEach(LEAD_TIME_STAGES, (stage) => timesOf(leadTimes.filter((row) => row.stage === stage))),
  };
}

const NOBODY: Conversion = { rate: null, low: null, high: null, came: 0, decided: 0, open: 0 };

function ofEach<Key extends string, Value>(
  keys: readonly Key[],
  of: (key: Key) => Value,
): Record<Key, Value> {
  // Its keys are the list.
  return Object.fromEntries(keys.map((key) => [key, of(key)])) as Record<Key, Value>;
}

/**
 * What counts of a figure in a period: as much as its days of all days it is about, to the hundredth. Parts of it that
 * follow each other add up to the whole.
 */
export function centsWithin({ cents, from, to }: DaySpan & { cents: number }, period: DaySpan): number {
  const first = from > period.from ? from : period.from;
  const last = to < period.to ? to : period.to;
  if (first > last) return 0;
  const days = BigInt(daysIn({ from, to }));
  // What is spent before a day: whole numbers, so that no part is lost or counted twice.
  const before = (day: string): bigint =>
    day === from ? 0n : (BigInt(cents) * BigInt(daysIn({ from, to: dayAfter(day, -1) }))) / days;
  return Number(before(dayAfter(last)) - before(first));
}

/** Stretches of a period of which nothing is told: what a lead cost then is not known. */
export function untoldDays(period: DaySpan, told: readonly DaySpan[]): DaySpan[] {
  const gaps: DaySpan[] = [];
  let next = period.from;
  for (const { from, to } of told.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (to < next || from > period.to) continue;
    if (from > next) gaps.push({ from: next, to: dayAfter(from, -1) });
    next = dayAfter(to);
  }
  if (next <= period.to) gaps.push({ from: next, to: period.to });
  return gaps;
}
