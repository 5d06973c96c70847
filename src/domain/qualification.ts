import { checkBehaviour } from './behaviours.ts';
import {
  type CheckedRule,
  describeConditions,
  describeFact,
  describeTest,
  describeValue,
  type Evaluation,
  evaluate,
  type FactValues,
} from './conditions.ts';
import type { LeadSignal } from './lead.ts';
import type { EvidenceLine } from './records.ts';
import type { MqlDefinition } from './settings.ts';

export type Qualification = {
  isMql: boolean;
  /** The lead asked for sales; that is behaviour enough, and what is unknown does not stand in its way. */
  isHandRaiser: boolean;
  /** A profile held on known facts alone. */
  fitVerified: boolean;
  excludedBy: string | null;
  /** The profile it meets, else the one with the least unknown. */
  profile: string | null;
  /** The facts that profile asks about and nobody told, in words. */
  unknown: string[];
  /** Each rule as a claim that speaks for the lead. */
  evidence: EvidenceLine[];
  /** The rules that kept it from being an MQL; empty when it is one. */
  failed: string[];
};

type CheckedProfile = Evaluation & { id: string };

/** Judges a lead by the definition of an MQL that marketing and sales signed. */
export function qualify(
  definition: MqlDefinition,
  facts: FactValues,
  signals: readonly LeadSignal[],
  options: { qualifiedBySender: boolean },
  now: Date,
): Qualification {
  const exclusions = definition.exclusions.map((rule) => ({ ...rule, ...evaluate(rule.when, facts) }));
  const excludedBy = exclusions.find(({ result }) => result === 'held')?.id ?? null;
  const profiles = definition.profiles.map(({ id, when }) => ({ id, ...evaluate(when, facts) }));
  const profile = chooseProfile(profiles);
  const fitVerified = profile?.result === 'held';
  const handRaise = evaluate(definition.hand_raisers, facts);
  const isHandRaiser = handRaise.result === 'held';
  const behaviours = definition.behaviours.map((rule) => checkBehaviour(rule, { facts, signals }, now));
  const meant = behaviours.filter(({ isMeant }) => isMeant);

  const exclusionLines = exclusions.map(({ id, when, rules, result }) => ({
    rule: `not ${id} (${describeConditions(when)})`,
    value: describeValues(rules),
    result: CONTRARY[result],
  }));
  const profileLines = profile ? linesOf(profile) : profiles.flatMap(linesOf);
  const behaviourLines = isHandRaiser
    ? [
        {
          rule: `asked for sales (${describeConditions(definition.hand_raisers)})`,
          value: describeValues(handRaise.rules),
          result: 'held' as const,
        },
      ]
    : // Where none is about such leads, that is what they have to be told.
      (meant.length > 0 ? meant : behaviours).map(({ rule, count, result }) => ({
        rule,
        value: String(count),
        result,
      }));
  const trustLines = options.qualifiedBySender
    ? [{ rule: 'qualified by the sender', value: null, result: 'held' as const }]
    : [];

  const hasBehaved = isHandRaiser || behaviours.some(({ result }) => result === 'held');
  const fits = isHandRaiser ? profile !== undefined : fitVerified;
  const isMql = excludedBy === null && (options.qualifiedBySender || (fits && hasBehaved));
  const against =
    excludedBy !== null ? exclusionLines : [...profileLines, ...(hasBehaved ? [] : behaviourLines)];
  return {
    isMql,
    isHandRaiser,
    fitVerified,
    excludedBy,
    profile: profile?.id ?? null,
    unknown: unknownFacts(profile),
    evidence: [...trustLines, ...exclusionLines, ...profileLines, ...behaviourLines],
    failed: isMql ? [] : against.filter(({ result }) => result === 'failed').map(({ rule }) => rule),
  };
}

const CONTRARY = { held: 'failed', failed: 'held', unknown: 'unknown' } as const;

/** The first that held, else of those not failed the one with the fewest unknowns. */
function chooseProfile(profiles: readonly CheckedProfile[]): CheckedProfile | undefined {
  const unknowns = ({ rules }: CheckedProfile) => rules.filter(({ result }) => result === 'unknown').length;
  const open = profiles.filter(({ result }) => result !== 'failed');
  return open.toSorted((a, b) => unknowns(a) - unknowns(b))[0];
}

function linesOf(profile: CheckedProfile): EvidenceLine[] {
  return profile.rules.map(({ fact, test, value, result }) => ({
    rule: `${profile.id}: ${describeTest(fact, test)}`,
    value: describeValue(fact, value),
    result,
  }));
}

function unknownFacts(profile: CheckedProfile | undefined): string[] {
  return (profile?.rules ?? [])
    .filter(({ result }) => result === 'unknown')
    .map(({ fact }) => describeFact(fact));
}

function describeValues(rules: readonly CheckedRule[]): string | null {
  const told = rules.flatMap(({ fact, value }) => describeValue(fact, value) ?? []);
  return told.length === 0 ? null : told.join(', ');
}
