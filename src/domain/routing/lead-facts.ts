import { abmTierOf } from '../accounts.ts';
import { type FactValues, factsOf, type RuleResult, resultOf } from '../conditions.ts';
import { IDENTITY_FACTS } from '../facts.ts';
import type { CanonicalLead, Temperature } from '../lead.ts';
import type { MirroredAccount } from '../mirrored-account.ts';
import type { Settings } from '../settings.ts';
import type { Conditions } from '../settings-shapes.ts';
import type { TriedRule } from './record.ts';

/** What rules may ask about a lead, with the territory and the segment it lies in. */

type Described = {
  record: CanonicalLead;
  sourceId: string;
  temperature: Temperature | null;
  mirrored?: MirroredAccount | null;
};

/** What came of rules that ask who a lead is, when that is no longer known. */
export type KeptAnswers = Readonly<Record<string, RuleResult>>;

/** A lead's facts before its territory and segment are found. */
export function plainFacts(
  settings: Settings,
  { record, sourceId, temperature, mirrored }: Described,
): FactValues {
  return factsOf({ lead: record, sourceId, temperature, abmTier: abmTierOf(settings, record), mirrored });
}

/** All facts rules may ask about a lead; of several territories or segments the first that fits. */
export const leadFacts = (settings: Settings, lead: Described): FactValues =>
  placedFacts(settings, plainFacts(settings, lead));

/** A lead's facts with the territory and the segment it lies in. */
export const placedFacts = (settings: Settings, facts: FactValues): FactValues =>
  placed(settings, facts, (_rule, when, known) => resultOf(when, known), false).facts;

export type AskRule = (rule: string, when: Conditions, facts: FactValues) => RuleResult;

/**
 * Finds the territory and the segment, and says which fits; with `isThorough` also which others would fit: only a
 * mistake in the settings, or their order, decides between those.
 */
export function placed(
  settings: Settings,
  facts: FactValues,
  ask: AskRule,
  isThorough: boolean,
): { facts: FactValues; rules: TriedRule[] } {
  const rules: TriedRule[] = [];
  let known = facts;
  for (const [kind, places] of [
    ['territory', settings.territories],
    ['segment', settings.segments],
  ] as const) {
    let found: string | null = null;
    for (const { id, when } of places) {
      if (found !== null && !isThorough) break;
      const rule = `${kind} ${id}`;
      if (ask(rule, when, known) !== 'held') continue;
      rules.push({ rule, result: found === null ? 'fits' : 'overlaps', repId: null, poolId: null });
      found ??= id;
    }
    if (found !== null) known = { ...known, [kind]: found };
  }
  return { facts: known, rules };
}

/** Whether a rule asks who a lead is, so that it cannot be asked again from what is kept. */
export const asksIdentity = (when: Conditions): boolean => IDENTITY_FACTS.some((fact) => fact in when);
