import type { FactValues } from './conditions.ts';
import type { Check } from './routing.ts';

/** What is kept beside rows as evidence: plain values that can be read again years later. */

export type EvidenceLine = { rule: string; value: string | null; result: 'held' | 'failed' | 'unknown' };

/** Why a lead was, or was not, marketing qualified. */
export type EvidenceRow = {
  definition: string;
  isMql: boolean;
  isHandRaiser: boolean;
  unknown: string[];
  failed: string[];
  lines: EvidenceLine[];
  temperatureBecause: string;
};

/** A rule of the routing, and what came of it: a check's name is why its person could not have the lead. */
export type TriedRule = {
  rule: string;
  result: 'goes_to' | 'no_match' | 'unknown' | Check;
  repId: string | null;
  poolId: string | null;
};

/** One routing decision: enough to explain it, and to make it again with the same result. */
export type RoutingRecord = {
  because: string;
  /** Facts the rules asked about; no name, no address, no phone. */
  facts: FactValues;
  rules: TriedRule[];
  candidates: { repId: string; check: Check | null; weight: number; lag: number }[];
  poolId: string | null;
  chosenId: string | null;
  by: 'account_owner' | 'senders_owner' | 'domain' | 'route' | 'pool' | 'manager' | 'nobody';
};
