import { appendEvents, type HandoffRow, insertHandoff } from '#db/handoffs.ts';
import type { LeadRow } from '#db/leads.ts';
import type { HandoffEvent } from '#domain/handoff.ts';
import { newHandoff } from '#domain/new-handoff.ts';
import { legAfter } from '#domain/opened-by.ts';
import { policyFor, stamp } from '#domain/policy.ts';
import { leadFacts } from '#domain/routing/lead-facts.ts';
import type { Leg } from '#domain/settings-shapes.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Work } from '#src/core/core.ts';
import { assign } from './assign.ts';

type Opening = {
  leg: Leg;
  sourceId: string;
  because: string;
  isBatch: boolean;
  /** What it was opened for, where nothing that was passed on says it. */
  first?: { event: HandoffEvent; actorId: string | null };
  /** The handoff before, of a lead that comes back. */
  cameFrom?: string;
  /** Until when whoever it comes from may be choosing a time. */
  holdUntil?: Date | null;
};

/** Opens the passing of a lead on one leg, stamped with the SLA policy in force, and finds its owner. */
export async function openHandoff(
  work: Work,
  lead: LeadRow,
  { leg, sourceId, because, isBatch, first, cameFrom, holdUntil = null }: Opening,
): Promise<HandoffRow> {
  const policy = policyFor(work.settings, leg, leadFacts(work.settings, lead));
  const begun = newHandoff({
    id: work.newId(),
    leadId: lead.id,
    leg,
    temperature: lead.temperature,
    policyId: policy.id,
    createdAt: work.now,
  });
  const handoff = { ...begun, cameFrom: cameFrom ?? null };
  const row: HandoffRow = {
    handoff,
    policy: stamp(policy),
    sourceId,
    campaign: lead.campaign,
  };
  insertHandoff(work.tx, { ...row, settingsVersion: work.version });
  if (first) appendEvents(work.tx, row, [first.event], { actorId: first.actorId, at: work.now });
  // Who is hot now is cold by the time somebody has worked through a list.
  return assign(work, row, lead, {
    because,
    isBatch: isBatch && handoff.temperature !== 'hot',
    isNew: true,
    holdUntil,
  });
}

/** A lead that is qualified, or won, goes on to the next team, where the settings have a route for it. */
export async function openNextLeg(
  work: Work,
  row: HandoffRow,
  lead: LeadRow,
  because: 'qualified' | 'won',
): Promise<void> {
  // The next team would take a test for a lead.
  if (row.sourceId === TEST_SOURCE) return;
  const next = legAfter(row.handoff.leg);
  const isRouted = next !== null && work.settings.routes.some((route) => route.leg === next);
  if (!isRouted) return;
  const { sourceId } = row;
  await openHandoff(work, lead, { leg: next, sourceId, because, isBatch: false });
}
