import { findOrAddAccount } from '#db/accounts.ts';
import {
  claimItem,
  insertRepeat,
  itemsBetween,
  itemWithKey,
  type Problem,
  settleItem,
  wasRead,
} from '#db/deliveries.ts';
import {
  addIdentities,
  addSignals,
  findCandidates,
  insertLead,
  type LeadRow,
  lockIdentities,
  lockLead,
  readSignals,
  recordStage,
  updateLead,
} from '#db/leads.ts';
import type { ItemOutcome } from '#db/schema.ts';
import { accountDomain, companyAt } from '#domain/accounts.ts';
import { companyNameKey } from '#domain/company-name.ts';
import { addMinutes, windowOf } from '#domain/day.ts';
import { type Identity, identitiesOf } from '#domain/identities.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { signalsOf } from '#domain/merge-lead.ts';
import type { Known } from '#domain/origin.ts';
import { judgeGlimpse } from '#domain/quarantined.ts';
import { USUAL_LEG } from '#domain/settings-shapes.ts';
import { modeOf } from '#domain/shadow.ts';
import { whoIsMeant } from '#domain/who-is-meant.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { touchHomes } from '#src/core/homes.ts';
import { cardKey, inChannelFor, inDmOf, joinedKey, opsKey, urgentKey } from '#src/core/message-keys.ts';
import { touch, want } from '#src/core/want.ts';
import { wakeForSignal } from '#src/handoff/dispatch.ts';
import { lockOpen } from '#src/handoff/lock.ts';
import { openHandoff } from '#src/handoff/open-handoff.ts';
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
import { tellConsent } from './consent.ts';
import { keepMeeting, noteHandRaise, noteMeeting } from './meeting.ts';
import { raiseWaiting } from './raise-waiting.ts';
import { contentOf } from './same-content.ts';
import { offerInShadow, tellOfShadow } from './shadow.ts';
import { tellOfNamedOwner } from './tell-of-named-owner.ts';

/** Where an item was found. */
export type ItemOrigin = {
  deliveryId: string;
  sourceId: string;
  key: string;
  position: number;
  receivedAt: Date;
  /** Whether it came with so many that what is for a pool lies in a batch. */
  isBatch: boolean;
};

const OPS_NOTICE_MINUTES = 60;
const URGENT_AN_HOUR = 5;

/**
 * Takes one item in: finds or makes the person, judges and opens a handoff, or lets it join the one that is
 * open. What a rep did only joins, and of a test ops read that it came. One transaction; the same item a second time does nothing.
 */
export function takeIn(
  core: Core,
  origin: ItemOrigin,
  lead: CanonicalLead,
  warnings: Problem[],
): Promise<void> {
  return transact(core, async (work) => {
    const itemId = await claimNews(work, origin, lead);
    if (itemId === null) return;
    const { problems = [], ...settled } = await settle(work, origin, lead, itemId);
    const all = [...warnings, ...problems];
    await settleItem(work.tx, itemId, { ...settled, lead, problems: all.length > 0 ? all : null });
  });
}

async function settle(work: Work, origin: ItemOrigin, lead: CanonicalLead, itemId: string): Promise<Settled> {
  switch (lead.kind) {
    case 'test':
      await tellOps(work, 'tests', origin.sourceId, work.now);
      return { outcome: 'test', leadId: null };
    case 'activity':
      return takeInActivity(work, origin, lead);
    case 'lead':
    case 'signal':
      return judge(work, origin, lead, itemId);
  }
}

/** Sets an item aside that cannot be read. Ops are told of it once, and at once where somebody waits who can be seen. */
export function quarantine(
  core: Core,
  origin: ItemOrigin,
  problems: Problem[],
  seen: CanonicalLead | null,
): Promise<void> {
  return transact(core, async (work) => {
    if (await wasRead(work.tx, origin.deliveryId, origin.position)) return;
    // With an id that was here before it may say something else: nobody can tell, so nothing of it is dropped.
    const key = `${origin.deliveryId}#${origin.position}`;
    const itemId = (await claim(work, origin)) ?? (await claim(work, { ...origin, key }));
    if (itemId === null) return;
    await settleItem(work.tx, itemId, { outcome: 'quarantined', problems, lead: seen });
    await tellOps(work, 'quarantine', origin.sourceId, work.now);
    if (seen !== null) await tellOfUrgent(work, itemId, { lead: seen, sourceId: origin.sourceId });
  });
}

/**
 * The id of an item that is to be read; null where it was read before. A sender's id names what happened: what comes
 * again with it and says the same is only counted. What says something else is news, and is taken in beside it.
 */
async function claimNews(work: Work, origin: ItemOrigin, lead: CanonicalLead): Promise<string | null> {
  const { tx } = work;
  // Read again, as after a crash or with a mended mapping, it is still the same item.
  if (await wasRead(tx, origin.deliveryId, origin.position)) return null;
  const itemId = await claim(work, origin);
  if (itemId !== null) return itemId;
  const before = await itemWithKey(tx, origin.sourceId, origin.key);
  const isNews = before?.lead && contentOf(before.lead) !== contentOf(lead);
  // A call that is told of once more, now with its outcome, is not another call.
  if (isNews && lead.kind !== 'activity') {
    const newsId = await claim(work, { ...origin, key: `${origin.key}~${contentOf(lead)}` });
    if (newsId !== null) return newsId;
  }
  const { deliveryId, sourceId, position } = origin;
  await insertRepeat(tx, { deliveryId, sourceId, position, id: work.newId(), at: work.now });
  return null;
}

/** The id of an item for this transaction; null where its key was taken before. */
async function claim(
  work: Work,
  { receivedAt: _r, isBatch: _b, ...origin }: ItemOrigin,
): Promise<string | null> {
  const claimed = await claimItem(work.tx, { ...origin, id: work.newId(), at: work.now });
  // What was set aside is no longer: the message that told of it has to show that.
  if (claimed.aside) {
    await tellOps(work, 'quarantine', origin.sourceId, claimed.aside.at);
    work.messages.touch([urgentKey(claimed.aside.id)]);
  }
  return claimed.id;
}

/** Somebody hot cannot wait for the hour's notice to be looked at: a message each, for the first few of an hour and source. */
async function tellOfUrgent(
  work: Work,
  itemId: string,
  { lead, sourceId }: { lead: CanonicalLead; sourceId: string },
): Promise<void> {
  const { settings, tx, now } = work;
  if (!judgeGlimpse(settings, { lead, sourceId }, now).isUrgent) return;
  const from = windowOf(now, OPS_NOTICE_MINUTES);
  const aside = await itemsBetween(tx, { sourceId, outcome: 'quarantined' }, from, addMinutes(now, 1));
  const urgent = aside.filter(
    ({ id, lead: other }) =>
      id !== itemId && other && judgeGlimpse(settings, { lead: other, sourceId }, now).isUrgent,
  );
  if (urgent.length >= URGENT_AN_HOUR) return;
  want(work, {
    key: urgentKey(itemId),
    kind: 'ops',
    handoffId: null,
    place: inChannelFor('ops'),
    parentKey: null,
    detail: { about: 'urgent', itemId },
  });
}

/** One message an hour and source shows what was set aside then, another which tests came. */
async function tellOps(work: Work, about: 'quarantine' | 'tests', sourceId: string, at: Date): Promise<void> {
  const from = windowOf(at, OPS_NOTICE_MINUTES).toISOString();
  want(work, {
    key: opsKey(`${about}:${sourceId}`, from),
    kind: 'ops',
    handoffId: null,
    place: inChannelFor('ops'),
    parentKey: null,
    detail: { about, sourceId, from, minutes: OPS_NOTICE_MINUTES },
  });
}

type Settled = {
  outcome: ItemOutcome;
  leadId: string | null;
  handoffId?: string | null;
  problems?: Problem[];
};

async function judge(work: Work, origin: ItemOrigin, told: CanonicalLead, itemId: string): Promise<Settled> {
  const { tx } = work;
  const names = identitiesOf(work.settings, told);
  await lockIdentities(tx, names);
  const { known, lead } = await findOrAdd(work, origin, told, names);
  await addIdentities(
    tx,
    names.map((identity) => ({ ...identity, leadId: lead.id })),
  );
  const at = capturedAt(told, origin.receivedAt);
  const of = { leadId: lead.id, sourceId: origin.sourceId };
  const fresh = await addSignals(tx, of, signalsOf(told, at), work.newId);
  const meeting = await keepMeeting(work, lead, told, { sourceId: origin.sourceId, at });

  // Judged by the row that is locked: what somebody is closing just now is closed when it can be locked.
  const found = known && (await lockOpen(work, lead.id));
  if (known && found) {
    // What a source in shadow says stands on the card, but disturbs nobody.
    const isLive = modeOf(work.settings, origin.sourceId) === 'live';
    const open = isLive ? await wakeForSignal(work, { ...found, lead }) : found.row;
    const isRequest = told.kind === 'lead';
    const again = {
      ...{ before: known, lead, sourceId: isRequest ? origin.sourceId : open.sourceId },
      because: isRequest ? 'asked again' : 'new signal',
    };
    const raised = isLive ? await raiseWaiting(work, open, again) : null;
    const { handoff } = raised ?? open;
    if (isLive && meeting !== null) await noteMeeting(work, handoff.id, meeting);
    if (isLive && isRequest) await noteHandRaise(work, raised ?? open, lead, origin.sourceId);
    // Whoever is given it now has a card that says everything.
    if (isLive && raised === null && handoff.ownerId !== null) {
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
        },
      });
    }
    touch(work, handoff.id, []);
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
  const { sourceId, isBatch } = origin;
  const mode = modeOf(settings, sourceId);
  if (isKnown && (await whyOnlyNoted(work, lead, told, mode))) return { outcome: 'signal', leadId: lead.id };

  const signals = await readSignals(tx, lead.id, SIGNALS_CONSIDERED);
  const verdict = await judgeArrival(work, lead, told, { sourceId, signals });
  const { goes, stage, isEntered, ...judged } = verdict;
  if (goes === 'further') return { outcome: 'signal', leadId: lead.id };
  await updateLead(tx, lead.id, { ...judged, stage });
  if (isEntered) {
    const { evidence } = judged;
    const cause = evidence.isMql ? 'qualified' : 'not qualified';
    await recordStage(tx, { leadId: lead.id, handoffId: null, stage, at: now, cause, evidence });
  }
  if (mode === 'shadow') await tellOfShadow(work);
  if (goes === 'to_nurture') return { outcome: 'nurture', leadId: lead.id };
  const source = settings.sources.find((candidate) => candidate.id === sourceId);
  if (source?.owner === 'senders') await tellOfNamedOwner(work, sourceId, told.owner_email);
  const qualified = { ...lead, ...judged, stage };
  if (mode === 'shadow') {
    await offerInShadow(work, qualified, sourceId);
    return { outcome: 'shadow', leadId: lead.id };
  }
  const because = goes === 'to_owner' ? 'asked again' : 'new lead';
  const row = await openHandoff(work, qualified, { leg: USUAL_LEG, sourceId, because, isBatch });
  return { outcome: 'handoff', leadId: lead.id, handoffId: row.handoff.id };
}

/** The person that is told of, as known before and as known now; locked, and everything that is open with them. */
async function findOrAdd(
  work: Work,
  origin: ItemOrigin,
  told: CanonicalLead,
  names: readonly Identity[],
): Promise<{ known: LeadRow | null; lead: LeadRow }> {
  const named = whoIsMeant(work.settings, told, await findCandidates(work.tx, names));
  const said = saidIn(work.settings, told, origin);
  if (!named) return { known: null, lead: await addNew(work, origin, said) };
  // Before the lead: a company's account takes in leads of its subdomains, and so is locked before any lead.
  const companyId =
    named.accountId === null ? await accountFor(work, knownAgain(named, said).record) : named.accountId;
  // Somebody else may have told of them by another name, or decided about them, up to now.
  const known = (await lockLead(work.tx, named.id)) ?? named;
  const changed = { ...knownAgain(known, said), accountId: known.accountId ?? companyId };
  await updateLead(work.tx, known.id, changed);
  const lead = { ...known, ...changed };
  await tellConsent(work, known, lead);
  return { known, lead };
}

async function addNew(work: Work, origin: ItemOrigin, said: Known): Promise<LeadRow> {
  const at = capturedAt(said.record, origin.receivedAt);
  const lead = newLead(work.settings, said, {
    id: work.newId(),
    accountId: await accountFor(work, said.record),
    sourceId: origin.sourceId,
    capturedAt: at,
    createdAt: work.now,
  });
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
  const { settings, tx, now, newId } = work;
  const domain = accountDomain(settings, record);
  if (domain === null) return null;
  const name = record.account.name ?? null;
  const made = { id: newId(), domain, name, nameKey: companyNameKey(name ?? ''), createdAt: now };
  const account = await findOrAddAccount(tx, made, (other) => companyAt(settings, other) === domain);
  return account?.id ?? null;
}
