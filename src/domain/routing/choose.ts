import { evaluate, type FactValues } from '../conditions.ts';
import type { Pool, Settings } from '../settings.ts';
import { personOf } from '../team.ts';
import { rounded, takeTurn } from '../turns.ts';
import type { Check } from './check-names.ts';
import { type CheckedFor, checkRep, type Past, type RepStatus } from './checks.ts';

/** How the members of a pool stand: what routing has to know, and to store, to give the next turn. */
export type Standing = {
  /** What each was entitled to less what they took; who is not in it is level. */
  lags: ReadonlyMap<string, number>;
  /** Turns that went by while they were away, to be caught up with. */
  owed: ReadonlyMap<string, number>;
  /** Turns of that kind they had since their midnight. */
  caughtUp: ReadonlyMap<string, number>;
  /** Whether the pool's last turn was of that kind: two of them never follow each other. */
  isCatchingUp: boolean;
};
export const LEVEL: Standing = {
  lags: new Map(),
  owed: new Map(),
  caughtUp: new Map(),
  isCatchingUp: false,
};

/** Somebody who was looked at. What the mode of the pool compares stands with it. */
export type Candidate = {
  repId: string;
  check: Check | null;
  /** What spoke against them, and was passed over because nobody else could. */
  waived?: Check;
  weight: number;
  lag: number;
  owed?: number;
  /** The share of this turn that they are owed for being on leave. */
  missed?: number;
  /** Of `load_balance`: open handoffs. */
  open?: number;
  /** Of `skills`: facts of the lead that theirs fit, and that they do not. */
  fits?: number;
  misfits?: number;
};

export type MemberChoice = {
  chosenId: string | null;
  /** A turn in the ordinary order, or one that was owed since an absence. */
  kind: 'turn' | 'catch_up';
  candidates: Candidate[];
  /** How everybody stands after it. */
  standing: { id: string; lag: number; owed: number }[];
};

export type PoolQuestion = {
  settings: Settings;
  pool: Pool;
  facts: FactValues;
  people: ReadonlyMap<string, RepStatus>;
  standing: Standing;
  past: Past;
  /** Checks that are passed over. */
  waived: ReadonlySet<Check>;
  isBacklog: boolean;
  now: Date;
};

/** No check is passed over. */
export const NOTHING: ReadonlySet<Check> = new Set();
const ON_LEAVE: ReadonlySet<Check> = new Set(['away']);

/** Chooses a member of a pool for a lead, by the pool's mode, among those who can take it now. */
export function chooseMember(question: PoolQuestion): MemberChoice {
  const { pool, standing } = question;
  const of = checkedFor(question);
  const candidates = pool.members.map((member) => candidateOf(question, of, member));
  const members = candidates.map(({ repId, weight, lag }) => ({
    id: repId,
    weight,
    lag,
    owed: standing.owed.get(repId) ?? 0,
  }));
  const eligible = takersOf(candidates);
  if (eligible.size === 0)
    return { chosenId: null, kind: 'turn', candidates, standing: members.map(standingOf) };
  const returned = owedMost(question, eligible);
  if (returned !== null) {
    const after = members.map((member) =>
      member.id === returned ? { ...member, owed: rounded(member.owed - 1) } : member,
    );
    return { chosenId: returned, kind: 'catch_up', candidates, standing: after.map(standingOf) };
  }
  const turn = takeTurn(members, eligible);
  const missed = turn.chosen === null ? new Map<string, number>() : missedBy(question, candidates);
  return {
    chosenId: turn.chosen,
    kind: 'turn',
    candidates: candidates.map((one) => withMissed(one, missed.get(one.repId))),
    standing: turn.members.map(({ id, lag, owed }) => ({
      id,
      lag,
      owed: rounded(owed + (missed.get(id) ?? 0)),
    })),
  };
}

const withMissed = (candidate: Candidate, missed: number | undefined): Candidate =>
  missed === undefined ? candidate : { ...candidate, missed };

/** Among whom a turn is taken: those who can have it, and whom the mode prefers. */
export const takersOf = (candidates: readonly Candidate[]): Set<string> =>
  new Set(preferred(candidates.filter(({ check }) => check === null)).map(({ repId }) => repId));

const standingOf = ({ id, lag, owed }: MemberChoice['standing'][number]) => ({ id, lag, owed });

function candidateOf(
  { settings, pool, facts, people, standing, waived }: PoolQuestion,
  of: CheckedFor,
  { person: id, weight }: Pool['members'][number],
): Candidate {
  const status = people.get(id);
  const check = checkRep(status, of, waived);
  const passedOver = check === null && waived.size > 0 ? checkRep(status, of, NOTHING) : null;
  const common: Candidate = { repId: id, check, weight, lag: standing.lags.get(id) ?? 0 };
  if (passedOver !== null) common.waived = passedOver;
  if (catchesUp(pool)) common.owed = standing.owed.get(id) ?? 0;
  switch (pool.mode) {
    case 'round_robin':
    case 'claim':
      return common;
    case 'load_balance':
      return { ...common, open: status?.open ?? 0 };
    case 'skills':
      return { ...common, ...fitOf(settings, id, facts) };
  }
}

const checkedFor = ({ settings, pool, past, isBacklog, now }: PoolQuestion): CheckedFor => ({
  availability: settings.availability,
  pool,
  past,
  isBacklog,
  now,
});

function fitOf(settings: Settings, id: string, facts: FactValues): { fits: number; misfits: number } {
  const { rules } = evaluate(personOf(settings, id)?.skills ?? {}, facts);
  return {
    fits: rules.filter(({ result }) => result === 'held').length,
    misfits: rules.filter(({ result }) => result === 'failed').length,
  };
}

/** What the mode compares stands with each of them: the least open work by weight, or the best fit; else everybody. */
function preferred(candidates: readonly Candidate[]): readonly Candidate[] {
  const fittest = least(candidates, ({ fits = 0 }) => -fits);
  const fitting = least(fittest, ({ misfits = 0 }) => misfits);
  return least(fitting, ({ open = 0, weight }) => open / weight);
}

function least<T>(all: readonly T[], measure: (one: T) => number): T[] {
  let smallest = Number.POSITIVE_INFINITY;
  let found: T[] = [];
  for (const one of all) {
    const measured = measure(one);
    if (measured < smallest) found = [];
    if (measured <= smallest) found.push(one);
    smallest = Math.min(smallest, measured);
  }
  return found;
}

/** By open work there is nothing to catch up with: whoever comes back has the least of it. */
const catchesUp = ({ mode, catch_up_per_day }: Pool): boolean =>
  catch_up_per_day > 0 && mode !== 'load_balance';

/** Who is owed a turn since their leave, and may have it today; most first. */
function owedMost({ pool, standing }: PoolQuestion, eligible: ReadonlySet<string>): string | null {
  if (!catchesUp(pool) || standing.isCatchingUp) return null;
  const owedTo = (id: string) => standing.owed.get(id) ?? 0;
  const owed = pool.members
    .map(({ person }) => person)
    .filter((id) => eligible.has(id) && owedTo(id) >= 1)
    .filter((id) => (standing.caughtUp.get(id) ?? 0) < pool.catch_up_per_day);
  return least(owed, (id) => -owedTo(id))[0] ?? null;
}

/** Who is on leave and could have taken this turn otherwise is owed the share of it that they would have had. */
function missedBy(question: PoolQuestion, candidates: readonly Candidate[]): Map<string, number> {
  if (!catchesUp(question.pool)) return new Map();
  const of = checkedFor(question);
  const isOnLeave = ({ repId, check }: Candidate) =>
    check === 'away' && checkRep(question.people.get(repId), of, ON_LEAVE) === null;
  const absent = new Set(candidates.filter(isOnLeave));
  const takers = preferred(candidates.filter((one) => one.check === null || absent.has(one)));
  const total = takers.reduce((sum, { weight }) => sum + weight, 0);
  return new Map(
    takers.filter((one) => absent.has(one)).map(({ repId, weight }) => [repId, rounded(weight / total)]),
  );
}
