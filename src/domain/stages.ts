/** The funnel, in order. The labels are what people read; the codes are what rows say. */
export const STAGES = {
  inquiry: { label: 'Inquiry', owner: 'marketing' },
  marketing_qualified: { label: 'MQL', owner: 'marketing' },
  sales_accepted: { label: 'SAL', owner: 'sdr' },
  sales_qualified: { label: 'SQL', owner: 'sdr' },
  opportunity: { label: 'Opportunity', owner: 'ae' },
  closed_won: { label: 'Won', owner: 'ae' },
  closed_lost: { label: 'Lost', owner: 'ae' },
  nurture: { label: 'Nurture', owner: 'marketing' },
  disqualified: { label: 'Disqualified', owner: 'marketing' },
} as const;
export type Stage = keyof typeof STAGES;
export const STAGE_CODES = Object.keys(STAGES) as [Stage, ...Stage[]];

const BY_SALES: readonly Stage[] = [
  'marketing_qualified',
  'sales_accepted',
  'sales_qualified',
  'opportunity',
  'closed_won',
];

/** How far on the way to a customer a stage is; -1 for one beside it. */
export const stepOf = (stage: Stage): number => BY_SALES.indexOf(stage);

/**
 * The stages that a lead has to have been in before this one. Where a CRM jumps, those between were never seen: they are
 * inferred, and say nothing of time. Whatever was lost was an opportunity.
 */
export function stagesOnTheWayTo(stage: Stage): Stage[] {
  if (stage === 'closed_lost') return BY_SALES.slice(0, stepOf('closed_won'));
  return BY_SALES.slice(0, Math.max(0, stepOf(stage)));
}

/**
 * The stages from which work on a handoff brings a lead to this one. On the way to a customer it goes only forward, and
 * from nowhere that sales never took it: what an owner does about a customer's request stands beside the funnel. A
 * customer stays one, whatever comes of a later request.
 */
export function stagesBefore(stage: Stage): Stage[] {
  const step = stepOf(stage);
  if (step === -1) return STAGE_CODES.filter((one) => one !== 'closed_won');
  return BY_SALES.slice(0, step + 1);
}
