import { type LeadRow, updateLead } from '#db/leads.ts';
import type { RejectionRow } from '#db/rejections.ts';
import { type CorrectableFact, type CorrectValue, placeOf } from '#domain/evidence.ts';
import { correct, withoutCorrection } from '#domain/merge-lead.ts';
import { type Known, knownFrom, storedOrigins } from '#domain/origin.ts';
import type { Work } from '#src/core/core.ts';

/** What a rep puts right of a record along with a rejection, and takes back with it. */

export function correctRecord(
  work: Work,
  lead: LeadRow,
  { fact, is }: { fact: CorrectableFact; is: CorrectValue },
  by: string,
): Promise<void> {
  const at = work.now.toISOString();
  const origin = { by: 'rep', id: by, at, received: at } as const;
  return keep(work, lead, correct(knownFrom(lead), placeOf(fact, lead.record), is, origin));
}

/** The record says again what it said before, unless something newer was told meanwhile. */
export async function takeBackCorrection(
  work: Work,
  lead: LeadRow,
  { weighed, at }: Pick<RejectionRow, 'weighed' | 'at'>,
): Promise<void> {
  if (weighed === null || weighed.corrected === null) return;
  const before = withoutCorrection(knownFrom(lead), placeOf(weighed.fact, lead.record), at);
  if (before) await keep(work, lead, before);
}

const keep = ({ tx }: Work, lead: LeadRow, { record, origins }: Known): Promise<void> =>
  updateLead(tx, lead.id, { record, origins: storedOrigins(origins, lead) });
