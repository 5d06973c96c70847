import type { FactValues } from '../conditions.ts';
import type { Pool, Settings } from '../settings.ts';
import { managersAbove, poolOf } from '../team.ts';
import type { Check } from './check-names.ts';
import type { Past, RepStatus } from './checks.ts';
import { type Candidate, chooseMember, type MemberChoice, NOTHING, type Standing } from './choose.ts';
import type { TriedRule } from './record.ts';

/** A pool, and those its overflow leads to while nobody can take a lead. */

export type AskedPool = { poolId: string; candidates: Candidate[] };

/** Who got it, with every pool that was asked, the last one last, and the rules that led from one to the next. */
export type PoolsAnswer =
  | { by: 'pool'; chosenId: string; choice: MemberChoice; asked: AskedPool[]; rules: TriedRule[] }
  | { by: 'overflow_manager'; chosenId: string; asked: AskedPool[]; rules: TriedRule[] }
  | { by: 'claim' | 'nobody'; asked: AskedPool[]; rules: TriedRule[] }
  | { by: 'not_known_yet'; ask: { ask: 'people'; ids: string[] } | { ask: 'pool'; pool: Pool } };

type PoolsQuestion = {
  settings: Settings;
  facts: FactValues;
  past: Past;
  mayRepeat: boolean;
  isBacklog: boolean;
  people: ReadonlyMap<string, RepStatus>;
  standings: ReadonlyMap<string, Standing>;
  now: Date;
  /** Why somebody named cannot have it; null when they can. */
  checkNamed: (status: RepStatus) => Check | null;
};

/**
 * What is passed over, round after round, once nobody is left in any of the pools: better somebody who did not answer
 * lately than nobody, and better the same person again. Nothing else ever is, least of all that somebody refused it.
 */
const waivers = (mayRepeat: boolean): ReadonlySet<Check>[] => [
  new Set(['not_answering']),
  ...(mayRepeat ? [new Set<Check>(['not_answering', 'had_it'])] : []),
];

/** Who gets a lead that a route leads to this pool, or what has to be known first. */
export function askPools(question: PoolsQuestion, first: Pool): PoolsAnswer {
  const strict = askInTurn(question, first, NOTHING);
  if (strict.by !== 'nobody') return strict;
  const against = strict.asked.flatMap(({ candidates }) => candidates.map(({ check }) => check));
  for (const waived of waivers(question.mayRepeat)) {
    // Of whoever is kept by something else the first answer holds.
    if (!against.some((check) => check !== null && waived.has(check))) continue;
    const again = askInTurn(question, first, waived);
    // By now everything is known, and only a pool's member can be found whom the first round had not found.
    if (again.by === 'pool') return { ...again, ...joined(strict.asked, again), rules: strict.rules };
  }
  return strict;
}

/** The pools that had nobody at first stay in what is told; the one that gave the turn comes last. */
function joined(strict: readonly AskedPool[], { asked }: { asked: AskedPool[] }): { asked: AskedPool[] } {
  const later = new Set(asked.map(({ poolId }) => poolId));
  return { asked: [...strict.filter(({ poolId }) => !later.has(poolId)), ...asked] };
}

/** One round along the overflow. A pool is asked once. */
function askInTurn(question: PoolsQuestion, first: Pool, waived: ReadonlySet<Check>): PoolsAnswer {
  const { settings, people, standings, checkNamed } = question;
  const asked: AskedPool[] = [];
  const rules: TriedRule[] = [];
  let pool = first;
  for (;;) {
    if (pool.mode === 'claim') {
      return { by: 'claim', asked: [...asked, { poolId: pool.id, candidates: [] }], rules };
    }
    const standing = standings.get(pool.id);
    if (!standing) return { by: 'not_known_yet', ask: { ask: 'pool', pool } };
    const choice = chooseMember({ ...question, pool, standing, waived });
    const { chosenId } = choice;
    asked.push({ poolId: pool.id, candidates: choice.candidates });
    if (chosenId !== null) return { by: 'pool', chosenId, choice, asked, rules };

    const { overflow } = pool;
    const rule = `overflow of pool ${pool.id}`;
    if (overflow === 'hold') return { by: 'nobody', asked, rules };
    if (overflow === 'manager') {
      const repId = managerOf(settings, pool);
      if (repId === null) return { by: 'nobody', asked, rules };
      const status = people.get(repId);
      if (!status) return { by: 'not_known_yet', ask: { ask: 'people', ids: [repId] } };
      const check = checkNamed(status);
      rules.push({ rule, result: check ?? 'goes_to', repId, poolId: null });
      return check === null
        ? { by: 'overflow_manager', chosenId: repId, asked, rules }
        : { by: 'nobody', asked, rules };
    }
    const next = poolOf(settings, overflow.pool);
    if (!next || asked.some(({ poolId }) => poolId === next.id)) return { by: 'nobody', asked, rules };
    rules.push({ rule, result: 'goes_to', repId: null, poolId: next.id });
    pool = next;
  }
}

/** The manager of a pool: its first member's. */
export const managerOf = (settings: Settings, { members: [first] }: Pool): string | null =>
  (first && managersAbove(settings, first.person)[0]) ?? null;
