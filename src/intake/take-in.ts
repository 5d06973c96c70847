import { insertItem, lockItem, markRead, type Problem } from '#db/deliveries.ts';
import {
  addFirstSignals,
  addIdentities,
  addSignals,
  findCandidates,
  insertLead,
  type LeadRow,
  readSignals,
  recordStage,
  updateLead,
} from '#db/leads.ts';
import type { ItemOutcome } from '#db/schema.ts';
import { identitiesOf } from '#domain/identities.ts';
import type { CanonicalLead, LeadSignal } from '#domain/lead.ts';
import { freshestFirst, signalsOf } from '#domain/merge-lead.ts';
import type { Known } from '#domain/origin.ts';
import type { ToldFields } from '#domain/own-writes.ts';
import { USUAL_LEG } from '#domain/settings-shapes.ts';
import { modeOf } from '#domain/shadow.ts';
import { whoIsMeant } from '#domain/who-is-meant.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { touchHomes } from '#src/core/homes.ts';
import { cardKey, inDmOf, joinedKey } from '#src/core/message-keys.ts';
import { touch, want } from '#src/core/want.ts';
import { offerReserved, wakeForSignal } from '#src/handoff/dispatch.ts';
import { lockOpen } from '#src/handoff/lock.ts';
import { openHandoff } from '#src/handoff/open-handoff.ts';
import { readAccount } from '#src/routing/account-owners.ts';
import { accountFor } from './account-for.ts';
import { takeInAccountSignal } from './account-signal.ts';
import { takeInActivity } from './activity.ts';
import {
  capturedAt,
  judgeArrival,
  knownAgain,
  newLead,
  SIGNALS_CONSIDERED,
  saidIn,
  whyOnlyNoted,
} from './arrival.ts';
import { choosesUntil } from './choosing.ts';
import { claimAside, claimNews } from './claim-item.ts';
import { tellConsent } from './consent.ts';
import { expansionOf, isOnlyNews, noteChurnOf } from './customer-news.ts';
import { type Echoed, echoOf, knowRecord } from './echo.ts';
import { takeInErasure } from './erase.ts';
import type { ItemOrigin } from './item-origin.ts';
import { lockMeant, type Told } from './lock-meant.ts';
import { keepMeeting, noteHandRaise, noteMeeting } from './meeting.ts';
import { raiseWaiting } from './raise-waiting.ts';
import { sameForm } from './same-form.ts';
import { offerInShadow, tellOfShadow } from './shadow.ts';
import { takeInSpend } from './spend.ts';
import { tellOfNamedOwner } from './tell-of-named-owner.ts';
import { tellOfUrgent, tellOps } from './tell-ops.ts';
import { keepVerdicts, onTrial, weighTrials } from './trials.ts';
import { takeInUpdate } from './update.ts';

/**
 * Takes one item in: finds or makes the person, judges and opens a handoff, or lets it join the one that is
 * open. What a rep did only joins, and of a test ops read that it came. One transaction; the same item a second time does nothing.
 */
export function takeIn(
  core: Core,
  origin: ItemOrigin,
  lead: CanonicalLead,
  warnings: Problem[],
  fields?: ToldFields,
): Promise<void> {
  return transact(core, async (work) => {
    const names = identitiesOf(work.settings, lead);
    await lockItem(work.tx, origin, names);
    const [item, candidates] = await Promise.all([
      claimNews(work, origin, lead),
      lead.kind === 'test' ? [] : findCandidates(work.tx, names),
    ]);
    if (item !== null) {
      const told = { lead, names, candidates };
      const echoed: Echoed = fields ? await echoOf(work, origin, told, fields) : { echo: 'news' };
      const { problems = [], ...settled } = await settleEcho(work, origin, { told, echoed }, item.id);
      const all = [...warnings, ...problems];
      // Whoever asks to be forgotten is not kept by the asking.
      const kept = lead.kind === 'erasure' ? null : lead;
      insertItem(work.tx, { ...item, ...settled, lead: kept, problems: all.length > 0 ? all : null });
    }
    if (origin.isOnly) markRead(work.tx, origin.deliveryId, work.now);
  });
}

/** What we wrote ourselves comes back and changes nothing; what comes with it is no request of anybody. */
async function settleEcho(
  work: Work,
  origin: ItemOrigin,
  { told, echoed }: { told: Told; echoed: Echoed },
  itemId: string,
): Promise<Settled> {
  switch (echoed.echo) {
    case 'own':
      await knowRecord(work, told, echoed);
      return {
        ...{ outcome: 'ignored', leadId: echoed.leadId },
        problems: [{ path: '', problem: 'our own write' }],
      };
    case 'known':
      return takeInUpdate(work, origin, { ...told, lead: { ...told.lead, kind: 'update' } });
    case 'news':
      return settle(work, origin, told, itemId);
  }
}

async function settle(work: Work, origin: ItemOrigin, told: Told, itemId: string): Promise<Settled> {
  switch (told.lead.kind) {
    case 'test':
      tellOps(work, 'tests', origin.sourceId, work.now);
      return { outcome: 'test', leadId: null };
    case 'activity':
      return takeInActivity(work, origin, told);
    case 'account_signal':
      return takeInAccountSignal(work, origin, told.lead, itemId);
    case 'spend':
      return takeInSpend(work, origin, told.lead);
    case 'erasure':
      return takeInErasure(work, told);
    case 'update': {
      // What somebody did is more than news of them, once they are somebody.
      const isSignal =
        !told.lead.merged &&
        told.lead.signals.length > 0 &&
        whoIsMeant(work.settings, told.lead, told.candidates) !== null;
      return isSignal
        ? judge(work, origin, { ...told, lead: { ...told.lead, kind: 'signal' } }, itemId)
        : takeInUpdate(work, origin, told);
    }
    case 'lead':
    case 'signal':
      return judge(work, origin, told, itemId);
  }
}

/** Counts what was told of something that is not read here. */
export function leaveAside(core: Core, origin: ItemOrigin, why: string): Promise<void> {
  return transact(core, async (work) => {
    await lockItem(work.tx, origin, []);
    const item = await claimAside(work, origin);
    const problems = [{ path: '', problem: why }];
    if (item !== null) insertItem(work.tx, { ...item, outcome: 'ignored', problems, lead: null });
  });
}

/** Sets an item aside that cannot be read. Ops are told of it once, and at once where somebody waits who can be seen. */
export function quarantine(
  core: Core,
  origin: ItemOrigin,
  problems: Problem[],
  seen: CanonicalLead | null,
): Promise<void> {
  return transact(core, async (work) => {
    await lockItem(work.tx, origin, []);
    const item = await claimAside(work, origin);
    if (item !== null) {
      insertItem(work.tx, { ...item, outcome: 'quarantined', problems, lead: seen });
      tellOps(work, 'quarantine', origin.sourceId, work.now);
      if (seen !== null) await tellOfUrgent(work, item.id, { lead: seen, sourceId: origin.sourceId });
    }
    if (origin.isOnly) markRead(work.tx, origin.deliveryId, work.now);
  });
}

type Settled = {
  outcome: ItemOutcome;
  leadId: string | null;
  handoffId?: string | null;
  problems?: Problem[];
};

async function judge(
  work: Work,
  origin: ItemOrigin,
  { lead: told, names, candidates }: Told,
  itemId: string,
): Promise<Settled> {
  const { tx } = work;
  const { known, lead } = await findOrAdd(work, origin, { lead: told, names, candidates });
  addIdentities(
    tx,
    names.map((identity) => ({ ...identity, leadId: lead.id })),
  );
  const at = capturedAt(told, origin.receivedAt);
  const of = { leadId: lead.id, sourceId: origin.sourceId };
  const same = known && (await sameForm(work, origin, told, { leadId: lead.id, at }));
  // What is told of one form by two is one thing that somebody did.
  const signals = same === null ? signalsOf(told, at) : told.signals;
  let fresh = 0;
  if (known) fresh = await addSignals(tx, of, signals, work.newId);
  else addFirstSignals(tx, of, signals, work.newId);
  const meeting = await keepMeeting(work, lead, told, { sourceId: origin.sourceId, at });

  const isLive = modeOf(work.settings, origin.sourceId) === 'live';
  if (known && isLive && fresh > 0) await noteChurnOf(work, lead, told, origin.sourceId);
  // Judged by the row that is locked: what somebody is closing just now is closed when it can be locked.
  const found = known && (await lockOpen(work, lead.id));
  if (known && found) {
    // What a source in shadow says stands on the card, but disturbs nobody.
    const woken = isLive ? await wakeForSignal(work, { ...found, lead }) : found.row;
    // Who has booked chooses no longer.
    const isBooked = isLive && meeting?.became === 'booked';
    const open = isBooked ? await offerReserved(work, { row: woken, lead }) : woken;
    const isJustOffered = open.handoff.offerNo !== woken.handoff.offerNo;
    const isRequest = told.kind === 'lead' && same === null;
    const again = {
      ...{ before: known, lead, sourceId: isRequest ? origin.sourceId : open.sourceId },
      because: isRequest ? 'asked again' : 'new signal',
    };
    const raised = isLive ? await raiseWaiting(work, open, again) : null;
    const { handoff } = raised ?? open;
    if (isLive && meeting !== null) await noteMeeting(work, handoff.id, meeting);
    if (isLive && isRequest) await noteHandRaise(work, raised ?? open, lead, origin.sourceId);
    // Whoever is given it now has a card that says everything.
    const chooses = isLive ? await choosesUntil(work, origin, lead, raised ?? open) : null;
    const isTold = (same !== null && chooses === null) || isJustOffered || raised !== null;
    if (isLive && !isTold && handoff.ownerId !== null) {
      want(work, {
        key: joinedKey(handoff.id, itemId),
        kind: 'joined',
        handoffId: handoff.id,
        place: inDmOf(handoff.ownerId),
        parentKey: cardKey(handoff.id, handoff.offerNo),
        detail: {
          repId: handoff.ownerId,
          itemId,
          sourceId: origin.sourceId,
          fresh,
          isRequest: isRequest ? 1 : 0,
          ...(chooses !== null && { choosesUntil: chooses.toISOString() }),
        },
      });
    }
    touch(work, handoff.id, []);
    touchHomes(work, handoff);
    return { outcome: 'joined', leadId: lead.id, handoffId: handoff.id };
  }
  // Sales had it meanwhile, and is done with it.
  if (same?.handoffId) return { outcome: 'signal', leadId: lead.id };
  if (known && isLive && fresh > 0) {
    const expansion = await expansionOf(work, lead, told, origin.sourceId);
    if (expansion !== null) return { outcome: 'handoff', leadId: lead.id, handoffId: expansion };
    if (told.kind === 'signal' && isOnlyNews(lead, told)) return { outcome: 'signal', leadId: lead.id };
  }
  if (!known)
    return qualifyLead(work, origin, { lead, told, signals: freshestFirst(signals), isKnown: false });
  const [did, mirrored] = await Promise.all([
    readSignals(tx, lead.id, SIGNALS_CONSIDERED),
    readAccount(work, lead),
  ]);
  return qualifyLead(work, origin, { lead: { ...lead, mirrored }, told, signals: did, isKnown: true });
}

/** Judges a lead nobody works on: to sales with a handoff, or to nurture with the rules that failed. */
async function qualifyLead(
  work: Work,
  origin: ItemOrigin,
  {
    lead,
    told,
    signals,
    isKnown,
  }: { lead: LeadRow; told: CanonicalLead; signals: readonly LeadSignal[]; isKnown: boolean },
): Promise<Settled> {
  const { settings, tx, now } = work;
  const { sourceId, isBatch, holdUntil } = origin;
  const mode = modeOf(settings, sourceId);
  if (isKnown && (await whyOnlyNoted(work, lead, told, mode))) return { outcome: 'signal', leadId: lead.id };

  const arrived = await judgeArrival(work, lead, told, { sourceId, signals });
  const trials = mode === 'live' ? weighTrials(work, lead, { sourceId, signals }) : [];
  const { goes, stage, isEntered, ...judged } = onTrial(arrived, trials);
  if (goes === 'further') return { outcome: 'signal', leadId: lead.id };
  await updateLead(tx, lead.id, { ...judged, stage });
  if (isEntered) {
    const { evidence } = judged;
    const cause = evidence.isMql ? 'qualified' : goes === 'to_sales' ? 'on trial' : 'not qualified';
    recordStage(tx, { leadId: lead.id, handoffId: null, stage, at: now, cause, evidence });
  }
  if (mode === 'shadow') await tellOfShadow(work);
  if (goes === 'to_nurture') {
    keepVerdicts(work, lead.id, trials, null);
    return { outcome: 'nurture', leadId: lead.id };
  }
  const source = settings.sources.find((candidate) => candidate.id === sourceId);
  if (source?.owner === 'senders') await tellOfNamedOwner(work, sourceId, told.owner_email);
  const qualified = { ...lead, ...judged, stage };
  if (mode === 'shadow') {
    await offerInShadow(work, qualified, sourceId);
    return { outcome: 'shadow', leadId: lead.id };
  }
  const because = goes === 'to_owner' ? 'asked again' : 'new lead';
  const row = await openHandoff(work, qualified, { leg: USUAL_LEG, sourceId, because, isBatch, holdUntil });
  keepVerdicts(work, lead.id, trials, row.handoff.id);
  return { outcome: 'handoff', leadId: lead.id, handoffId: row.handoff.id };
}

/** The person that is told of, as known before and as known now; locked, and everything that is open with them. */
async function findOrAdd(
  work: Work,
  origin: ItemOrigin,
  told: Told,
): Promise<{ known: LeadRow | null; lead: LeadRow }> {
  const named = whoIsMeant(work.settings, told.lead, told.candidates);
  const said = saidIn(work.settings, told.lead, origin);
  if (!named) return { known: null, lead: await addNew(work, origin, said) };
  // Before the lead: a company's account takes in leads of its subdomains, and so is locked before any lead.
  const company = named.accountId === null ? await accountFor(work, knownAgain(named, said).record) : null;
  // Somebody else may have told of them by another name, or decided about them, up to now.
  const known = (await lockMeant(work, told)) ?? named;
  const changed = { ...knownAgain(known, said), accountId: known.accountId ?? company?.id ?? null };
  await updateLead(work.tx, known.id, changed);
  const lead = { ...known, ...changed };
  await tellConsent(work, known, lead);
  return { known, lead };
}

async function addNew(work: Work, origin: ItemOrigin, said: Known): Promise<LeadRow> {
  const at = capturedAt(said.record, origin.receivedAt);
  const account = await accountFor(work, said.record);
  const lead = newLead(work.settings, said, {
    id: work.newId(),
    accountId: account?.id ?? null,
    sourceId: origin.sourceId,
    capturedAt: at,
    createdAt: work.now,
  });
  insertLead(work.tx, lead);
  const cause = `captured by ${origin.sourceId}`;
  recordStage(work.tx, {
    leadId: lead.id,
    handoffId: null,
    stage: 'inquiry',
    at,
    cause,
    evidence: null,
  });
  return { ...lead, mirrored: account?.mirrored ?? null };
}
