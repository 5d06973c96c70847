import { isOpen } from './calendar.ts';
import { evaluate, type FactValues, factsOf } from './conditions.ts';
import type { Hours } from './handoff.ts';
import type { CanonicalLead, Temperature } from './lead.ts';
import type { RoutingRecord, TriedRule } from './records.ts';
import type { Leg, Pool, Settings } from './settings.ts';
import { poolOf } from './team.ts';
import { takeTurn } from './turns.ts';

/** Why somebody was passed over. Each is one check with one answer. */
export const CHECKS = {
  not_in_settings: 'not among the people of the settings',
  unknown_to_slack: 'not found in Slack',
  deactivated: 'deactivated in Slack',
  away: 'away',
  refused: 'rejected this lead before',
  had_it: 'was offered this lead before',
  outside_hours: 'outside working hours',
  cap_unanswered: 'has as many unanswered offers as allowed',
  cap_uncontacted: 'has as many uncontacted leads as allowed',
  cap_per_day: 'had as many leads today as allowed',
} as const;
export type Check = keyof typeof CHECKS;

export type RepStatus = {
  id: string;
  isKnown: boolean;
  isActive: boolean;
  awayUntil: Date | null;
  hours: Hours;
  unanswered: number;
  uncontacted: number;
  today: number;
};

/** Whom the lead's account or its sender already names, strongest first; null is somebody the settings do not know. */
export type NamedOwner = {
  by: 'senders_owner' | 'account_owner' | 'domain';
  repId: string | null;
  rule: string;
};

/** Who had this lead: those who refused it never see it again, the others only when alone. */
export type Past = { refused: ReadonlySet<string>; had: ReadonlySet<string> };
const NOBODY: ReadonlySet<string> = new Set();
/** Of a lead nobody had yet. */
export const NO_PAST: Past = { refused: NOBODY, had: NOBODY };

export type Destination =
  | { to: 'person'; repId: string; by: RoutingRecord['by'] }
  | { to: 'pool'; pool: Pool }
  | { to: 'nobody' };
/** Where the lead goes, and each rule that was tried. */
export type Found = { destination: Destination; rules: TriedRule[] };

/** All facts rules may ask about a lead, with the territory that matches first. */
export function leadFacts(
  settings: Settings,
  lead: { record: CanonicalLead; sourceId: string; temperature: Temperature | null },
): FactValues {
  const from = { lead: lead.record, sourceId: lead.sourceId, temperature: lead.temperature };
  const facts = factsOf({ ...from, territory: null });
  const territory = settings.territories.find(({ when }) => evaluate(when, facts).result === 'held');
  return factsOf({ ...from, territory: territory?.id ?? null });
}

/** A lead's facts for a log that is kept for ever: who it is does not belong there. */
export function withoutIdentity({
  company: _c,
  email_domain: _d,
  title: _t,
  ...facts
}: FactValues): FactValues {
  return facts;
}

/** Walks the owners and the routes in order; answers where the lead goes and each rule that was tried. */
export function findDestination(
  settings: Settings,
  leg: Leg,
  facts: FactValues,
  owners: readonly NamedOwner[],
  statuses: ReadonlyMap<string, RepStatus>,
  past: Past,
  now: Date,
): Found {
  const rules: TriedRule[] = [];
  const tryPerson = (rule: string, by: NamedOwner['by'] | 'route', repId: string): boolean => {
    const check = checkOwner(by, statuses.get(repId), past, now);
    rules.push({ rule, result: check ?? 'goes_to', repId, poolId: null });
    return check === null;
  };
  for (const { rule, by, repId } of owners) {
    if (repId === null) rules.push({ rule, result: 'not_in_settings', repId, poolId: null });
    else if (tryPerson(rule, by, repId)) return { destination: { to: 'person', repId, by }, rules };
  }
  for (const route of settings.routes.filter((candidate) => candidate.leg === leg)) {
    const rule = `route ${route.id}`;
    const { result } = evaluate(route.when, facts);
    if (result !== 'held') {
      rules.push({ rule, result: result === 'failed' ? 'no_match' : 'unknown', repId: null, poolId: null });
      continue;
    }
    if ('person' in route.to) {
      const repId = route.to.person;
      if (tryPerson(rule, 'route', repId))
        return { destination: { to: 'person', repId, by: 'route' }, rules };
      continue;
    }
    const pool = poolOf(settings, route.to.pool);
    if (!pool) continue;
    rules.push({ rule, result: 'goes_to', repId: null, poolId: pool.id });
    return { destination: { to: 'pool', pool }, rules };
  }
  return { destination: { to: 'nobody' }, rules };
}

/**
 * A named owner is not capped: it is their account. The sender's own choice is taken even at night; but nobody is
 * given a lead who has said that they are away.
 */
function checkOwner(
  by: NamedOwner['by'] | 'route',
  status: RepStatus | undefined,
  past: Past,
  now: Date,
): Check | null {
  if (!status?.isKnown) return 'unknown_to_slack';
  if (!status.isActive) return 'deactivated';
  if (past.refused.has(status.id)) return 'refused';
  if (past.had.has(status.id)) return 'had_it';
  if (status.awayUntil && status.awayUntil > now) return 'away';
  return by === 'senders_owner' || isOpen(status.hours, now) ? null : 'outside_hours';
}

/** Why a member of a pool cannot take this lead now; null when they can. */
export function checkMember(pool: Pool, status: RepStatus | undefined, past: Past, now: Date): Check | null {
  if (!status?.isKnown) return 'unknown_to_slack';
  if (!status.isActive) return 'deactivated';
  if (past.refused.has(status.id)) return 'refused';
  if (past.had.has(status.id)) return 'had_it';
  if (status.awayUntil && status.awayUntil > now) return 'away';
  if (pool.outside_hours === 'hold' && !isOpen(status.hours, now)) return 'outside_hours';
  if (status.unanswered >= pool.caps.unanswered) return 'cap_unanswered';
  if (status.uncontacted >= pool.caps.uncontacted) return 'cap_uncontacted';
  if (status.today >= pool.caps.per_day) return 'cap_per_day';
  return null;
}

/** Whether a decision found nobody in its pool for causes that hold for every other lead too. */
export function isEmptyForAll({ poolId, candidates }: RoutingRecord): boolean {
  const ofThisLead: (Check | null)[] = [null, 'refused', 'had_it'];
  return poolId !== null && candidates.every(({ check }) => !ofThisLead.includes(check));
}

export type MemberChoice = {
  chosenId: string | null;
  candidates: RoutingRecord['candidates'];
  standing: { id: string; lag: number }[];
};

/**
 * Chooses a member by weighted turns among the eligible, and nobody who had it before. Where that leaves nobody, the
 * same person again is better, if `mayRepeat`; but never whoever refused it.
 */
export function chooseMember(
  pool: Pool,
  statuses: ReadonlyMap<string, RepStatus>,
  lags: ReadonlyMap<string, number>,
  { past, mayRepeat }: { past: Past; mayRepeat: boolean },
  now: Date,
): MemberChoice {
  const first = pickMember(pool, statuses, lags, past, now);
  if (first.chosenId !== null || !mayRepeat) return first;
  const again = pickMember(pool, statuses, lags, { ...past, had: NOBODY }, now);
  return again.chosenId === null ? first : again;
}

/** Chooses a member by weighted turns among the eligible; nobody is chosen who had it before. */
export function pickMember(
  pool: Pool,
  statuses: ReadonlyMap<string, RepStatus>,
  lags: ReadonlyMap<string, number>,
  past: Past,
  now: Date,
): MemberChoice {
  const members = pool.members.map((member) => ({
    id: member.person,
    weight: member.weight,
    lag: lags.get(member.person) ?? 0,
  }));
  const checks = new Map(members.map(({ id }) => [id, checkMember(pool, statuses.get(id), past, now)]));
  const eligible = new Set(members.filter(({ id }) => checks.get(id) === null).map(({ id }) => id));
  const turn = takeTurn(members, eligible);
  return {
    chosenId: turn.chosen,
    candidates: members.map(({ id, weight, lag }) => ({
      repId: id,
      check: checks.get(id) ?? null,
      weight,
      lag,
    })),
    standing: turn.members.map(({ id, lag }) => ({ id, lag })),
  };
}

/** What is kept of a decision: `choice` is the pool's, where it went to one. */
export function recordOf(
  because: string,
  facts: FactValues,
  { destination, rules }: Found,
  choice: MemberChoice | null,
): RoutingRecord {
  const common = { because, facts: withoutIdentity(facts), rules };
  switch (destination.to) {
    case 'nobody':
      return { ...common, candidates: [], poolId: null, chosenId: null, by: 'nobody' };
    case 'person':
      return { ...common, candidates: [], poolId: null, chosenId: destination.repId, by: destination.by };
    case 'pool': {
      const { candidates, chosenId } = choice ?? { candidates: [], chosenId: null };
      const by = chosenId === null ? 'nobody' : 'pool';
      return { ...common, candidates, poolId: destination.pool.id, chosenId, by };
    }
  }
}
