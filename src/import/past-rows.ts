import type { NewHandoff } from '#db/import.ts';
import type { LeadRow } from '#db/leads.ts';
import { type FirstResponse, startFirstResponse } from '#domain/first-response.ts';
import { policyFor, stamp } from '#domain/policy.ts';
import { leadFacts } from '#domain/routing/lead-facts.ts';
import type { Settings } from '#domain/settings.ts';
import { USUAL_LEG } from '#domain/settings-shapes.ts';
import { startAccept } from '#domain/sla.ts';
import { hoursOf, teamHours } from '#domain/team.ts';
import type { PastHandoff } from './imported-lead.ts';

type Ids = { newId: () => string; importId: string };

/**
 * A past handoff as rows: closed, and never offered by us, so that nothing picks it up. Its clocks ran by today's
 * policy, which makes what was measured then comparable with what is measured from now on.
 */
export function pastRows(
  settings: Settings,
  lead: LeadRow,
  past: PastHandoff,
  { newId, importId }: Ids,
): NewHandoff {
  const id = newId();
  const { ownerId, offeredAt, acceptedAt, respondedAt, closedAt, rejection } = past;
  const policy = policyFor(settings, USUAL_LEG, leadFacts(settings, lead));
  const { sourceId, campaign } = lead;
  const hours = { repHours: hoursOf(settings, ownerId), teamHours: teamHours(settings) };
  const clockFacts = { policy: stamp(policy), ...hours };
  const clock = (
    kind: 'accept' | FirstResponse['kind'],
    deadlineAt: Date,
    startedAt: Date,
    stoppedAt: Date,
  ) => ({
    id: newId(),
    handoffId: id,
    kind,
    offerNo: 0,
    repId: ownerId,
    sourceId,
    startedAt,
    deadlineAt,
    stoppedAt,
    met: true,
    breachedAt: stoppedAt > deadlineAt ? deadlineAt : null,
  });
  const accept =
    offeredAt && acceptedAt ? startAccept(clockFacts, lead.capturedAt, offeredAt).deadlineAt : null;
  const response =
    offeredAt && respondedAt ? startFirstResponse(clockFacts, lead.capturedAt, offeredAt) : null;
  const event = { handoffId: id, actorId: ownerId, repId: ownerId, sourceId };
  return {
    handoff: {
      id,
      leadId: lead.id,
      leg: USUAL_LEG,
      state: rejection ? 'rejected' : 'completed',
      ownerId,
      temperature: lead.temperature,
      policyId: policy.id,
      policy: stamp(policy),
      sourceId,
      campaign,
      settingsVersion: importId,
      offerNo: 0,
      createdAt: offeredAt ?? lead.capturedAt,
      firstOfferedAt: offeredAt,
      acceptedAt,
      respondedAt,
      closedAt,
      snoozes: 0,
      claimKey: null,
      reservedFor: null,
      reservedUntil: null,
    },
    clocks: [
      ...(accept && offeredAt && acceptedAt ? [clock('accept', accept, offeredAt, acceptedAt)] : []),
      ...(response && offeredAt && respondedAt
        ? [clock(response.kind, response.deadlineAt, offeredAt, respondedAt)]
        : []),
    ],
    events: [
      ...(acceptedAt
        ? [
            {
              ...event,
              type: 'accepted' as const,
              at: acceptedAt,
              event: { type: 'accepted' as const, by: ownerId },
            },
          ]
        : []),
      ...(rejection ? [rejectedEvent(settings, event, ownerId, rejection)] : []),
    ],
    rejection: rejection && {
      id: newId(),
      handoffId: id,
      leadId: lead.id,
      sourceId,
      campaign,
      reason: rejection.reason,
      failurePoint: reasonOf(settings, rejection.reason).failure_point,
      note: rejection.note,
      evidence: null,
      repId: ownerId,
      byId: ownerId,
      at: rejection.at,
      // No message has this key: marketing is not told of what is long past.
      messageKey: importId,
    },
  };
}

function rejectedEvent(
  settings: Settings,
  event: { handoffId: string; actorId: string; repId: string; sourceId: string },
  by: string,
  { reason, note, at }: NonNullable<PastHandoff['rejection']>,
) {
  const { consequence } = reasonOf(settings, reason);
  return {
    ...event,
    type: 'rejected' as const,
    at,
    event: { type: 'rejected' as const, by, reason, note, consequence },
  };
}

function reasonOf({ reasons }: Settings, code: string) {
  const reason = reasons.find((one) => one.code === code);
  if (!reason) throw new Error(`reason ${code} is not in the settings`);
  return reason;
}
