import { type LeadRow, wasDisqualifiedHere } from '#db/leads.ts';
import { hasShadowOffer, wasOnlyInShadow } from '#db/shadow.ts';
import { liftedBy } from '#domain/consent.ts';
import { isUnwanted, judgeLead } from '#domain/judge-lead.ts';
import type { CanonicalLead, LeadSignal } from '#domain/lead.ts';
import { mergeLead, saidBy } from '#domain/merge-lead.ts';
import { type Known, knownFrom, storedOrigins } from '#domain/origin.ts';
import type { Mode, Settings } from '#domain/settings.ts';
import { shadowSince } from '#domain/shadow.ts';
import type { Stage } from '#domain/stages.ts';
import type { Work } from '#src/core/core.ts';
import { isLookedAfter } from '#src/routing/account-owners.ts';

/** What is made of a lead that nobody works on: intake carries it out, and a simulation tells it. */

export const SIGNALS_CONSIDERED = 500;
const SALES_STAGES: readonly Stage[] = ['sales_accepted', 'sales_qualified', 'opportunity', 'closed_won'];

/** Why somebody who comes again is only noted. */
export type SignalCause = 'in_shadow' | 'disqualified_here' | 'had_already' | 'further';

export type Verdict = ReturnType<typeof judgeLead> & {
  /** To sales as new, to the owner of a company that is none, to nurture, or only noted because sales came further. */
  goes: 'to_sales' | 'to_owner' | 'to_nurture' | 'further';
  stage: Stage;
  /** Whether it comes to that stage now. */
  isEntered: boolean;
};

/** A sender's clock may be wrong, but nothing is captured after it was received. */
export function capturedAt(told: CanonicalLead, receivedAt: Date): Date {
  const stated = told.occurred_at ? new Date(told.occurred_at) : receivedAt;
  return stated < receivedAt ? stated : receivedAt;
}

/** What a message of a source says, and by when it counts. */
export function saidIn(
  { sources }: Settings,
  told: CanonicalLead,
  { sourceId, receivedAt }: { sourceId: string; receivedAt: Date },
): Known {
  const lifts = liftedBy(told, sources.find(({ id }) => id === sourceId)?.authority_for);
  return saidBy(told, {
    by: 'source',
    id: sourceId,
    at: capturedAt(told, receivedAt).toISOString(),
    received: receivedAt.toISOString(),
    ...(lifts.length > 0 && { lifts }),
  });
}

/** What is known of a person, with what is said now. */
export function knownAgain(lead: LeadRow, said: Known): Pick<LeadRow, 'record' | 'origins'> {
  const { record, origins } = mergeLead(knownFrom(lead), said);
  return { record, origins: storedOrigins(origins, lead) };
}

/** Why a known person who comes again is only noted: sales has had them, or would have them now; null where they are not. */
export async function whyOnlyNoted(
  { tx, now }: Work,
  lead: LeadRow,
  told: CanonicalLead,
  mode: Mode,
): Promise<SignalCause | null> {
  if (mode === 'shadow' && (await hasShadowOffer(tx, lead.id, shadowSince(now)))) return 'in_shadow';
  // Sales said here that it never will be a customer; what a CRM said before binds nobody.
  if (lead.stage === 'disqualified' && (await wasDisqualifiedHere(tx, lead.id))) return 'disqualified_here';
  // Sales had it already: only a new request speaks against that. An inquiry was imported, and nobody judged it yet.
  if (told.kind !== 'signal' || lead.stage === 'nurture' || lead.stage === 'inquiry') return null;
  // Nobody was told of a lead that came in shadow: it is new to sales.
  const isNew = lead.stage === 'marketing_qualified' && (await wasOnlyInShadow(tx, lead.id));
  return isNew ? null : 'had_already';
}

/** Whether a lead is qualified, and where that brings it. */
export async function judgeArrival(
  work: Work,
  lead: LeadRow,
  told: CanonicalLead,
  { sourceId, signals }: { sourceId: string; signals: readonly LeadSignal[] },
): Promise<Verdict> {
  const { settings, now } = work;
  const source = settings.sources.find((candidate) => candidate.id === sourceId);
  const judged = judgeLead(settings, lead, source, signals, now);
  const { isMql } = judged.evidence;
  const isForOwner = !isMql && (await isOwnersToAnswer(work, { ...lead, ...judged }, told, sourceId));
  // Whom sales has come further with does not fall back: neither by asking again, nor by what would be no start.
  const isFurther = SALES_STAGES.includes(lead.stage);
  return {
    ...judged,
    goes: isMql ? 'to_sales' : isForOwner ? 'to_owner' : isFurther ? 'further' : 'to_nurture',
    stage: isFurther ? lead.stage : isMql ? 'marketing_qualified' : 'nurture',
    isEntered: !isFurther && (isMql || lead.stage !== 'nurture'),
  };
}

/** Somebody of a customer, or of a company that sales talks to, asks for sales: no new lead, but its owner's to answer. */
async function isOwnersToAnswer(
  work: Work,
  lead: LeadRow,
  told: CanonicalLead,
  sourceId: string,
): Promise<boolean> {
  // What they asked for once is no request of today.
  const isRequest = told.kind === 'lead' && told.channel !== undefined && lead.evidence.isHandRaiser;
  if (!isRequest || isUnwanted(work.settings, lead)) return false;
  return isLookedAfter(work, lead, sourceId);
}

/** Somebody nobody knew before, as they come: an inquiry, not judged yet. */
export const newLead = (
  { mql }: Settings,
  { record, origins }: Known,
  of: Pick<LeadRow, 'id' | 'accountId' | 'sourceId' | 'capturedAt' | 'createdAt'>,
): LeadRow => ({
  ...of,
  stage: 'inquiry',
  temperature: 'warm',
  campaign: record.campaign?.name ?? record.campaign?.utm_campaign ?? null,
  record,
  origins: storedOrigins(origins, of),
  evidence: {
    definition: mql.version,
    isMql: false,
    isHandRaiser: false,
    unknown: [],
    failed: [],
    lines: [],
    temperatureBecause: '',
  },
});
