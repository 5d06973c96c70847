import { claimItem, type Problem, settleItem } from '#db/deliveries.ts';
import { findOpenHandoff } from '#db/handoffs.ts';
import {
  addIdentities,
  addSignals,
  findLead,
  findOrAddAccount,
  insertLead,
  type LeadRow,
  lockIdentities,
  readSignals,
  recordStage,
  updateLead,
  wasDisqualifiedHere,
} from '#db/leads.ts';
import type { ItemOutcome } from '#db/schema.ts';
import { hasShadowOffer, wasOnlyInShadow } from '#db/shadow.ts';
import { windowOf } from '#domain/day.ts';
import { identitiesOf, namingOnes } from '#domain/identities.ts';
import { judgeLead } from '#domain/judge-lead.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { mergeLead, signalsOf } from '#domain/merge-lead.ts';
import { accountDomain } from '#domain/owners.ts';
import type { EvidenceRow } from '#domain/records.ts';
import { type Mode, USUAL_LEG } from '#domain/settings.ts';
import { modeOf, shadowSince } from '#domain/shadow.ts';
import type { Stage } from '#domain/stages.ts';
import { type Core, touch, transact, type Work, want } from './core.ts';
import { wakeForSignal } from './dispatch.ts';
import { touchHomes } from './homes.ts';
import { cardKey, inChannelFor, inDmOf, joinedKey, opsKey } from './message-keys.ts';
import { tellOfNamedOwner } from './named-owners.ts';
import { openHandoff } from './open-handoff.ts';
import { offerInShadow, tellOfShadow } from './shadow.ts';

/** Where an item was found. */
export type ItemOrigin = {
  deliveryId: string;
  sourceId: string;
  key: string;
  position: number;
  receivedAt: Date;
};

const SIGNALS_CONSIDERED = 500;
const OPS_NOTICE_MINUTES = 60;
const SALES_STAGES: readonly Stage[] = ['sales_accepted', 'sales_qualified', 'opportunity', 'closed_won'];

/**
 * Takes one item in: finds or makes the person, judges and opens a handoff, or lets it join the one that is
 * open. One transaction; the same item a second time does nothing.
 */
export function takeIn(
  core: Core,
  origin: ItemOrigin,
  lead: CanonicalLead,
  warnings: Problem[],
): Promise<void> {
  return transact(core, async (work) => {
    const itemId = await claim(work, origin);
    if (itemId === null) return;
    const settled = await judge(work, origin, lead, itemId);
    await settleItem(work.tx, itemId, { ...settled, lead, problems: warnings.length > 0 ? warnings : null });
  });
}

/** Sets an item aside that cannot be read. Ops are told of it once. */
export function quarantine(core: Core, origin: ItemOrigin, problems: Problem[]): Promise<void> {
  return transact(core, async (work) => {
    const itemId = await claim(work, origin);
    if (itemId === null) return;
    await settleItem(work.tx, itemId, { outcome: 'quarantined', problems });
    await tellOps(work, origin.sourceId, work.now);
  });
}

async function claim(work: Work, { receivedAt: _, ...origin }: ItemOrigin): Promise<string | null> {
  const claimed = await claimItem(work.tx, { ...origin, id: work.newId(), at: work.now });
  // What was set aside is no longer: the message that told of it has to show that.
  if (claimed?.quarantinedAt) await tellOps(work, origin.sourceId, claimed.quarantinedAt);
  return claimed?.id ?? null;
}

/** One message an hour and source shows what was set aside then. */
async function tellOps(work: Work, sourceId: string, at: Date): Promise<void> {
  const from = windowOf(at, OPS_NOTICE_MINUTES).toISOString();
  await want(work, {
    key: opsKey(`quarantine:${sourceId}`, from),
    kind: 'ops',
    handoffId: null,
    place: inChannelFor('ops'),
    parentKey: null,
    detail: { about: 'quarantine', sourceId, from, minutes: OPS_NOTICE_MINUTES },
  });
}

type Settled = { outcome: ItemOutcome; leadId: string; handoffId?: string };

async function judge(work: Work, origin: ItemOrigin, told: CanonicalLead, itemId: string): Promise<Settled> {
  const { tx } = work;
  const found = identitiesOf(told);
  const naming = namingOnes(found);
  await lockIdentities(tx, naming);
  const known = await findLead(tx, naming);
  const lead = known ? await updateKnown(work, known, told) : await addNew(work, origin, told);
  await addIdentities(tx, lead.id, found);
  const of = { leadId: lead.id, sourceId: origin.sourceId };
  const fresh = await addSignals(tx, of, signalsOf(told, capturedAt(told, origin.receivedAt)), work.newId);

  const open = known && (await findOpenHandoff(tx, lead.id, null));
  if (open) {
    const { handoff } = open;
    // What a source in shadow says stands on the card, but disturbs nobody.
    const isLive = modeOf(work.settings, origin.sourceId) === 'live';
    if (isLive) await wakeForSignal(work, open, lead);
    if (isLive && handoff.ownerId !== null) {
      await want(work, {
        key: joinedKey(handoff.id, itemId),
        kind: 'joined',
        handoffId: handoff.id,
        place: inDmOf(handoff.ownerId),
        parentKey: cardKey(handoff.id, handoff.offerNo),
        detail: { repId: handoff.ownerId, itemId, sourceId: origin.sourceId, fresh },
      });
    }
    await touch(work, handoff.id, []);
    touchHomes(work, handoff);
    return { outcome: 'joined', leadId: lead.id, handoffId: handoff.id };
  }
  return qualifyLead(work, origin, lead, told, known !== null);
}

/** Judges a lead nobody works on: to sales with a handoff, or to nurture with the rules that failed. */
async function qualifyLead(
  work: Work,
  origin: ItemOrigin,
  lead: LeadRow,
  told: CanonicalLead,
  isKnown: boolean,
): Promise<Settled> {
  const { settings, tx, now } = work;
  const mode = modeOf(settings, origin.sourceId);
  if (isKnown && (await isSignalOnly(work, lead, told, mode))) return { outcome: 'signal', leadId: lead.id };

  const source = settings.sources.find((candidate) => candidate.id === origin.sourceId);
  const signals = await readSignals(tx, lead.id, SIGNALS_CONSIDERED);
  const judged = judgeLead(settings, lead, source, signals, now);
  const { isMql } = judged.evidence;
  const stage = isMql ? 'marketing_qualified' : 'nurture';
  // Whom sales has come further with does not fall back because what they do now would not be enough for a start.
  if (!isMql && SALES_STAGES.includes(lead.stage)) return { outcome: 'signal', leadId: lead.id };
  await updateLead(tx, lead.id, { ...judged, stage });
  if (isMql || lead.stage !== 'nurture') {
    const cause = isMql ? 'qualified' : 'not qualified';
    const { evidence } = judged;
    await recordStage(tx, { leadId: lead.id, handoffId: null, stage, at: now, cause, evidence });
  }
  if (mode === 'shadow') await tellOfShadow(work);
  if (!isMql) return { outcome: 'nurture', leadId: lead.id };
  const { sourceId } = origin;
  if (source?.owner === 'senders') await tellOfNamedOwner(work, sourceId, told.owner_email);
  const qualified = { ...lead, ...judged, stage } as const;
  if (mode === 'shadow') {
    await offerInShadow(work, qualified, sourceId);
    return { outcome: 'shadow', leadId: lead.id };
  }
  const opening = { leg: USUAL_LEG, sourceId, because: 'new lead' };
  const row = await openHandoff(work, qualified, opening);
  return { outcome: 'handoff', leadId: lead.id, handoffId: row.handoff.id };
}

/** Whether a known person who comes again is only noted: sales has had them, or would have them now. */
async function isSignalOnly(
  { tx, now }: Work,
  lead: LeadRow,
  told: CanonicalLead,
  mode: Mode,
): Promise<boolean> {
  if (mode === 'shadow' && (await hasShadowOffer(tx, lead.id, shadowSince(now)))) return true;
  // Sales said here that it never will be a customer; what a CRM said before binds nobody.
  if (lead.stage === 'disqualified' && (await wasDisqualifiedHere(tx, lead.id))) return true;
  // Sales had it already: only a new request speaks against that. An inquiry was imported, and nobody judged it yet.
  if (told.kind !== 'signal' || lead.stage === 'nurture' || lead.stage === 'inquiry') return false;
  // Nobody was told of a lead that came in shadow: it is new to sales.
  return lead.stage !== 'marketing_qualified' || !(await wasOnlyInShadow(tx, lead.id));
}

async function updateKnown(work: Work, known: LeadRow, told: CanonicalLead): Promise<LeadRow> {
  // Whom a sender names owns the lead it brings then, and none that comes later.
  const record = { ...mergeLead(known.record, told), owner_email: told.owner_email };
  const accountId = known.accountId ?? (await accountFor(work, record));
  await updateLead(work.tx, known.id, { record, accountId });
  return { ...known, record, accountId };
}

async function addNew(work: Work, origin: ItemOrigin, told: CanonicalLead): Promise<LeadRow> {
  const at = capturedAt(told, origin.receivedAt);
  const evidence: EvidenceRow = {
    definition: work.settings.mql.version,
    isMql: false,
    isHandRaiser: false,
    unknown: [],
    failed: [],
    lines: [],
    temperatureBecause: '',
  };
  const lead: LeadRow = {
    id: work.newId(),
    accountId: await accountFor(work, told),
    stage: 'inquiry',
    temperature: 'warm',
    sourceId: origin.sourceId,
    campaign: told.campaign?.name ?? told.campaign?.utm_campaign ?? null,
    record: { ...told, signals: [] },
    evidence,
    capturedAt: at,
    createdAt: work.now,
  };
  await insertLead(work.tx, lead);
  const cause = `captured by ${origin.sourceId}`;
  await recordStage(work.tx, {
    leadId: lead.id,
    handoffId: null,
    stage: 'inquiry',
    at,
    cause,
    evidence: null,
  });
  return lead;
}

async function accountFor(work: Work, record: CanonicalLead): Promise<string | null> {
  const domain = accountDomain(record);
  if (domain === null) return null;
  const name = record.account.name ?? null;
  const account = await findOrAddAccount(work.tx, { id: work.newId(), domain, name, createdAt: work.now });
  return account?.id ?? null;
}

/** A sender's clock may be wrong, but nothing is captured after it was received. */
function capturedAt(told: CanonicalLead, receivedAt: Date): Date {
  const stated = told.occurred_at ? new Date(told.occurred_at) : receivedAt;
  return stated < receivedAt ? stated : receivedAt;
}
