import type { DealField } from './deal.ts';
import type { Stage } from './stages.ts';

/**
 * Deals with their past: what was said of each, and when. Every figure of the pipeline is made from these, so that what was
 * known at an earlier instant can be asked for.
 */

/** What is known of a deal; null where nobody said it. `closeOn` is a day, `subStage` a code of the settings. */
export type Said = {
  amount: number | null;
  currency: string | null;
  closeOn: string | null;
  subStage: string | null;
};

/** One field, said at an instant; `repId` is whose deal it was then. */
export type SaidChange = { field: DealField; to: string; at: Date; repId: string | null };

export type DealHistory = {
  leadId: string;
  sourceId: string;
  segment: string | null;
  /** Whose it is now, or was last. */
  repId: string | null;
  /** Since when it is known to be one. */
  knownAt: Date;
  /** When it became one; null where nobody saw it. */
  openedAt: Date | null;
  /** `won` is false as well where it was given up: recycled or disqualified. */
  end: { at: Date; won: boolean } | null;
  /** In the order in which they were said; what was undone is not among them. */
  changes: SaidChange[];
};

/** A stage that a lead entered, as far as it was not undone. */
export type StageEntered = {
  stage: Stage;
  at: Date;
  isInferred: boolean;
  /** The AE whose handoff brought it there; null where none did. */
  repId: string | null;
};

const ENDS: readonly Stage[] = ['closed_won', 'closed_lost', 'nurture', 'disqualified'];

/**
 * The deals of one lead, whose `repId` is the AE who has it now: each begins with the stage *opportunity* and lasts until it is won, lost or given up. What is won
 * without having been an opportunity was one nobody saw. Stages and changes are in the order in which they were recorded.
 */
export function dealsOf(
  lead: Pick<DealHistory, 'leadId' | 'sourceId' | 'segment' | 'repId'>,
  stages: readonly StageEntered[],
  changes: readonly SaidChange[],
): DealHistory[] {
  const deals: DealHistory[] = [];
  let open: DealHistory | null = null;
  const begin = (at: Date, openedAt: Date | null): DealHistory => {
    const deal: DealHistory = { ...lead, knownAt: at, openedAt, end: null, changes: [] };
    deals.push(deal);
    return deal;
  };
  for (const { stage, at, isInferred, repId } of stages) {
    if (stage === 'opportunity') open ??= begin(at, isInferred ? null : at);
    const isEnd = ENDS.includes(stage);
    if (!isEnd) continue;
    if (stage === 'closed_won' || stage === 'closed_lost') open ??= begin(at, null);
    if (open) {
      open.end = { at, won: stage === 'closed_won' };
      open.repId = repId ?? open.repId;
    }
    open = null;
  }
  for (const change of changes) {
    // A CRM says of a deal that is over what it was worth in the end.
    const meant = deals.find(({ end }) => end === null || end.at >= change.at) ?? deals.at(-1);
    meant?.changes.push(change);
  }
  return deals;
}

/** What was known of a deal at an instant. */
export function saidAt({ changes }: Pick<DealHistory, 'changes'>, at: Date): Said {
  // Asked for each deal at many instants: one walk through what was said of it.
  const last: Partial<Record<DealField, string>> = {};
  const until = at.getTime();
  for (const change of changes) if (change.at.getTime() <= until) last[change.field] = change.to;
  return {
    amount: last.amount === undefined ? null : Number(last.amount),
    currency: last.currency ?? null,
    closeOn: last.close_on ?? null,
    subStage: last.sub_stage ?? null,
  };
}

// Asked of each deal at many instants: two dates are compared five times as fast by their milliseconds.
/** Whether it was known as a deal then, and not over. */
export const wasOpen = ({ knownAt, end }: DealHistory, at: Date): boolean =>
  knownAt.getTime() <= at.getTime() && (end === null || end.at.getTime() > at.getTime());

/** Whether it was over by then. */
export const wasClosed = ({ end }: DealHistory, at: Date): boolean =>
  end !== null && end.at.getTime() <= at.getTime();

/** Whether it ended then; `to` is no part of it. */
export const endedWithin = ({ end }: DealHistory, { from, to }: { from: Date; to: Date }): boolean =>
  end !== null && end.at.getTime() >= from.getTime() && end.at.getTime() < to.getTime();

/** A sum of money and of how many deals it is. Sums of two currencies are never added. */
export type Sum = { amount: number; count: number };

/** What these amounts come to. */
export const sumOfAmounts = (amounts: readonly number[]): Sum => ({
  amount: amounts.reduce((sum, amount) => sum + amount, 0),
  count: amounts.length,
});
