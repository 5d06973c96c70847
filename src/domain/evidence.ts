import { evaluate, type FactValues } from './conditions.ts';
import type { Reason } from './settings.ts';

const VERDICTS = { held: 'supported', failed: 'conflicts', unknown: 'unverifiable' } as const;
export type Verdict = (typeof VERDICTS)[keyof typeof VERDICTS];

/** How a reason stands against the lead's own facts; null for one that facts cannot speak to. */
export function weighReason(reason: Reason, facts: FactValues): Verdict | null {
  return reason.supported_when ? VERDICTS[evaluate(reason.supported_when, facts).result] : null;
}
