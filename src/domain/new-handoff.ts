import type { Handoff } from './handoff.ts';

/** A handoff as it begins: nobody was asked yet. */
export const newHandoff = (
  of: Pick<Handoff, 'id' | 'leadId' | 'leg' | 'temperature' | 'policyId' | 'createdAt'>,
): Handoff => ({
  ...of,
  state: 'waiting',
  ownerId: null,
  poolId: null,
  offerNo: 0,
  firstOfferedAt: null,
  offeredAt: null,
  acceptedAt: null,
  respondedAt: null,
  closedAt: null,
  snoozedUntil: null,
  snoozes: 0,
  tries: 0,
  exhaustedAt: null,
  claimKey: null,
  cameFrom: null,
  reservedFor: null,
  reservedUntil: null,
  deal: null,
  before: null,
});
