import type { DealStory, Story } from './story.ts';

/** What became of deals, what leads cost, and whom wins are owed to: counted from the stories with nothing of the product. */

const DAY = 86_400_000;
type Period = { from: number; to: number };

type Deal = {
  story: Story;
  openedAt: number;
  end: { at: number; won: boolean } | null;
  said: DealStory | null;
};

function dealsOf(stories: readonly Story[]): Deal[] {
  return stories.flatMap((story) => {
    const opened = story.entered.find(({ stage }) => stage === 'opportunity');
    if (!opened) return [];
    const ended = story.entered.find(({ stage }) => stage === 'closed_won' || stage === 'closed_lost');
    const said = story.handoffs.find(({ deal }) => deal !== null)?.deal ?? null;
    const end = ended ? { at: ended.at, won: ended.stage === 'closed_won' } : null;
    return [{ story, openedAt: opened.at, end, said }];
  });
}

export type VelocityTruth = {
  open: number;
  won: number;
  closed: number;
  value: number | null;
  cycle: number | null;
};

/** By currency; null where nobody said one. */
export function velocityTruth(
  stories: readonly Story[],
  { from, to }: Period,
): Map<string | null, VelocityTruth> {
  const deals = dealsOf(stories);
  const truth = new Map<string | null, VelocityTruth>();
  for (const currency of new Set(deals.map(({ said }) => said?.currency ?? null))) {
    const own = deals.filter(({ said }) => (said?.currency ?? null) === currency);
    const open = own.filter(({ openedAt, end }) => openedAt <= to && (end === null || end.at > to)).length;
    const closed = own.filter(({ end }) => end !== null && end.at >= from && end.at <= to);
    const won = closed.filter(({ end }) => end?.won);
    if (open + closed.length === 0) continue;
    truth.set(currency, {
      ...{ open, won: won.length, closed: closed.length },
      value: mean(won.flatMap(({ said }) => (said ? [said.amount] : []))),
      cycle: mean(won.map(({ openedAt, end }) => ((end?.at ?? 0) - openedAt) / DAY)),
    });
  }
  return truth;
}

/** The sums of what is open, by currency. */
export function openTruth(stories: readonly Story[]): Map<string, { amount: number; count: number }> {
  const open = dealsOf(stories).filter(({ end }) => end === null);
  const sums = new Map<string, { amount: number; count: number }>();
  for (const { said } of open) {
    if (!said) continue;
    const sum = sums.get(said.currency) ?? { amount: 0, count: 0 };
    sums.set(said.currency, { amount: sum.amount + said.amount, count: sum.count + 1 });
  }
  return sums;
}

/** What was spent on a source on one day. */
export type SpentDay = { source: string; day: string; cents: number };

export type CostTruth = { cents: number; leads: number; accepted: number; qualified: number; won: number };

/** By source, of the days that a period touches. */
export function costTruth(
  stories: readonly Story[],
  spent: readonly SpentDay[],
  { from, to, days }: Period & { days: { from: string; to: string } },
): Map<string, CostTruth> {
  const truth = new Map<string, CostTruth>();
  const meant = stories.filter(({ capturedAt }) => capturedAt >= from && capturedAt <= to);
  for (const source of new Set(spent.map((one) => one.source))) {
    const own = meant.filter((story) => story.source === source);
    const came = (...stages: string[]) =>
      own.filter(({ entered }) => entered.some(({ stage }) => stages.includes(stage))).length;
    const within = spent.filter((one) => one.source === source && one.day >= days.from && one.day <= days.to);
    truth.set(source, {
      cents: within.reduce((sum, { cents }) => sum + cents, 0),
      leads: own.length,
      accepted: came('sales_accepted'),
      qualified: came('sales_qualified'),
      won: came('closed_won'),
    });
  }
  return truth;
}

/** Rejections of a period that stand, of whatever leg, by reason. */
export function rejectedTruth(stories: readonly Story[], { from, to }: Period): Map<string, number> {
  const rejected = stories
    .flatMap(({ handoffs }) => handoffs.flatMap(({ rejections }) => rejections))
    .filter(({ at, undoneAt }) => undoneAt === null && at >= from && at <= to);
  const counted = new Map<string, number>();
  for (const { reason } of rejected) counted.set(reason, (counted.get(reason) ?? 0) + 1);
  return counted;
}

/** By minutes up to the first response: who qualified of those whose answer is known. */
export function freshnessTruth(stories: readonly Story[], { from, to }: Period, edges: readonly number[]) {
  const open = ['waiting', 'offered', 'snoozed', 'accepted', 'working'];
  const rows = stories
    .filter(({ capturedAt }) => capturedAt >= from && capturedAt <= to)
    .flatMap((story) => {
      const answered = story.handoffs.flatMap(({ leg, respondedAt }) =>
        leg === 'mql_to_sdr' && respondedAt !== null ? [respondedAt] : [],
      );
      if (answered.length === 0) return [];
      const seconds = Math.round((Math.min(...answered) - story.capturedAt) / 1_000);
      const isQualified = story.entered.some(({ stage }) => stage === 'sales_qualified');
      const isOpen = open.includes(story.handoffs.at(-1)?.state ?? '');
      const isOver = ['nurture', 'disqualified'].includes(story.stage);
      return [{ seconds, isQualified, isDecided: isQualified || (!isOpen && isOver) }];
    });
  return edges.map((edge, index) => {
    const until = edges[index + 1] ?? Number.POSITIVE_INFINITY;
    const own = rows.filter(({ seconds }) => seconds >= edge * 60 && seconds < until * 60);
    return {
      qualified: own.filter(({ isQualified }) => isQualified).length,
      decided: own.filter(({ isDecided }) => isDecided).length,
    };
  });
}

/** Wins of a period by the source of the lead: in these stories each company has one lead, whom no other source told of. */
export function winsTruth(stories: readonly Story[], { from, to }: Period): Map<string, number> {
  const counted = new Map<string, number>();
  for (const { source, entered } of stories) {
    if (!entered.some(({ stage, at }) => stage === 'closed_won' && at >= from && at <= to)) continue;
    counted.set(source, (counted.get(source) ?? 0) + 1);
  }
  return counted;
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
