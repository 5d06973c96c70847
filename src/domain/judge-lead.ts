import { evaluate } from './conditions.ts';
import type { CanonicalLead, LeadSignal, Temperature } from './lead.ts';
import type { MirroredAccount } from './mirrored-account.ts';
import { qualify } from './qualification.ts';
import type { EvidenceRow } from './records.ts';
import { leadFacts, placedFacts, plainFacts } from './routing/lead-facts.ts';
import type { Settings, Source } from './settings.ts';
import { temperatureOf } from './temperature.ts';

/** How warm a lead is, and whether it is marketing qualified, with everything that speaks for and against it. */
export function judgeLead(
  settings: Settings,
  lead: { record: CanonicalLead; sourceId: string; mirrored?: MirroredAccount | null },
  source: Source | undefined,
  signals: readonly LeadSignal[],
  now: Date,
): { temperature: Temperature; evidence: EvidenceRow } {
  const plain = plainFacts(settings, { ...lead, temperature: null });
  const { temperature, because } = temperatureOf(settings.temperature, {
    facts: placedFacts(settings, plain),
    vendorWord: lead.record.temperature,
    sourceDefault: source?.defaults.temperature,
    signals,
    now,
  });
  const facts = placedFacts(settings, { ...plain, temperature });
  const trust = { qualifiedBySender: source?.qualified_by_sender ?? false };
  const judged = qualify(settings.mql, facts, signals, trust, now);
  const evidence: EvidenceRow = {
    definition: settings.mql.version,
    isMql: judged.isMql,
    isHandRaiser: judged.isHandRaiser,
    unknown: judged.fitVerified ? [] : judged.unknown,
    failed: judged.failed,
    lines: judged.evidence,
    temperatureBecause: because,
  };
  return { temperature, evidence };
}

/**
 * Whether the definition excludes a lead for another cause than that its company buys from us already: then it is not
 * its owner's to answer either.
 */
export function isUnwanted(
  settings: Settings,
  lead: {
    record: CanonicalLead;
    sourceId: string;
    temperature: Temperature;
    mirrored?: MirroredAccount | null;
  },
): boolean {
  const facts = leadFacts(settings, lead);
  return settings.mql.exclusions.some(
    ({ when }) =>
      !('existing_customer' in when || 'open_opportunity' in when) && evaluate(when, facts).result === 'held',
  );
}
