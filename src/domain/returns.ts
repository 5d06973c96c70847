import type { CanonicalLead } from './lead.ts';
import type { Leg } from './settings-shapes.ts';
import type { Stage } from './stages.ts';

/** A lead that comes back to sales on a day that somebody chose. */

/** What is recycled on these legs is nurture from then on, and comes back to the first of them. */
export const COMES_BACK: readonly Leg[] = ['mql_to_sdr', 'sql_to_ae'];

/** What became of it. */
export const RETURN_ENDS = {
  opened: 'came back',
  undone: 'was taken back',
  replaced: 'another day was chosen since',
  open_already: 'was with sales again by then',
  further: 'sales had come further with them by then',
  disqualified: 'was disqualified meanwhile',
  do_not_contact: 'must not be contacted any more',
  in_shadow: 'its source only looks on',
  limit: 'had come back as often as the settings allow',
} as const;
export type ReturnEnd = keyof typeof RETURN_ENDS;

const FURTHER: readonly Stage[] = [
  ...(['sales_accepted', 'sales_qualified', 'opportunity', 'closed_won', 'closed_lost'] as const),
];

/** Why it does not come back on its day; null where it does. */
export function whyNotBack(
  lead: { stage: Stage; record: Pick<CanonicalLead, 'consent'> },
  {
    isOpen,
    isLive,
    times,
    atMost,
  }: {
    /** Whether sales has it already. */
    isOpen: boolean;
    isLive: boolean;
    /** How often it has come back so, and how often it may. */
    times: number;
    atMost: number;
  },
): ReturnEnd | null {
  if (isOpen) return 'open_already';
  if (lead.stage === 'disqualified') return 'disqualified';
  if (FURTHER.includes(lead.stage)) return 'further';
  if (lead.record.consent?.do_not_contact === true) return 'do_not_contact';
  if (!isLive) return 'in_shadow';
  return times >= atMost ? 'limit' : null;
}
