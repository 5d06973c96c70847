import { type Money, sumsByCurrency } from '../money-words.ts';
import type { Fate } from './past-lead.ts';

/** What became of some leads, counted. Rejected, accepted and open add up to all; the rest is of the accepted. */
export type Fates = {
  leads: number;
  rejected: number;
  /** By reason, most first. */
  reasons: { reason: string; count: number }[];
  accepted: number;
  qualified: number;
  won: number;
  /** By currency: amounts in two are never added up. */
  amounts: Money[];
  /** Deals that were won, of which nobody said how much. */
  wonWithoutAmount: number;
  lost: number;
  left: number;
  open: number;
};

export type FateCount = { add: (fate: Fate) => void; fates: () => Fates };

export function createFateCount(): FateCount {
  const reasons = new Map<string, number>();
  const amounts: Money[] = [];
  const counted = {
    ...{ leads: 0, rejected: 0, accepted: 0, qualified: 0, won: 0, wonWithoutAmount: 0, lost: 0, left: 0 },
    open: 0,
  };
  return {
    add: ({ rejectedFor, accepted, qualified, won, lostFor, leftFor }) => {
      counted.leads += 1;
      if (rejectedFor !== null) {
        counted.rejected += 1;
        reasons.set(rejectedFor, (reasons.get(rejectedFor) ?? 0) + 1);
      } else if (accepted) counted.accepted += 1;
      else counted.open += 1;
      if (qualified) counted.qualified += 1;
      if (lostFor !== null) counted.lost += 1;
      if (leftFor !== null) counted.left += 1;
      if (won === null) return;
      counted.won += 1;
      if (won === 'amount unknown') counted.wonWithoutAmount += 1;
      else amounts.push(won);
    },
    fates: () => ({
      ...counted,
      reasons: [...reasons]
        .map(([reason, count]) => ({ reason, count }))
        .toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
      amounts: sumsByCurrency(amounts),
    }),
  };
}
