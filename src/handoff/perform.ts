import { changeClocks, moveClocks, releaseSteps } from '#db/clocks.ts';
import { keepDealChanges, undoDealChanges } from '#db/deal-changes.ts';
import { appendEvents, endOffers, type HandoffRow, insertOffer, updateHandoff } from '#db/handoffs.ts';
import {
  disownAccount,
  enterStage,
  inferStages,
  type LeadRow,
  leaveStage,
  ownAccount,
  unwin,
} from '#db/leads.ts';
import { countMiss, forgetMissesOf } from '#db/people.ts';
import { insertRejection, undoRejection } from '#db/rejections.ts';
import { addReturn, takeBackReturns } from '#db/returns.ts';
import { logRouting } from '#db/routing.ts';
import { wasSentBack } from '#db/speed.ts';
import { windowsOfOne } from '#db/told.ts';
import type { ClockKind } from '#domain/clock.ts';
import { localDate } from '#domain/day.ts';
import { weighRejection } from '#domain/evidence.ts';
import type { Actor, Decision, Handoff, HandoffEvent } from '#domain/handoff.ts';
import { answerDueAt, isOwedAnswer } from '#domain/marketing-answers.ts';
import { PRESS_UNDONE } from '#domain/opened-by.ts';
import { BY_HAND } from '#domain/overrides.ts';
import { COMES_BACK } from '#domain/returns.ts';
import { leadFacts } from '#domain/routing/lead-facts.ts';
import { withoutIdentity } from '#domain/routing/record.ts';
import { USUAL_LEG } from '#domain/settings-shapes.ts';
import { stepOf } from '#domain/stages.ts';
import { cardChannelOf, managersAbove } from '#domain/team.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Work } from '#src/core/core.ts';
import { touchHomes, touchHomesOfRole } from '#src/core/homes.ts';
import {
  cardKey,
  correctionKey,
  feedbackKey,
  inChannel,
  inChannelFor,
  inDmOf,
  isBatchKey,
  reminderKey,
  sentBackKey,
} from '#src/core/message-keys.ts';
import { touch, want } from '#src/core/want.ts';
import { listsWith } from '#src/messages/escalation-lists.ts';
import { isLate, tellLate } from '#src/messages/late.ts';
import { readAccount } from '#src/routing/account-owners.ts';
import { settleTurn } from '#src/routing/balance.ts';
import { touchBatch } from '#src/routing/batch.ts';
import { layOut, logClaim } from '#src/routing/claim.ts';
import { correctRecord, takeBackCorrection } from './correct-record.ts';
import { keepOutcomes } from './keep-outcomes.ts';
import { mendAddress } from './mend-address.ts';
import { settleMeeting } from './settle-meeting.ts';
import { withSource } from './with-source.ts';

type Accepted = Extract<Decision, { ok: true }>;
type Change = { before: HandoffRow; after: HandoffRow; lead: LeadRow; actor: Actor };

/**
 * Stores what was decided: the handoff, its history, clocks and stage, what each event brings with it, and the
 * messages that have to show it. Call it in the transaction that locked the handoff.
 */
export async function perform(
  work: Work,
  before: HandoffRow,
  lead: LeadRow,
  decision: Accepted,
  actor: Actor,
  { isNew = false } = {},
): Promise<HandoffRow> {
  const { tx, now } = work;
  const after = { ...before, handoff: await withAccount(work, decision, lead) };
  const { id, leadId, offerNo } = decision.handoff;
  if (after.handoff !== before.handoff) await updateHandoff(tx, after.handoff);
  // Whoever was responsible when it happened; an offer is the history of the one it was made to.
  const responsible = decision.handoff.ownerId === null ? before : after;
  appendEvents(tx, responsible, decision.events, { actorId: actor.personId, at: now });
  await keepOutcomes(work, { before: before.handoff, after }, decision.events);
  const of = { handoffId: id, offerNo, sourceId: before.sourceId };
  await changeClocks(tx, of, decision.clocks, now, work.newId);
  const { ownerId } = decision.handoff;
  if (!isNew && ownerId !== before.handoff.ownerId) await moveClocks(tx, id, ownerId, now);
  if (before.handoff.state === 'snoozed' && decision.handoff.state !== 'snoozed')
    await releaseSteps(tx, id, now);
  if (decision.stage) {
    if (stepOf(decision.stage) === -1 && before.handoff.leg === 'sql_to_ae')
      await unwin(tx, { leadId, at: now });
    const last = decision.events.at(-1) ?? null;
    const cause = last?.type ?? 'unknown';
    const evidence = await withSource(work, leadId, decision.stage, evidenceOf(work, before, decision));
    // A CRM may say that it is won of whom nobody here called an opportunity.
    if (last !== null && 'via' in last && last.via)
      await inferStages(tx, { leadId, stage: decision.stage, at: now, cause });
    await enterStage(tx, { leadId, handoffId: id, stage: decision.stage, at: now, cause, evidence });
  }
  const isMachines = decision.events.some((event) => 'madeBy' in event && event.madeBy === 'machine');
  if (actor.personId !== null && !isMachines) await forgetMissesOf(tx, actor.personId);
  await giveReservedBack(work, before.handoff, after.handoff);
  for (const event of decision.events) await applyEffect(work, { before, after, lead, actor }, event);
  // What is new stands on no card and in no list yet.
  if (!isNew) touch(work, id, await listsWith(work, await windowsOfOne(tx, id)));
  const lay = before.handoff.claimKey;
  if (lay !== null && isBatchKey(lay) && lay !== after.handoff.claimKey)
    await touchBatch(work, lay, actor.personId);
  for (const row of [before, after]) touchHomes(work, row.handoff);
  return after;
}

/** On what a lead entered its stage: who said so and what they answered; of an acceptance also against which criteria. */
function evidenceOf(
  { settings }: Work,
  { handoff, sourceId }: HandoffRow,
  { events, stage }: Accepted,
): object | null {
  if (stage !== 'sales_accepted') return events.at(-1) ?? null;
  const accepted = events.findLast(({ type }) => type === 'accepted') ?? events.at(-1) ?? null;
  const source = settings.sources.find(({ id }) => id === sourceId);
  const acceptIf = handoff.leg === USUAL_LEG ? source?.accept_if : undefined;
  return acceptIf === undefined ? accepted : { ...accepted, acceptIf };
}

/** Whoever accepts a lead of an account that is nobody's owns it from then on; that stands with what can be undone. */
async function withAccount(
  { tx }: Work,
  { handoff, events }: Accepted,
  { accountId }: LeadRow,
): Promise<Handoff> {
  const { ownerId, before } = handoff;
  if (accountId === null || ownerId === null || !events.some(({ type }) => type === 'accepted'))
    return handoff;
  const ownsAccount = await ownAccount(tx, accountId, ownerId);
  return ownsAccount && before !== null ? { ...handoff, before: { ...before, ownsAccount } } : handoff;
}

/** Whoever it was reserved for took a turn for it, and never had it. */
async function giveReservedBack(work: Work, before: Handoff, { reservedFor, ownerId }: Handoff) {
  const { reservedFor: wasFor, offerNo } = before;
  if (wasFor === null || wasFor === reservedFor || wasFor === ownerId) return;
  await settleTurn(work, { ...before, ownerId: wasFor, offerNo: offerNo + 1 }, 'credit');
}

/** What an event brings with it beside its own row. */
async function applyEffect(work: Work, change: Change, event: HandoffEvent): Promise<void> {
  const { before, after } = change;
  switch (event.type) {
    case 'offered':
      return putTo(work, after, event);
    case 'rejected':
      return rejected(work, change, event);
    case 'undone':
      return undone(work, change);
    case 'woken':
      // A new signal is told in the thread by itself.
      if (event.because === 'time') await tellWoken(work, change);
      return;
    case 'calendar':
      if (event.became === 'over') await askOutcome(work, change, new Date(event.doneAt));
      return;
    case 'reminded':
      await remind(work, after, event.by ?? 'ladder', event.clock);
      return;
    case 'breached':
      if (event.clock === 'accept' && event.repId !== null) await countMiss(work.tx, event.repId);
      return;
    case 'claimed':
      return logClaim(work, after, change.lead, event);
    case 'held':
      await endOffers(work.tx, before.handoff.id, work.now);
      if (event.claimKey !== null) await layOut(work, after, event.claimKey);
      return;
    case 'withdrawn':
    case 'qualified':
    case 'won':
    case 'lost':
    case 'disqualified':
    case 'recycled':
      await endOffers(work.tx, before.handoff.id, work.now);
      if (event.type === 'recycled') await recycled(work, change, event);
      // A lead that was theirs by mistake was none.
      if (event.type === 'withdrawn' && event.because === PRESS_UNDONE) {
        await settleTurn(work, before.handoff, 'credit');
        // A card that is drawn anew reaches nobody's phone.
        await remind(work, before, 'taken_back');
      }
      return;
    case 'mended':
      return mendAddress(work, change.lead, event);
    case 'reassigned':
      return logReassignment(work, change, event);
    case 'covered':
      if (event.no !== null) await putTo(work, after, { to: event.to, no: event.no, poolId: null });
      return;
    case 'responded':
    case 'activity_seen':
      return settleMeeting(work, change.lead, event);
    case 'opportunity':
      return keepDeal(work, change, event);
    case 'accepted':
    case 'reserved':
    case 'snoozed':
    case 'told_again':
    case 'asked_again':
    case 'sent_back':
    case 'came_back':
    case 'expansion':
    case 'expanded':
    case 'churned':
    case 'consent_changed':
    case 'exhausted':
    case 'owner_needed':
    case 'escalated':
      return;
  }
}

/** A deal that a source tells of and that is over by that is kept as any other. */
function keepDeal(
  { tx, now }: Work,
  { before, actor }: Change,
  { deal, via }: Extract<HandoffEvent, { type: 'opportunity' }>,
): void {
  const said = { byId: via === null ? actor.personId : null, via, at: now };
  keepDealChanges(tx, before, { before: before.handoff.deal, after: deal }, said);
}

/** Somebody has it now: they have a card of their own. */
async function putTo(
  work: Work,
  after: HandoffRow,
  event: { to: string; no: number; poolId: string | null },
): Promise<void> {
  const { id, offerNo } = after.handoff;
  const offer = { handoffId: id, no: event.no, repId: event.to, poolId: event.poolId, offeredAt: work.now };
  await insertOffer(work.tx, offer);
  const channel = cardChannelOf(work.settings, after.handoff.poolId);
  want(work, {
    key: cardKey(id, offerNo),
    kind: 'card',
    handoffId: id,
    place: channel === null ? inDmOf(event.to) : inChannel(channel),
    parentKey: null,
    detail: { offerNo, repId: event.to },
  });
}

async function tellWoken(work: Work, { before, after }: Change): Promise<void> {
  const { snoozedUntil } = before.handoff;
  const { ownerId } = after.handoff;
  if (snoozedUntil === null || ownerId === null || !isLate(work.settings, snoozedUntil, work.now))
    await remind(work, after, 'woken');
  else await tellLate(work, ownerId);
}

async function askOutcome(work: Work, { after }: Change, since: Date): Promise<void> {
  const { ownerId } = after.handoff;
  if (ownerId !== null && isLate(work.settings, since, work.now)) await tellLate(work, ownerId);
  else await remind(work, after, 'outcome', 'outcome');
}

async function remind(work: Work, { handoff }: HandoffRow, why: string, clock?: ClockKind): Promise<void> {
  if (handoff.ownerId === null) return;
  const parentKey = cardKey(handoff.id, handoff.offerNo);
  const channel = cardChannelOf(work.settings, handoff.poolId);
  want(work, {
    key: reminderKey(handoff.id, work.now, why),
    kind: 'reminder',
    handoffId: handoff.id,
    place: channel === null ? inDmOf(handoff.ownerId) : inChannel(channel),
    parentKey,
    detail: { repId: handoff.ownerId, why, offerNo: handoff.offerNo, ...(clock && { clock }) },
  });
}

/** A person's decision is a routing decision as well; what they wrote about it stays in the history. */
async function logReassignment(
  work: Work,
  { after, lead, actor }: Change,
  event: Extract<HandoffEvent, { type: 'reassigned' }>,
): Promise<void> {
  const rule = `reassigned by ${actor.personId ?? 'Handoff'}`;
  logRouting(work.tx, {
    handoffId: after.handoff.id,
    at: work.now,
    settingsVersion: work.version,
    record: {
      because: BY_HAND,
      facts: withoutIdentity(leadFacts(work.settings, lead)),
      rules: [{ rule, result: 'goes_to', repId: event.to, poolId: null }],
      candidates: [],
      poolId: null,
      chosenId: event.to,
      by: 'manager',
      ...(event.overridden && { overridden: event.overridden }),
    },
  });
}

async function rejected(
  work: Work,
  { before, lead }: Change,
  event: Extract<HandoffEvent, { type: 'rejected' }>,
): Promise<void> {
  const { settings, tx, now } = work;
  const reason = settings.reasons.find((candidate) => candidate.code === event.reason);
  if (!reason) throw new Error(`handoff ${before.handoff.id}: reason ${event.reason} is not in the settings`);
  const mirrored = await readAccount(work, lead);
  const { correction } = event;
  const facts = leadFacts(settings, { ...lead, mirrored });
  const { evidence, weighed } = weighRejection(reason, facts, correction?.is ?? null);
  if (correction) await correctRecord(work, lead, correction, event.by);
  // Marketing hears of what it sent: what the next team does not want counts against qualification, whoever gives it up then.
  const isMarketings = before.handoff.leg === USUAL_LEG && !(await wasSentBack(tx, before.handoff.id));
  const key = isMarketings
    ? feedbackKey(before.sourceId, reason.code, localDate(settings.workspace.time_zone, now))
    : sentBackKey(before.handoff.id);
  // A test lead disturbs nobody but who sent it.
  const isOwed = isMarketings && isOwedAnswer(reason) && before.sourceId !== TEST_SOURCE;
  await endOffers(tx, before.handoff.id, now);
  const id = work.newId();
  await insertRejection(tx, {
    id,
    handoffId: before.handoff.id,
    leadId: lead.id,
    sourceId: before.sourceId,
    campaign: before.campaign,
    reason: reason.code,
    failurePoint:
      isMarketings || event.consequence === 'reroute' ? reason.failure_point : 'qualification_threshold',
    note: event.note,
    evidence,
    weighed,
    repId: before.handoff.ownerId,
    byId: event.by,
    at: now,
    messageKey: key,
    answerDueAt: isOwed ? answerDueAt(settings, now) : null,
  });
  if (isMarketings)
    want(work, {
      key,
      kind: 'feedback',
      handoffId: null,
      place: inChannelFor('feedback'),
      parentKey: null,
      detail: { sourceId: before.sourceId, reason: reason.code },
    });
  if (weighed && weighed.corrected !== null && weighed.without === 'conflicts')
    tellManager(work, before.handoff, id);
  if (evidence !== 'conflicts') await settleTurn(work, before.handoff, 'credit');
}

/** What was put right against the record gives a turn back: whoever manages its rep may object. */
function tellManager(work: Work, { ownerId }: Handoff, rejectionId: string): void {
  const manager = ownerId === null ? undefined : managersAbove(work.settings, ownerId)[0];
  if (manager === undefined) return;
  want(work, {
    key: correctionKey(rejectionId),
    kind: 'correction',
    handoffId: null,
    place: inDmOf(manager),
    parentKey: null,
    detail: { rejectionId },
  });
}

async function undone(work: Work, { before, after, lead }: Change): Promise<void> {
  const since = before.handoff.before?.at ?? work.now;
  await leaveStage(work.tx, { leadId: lead.id, handoffId: after.handoff.id, since, at: work.now });
  await undoDealChanges(work.tx, { handoffId: after.handoff.id, since, at: work.now });
  await takeBackReturns(work.tx, after.handoff.id, work.now);
  const { ownerId } = before.handoff;
  if (lead.accountId && ownerId && before.handoff.before?.ownsAccount) {
    await disownAccount(work.tx, lead.accountId, ownerId);
  }
  if (after.handoff.claimKey !== null) await layBack(work, after, after.handoff.claimKey, ownerId);
  if (before.handoff.state === 'completed') touchHomesOfRole(work, 'marketer');
  if (before.handoff.state !== 'rejected') return;
  const rejection = await undoRejection(work.tx, after.handoff.id, work.now);
  if (!rejection) return;
  touch(work, after.handoff.id, [rejection.messageKey, correctionKey(rejection.id)]);
  touchHomesOfRole(work, 'marketer');
  await takeBackCorrection(work, lead, rejection);
  if (rejection.evidence !== 'conflicts') await settleTurn(work, before.handoff, 'debit');
}

/** Where a day was chosen, it comes back then. */
async function recycled(
  work: Work,
  { before, lead }: Change,
  { by, until }: Extract<HandoffEvent, { type: 'recycled' }>,
): Promise<void> {
  touchHomesOfRole(work, 'marketer');
  if (until === null || before.sourceId === TEST_SOURCE || !COMES_BACK.includes(before.handoff.leg)) return;
  const of = { id: work.newId(), leadId: lead.id, handoffId: before.handoff.id };
  await addReturn(work.tx, { ...of, dueAt: until, byId: by }, work.now);
}

/** A claim that was undone: nobody has it, and it is shown again where it lay. */
async function layBack(
  work: Work,
  { handoff }: HandoffRow,
  key: string,
  takerId: string | null,
): Promise<void> {
  await endOffers(work.tx, handoff.id, work.now);
  if (isBatchKey(key)) await touchBatch(work, key, takerId);
}
