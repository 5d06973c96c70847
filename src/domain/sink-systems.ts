/** Where outcomes are written. */

export const SINKS = {
  hubspot: 'HubSpot',
  salesforce: 'Salesforce',
  pipedrive: 'Pipedrive',
  outreach: 'Outreach',
  salesloft: 'Salesloft',
  webhook: 'Webhook',
  'google-ads': 'Google Ads',
  meta: 'Meta',
  linkedin: 'LinkedIn',
} as const;
export type SinkSystem = keyof typeof SINKS;
export const SINK_SYSTEMS = Object.keys(SINKS) as [SinkSystem, ...SinkSystem[]]; // its own keys

/** What a field of a record can show, and what people read of it. */
export const SINK_FIELDS = {
  status: 'Status',
  stage: 'Stage',
  owner: 'Owner',
  reason: 'Reason',
  owner_name: 'Owner by name',
  source: 'Source',
  lead_id: 'Lead',
  accepted_at: 'Accepted at',
  responded_at: 'First response at',
  rejected_at: 'Rejected at',
  meeting_at: 'Meeting at',
  qualified_at: 'Qualified at',
  closed_at: 'Closed at',
  recycle_on: 'Recycle on',
  amount: 'Amount',
  currency: 'Currency',
  close_on: 'Close date',
  breaches: 'Missed deadlines',
} as const;
export type SinkFieldKey = keyof typeof SINK_FIELDS;
export const SINK_FIELD_KEYS = Object.keys(SINK_FIELDS) as [SinkFieldKey, ...SinkFieldKey[]]; // its own keys

/** What happens to what somebody changed by hand in the tool since we wrote it. */
export const BY_HAND = ['keep', 'overwrite'] as const;
export type ByHand = (typeof BY_HAND)[number];

/**
 * Whoever changes an owner or a stage in the tool decides there; a status that is another by now is what the tool was asked
 * to show. What is ours alone is ours.
 */
export const BY_HAND_USUALLY: Readonly<Record<SinkFieldKey, ByHand>> = {
  ...{ status: 'overwrite', stage: 'keep', owner: 'keep', reason: 'overwrite', owner_name: 'overwrite' },
  ...{ source: 'keep', lead_id: 'overwrite', accepted_at: 'overwrite', responded_at: 'overwrite' },
  ...{ rejected_at: 'overwrite', meeting_at: 'overwrite', qualified_at: 'overwrite', closed_at: 'overwrite' },
  ...{ recycle_on: 'overwrite', amount: 'keep', currency: 'keep', close_on: 'keep', breaches: 'overwrite' },
};
