/** Lists of leads, and the pages they are read in. */

export const LEAD_LISTS = ['mine', 'team', 'waiting', 'overdue', 'snoozed', 'find'] as const;
export type LeadListKind = (typeof LEAD_LISTS)[number];

/** What falls due within so long, and is not overdue yet, is at risk. */
export const AT_RISK_MINUTES = 15;

/** Rows that a phone shows without losing sight of the buttons below them. */
export const PAGE_ROWS = 8;
/** Longer than any name; what is longer was pasted by mistake. */
export const LONGEST_SEARCH = 100;

/** The last page of a list, counted from 0; an empty list has one too. */
export const lastPage = (total: number): number => Math.max(0, Math.ceil(total / PAGE_ROWS) - 1);

/** What there is to do for a rep in the morning; each lead stands in the first of these that it belongs to. */
export const MORNING_LISTS = [
  'overdue',
  'returned',
  'offered',
  'wakes',
  'deals_passed',
  'deals_soon',
] as const;
export type MorningList = (typeof MORNING_LISTS)[number];
