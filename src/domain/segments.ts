import { factsOf } from './conditions.ts';
import { placedFacts, plainFacts } from './routing/lead-facts.ts';
import type { Settings } from './settings.ts';

/** Segments of the market: those of the settings, else their territories, or sizes where there are neither. */

const SIZES = [
  { below: 50, label: '1–49 people' },
  { below: 200, label: '50–199 people' },
  { below: 1_000, label: '200–999 people' },
  { below: Number.POSITIVE_INFINITY, label: '1,000 people or more' },
];

type Describes = Parameters<typeof plainFacts>[1];

/** The segment of a lead; null where the record does not tell it. */
export function segmentOf(settings: Settings, lead: Describes): string | null {
  if (settings.segments.length === 0 && settings.territories.length === 0) {
    const { employees } = lead.record.account;
    if (typeof employees !== 'number') return null;
    return SIZES.find(({ below }) => employees < below)?.label ?? null;
  }
  const { record, ...of } = lead;
  // Asked of every lead of a figure: which company an address belongs to takes longer than everything else.
  const facts = asksTier(settings) ? plainFacts(settings, lead) : factsOf({ lead: record, ...of });
  const { segment, territory } = placedFacts(settings, facts);
  const found = settings.segments.length > 0 ? segment : territory;
  return typeof found === 'string' ? found : null;
}

const asksTier = ({ territories, segments }: Settings): boolean =>
  [...territories, ...segments].some(({ when }) => 'abm_tier' in when);

/** What `by segment` means with these settings. */
export function segmentMeaning({ segments, territories }: Settings): string {
  if (segments.length > 0) return 'as in the settings';
  return territories.length > 0 ? 'territory' : 'number of people';
}
