import { findOpenHandoff, forgetUndo, type HandoffRow, lockHandoff } from '#db/handoffs.ts';
import { readLastDecision } from '#db/routing.ts';
import { decide } from '#domain/decide.ts';
import type { Actor, Command, Handoff, HandoffEvent, Refusal } from '#domain/handoff.ts';
import { SYSTEM } from '#domain/handoff.ts';
import { legsOpenedBy, PRESS_UNDONE } from '#domain/opened-by.ts';
import { BY_HAND, UNREACHABLE } from '#domain/overrides.ts';
import { may } from '#domain/permissions.ts';
import type { Check } from '#domain/routing/check-names.ts';
import { WAITED } from '#domain/routing/record.ts';
import { personOf } from '#domain/team.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { touchHomes } from '#src/core/homes.ts';
import { touch } from '#src/core/want.ts';
import { lockAcrossPools } from '#src/routing/balance.ts';
import { checksOn } from '#src/routing/checks-on.ts';
import { assign } from './assign.ts';
import { loadFacts } from './decision-facts.ts';
import { type Found, lock } from './lock.ts';
import { openNextLeg } from './open-handoff.ts';
import { perform } from './perform.ts';
import { passUp, sendBack } from './send-back.ts';
import { passOnIfGone, toManagerIfGone } from './wake-elsewhere.ts';

/** How it stands after the command, and what the command itself did. */
export type Carried = { ok: true; before: Handoff; handoff: Handoff; events: HandoffEvent[] };
export type Dispatched = Carried | { ok: false; refusal: Refusal };

/** What the product itself does to a handoff. What people ask for goes through `press`. */
export function dispatch(core: Core, handoffId: string, command: Command): Promise<Dispatched> {
  return transact(core, async (work) => {
    const found = await lock(work, handoffId);
    if (!found) return { ok: false, refusal: { type: 'unknown_handoff' } };
    const result = await carryOut(work, found, command, SYSTEM);
    if (!result.ok) redraw(work, found.row.handoff);
    return result;
  });
}

/** What shows a handoff, and seems to be no longer true. */
export function redraw(work: Work, handoff: Handoff): void {
  touch(work, handoff.id, []);
  touchHomes(work, handoff);
}

/** The time for undoing is over: the cards stop offering it. */
export function settleUndo(core: Core, handoffId: string): Promise<void> {
  return transact(core, async (work) => {
    const row = await lockHandoff(work.tx, handoffId);
    const until = row?.handoff.before?.undoUntil;
    if (!row || (until && until > work.now)) return;
    await forgetUndo(work.tx, handoffId);
    touch(work, handoffId, []);
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

/** Its lead has had the time to book: it is offered as any other. */
export function offerDue(core: Core, handoffId: string): Promise<void> {
  return transact(core, async (work) => {
    const found = await lock(work, handoffId);
    const until = found?.row.handoff.reservedUntil;
    if (found && until && until <= work.now) await offerReserved(work, found);
  });
}

/** Nobody was shown a calendar after all. */
export function offerUnseen(core: Core, handoffId: string): Promise<void> {
  return transact(core, async (work) => {
    const found = await lock(work, handoffId);
    if (found) await offerReserved(work, found);
  });
}

/**
 * Offers what is reserved to whoever it is for; where they have gone meanwhile, to whomever the rules find now. Part of a
 * transaction, with the handoff locked.
 */
export async function offerReserved(work: Work, found: Found): Promise<HandoffRow> {
  const { reservedFor, poolId } = found.row.handoff;
  if (reservedFor === null) return found.row;
  const { tx: db, settings, now } = work;
  const checked = await checksOn({ db, settings, now }, found.row.handoff, [reservedFor]);
  const isGone = checked.get(reservedFor)?.checks.some((check) => GONE.includes(check)) ?? true;
  const command: Command = isGone ? GONE_MEANWHILE : { type: 'offer', to: reservedFor, poolId };
  return after(found.row, await carryOut(work, found, command, SYSTEM));
}

/** Whoever works no longer today, or has too much by now, was there when their calendar was shown. */
const GONE: readonly Check[] = [...UNREACHABLE, 'away', 'status_away'];
const GONE_MEANWHILE: Command = { type: 'reassign', to: 'next', because: 'they left before it was offered' };

/**
 * Whoever is no longer in the settings, or in no role that is shown leads, cannot answer: somebody else is asked. Run
 * twice it does so once.
 */
export function passOnFromLeaver(core: Core, handoffId: string): Promise<void> {
  return transact(core, async (work) => {
    const found = await lock(work, handoffId);
    if (!found) return;
    const { state, ownerId } = found.row.handoff;
    const isUnanswered = state === 'offered' || state === 'snoozed';
    const owner = personOf(work.settings, ownerId);
    if (!isUnanswered || (owner && may('read_lead', owner))) return;
    await carryOut(work, found, owner ? OTHER_ROLE : LEFT, SYSTEM);
  });
}

const LEFT: Command = { type: 'reassign', to: 'next', because: 'they left the team' };
const OTHER_ROLE: Command = { ...LEFT, because: 'they are shown no leads any more' };

/** A new signal is worth waking a snoozed lead for. Part of the transaction that took the signal in. */
export async function wakeForSignal(work: Work, { row, lead }: Found): Promise<HandoffRow> {
  if (row.handoff.state !== 'snoozed') return row;
  const woken = await carryOut(work, { row, lead }, { type: 'wake', because: 'signal' }, SYSTEM);
  return woken.ok ? { ...row, handoff: woken.handoff } : row;
}

/** Decides about a handoff that is locked, and carries it out. Part of a transaction. */
export async function carryOut(
  work: Work,
  found: Found,
  command: Command,
  actor: Actor,
): Promise<Dispatched> {
  const { handoff } = found.row;
  const facts = await loadFacts(work, found.row, found.lead, command, actor);
  const decision = decide(handoff, command, facts, work.now);
  if (!decision.ok) return decision;
  const types = new Set(decision.events.map(({ type }) => type));
  const givesTurnBack = types.has('rejected') || handoff.reservedFor !== null;
  // Somebody is looked for at once: for itself, on the next leg, or on the one before.
  const asksAnother =
    types.has('owner_needed') ||
    types.has('qualified') ||
    types.has('won') ||
    decision.events.some((event) => event.type === 'rejected' && event.consequence === 'send_back');
  // Of an undone rejection both its own turn and that of what it opened change.
  const isUndoneAcross = types.has('undone') && legsOpenedBy(handoff).length > 0;
  if ((givesTurnBack && asksAnother) || isUndoneAcross) await lockAcrossPools(work);
  // First, because a lead has one open handoff of a leg.
  if (types.has('undone')) await closeOpened(work, found);
  let row = await perform(work, found.row, found.lead, decision, actor);
  for (const event of decision.events) {
    if (event.type === 'owner_needed') {
      // What a person wrote about it stays in the history: the routing log is kept for ever.
      const isByHand = command.type === 'reassign' && actor.relation !== 'system';
      const because = isByHand ? BY_HAND : event.because;
      row = await assign(work, row, found.lead, { because, isBatch: false });
    }
    if (event.type === 'qualified' || event.type === 'won')
      await openNextLeg(work, row, found.lead, event.type);
    if (event.type === 'rejected' && event.consequence === 'send_back')
      await sendBack(work, { row, lead: found.lead }, event);
    else if (event.type === 'rejected') await passUp(work, { row, lead: found.lead }, event);
    if (event.type === 'woken') row = await wakeElsewhere(work, { row, lead: found.lead }, event, actor);
  }
  return { ok: true, before: handoff, handoff: row.handoff, events: decision.events };
}

/** What the press that is about to be undone had opened for somebody else is theirs no more: it was not won, or not sent back, after all. */
async function closeOpened(work: Work, { row, lead }: Found): Promise<void> {
  const legs = legsOpenedBy(row.handoff);
  const opened = legs.length === 0 ? null : await findOpenHandoff(work.tx, lead.id);
  if (opened === null || !legs.includes(opened.handoff.leg)) return;
  const locked = await lockHandoff(work.tx, opened.handoff.id);
  if (locked)
    await carryOut(work, { row: locked, lead }, { type: 'withdraw', because: PRESS_UNDONE }, SYSTEM);
}

/** Whose rep has gone meanwhile goes to somebody who is there. */
async function wakeElsewhere(
  work: Work,
  found: Found,
  woken: HandoffEvent,
  actor: Actor,
): Promise<HandoffRow> {
  const command = await passOnIfGone(work, found.row, woken, actor);
  if (command === null) return found.row;
  const passed = after(found.row, await carryOut(work, found, command, SYSTEM));
  const toManager = await toManagerIfGone(work, passed, found.row);
  if (toManager === null) return passed;
  return after(passed, await carryOut(work, { ...found, row: passed }, toManager, SYSTEM));
}

const after = (row: HandoffRow, done: Dispatched): HandoffRow =>
  done.ok ? { ...row, handoff: done.handoff } : row;
