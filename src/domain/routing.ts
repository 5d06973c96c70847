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

/** Whom the lead's account or its sender already names, strongest first. */
export type NamedOwner = { by: 'senders_owner' | 'account_owner' | 'domain'; repId: string; rule: string };

/** Who had this lead: those who refused it never see it again, the others only when alone. */
export type Past = { refused: ReadonlySet<string>; had: ReadonlySet<string> };

export type Destination =
  | { to: 'person'; repId: string; by: RoutingRecord['by'] }
  | { to: 'pool'; pool: Pool }
  | { to: 'nobody' };

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
): { destination: Destination; rules: TriedRule[] } {
  const rules: TriedRule[] = [];
  const tryPerson = (rule: string, by: NamedOwner['by'] | 'route', repId: string): boolean => {
    const check = checkOwner(by, statuses.get(repId), past, now);
    rules.push({ rule, result: check ?? 'goes_to', repId, poolId: null });
    return check === null;
  };
  for (const owner of owners) {
    if (tryPerson(owner.rule, owner.by, owner.repId)) {
      return { destination: { to: 'person', repId: owner.repId, by: owner.by }, rules };
    }
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

/** A named owner is not capped: it is their account. The sender's own choice is taken even at night. */
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
  if (by === 'senders_owner') return null;
  if (status.awayUntil && status.awayUntil > now) return 'away';
  return isOpen(status.hours, now) ? null : 'outside_hours';
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
 * Chooses a member by weighted turns among the eligible. Nobody is chosen who had it before: the caller asks again
 * without them when it would otherwise be nobody's.
 */
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
