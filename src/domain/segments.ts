import { leadFacts } from './routing/lead-facts.ts';
import type { Settings } from './settings.ts';

/** Segments of the market: those of the settings, else their territories, or sizes where there are neither. */

const SIZES = [
  { below: 50, label: '1–49 people' },
  { below: 200, label: '50–199 people' },
  { below: 1_000, label: '200–999 people' },
  { below: Number.POSITIVE_INFINITY, label: '1,000 people or more' },
];

type Describes = Parameters<typeof leadFacts>[1];

/** The segment of a lead; null where the record does not tell it. */
export function segmentOf(settings: Settings, lead: Describes): string | null {
  const { segment, territory, employees } = leadFacts(settings, lead);
  if (settings.segments.length > 0) return typeof segment === 'string' ? segment : null;
  if (settings.territories.length > 0) return typeof territory === 'string' ? territory : null;
  if (typeof employees !== 'number') return null;
  return SIZES.find(({ below }) => employees < below)?.label ?? null;
}

/** What `by segment` means with these settings. */
export function segmentMeaning({ segments, territories }: Settings): string {
  if (segments.length > 0) return 'as in the settings';
  return territories.length > 0 ? 'territory' : 'number of people';
}
