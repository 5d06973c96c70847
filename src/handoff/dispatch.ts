import { lockNext, takenAfter } from '#db/claims.ts';
import type { Db } from '#db/db.ts';
import { forgetUndo, type HandoffRow, lockHandoff, readHandoff } from '#db/handoffs.ts';
import type { LeadRow } from '#db/leads.ts';
import { lockPerson, personOfSlackId } from '#db/people.ts';
import { recordRefusal } from '#db/rejections.ts';
import { readLastDecision } from '#db/routing.ts';
import { addMinutes } from '#domain/day.ts';
import { decide } from '#domain/decide.ts';
import type { Actor, Command, CommandType, Handoff, HandoffEvent, Refusal } from '#domain/handoff.ts';
import { SYSTEM } from '#domain/handoff.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { BY_HAND } from '#domain/overrides.ts';
import { notNow, refuseBeforehand } from '#domain/refuse.ts';
import { WAITED } from '#domain/routing/record.ts';
import { nameOf, personOf } from '#domain/team.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { touchHomes } from '#src/core/homes.ts';
import { touch } from '#src/core/want.ts';
import { touchBatch } from '#src/routing/batch.ts';
import { assign } from './assign.ts';
import { type By, loadFacts, resolveActor, type Seen } from './decision-facts.ts';
import { type Found, lock } from './lock.ts';
import { openNextLeg } from './open-handoff.ts';
import { perform } from './perform.ts';

/** How it stands after the command, and what the command itself did. */
export type Carried = { ok: true; before: Handoff; handoff: Handoff; events: HandoffEvent[] };
export type Dispatched = Carried | { ok: false; refusal: Refusal };

/** The one way to change a handoff: lock, load facts, decide, store, and route when somebody is needed. */
export function dispatch(core: Core, handoffId: string, command: Command, by: By): Promise<Dispatched> {
  return transact(core, async (work) => {
    const found = await lock(work, handoffId);
    if (!found) return { ok: false, refusal: { type: 'unknown_handoff' } };
    const actor = await resolveActor(work, by, found.row);
    const seen = by === 'system' ? null : by.seen;
    const result = await carryOut(work, found, command, actor, seen);
    if (!result.ok) {
      // A press on a card that is no longer true should at least make it true.
      await touch(work, handoffId, []);
      touchHomes(work, found.row.handoff);
      if (by !== 'system')
        await keepRefusal(work.tx, result.refusal, {
          handoffId,
          command: command.type,
          by,
          actor,
          at: work.now,
        });
    }
    return result;
  });
}

/**
 * Takes the next lead of a batch for whoever presses. Of people who press at once each has another lead, or hears that
 * none is left.
 */
export function dispatchNext(
  core: Core,
  seen: { batch: string; newestClaim: number } | null,
  slackUserId: string,
): Promise<Dispatched> {
  return transact(core, async (work) => {
    if (seen === null) return { ok: false, refusal: { type: 'none_left' } };
    const { batch } = seen;
    const personId = await personOfSlackId(work.tx, slackUserId);
    if (personId !== null) {
      // Of two presses of one person the second is decided when the first is done.
      await lockPerson(work.tx, personId);
      const since = addMinutes(work.now, -ONE_PRESS_MINUTES);
      const own = await takenAfter(work.tx, batch, { personId, since, no: seen.newestClaim });
      if (own) return { ok: false, refusal: { type: 'took_one', lead: whoIs(own) } };
    }
    const handoffId = await lockNext(work.tx, batch, personId);
    const found = handoffId === null ? null : await lock(work, handoffId);
    if (!found) {
      await touchBatch(work, batch, personId);
      return { ok: false, refusal: { type: 'none_left' } };
    }
    const by = { slackUserId, seen: null };
    const actor = await resolveActor(work, by, found.row);
    const result = await carryOut(work, found, { type: 'claim' }, actor, null);
    const pressed = { handoffId: found.row.handoff.id, command: 'claim', by, actor, at: work.now } as const;
    if (!result.ok) await keepRefusal(work.tx, result.refusal, pressed);
    return result;
  });
}

// A double-click, or a press before the first one shows. Where Slack shows it late, nobody is kept longer than this.
const ONE_PRESS_MINUTES = 1 / 12;

const whoIs = ({ person, account }: CanonicalLead): string =>
  person.full_name?.trim() ||
  [person.first_name, person.last_name].filter(Boolean).join(' ').trim() ||
  (account.name ?? 'a lead');

/** Why somebody cannot give a command now, before they fill in a form for it; null when they can. */
export async function refusalBeforehand(
  core: Core,
  handoffId: string,
  command: CommandType,
  slackUserId: string,
): Promise<Refusal | null> {
  const row = await readHandoff(core.db, handoffId);
  if (!row) return { type: 'unknown_handoff' };
  const { settings } = core.inForce();
  const actor = await resolveActor({ tx: core.db, settings }, { slackUserId }, row);
  const { ownerId } = row.handoff;
  const refusal = refuseBeforehand(
    row.handoff,
    command,
    actor.relation,
    ownerId && nameOf(settings, ownerId),
  );
  await keepRefusal(core.db, refusal, { handoffId, command, by: { slackUserId }, actor, at: core.now() });
  return refusal;
}

type Pressed = {
  handoffId: string;
  command: CommandType;
  by: { slackUserId: string };
  actor: Actor;
  at: Date;
};

/** Presses by people who have no right to them are kept. */
async function keepRefusal(
  db: Db,
  refusal: Refusal | null,
  { by, actor, ...pressed }: Pressed,
): Promise<void> {
  if (refusal?.type !== 'not_yours' && refusal?.type !== 'not_in_pool') return;
  await recordRefusal(db, { ...pressed, slackUserId: by.slackUserId, personId: actor.personId });
}

/** The time for undoing is over: the cards stop offering it. */
export function settleUndo(core: Core, handoffId: string): Promise<void> {
  return transact(core, async (work) => {
    const row = await lockHandoff(work.tx, handoffId);
    const until = row?.handoff.before?.undoUntil;
    if (!row || (until && until > work.now)) return;
    await forgetUndo(work.tx, handoffId);
    await touch(work, handoffId, []);
    touchHomes(work, row.handoff);
  });
}

/**
 * Offers a waiting handoff to somebody, if anybody is eligible now. Answers to whom, and if to nobody, the pool in which
 * nobody can take any other either that names the same people and that no other of them refused.
 */
export function offerWaiting(
  core: Core,
  handoffId: string,
): Promise<{ ownerId: string | null; emptyPoolId: string | null }> {
  return transact(core, async (work) => {
    const found = await lock(work, handoffId);
    if (found?.row.handoff.state !== 'waiting') return { ownerId: null, emptyPoolId: null };
    const after = await assign(work, found.row, found.lead, { because: WAITED, isBatch: false });
    const { ownerId } = after.handoff;
    if (ownerId !== null) return { ownerId, emptyPoolId: null };
    const record = (await readLastDecision(work.tx, handoffId))?.record;
    return { ownerId, emptyPoolId: record?.by === 'nobody' ? record.poolId : null };
  });
}

/** Whoever is no longer in the settings cannot answer: somebody else is asked. Run twice it does so once. */
export function passOnFromLeaver(core: Core, handoffId: string): Promise<void> {
  return transact(core, async (work) => {
    const found = await lock(work, handoffId);
    if (!found) return;
    const { state, ownerId } = found.row.handoff;
    const isUnanswered = state === 'offered' || state === 'snoozed';
    if (!isUnanswered || personOf(work.settings, ownerId)) return;
    await carryOut(work, found, LEFT, SYSTEM, null);
  });
}

const LEFT: Command = { type: 'reassign', to: 'next', because: 'they left the team' };

/** A new signal is worth waking a snoozed lead for. Part of the transaction that took the signal in. */
export async function wakeForSignal(work: Work, open: HandoffRow, lead: LeadRow): Promise<void> {
  const row = await lockHandoff(work.tx, open.handoff.id);
  if (row?.handoff.state !== 'snoozed') return;
  await carryOut(work, { row, lead }, { type: 'wake', because: 'signal' }, SYSTEM, null);
}

/** Decides about a handoff that is locked, and carries it out. Part of a transaction. */
export async function carryOut(
  work: Work,
  found: Found,
  command: Command,
  actor: Actor,
  seen: Seen | null,
): Promise<Dispatched> {
  const { handoff } = found.row;
  const facts = await loadFacts(work, found.row, found.lead, command, actor);
  const decision = decide(handoff, command, facts, work.now);
  if (!decision.ok) return decision;
  // Two managers at once, or a rep who accepts while a manager chooses somebody else: the first has it.
  const hasMovedOn =
    seen && (seen.offerNo !== handoff.offerNo || seen.isAccepted !== (handoff.acceptedAt !== null));
  if (hasMovedOn) return { ok: false, refusal: notNow(handoff, command.type, facts.ownerName) };
  let row = await perform(work, found.row, found.lead, decision, actor);
  for (const event of decision.events) {
    if (event.type === 'owner_needed') {
      // What a person wrote about it stays in the history: the routing log is kept for ever.
      const isByHand = command.type === 'reassign' && actor.relation !== 'system';
      const because = isByHand ? BY_HAND : event.because;
      row = await assign(work, row, found.lead, { because, isBatch: false });
    }
    if (event.type === 'qualified') await openNextLeg(work, row, found.lead);
  }
  return { ok: true, before: handoff, handoff: row.handoff, events: decision.events };
}
