import { type FactValues, type RuleResult, resultOf } from '../conditions.ts';
import type { Pool, Settings } from '../settings.ts';
import type { Leg } from '../settings-shapes.ts';
import { poolOf } from '../team.ts';
import { type AskedPool, askPools } from './ask-pools.ts';
import type { Check } from './check-names.ts';
import { type CheckedFor, checkRep, type Past, type RepStatus } from './checks.ts';
import { type MemberChoice, NOTHING, type Standing } from './choose.ts';
import { type AskRule, asksIdentity, type KeptAnswers, placed } from './lead-facts.ts';
import {
  type DecidedBy,
  keptStanding,
  knownOf,
  type NamedOwner,
  type RoutingInputs,
  type RoutingRecord,
  type TriedRule,
  withoutIdentity,
} from './record.ts';

/** A lead that needs an owner, and everything the rules may ask beside the settings. */
export type RoutingQuestion = {
  leg: Leg;
  because: string;
  now: Date;
  /** Before territory and segment. */
  facts: FactValues;
  /** What came of rules that ask who the lead is; empty while that is known. */
  answers: KeptAnswers;
  /** Strongest first. */
  owners: readonly NamedOwner[];
  /** What speaks for somebody, and decides nothing. */
  hints: readonly TriedRule[];
  past: Past;
  /** Whether somebody who had it may get it again, when nobody else can. */
  mayRepeat: boolean;
  /** Whether it waited, and others with it. */
  isBacklog: boolean;
  /** Whether what is for a pool lies in a batch, from which its members take one after another. */
  isBatch?: boolean;
  people: ReadonlyMap<string, RepStatus>;
  standings: ReadonlyMap<string, Standing>;
};

export type RoutingDecision = {
  record: RoutingRecord;
  /** Of the pool that gave the turn; null where no turn was taken. */
  turn: { poolId: string; choice: MemberChoice } | null;
  /** What came of rules that ask who the lead is. */
  answers: Record<string, RuleResult>;
};

/** The decision, or what has to be known before it can be made. */
export type RoutingAnswer =
  | { ask: 'people'; ids: string[] }
  | { ask: 'pool'; pool: Pool }
  | { ask: null; decision: RoutingDecision };

/**
 * Where a lead goes: to whom its account or its sender names, else by the first route whose conditions hold, to a
 * person or to the member of a pool whose turn it is; where nobody can, as the pool's overflow says.
 *
 * Pure: the same settings and question give the same answer. What a question does not know yet is asked for, so that
 * only what is needed has to be read and locked; put what was asked for into the question and ask again.
 */
export function decideRoute(settings: Settings, question: RoutingQuestion): RoutingAnswer {
  const walk = createWalk(settings, question);
  return walk.tryOwners() ?? walk.tryRoutes() ?? walk.end('nobody', null, [], null);
}

function createWalk(settings: Settings, question: RoutingQuestion) {
  const { past, isBacklog, now, people } = question;
  const rules: TriedRule[] = [];
  const answers: Record<string, RuleResult> = {};

  const ask: AskRule = (rule, when, known) => {
    if (!asksIdentity(when)) return resultOf(when, known);
    const result = question.answers[rule] ?? resultOf(when, known);
    answers[rule] = result;
    return result;
  };
  const place = placed(settings, question.facts, ask, true);
  const { facts } = place;
  rules.push(...place.rules, ...question.hints);

  /** `asked` are the pools, the one that gave the turn last; where nobody could, the first answers for it. */
  const end = (
    by: DecidedBy,
    chosenId: string | null,
    asked: readonly AskedPool[],
    choice: MemberChoice | null,
  ): RoutingAnswer => {
    const own = by === 'pool' || by === 'claim' ? asked.at(-1) : asked[0];
    const others = asked.filter((pool) => pool !== own);
    const record: RoutingRecord = {
      because: question.because,
      facts: withoutIdentity(facts),
      rules,
      candidates: own?.candidates ?? [],
      ...(others.length > 0 && { others }),
      poolId: own?.poolId ?? null,
      chosenId,
      by,
    };
    const turn = choice && own ? { poolId: own.poolId, choice } : null;
    return { ask: null, decision: { record, turn, answers } };
  };

  const named: CheckedFor = { pool: null, availability: settings.availability, past, isBacklog, now };

  /** Whether somebody named can have it; the rule is told either way. Of a pool its caps and hours hold for them. */
  const tryPerson = (
    rule: string,
    by: DecidedBy,
    status: RepStatus,
    pool: Pool | null = null,
  ): RoutingAnswer | null => {
    const check = checkRep(status, { ...named, pool }, by === 'senders_owner' ? ANY_TIME : NOTHING);
    rules.push({ rule, result: check ?? 'goes_to', repId: status.id, poolId: null });
    if (check !== null) return null;
    return end(by, status.id, pool === null ? [] : [{ poolId: pool.id, candidates: [] }], null);
  };

  const tryOwners = (): RoutingAnswer | null => {
    for (const [index, owner] of question.owners.entries()) {
      const { rule, by, repId } = owner;
      if (repId === null) {
        rules.push({ rule, result: 'not_in_settings', repId, poolId: null });
        continue;
      }
      const pool = poolOfTeam(owner);
      const status = people.get(repId);
      // Their caps are only exact while the pool is locked.
      if (!status && pool !== null) return { ask: 'pool', pool };
      // Whoever comes after is asked for as well: one look instead of many.
      if (!status) return { ask: 'people', ids: unknownOf(question.owners.slice(index)) };
      const answer = tryPerson(rule, by, status, pool);
      if (answer) return answer;
    }
    return null;
  };

  const unknownOf = (owners: readonly NamedOwner[]): string[] =>
    owners.flatMap((owner) =>
      owner.repId === null || people.has(owner.repId) || poolOfTeam(owner) !== null ? [] : [owner.repId],
    );

  /** The pool whose caps hold for somebody of a team: the first for this leg that they are in. */
  const poolOfTeam = ({ by, repId }: NamedOwner): Pool | null =>
    (OF_TEAMS.includes(by) &&
      settings.pools.find(
        ({ leg, members }) => leg === question.leg && members.some(({ person }) => person === repId),
      )) ||
    null;

  const tryRoutes = (): RoutingAnswer | null => {
    for (const route of settings.routes) {
      if (route.leg !== question.leg) continue;
      const rule = `route ${route.id}`;
      const result = ask(rule, route.when, facts);
      if (result !== 'held') {
        rules.push({ rule, result: result === 'failed' ? 'no_match' : 'unknown', repId: null, poolId: null });
        continue;
      }
      if ('person' in route.to) {
        const status = people.get(route.to.person);
        if (!status) return { ask: 'people', ids: [route.to.person] };
        const answer = tryPerson(rule, 'route', status);
        if (answer) return answer;
        continue;
      }
      const pool = poolOf(settings, route.to.pool);
      if (!pool) continue;
      rules.push({ rule, result: 'goes_to', repId: null, poolId: pool.id });
      return tryPool(pool);
    }
    return null;
  };

  const tryPool = (pool: Pool): RoutingAnswer => {
    if (question.isBatch) return end('batch', null, [{ poolId: pool.id, candidates: [] }], null);
    const checkNamed = (status: RepStatus) => checkRep(status, named, NOTHING);
    const answer = askPools({ ...question, settings, facts, checkNamed }, pool);
    if (answer.by === 'not_known_yet') return answer.ask;
    rules.push(...answer.rules);
    switch (answer.by) {
      case 'pool':
        return end('pool', answer.chosenId, answer.asked, answer.choice);
      case 'overflow_manager':
        return end('overflow_manager', answer.chosenId, answer.asked, null);
      case 'claim':
      case 'nobody':
        return end(answer.by, null, answer.asked, null);
    }
  };

  return { tryOwners, tryRoutes, end };
}

/** Whoever is of a team is given no more than others of their pool. */
const OF_TEAMS: readonly DecidedBy[] = ['account_team', 'pair'];

/** The sender's own choice is taken even at night; but nobody is given a lead who has said that they are away. */
const ANY_TIME: ReadonlySet<Check> = new Set<Check>(['holiday', 'outside_hours']);

/** Everything the decision was made from, to be kept with it. */
export function inputsOf(question: RoutingQuestion, { record, answers }: RoutingDecision): RoutingInputs {
  const { leg, now, owners, past, mayRepeat, isBacklog, isBatch, people, standings } = question;
  const asked = [record, ...(record.others ?? [])];
  const repIds = [
    ...record.rules.map(({ repId }) => repId),
    ...asked.flatMap(({ candidates }) => candidates.map(({ repId }) => repId)),
  ];
  return {
    leg,
    at: now.toISOString(),
    owners: [...owners],
    past: { refused: [...past.refused], had: [...past.had] },
    mayRepeat,
    isBacklog,
    ...(isBatch && { isBatch }),
    answers,
    people: known(people, repIds, knownOf),
    standings: known(
      standings,
      asked.map(({ poolId }) => poolId),
      keptStanding,
    ),
  };
}

function known<V, Kept>(
  all: ReadonlyMap<string, V>,
  ids: readonly (string | null)[],
  keep: (value: V) => Kept,
): Record<string, Kept> {
  const entries = [...new Set(ids)].flatMap((id) => {
    const value = id === null ? undefined : all.get(id);
    return id === null || value === undefined ? [] : [[id, keep(value)] as const];
  });
  return Object.fromEntries(entries);
}
