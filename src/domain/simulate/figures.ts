import type { Settings } from '../settings.ts';
import type { Arrival } from './arrival.ts';
import type { Outcome } from './simulation.ts';

/** What came of many leads: counts and ids, nothing of any lead. */
export type Figures = {
  leads: number;
  offered: number;
  /** Put where whoever comes first has it. */
  claims: number;
  /** No rule leads anywhere. */
  unmatched: number;
  /** Found nobody by the end. */
  waiting: number;
  /** Of those who found somebody later than they came. */
  waits: { count: number; medianMinutes: number | null; longestMinutes: number | null };
  /** `due` is what the weights would give them of the turns of their pools. */
  byRep: { repId: string; count: number; share: number; due: number | null }[];
  byRoute: { rule: string; count: number }[];
  byPool: { poolId: string; count: number }[];
};

export type Tally = {
  add: (arrival: Arrival, outcome: Outcome) => void;
  /** With so many leads in all; those that nothing was decided about wait. */
  figures: (leads: number) => Figures;
};

const MINUTE = 60_000;

/** Counts what becomes of leads under these settings. */
export function createTally(settings: Settings): Tally {
  const reps = new Map<string, number>();
  const rules = new Map<string, number>();
  const pools = new Map<string, number>();
  const turns = new Map<string, number>();
  const waits: number[] = [];
  let offered = 0;
  let claims = 0;
  let unmatched = 0;
  return {
    add: (arrival, outcome) => {
      if (outcome.type === 'unmatched') {
        unmatched += 1;
        return;
      }
      const waited = outcome.at.getTime() - arrival.at.getTime();
      if (waited > 0) waits.push(waited / MINUTE);
      count(rules, outcome.rule);
      if (outcome.poolId !== null) count(pools, outcome.poolId);
      if (outcome.type === 'claim') {
        claims += 1;
        return;
      }
      offered += 1;
      count(reps, outcome.repId);
      if (outcome.isTurn && outcome.poolId !== null) count(turns, outcome.poolId);
    },
    figures: (leads) => {
      const due = dueOf(settings, turns);
      const everybody = new Set([...reps.keys(), ...due.keys()]);
      return {
        leads,
        offered,
        claims,
        unmatched,
        waiting: leads - offered - claims - unmatched,
        waits: waitsOf(waits),
        byRep: mostFirst(
          [...everybody].map((repId) => ({ repId, count: reps.get(repId) ?? 0 })),
          'repId',
        ).map((rep) => ({
          ...rep,
          share: offered === 0 ? 0 : rep.count / offered,
          due: due.get(rep.repId) ?? null,
        })),
        byRoute: mostFirst(
          [...rules].map(([rule, number]) => ({ rule, count: number })),
          'rule',
        ),
        byPool: mostFirst(
          [...pools].map(([poolId, number]) => ({ poolId, count: number })),
          'poolId',
        ),
      };
    },
  };
}

/** What really happened: whom each lead was offered to first. Which rule decided then is in the routing log. */
export function createPastTally(): Pick<Tally, 'figures'> & { add: (arrival: Arrival) => void } {
  const reps = new Map<string, number>();
  const pools = new Map<string, number>();
  const waits: number[] = [];
  let offered = 0;
  let claims = 0;
  return {
    add: ({ at, lay, repId, poolId, firstOfferedAt }) => {
      if (lay === 'claim') {
        claims += 1;
        if (poolId !== null) count(pools, poolId);
        return;
      }
      if (repId === null) return;
      offered += 1;
      count(reps, repId);
      if (poolId !== null) count(pools, poolId);
      const waited = firstOfferedAt === null ? 0 : firstOfferedAt.getTime() - at.getTime();
      if (waited > 0) waits.push(waited / MINUTE);
    },
    figures: (leads) => ({
      leads,
      offered,
      claims,
      unmatched: 0,
      waiting: leads - offered - claims,
      waits: waitsOf(waits),
      byRep: mostFirst(
        [...reps].map(([repId, number]) => ({ repId, count: number })),
        'repId',
      ).map((rep) => ({
        ...rep,
        share: rep.count / offered,
        due: null,
      })),
      byRoute: [],
      byPool: mostFirst(
        [...pools].map(([poolId, number]) => ({ poolId, count: number })),
        'poolId',
      ),
    }),
  };
}

function count(of: Map<string, number>, key: string): void {
  of.set(key, (of.get(key) ?? 0) + 1);
}

/** The most first; of as many, by name, so that two runs print the same. */
const mostFirst = <Name extends string, Row extends { count: number } & Record<Name, string>>(
  rows: readonly Row[],
  name: Name,
): Row[] => rows.toSorted((a, b) => b.count - a.count || (a[name] < b[name] ? -1 : 1));

/** By the weights alone, had everybody always been there. */
function dueOf({ pools }: Settings, given: ReadonlyMap<string, number>): Map<string, number> {
  const due = new Map<string, number>();
  for (const { id, mode, members } of pools) {
    if (mode === 'claim' || !given.has(id)) continue;
    const total = members.reduce((sum, { weight }) => sum + weight, 0);
    for (const { person, weight } of members) {
      due.set(person, (due.get(person) ?? 0) + ((given.get(id) ?? 0) * weight) / total);
    }
  }
  return due;
}

function waitsOf(minutes: readonly number[]): Figures['waits'] {
  const sorted = minutes.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return {
    count: sorted.length,
    medianMinutes: low === undefined || high === undefined ? null : (low + high) / 2,
    longestMinutes: sorted.at(-1) ?? null,
  };
}
