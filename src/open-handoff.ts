import { type HandoffRow, insertHandoff } from '#db/handoffs.ts';
import type { LeadRow } from '#db/leads.ts';
import { evaluate } from '#domain/conditions.ts';
import type { Handoff, StampedPolicy } from '#domain/handoff.ts';
import { leadFacts } from '#domain/routing.ts';
import { LEGS, type Leg, type SlaPolicy } from '#domain/settings.ts';
import { policiesOf } from '#domain/team.ts';
import { assign } from './assign.ts';
import type { Work } from './core.ts';

/** Opens the passing of a lead on one leg, stamped with the SLA policy in force, and finds its owner. */
export async function openHandoff(work: Work, lead: LeadRow, leg: Leg, because: string): Promise<HandoffRow> {
  const policy = policyFor(work, lead, leg);
  const handoff: Handoff = {
    id: work.newId(),
    leadId: lead.id,
    leg,
    state: 'waiting',
    ownerId: null,
    poolId: null,
    temperature: lead.temperature,
    policyId: policy.id,
    offerNo: 0,
    createdAt: work.now,
    firstOfferedAt: null,
    offeredAt: null,
    acceptedAt: null,
    respondedAt: null,
    closedAt: null,
    snoozedUntil: null,
    snoozes: 0,
    before: null,
  };
  const row: HandoffRow = {
    handoff,
    policy: stamp(policy),
    sourceId: lead.sourceId,
    campaign: lead.campaign,
  };
  await insertHandoff(work.tx, { ...row, settingsVersion: work.version });
  return assign(work, row, lead, because);
}

/** A qualified lead goes on to the next team, where the settings have a route for it. */
export async function openNextLeg(work: Work, row: HandoffRow, lead: LeadRow): Promise<void> {
  const next = LEGS[LEGS.indexOf(row.handoff.leg) + 1];
  const isRouted = next !== undefined && work.settings.routes.some((route) => route.leg === next);
  if (isRouted) await openHandoff(work, lead, next, 'qualified');
}

function policyFor(work: Work, lead: LeadRow, leg: Leg): SlaPolicy {
  const facts = leadFacts(work.settings, lead);
  const policies = policiesOf(work.settings, leg);
  const policy =
    policies.find((candidate) => evaluate(candidate.when, facts).result === 'held') ?? policies.at(-1);
  if (!policy) throw new Error(`the settings have no SLA policy for ${leg}`);
  return policy;
}

function stamp(policy: SlaPolicy): StampedPolicy {
  return {
    accept: policy.accept,
    response: policy.response ?? null,
    unassigned: policy.unassigned ?? null,
    ladder: policy.ladder,
    snooze: policy.snooze,
  };
}
