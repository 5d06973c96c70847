import { findCandidates, type LeadRow, lockLead } from '#db/leads.ts';
import type { Identity } from '#domain/identities.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { type Candidate, whoIsMeant } from '#domain/who-is-meant.ts';
import type { Work } from '#src/core/core.ts';

/** What is told, what it names somebody by, and who may be meant by it. */
export type Told = {
  lead: CanonicalLead;
  names: readonly Identity[];
  candidates: readonly Candidate<LeadRow>[];
};

/** Locks whoever is meant; null where it is nobody. */
export async function lockMeant(work: Work, { lead, names, candidates }: Told): Promise<LeadRow | null> {
  const meant = whoIsMeant(work.settings, lead, candidates);
  if (!meant) return null;
  return (await lockLead(work.tx, meant.id)) ?? lockMeant(work, await lookedUpAgain(work, { lead, names }));
}

/** A lead that is gone by the time it can be locked became one with another, to whom its names lead by now. */
const lookedUpAgain = async (work: Work, { lead, names }: Omit<Told, 'candidates'>): Promise<Told> => ({
  ...{ lead, names },
  candidates: await findCandidates(work.tx, names),
});
