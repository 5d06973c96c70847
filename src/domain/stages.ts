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
