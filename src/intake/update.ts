import type { Problem } from '#db/deliveries.ts';
import { findOpenHandoff, lastOfLegs, lockHandoff } from '#db/handoffs.ts';
import { addIdentities, enterToldStage, type LeadRow, updateLead } from '#db/leads.ts';
import type { ItemOutcome } from '#db/schema.ts';
import { type Deal, readToldDeal } from '#domain/deal.ts';
import { type Command, SYSTEM } from '#domain/handoff.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import type { SubStage } from '#domain/settings.ts';
import type { Work } from '#src/core/core.ts';
import { touchHomes } from '#src/core/homes.ts';
import { touch } from '#src/core/want.ts';
import { carryOut } from '#src/handoff/dispatch.ts';
import { openNextLeg } from '#src/handoff/open-handoff.ts';
import { withSource } from '#src/handoff/with-source.ts';
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
 * the card show it, and nobody is sent a message: CRMs tell of each change of each field. That a deal
 * an AE works on is won or lost ends their handoff.
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
  await tellDeal(work, { ...before, ...changed }, told, origin.sourceId);
  const open = await findOpenHandoff(tx, before.id);
  if (open) {
    touch(work, open.handoff.id, []);
    touchHomes(work, open.handoff);
  }
  return { outcome: 'updated', leadId: before.id, handoffId: open?.handoff.id ?? null, problems: [] };
}

/** What a CRM says of a deal means for the handoff of an AE; null where it means nothing. */
function commandFor(
  told: NonNullable<CanonicalLead['opportunity']>,
  { deal: known, record }: { deal: Deal | null; record: CanonicalLead },
  { via, steps }: { via: string; steps: readonly SubStage[] },
): Command | null {
  const { status } = told;
  const deal = readToldDeal(told, { known, before: record.opportunity ?? {}, steps });
  if (status === 'won' || status === 'lost') return { type: 'tell_deal', status, deal, via };
  return deal && { type: 'tell_opportunity', deal, via };
}

/**
 * The deal that an AE works on is another, or over with its handoff, by the CRM. A lead that no AE has open changes its stage
 * alone: who works on it goes on, and nobody is told.
 */
async function tellDeal(
  work: Work,
  lead: LeadRow,
  { opportunity }: CanonicalLead,
  via: string,
): Promise<void> {
  if (!opportunity) return;
  const open = await findOpenHandoff(work.tx, lead.id);
  if (open?.handoff.leg !== 'sql_to_ae') return jump(work, lead, opportunity, { via, isOpen: open !== null });
  const row = await lockHandoff(work.tx, open.handoff.id);
  const of = { via, steps: work.settings.opportunity.stages };
  const command = row && commandFor(opportunity, { deal: row.handoff.deal, record: lead.record }, of);
  if (command) await carryOut(work, { row, lead }, command, SYSTEM);
}

/** What nobody here did, a CRM did: the stages that it went past are inferred. While somebody works on a lead, it is not lost by that. */
async function jump(
  work: Work,
  lead: LeadRow,
  told: NonNullable<CanonicalLead['opportunity']>,
  { via, isOpen }: { via: string; isOpen: boolean },
): Promise<void> {
  const { tx, now, settings } = work;
  const { id: leadId, record } = lead;
  const { status } = told;
  const steps = settings.opportunity.stages;
  const sold = await lastOfLegs(tx, leadId, ['sql_to_ae']);
  const isLost = lead.stage === 'closed_lost';
  const known = isLost ? (sold?.handoff.deal ?? null) : null;
  const deal = readToldDeal(told, { known, before: record.opportunity ?? {}, steps }) ?? known;
  const isReopened = isLost && status === 'open';
  const stage = status === 'won' ? 'closed_won' : status === 'lost' ? 'closed_lost' : 'opportunity';
  if (stage === 'closed_lost' && isOpen) return;
  // What was lost is an opportunity again where the CRM says that it is open, and not because a field of it changed.
  if (stage === 'opportunity' && (isLost ? !isReopened : deal === null)) return;
  const evidence = await withSource(work, leadId, stage, { type: stage, by: null, via, deal });
  const cause = `told by ${via}`;
  const isNews = await enterToldStage(tx, { leadId, handoffId: null, stage, at: now, cause, evidence });
  if (isNews && sold) touch(work, sold.handoff.id, []);
  if (!isNews || isOpen || stage !== 'closed_won') return;
  // What an AE had lost, or given up, is won after all: customer success has it as any other.
  if (sold) await openNextLeg(work, sold, { ...lead, stage }, 'won');
}
