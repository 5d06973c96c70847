import { type Interval, type Share, wilson } from '../interval.ts';
import { type Candidate, candidatesFor, isAbout } from './candidates.ts';
import { chanceOfSoMany } from './exact-test.ts';
import type { Studied } from './studied.ts';

/**
 * Finds the few rules about a single fact that set leads with a bad end apart. Among hundreds of rules some look good by chance:
 * they are chosen on the earlier part of history and have to hold on the later one, and the more of them are held against it, the more it takes.
 */

export type FoundRule = Candidate & {
  /** Of all leads, also those of one company: of so many bad ends so many would have been kept out. */
  removed: Share;
  /** Good ends that would have been kept out. */
  cost: number;
  /** In the later part, in which it was not looked for, one of each company: how many ended badly among those it is about, and among the others. */
  about: Share & Interval;
  others: Share & Interval;
  /** The reason most of those removed have, and how many of all with that reason. */
  reason: ({ reason: string } & Share) | null;
};

/** Nothing is suggested from fewer bad ends. */
export const FEWEST_BAD = 20;
const EARLIER = 0.6;
const MOST_RULES = 3;
/** Fewer cases in the later part convince nobody. */
const FEWEST_LATER = 5;
/** Found with fewer it is no kind of lead. */
const FEWEST_EARLIER = 8;

/** `chance`: how often, at most, anything may be found where nothing is. */
export function findRules(leads: readonly Studied[], chance: number): FoundRule[] {
  const cases = oneOfEachCompany(leads.toSorted((a, b) => a.at.getTime() - b.at.getTime()));
  if (cases.filter(({ isBad }) => isBad).length < FEWEST_BAD) return [];
  const cut = Math.floor(cases.length * EARLIER);
  const [earlier, later] = [cases.slice(0, cut), cases.slice(cut)];
  const chosen = choose(earlier);
  return chosen
    .filter((rule) => holds(rule, later, chance / chosen.length))
    .map((rule) => described(rule, leads, later));
}

function oneOfEachCompany(leads: readonly Studied[]): Studied[] {
  const seen = new Set<string>();
  return leads.filter(({ company }) => !seen.has(company) && seen.add(company));
}

type Counts = { bad: number; good: number; gain: number };

function countOf(rule: Candidate, leads: readonly Studied[]): Counts {
  const counts = { bad: 0, good: 0, gain: 0 };
  for (const lead of leads) {
    if (!isAbout(rule, lead)) continue;
    if (lead.isBad) counts.bad += 1;
    else counts.good += 1;
    counts.gain += lead.isBad ? 1 : -lead.worth;
  }
  return counts;
}

/** The best, then the best among what it leaves, and so on. */
function choose(leads: readonly Studied[]): Candidate[] {
  const candidates = candidatesFor(leads);
  const chosen: Candidate[] = [];
  let left = leads;
  while (chosen.length < MOST_RULES) {
    const [best] = candidates
      .map((rule) => ({ rule, counts: countOf(rule, left) }))
      .filter(({ counts }) => counts.bad >= FEWEST_EARLIER && counts.gain > 0)

      .filter(({ counts }) => isApart(counts, restOf(left, counts)))
      .toSorted((a, b) => b.counts.gain - a.counts.gain);
    if (!best) break;
    chosen.push(best.rule);
    left = left.filter((lead) => !isAbout(best.rule, lead));
  }
  return chosen;
}

function restOf(leads: readonly Studied[], { bad, good }: Counts) {
  const allBad = leads.filter(({ isBad }) => isBad).length;
  return { bad: allBad - bad, good: leads.length - allBad - good };
}

/** By chance alone one of a hundred rules would look so: that much it takes to be worth a trial. */
const WORTH_A_TRIAL = 0.01;

const isApart = (inside: Pick<Counts, 'bad' | 'good'>, outside: Pick<Counts, 'bad' | 'good'>): boolean =>
  chanceOfSoMany(shareOf(inside), shareOf(outside)) <= WORTH_A_TRIAL;

const shareOf = ({ bad, good }: Pick<Counts, 'bad' | 'good'>): Share => ({ cases: bad, of: bad + good });

function holds(rule: Candidate, later: readonly Studied[], chance: number): boolean {
  const counts = countOf(rule, later);
  if (counts.bad < FEWEST_LATER || counts.gain <= 0) return false;
  return chanceOfSoMany(shareOf(counts), shareOf(restOf(later, counts))) <= chance;
}

function described(rule: Candidate, all: readonly Studied[], later: readonly Studied[]): FoundRule {
  const counts = countOf(rule, all);
  const then = countOf(rule, later);
  const withInterval = (share: Share) => ({ ...share, ...wilson(share.cases, share.of) });
  return {
    ...rule,
    removed: { cases: counts.bad, of: all.filter(({ isBad }) => isBad).length },
    cost: counts.good,
    about: withInterval(shareOf(then)),
    others: withInterval(shareOf(restOf(later, then))),
    reason: mostGiven(rule, all),
  };
}

function mostGiven(rule: Candidate, all: readonly Studied[]): FoundRule['reason'] {
  const given = (leads: readonly Studied[]) =>
    Map.groupBy(
      leads.filter(({ isBad, reason }) => isBad && reason !== null),
      ({ reason }) => reason ?? '',
    );
  const everywhere = given(all);
  const [most] = [...given(all.filter((lead) => isAbout(rule, lead)))].toSorted(
    ([, a], [, b]) => b.length - a.length,
  );
  if (!most) return null;
  const [reason, list] = most;
  return { reason, cases: list.length, of: everywhere.get(reason)?.length ?? list.length };
}
