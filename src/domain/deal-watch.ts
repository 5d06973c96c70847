import { type DealHistory, type Said, saidAt, wasOpen } from './deal-history.ts';

/** The open deals somebody should look at this week, and why. */

const DAY = 24 * 60 * 60_000;
/** So long nothing was heard of a deal or done about it: somebody has to find out whether it still is one. */
export const STALE_DAYS = 21;
/** Deals that are expected so soon are this week's work. */
export const SOON_DAYS = 7;
/** Who moved a date so often does not know it. */
const MOVED_OFTEN = 2;

export type Watched =
  | { reason: 'no_amount' }
  | { reason: 'no_close_date' }
  | { reason: 'overdue'; closeOn: string }
  | { reason: 'due_soon'; closeOn: string }
  | { reason: 'moved_often'; times: number }
  | { reason: 'stale'; days: number };

// What is wrong with a deal before what is merely urgent.
const WEIGHTS: Record<Watched['reason'], number> = {
  overdue: 6,
  no_close_date: 5,
  no_amount: 4,
  stale: 3,
  moved_often: 2,
  due_soon: 1,
};

export type WatchedDeal = { deal: DealHistory; said: Said; reasons: Watched[] };

/**
 * The open deals with a reason to look at them, the worst first: by their heaviest reason, then by how many they have, then by
 * what they are worth within their currency. `lastTouched` is when anything last happened to a lead; `today` and the day it will be in a week are of
 * the team's calendar.
 */
export function dealsToLookAt(
  deals: readonly DealHistory[],
  lastTouched: ReadonlyMap<string, Date>,
  { now, today, inAWeek }: { now: Date; today: string; inAWeek: string },
): WatchedDeal[] {
  return deals
    .filter((deal) => wasOpen(deal, now))
    .map((deal) => {
      const said = saidAt(deal, now);
      const signs = [lastTouched.get(deal.leadId), deal.knownAt, deal.changes.at(-1)?.at];
      const touched = Math.max(...signs.flatMap((at) => (at && at <= now ? [at.getTime()] : [])));
      const quietDays = Math.floor((now.getTime() - touched) / DAY);
      const moved = timesMovedLater(deal, { from: new Date(0), to: now });
      const reasons: Watched[] = [
        ...dateReasons(said.closeOn, today, inAWeek),
        ...(said.amount === null ? [{ reason: 'no_amount' as const }] : []),
        ...(quietDays >= STALE_DAYS ? [{ reason: 'stale' as const, days: quietDays }] : []),
        ...(moved >= MOVED_OFTEN ? [{ reason: 'moved_often' as const, times: moved }] : []),
      ].toSorted((a, b) => WEIGHTS[b.reason] - WEIGHTS[a.reason]);
      return { deal, said, reasons };
    })
    .filter(({ reasons }) => reasons.length > 0)
    .sort(
      (a, b) =>
        heaviest(b) - heaviest(a) ||
        b.reasons.length - a.reasons.length ||
        (a.said.currency ?? '~').localeCompare(b.said.currency ?? '~') ||
        (b.said.amount ?? 0) - (a.said.amount ?? 0) ||
        a.deal.leadId.localeCompare(b.deal.leadId),
    );
}

const heaviest = ({ reasons }: WatchedDeal): number =>
  Math.max(0, ...reasons.map(({ reason }) => WEIGHTS[reason]));

function dateReasons(closeOn: string | null, today: string, inAWeek: string): Watched[] {
  if (closeOn === null) return [{ reason: 'no_close_date' }];
  if (closeOn < today) return [{ reason: 'overdue', closeOn }];
  return closeOn <= inAWeek ? [{ reason: 'due_soon', closeOn }] : [];
}

/** How often the expected day was moved to a later one, both ends of the time included. */
export const timesMovedLater = (deal: DealHistory, within: { from: Date; to: Date }): number =>
  movesOf(deal, within).length;

/** Each time the expected day was moved to a later one: by how many days, and whose deal it was. */
export function movesOf(
  { changes }: Pick<DealHistory, 'changes'>,
  { from, to }: { from: Date; to: Date },
): { days: number; repId: string | null }[] {
  const dates = changes.filter(({ field }) => field === 'close_on');
  return dates.flatMap(({ to: closeOn, at, repId }, index) => {
    const before = dates[index - 1]?.to;
    if (before === undefined || closeOn <= before || at < from || at > to) return [];
    return [{ days: (Date.parse(closeOn) - Date.parse(before)) / DAY, repId }];
  });
}
