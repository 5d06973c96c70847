import type { Problem } from '#db/deliveries.ts';
import { findOpenHandoff } from '#db/handoffs.ts';
import { addIdentities, updateLead } from '#db/leads.ts';
import type { ItemOutcome } from '#db/schema.ts';
import type { Work } from '#src/core/core.ts';
import { touchHomes } from '#src/core/homes.ts';
import { touch } from '#src/core/want.ts';
import { knownAgain, saidIn } from './arrival.ts';
import { tellConsent } from './consent.ts';
import { lockMeant, type Told } from './lock-meant.ts';
import { unite } from './unite.ts';

type SettledUpdate = {
  outcome: ItemOutcome;
  leadId: string | null;
  handoffId: string | null;
  problems: Problem[];
};

const NOBODY: SettledUpdate = {
  ...{ outcome: 'ignored', leadId: null, handoffId: null },
  problems: [{ path: 'person', problem: 'nobody who is known; an update makes no lead' }],
};

/**
 * Keeps what a CRM says of somebody who is known: the deal, the owner, what must not be asked, another record of theirs. Details and
 * the card show it, and nobody is sent a message: CRMs tell of each change of each field.
 */
export async function takeInUpdate(
  work: Work,
  origin: { sourceId: string; receivedAt: Date },
  { lead: told, names, candidates }: Told,
): Promise<SettledUpdate> {
  const { tx, settings } = work;
  const united = told.merged ? await unite(work, candidates) : null;
  const before = united ?? (await lockMeant(work, { lead: told, names, candidates }));
  if (!before) return NOBODY;
  const changed = knownAgain(before, saidIn(settings, told, origin));
  await updateLead(tx, before.id, changed);
  addIdentities(
    tx,
    names.map((identity) => ({ ...identity, leadId: before.id })),
  );
  await tellConsent(work, before, { ...before, ...changed });
  const open = await findOpenHandoff(tx, before.id);
  if (open) {
    touch(work, open.handoff.id, []);
    touchHomes(work, open.handoff);
  }
  return { outcome: 'updated', leadId: before.id, handoffId: open?.handoff.id ?? null, problems: [] };
}
