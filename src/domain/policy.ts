import { evaluate, type FactValues } from './conditions.ts';
import type { StampedPolicy } from './handoff.ts';
import type { Leg, Settings, SlaPolicy } from './settings.ts';
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
export function stamp(policy: SlaPolicy): StampedPolicy {
  return {
    accept: policy.accept,
    response: policy.response ?? null,
    unassigned: policy.unassigned ?? null,
    ladder: policy.ladder,
    snooze: policy.snooze,
  };
}
