import { judgeLead } from './judge-lead.ts';
import type { CanonicalLead, Temperature } from './lead.ts';
import type { Settings } from './settings.ts';
import { modeOf } from './shadow.ts';

/** How urgent it is that somebody looks at an item that could not be read, as far as it can be seen. */
export function judgeGlimpse(
  settings: Settings,
  { lead, sourceId }: { lead: CanonicalLead; sourceId: string },
  now: Date,
): { temperature: Temperature; isUrgent: boolean } {
  const source = settings.sources.find(({ id }) => id === sourceId);
  const { temperature, evidence } = judgeLead(settings, { record: lead, sourceId }, source, [], now);
  const isLead = lead.kind === 'lead' && modeOf(settings, sourceId) === 'live';
  return { temperature, isUrgent: isLead && (temperature === 'hot' || evidence.isHandRaiser) };
}
