import { CLOCK_KINDS, type ClockKind, type StampedPolicy } from './clock.ts';
import { evaluate, type FactValues } from './conditions.ts';
import type { Settings } from './settings.ts';
import type { Leg } from './settings-shapes.ts';
import type { ClockTarget, LadderRule, SlaPolicy } from './sla-settings.ts';
import { policiesOf } from './team.ts';

/** The SLA policy for a lead on a leg: the first whose conditions hold, else the last. */
export function policyFor(settings: Settings, leg: Leg, facts: FactValues): SlaPolicy {
  const policies = policiesOf(settings, leg);
  const policy =
    policies.find((candidate) => evaluate(candidate.when, facts).result === 'held') ?? policies.at(-1);
  if (!policy) throw new Error(`the settings have no SLA policy for ${leg}`);
  return policy;
}

/** The part of a policy that a handoff keeps, whatever the settings become. */
export function stamp(policy: Omit<SlaPolicy, 'id' | 'leg' | 'when'>): StampedPolicy {
  return {
    accept: policy.accept,
    response: policy.response ?? null,
    first_email: policy.first_email ?? null,
    first_call: policy.first_call ?? null,
    follow_up: policy.follow_up ?? null,
    outcome: policy.outcome,
    qualify: policy.qualify ?? null,
    unassigned: policy.unassigned ?? null,
    ladder: policy.ladder,
    snooze: policy.snooze,
  };
}

export const targetOf = (policy: StampedPolicy, kind: ClockKind): ClockTarget | null => policy[kind];

/** What is done while such a clock runs. Handoffs of older versions have a ladder for acceptance only. */
export const ladderOf = (policy: StampedPolicy, kind: ClockKind): readonly LadderRule[] =>
  kind === 'accept' ? policy.ladder : (policy[kind]?.ladder ?? []);

/** The steps of all ladders of a policy. */
export function stepsOf(policy: SlaPolicy): readonly LadderRule[] {
  const stamped = stamp(policy);
  return CLOCK_KINDS.flatMap((kind) => ladderOf(stamped, kind));
}

/** The same clocks, though nobody is told or asked because of them. */
export function withoutLadders(policy: StampedPolicy): StampedPolicy {
  const clocks = CLOCK_KINDS.filter((kind) => kind !== 'accept').map(
    (kind) => [kind, policy[kind] && { ...policy[kind], ladder: [] }] as const,
  );
  return { ...policy, ...Object.fromEntries(clocks), ladder: [] };
}
