import type { Stage } from './stages.ts';

/** The names of what sales does with a lead, as other tools are told, and of how a lead stands by it. */

export const OUTCOMES = {
  assigned: 'Assigned',
  accepted: 'Accepted',
  rejected: 'Rejected',
  responded: 'First response',
  meeting_booked: 'Meeting booked',
  meeting_held: 'Meeting held',
  meeting_missed: 'Meeting missed',
  qualified: 'Qualified',
  opportunity: 'Opportunity',
  won: 'Won',
  lost: 'Lost',
  recycled: 'Recycled',
  disqualified: 'Disqualified',
  breached: 'Breached',
  reassigned: 'Reassigned',
  churned: 'Churned',
  forgotten: 'Forgotten',
} as const;
export type OutcomeType = keyof typeof OUTCOMES;
export const OUTCOME_TYPES = Object.keys(OUTCOMES) as [OutcomeType, ...OutcomeType[]]; // its own keys

export const OUTCOME_STATUSES = [
  'assigned',
  'accepted',
  'working',
  'meeting',
  'rejected',
  'recycled',
  'disqualified',
  'qualified',
  'opportunity',
  'won',
  'lost',
] as const;
export type OutcomeStatus = (typeof OUTCOME_STATUSES)[number];

/** The stages that an outcome can bring a lead to. */
export const OUTCOME_STAGES = [
  'sales_accepted',
  'sales_qualified',
  'opportunity',
  'closed_won',
  'closed_lost',
  'nurture',
  'disqualified',
] as const satisfies Stage[];
export type OutcomeStage = (typeof OUTCOME_STAGES)[number];
