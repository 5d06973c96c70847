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
  /** The change on trial for whose sake it goes to sales all the same, in words. */
  trial?: string;
  temperatureBecause: string;
};
