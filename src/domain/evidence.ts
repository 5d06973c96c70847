import { evaluate, type FactValues } from './conditions.ts';
import { readCountry } from './countries.ts';
import type { Fact } from './facts.ts';
import type { CanonicalLead } from './lead.ts';
import { readNumber } from './read-number.ts';
import type { Reason } from './settings.ts';

const VERDICTS = { held: 'supported', failed: 'conflicts', unknown: 'unverifiable' } as const;
export type Verdict = (typeof VERDICTS)[keyof typeof VERDICTS];
/** The same, of a rejection: the record may have been put right with it. */
export type Evidence = Verdict | 'corrected';

/** How a reason stands against the lead's own facts; null for one that facts cannot speak to. */
export function weighReason(reason: Reason, facts: FactValues): Verdict | null {
  return reason.supported_when ? VERDICTS[evaluate(reason.supported_when, facts).result] : null;
}

/** Facts that whoever speaks with a lead may know better than its source. */
export const CORRECTABLE = [
  ...(['employees', 'revenue', 'industry', 'country', 'region'] as const),
  ...(['title', 'seniority', 'department'] as const),
] satisfies Fact[];
export type CorrectableFact = (typeof CORRECTABLE)[number];

export type CorrectValue = string | number;

/** The fact that a reason stands or falls by, as the record has it. */
export type WeighedFact = { fact: CorrectableFact; recorded: CorrectValue | null };

/** The first fact that speaks against the reason or is not known, else the first; null where no person could put one right. */
export function weighedFact(reason: Reason, facts: FactValues): WeighedFact | null {
  const { rules } = evaluate(reason.supported_when ?? {}, facts);
  const named = rules.flatMap(({ fact, result }) => {
    const known = CORRECTABLE.find((one) => one === fact);
    return known === undefined ? [] : [{ fact: known, result }];
  });
  const decisive =
    named.find(({ result }) => result === 'failed') ??
    named.find(({ result }) => result === 'unknown') ??
    named[0];
  if (decisive === undefined) return null;
  const recorded = facts[decisive.fact];
  const isOne = typeof recorded === 'string' || typeof recorded === 'number';
  return { fact: decisive.fact, recorded: isOne ? recorded : null };
}

const LONGEST_WORDS = 300;

/** What somebody typed for a fact; null where it can be none. */
export function readCorrection(fact: CorrectableFact, typed: string): CorrectValue | null {
  const text = typed.trim();
  switch (fact) {
    case 'employees':
    case 'revenue': {
      const read = readNumber(text, { isWhole: fact === 'employees', locale: null })?.value;
      return read !== undefined && read >= 0 ? read : null;
    }
    case 'country':
      return readCountry(text) ?? null;
    default:
      return text === '' || text.length > LONGEST_WORDS ? null : text;
  }
}

/** Where a fact stands in this record: the place that rules read it from. */
export function placeOf(fact: CorrectableFact, { person }: CanonicalLead): string {
  switch (fact) {
    case 'title':
    case 'seniority':
    case 'department':
      return `person.${fact}`;
    case 'country':
      return person.country?.trim() ? 'person.country' : 'account.country';
    case 'region':
      return person.region === undefined ? 'account.region' : 'person.region';
    default:
      return `account.${fact}`;
  }
}

/** What a rejection keeps of it: what the record said, what its rep says instead, and how the reason stood before that. */
export type Weighed = WeighedFact & { corrected: CorrectValue | null; without: Verdict };

/** How a rejection stands, with what was put right along with it; a record that still says otherwise is none that helps. */
export function weighRejection(
  reason: Reason,
  facts: FactValues,
  corrected: CorrectValue | null,
): { evidence: Evidence | null; weighed: Weighed | null } {
  const without = weighReason(reason, facts);
  const of = weighedFact(reason, facts);
  if (without === null || of === null) return { evidence: without, weighed: null };
  const isBorneOut =
    corrected !== null && weighReason(reason, { ...facts, [of.fact]: corrected }) === 'supported';
  return { evidence: isBorneOut ? 'corrected' : without, weighed: { ...of, corrected, without } };
}
