import { addMinutes, localDate } from './day.ts';
import { readDeal, type TypedDeal } from './deal.ts';
import { readCorrection } from './evidence.ts';
import type { Actor, Command, CommandType, Facts, Handoff, Refusal, Relation } from './handoff.ts';
import { hasArrow, isOpenState, TRANSITIONS } from './handoff.ts';
import { unreachableFor } from './overrides.ts';
import { type Answers, readAnswers } from './questions.ts';
import { readEmail } from './read-email.ts';
import { remindedUntil } from './reminders.ts';
import { hasMovedOn, type Seen } from './seen.ts';
import { isCallback, responseDue, snoozedUntil, snoozeLimit } from './snooze.ts';
import { pickedDay } from './typed-time.ts';

// What joined the card this lately was not on it when somebody decided to close it.
const UNSEEN_MINUTES = 1 / 4;

/** Why a command may not be carried out; null when it may. */
export function refuse(handoff: Handoff, command: Command, facts: Facts, now: Date): Refusal | null {
  const beforehand =
    refuseDone(handoff, command, facts.actor, facts.ownerName) ??
    refuseBeforehand(handoff, command.type, facts.actor.relation, facts.ownerName);
  if (beforehand) return beforehand;
  switch (command.type) {
    case 'claim':
      return facts.claimCheck && { type: 'cannot_claim', check: facts.claimCheck };
    case 'meet':
      return facts.isOutcomeOwed
        ? null
        : { type: 'already_done', command: command.type, ownerName: facts.ownerName };
    case 'mend':
      return refuseMended(command, facts);
    case 'undo':
      return refuseUndo(handoff, command, facts, now);
    case 'qualify':
      return command.isUnasked ? null : refuseAnswers(command.answers, facts);
    case 'win':
      return refuseAnswers(command.answers, facts);
    case 'opportunity':
      return refuseDeal(handoff, command, facts, now);
    case 'lose':
      return refuseReason(command, facts);
    case 'reject':
      return refuseReason(command, facts) ?? refuseCorrection(command, facts) ?? refuseUnseen(facts, now);
    case 'disqualify':
      return refuseReason(command, facts) ?? refuseUnseen(facts, now);
    case 'recycle':
      return refuseReason(command, facts) ?? refuseDay(command.until, facts, now) ?? refuseUnseen(facts, now);
    case 'snooze':
      return refuseSnooze(handoff, command, facts, now);
    case 'wake':
      return isEarly(handoff, command, now) ? notNow(handoff, command.type, facts.ownerName) : null;
    case 'reassign':
      return refuseTarget(command, facts);
    case 'remind':
      return refuseNudge(facts, now);
    default:
      return null;
  }
}

/**
 * Why a press is over as soon as it is known where the handoff stands: it is not theirs to make, or was meant for what
 * stood on their screen and stands no longer. Null when it has to be decided.
 */
export function refuseAsSeen(
  handoff: Handoff,
  command: CommandType,
  { relation, ownerName, seen }: { relation: Relation; ownerName: string | null; seen: Seen | null },
): Refusal | null {
  const beforehand = refuseBeforehand(handoff, command, relation, ownerName);
  if (beforehand) return beforehand;
  if (seen === null) return { type: 'old_card' };
  return hasMovedOn(seen, handoff) ? notNow(handoff, command, ownerName) : null;
}

/** Why somebody need not even be asked for the rest of a command: it is not theirs to give, or has no arrow. */
export function refuseBeforehand(
  handoff: Handoff,
  command: CommandType,
  relation: Relation,
  ownerName: string | null,
): Refusal | null {
  if (command === 'claim') return refuseClaim(handoff, relation, ownerName);
  const allowed: readonly Relation[] = TRANSITIONS[command].by;
  if (!allowed.includes(relation)) return { type: 'not_yours', ownerName };
  return hasArrow(handoff, command) ? null : notNow(handoff, command, ownerName);
}

/** Whoever takes a lead twice is its owner the second time, and owners may not reassign. */
export function refuseDone(
  handoff: Handoff,
  command: Command,
  actor: Actor,
  ownerName: string | null,
): Refusal | null {
  if (actor.relation === 'other' || !isDone(handoff, command, actor.personId)) return null;
  return { type: 'already_done', command: command.type, ownerName };
}

/** Everybody sees the button, and whoever was late hears who was first. */
function refuseClaim(handoff: Handoff, relation: Relation, ownerName: string | null): Refusal | null {
  if (!hasArrow(handoff, 'claim')) {
    if (ownerName === null) return notNow(handoff, 'claim', ownerName);
    return { type: 'claimed', ownerName, at: handoff.acceptedAt };
  }
  const allowed: readonly Relation[] = TRANSITIONS.claim.by;
  return allowed.includes(relation) ? null : { type: 'not_in_pool' };
}

function isDone(handoff: Handoff, command: Command, actorId: string | null): boolean {
  switch (command.type) {
    case 'claim':
      return handoff.acceptedAt !== null && isOpenState(handoff.state) && handoff.ownerId === actorId;
    case 'accept':
      return handoff.acceptedAt !== null && isOpenState(handoff.state);
    case 'reject':
      return handoff.state === 'rejected';
    case 'reassign':
    case 'cover':
      return command.to === handoff.ownerId;
    default:
      return false;
  }
}

/** The command is refused because of where the handoff stands. */
export function notNow(handoff: Handoff, command: CommandType, ownerName: string | null): Refusal {
  return {
    type: 'not_now',
    command,
    state: handoff.state,
    ownerName,
    since: handoff.closedAt ?? handoff.before?.at ?? handoff.acceptedAt ?? handoff.offeredAt,
  };
}

function refuseUndo(handoff: Handoff, command: Command, facts: Facts, now: Date): Refusal | null {
  const { before } = handoff;
  if (!before || facts.isOpenAgain) return notNow(handoff, command.type, facts.ownerName);
  return now < before.undoUntil ? null : { type: 'undo_too_late', command: before.command };
}

function refuseMended(
  command: Extract<Command, { type: 'mend' }>,
  { mending, ownerName }: Facts,
): Refusal | null {
  if (mending && !mending.isOwed) return { type: 'already_done', command: command.type, ownerName };
  if (readEmail(command.email) === undefined) return { type: 'unread_address' };
  return mending?.other ? { type: 'others_address', name: mending.other.name } : null;
}

/** A tick may come with a list from before the rep woke it and snoozed it anew. */
function isEarly(handoff: Handoff, command: Extract<Command, { type: 'wake' }>, now: Date): boolean {
  return command.because === 'time' && handoff.snoozedUntil !== null && now < handoff.snoozedUntil;
}

function refuseReason(command: { reason: string; note: string }, facts: Facts): Refusal | null {
  if (!facts.reason) return { type: 'unknown_reason' };
  const needsNote = facts.reason.note === 'required' && command.note.trim() === '';
  return needsNote ? { type: 'note_required', reason: facts.reason.words } : null;
}

/** Whoever was shown that the record says otherwise says why, or what it should say. */
function refuseCorrection(
  { correction, note }: Extract<Command, { type: 'reject' }>,
  { reason, weighed }: Facts,
): Refusal | null {
  // It was asked for the reason that was chosen before.
  if (reason === null || weighed === null || correction?.fact !== weighed.fact) return null;
  if (correction.typed.trim() === '') {
    const isBare = weighed.verdict === 'conflicts' && note.trim() === '';
    return isBare ? { type: 'conflict_unexplained', reason: reason.words } : null;
  }
  const { fact } = weighed;
  return readCorrection(fact, correction.typed) === null ? { type: 'unread_correction', fact } : null;
}

function refuseAnswers(answers: Answers, { questions }: Facts): Refusal | null {
  const read = readAnswers(questions, answers);
  return read.ok ? null : { type: 'unread_answer', code: read.code, problem: read.problem };
}

/** A deal as it was typed, read by the day of whoever typed it. */
export const readTyped = (
  typed: TypedDeal,
  { deal }: Pick<Handoff, 'deal'>,
  { repHours, subStages }: Facts,
  now: Date,
) =>
  readDeal(typed, {
    today: localDate(repHours.timeZone, now),
    subStages,
    known: deal?.subStage ?? null,
  });

function refuseDeal(
  handoff: Handoff,
  command: Extract<Command, { type: 'opportunity' }>,
  facts: Facts,
  now: Date,
): Refusal | null {
  if (facts.needsMeeting && !command.metOn) return { type: 'meeting_needed' };
  const read = readTyped(command, handoff, facts, now);
  return read.ok ? null : { type: 'unread_deal', field: read.field };
}

function refuseDay(day: string | null, { repHours }: Facts, now: Date): Refusal | null {
  const at = day === null ? null : pickedDay(day, repHours, now);
  return isPast(at, now) ? { type: 'snooze_past' } : null;
}

const isPast = (until: Date | null, now: Date): boolean => until !== null && until <= now;

function refuseSnooze(
  handoff: Handoff,
  command: Extract<Command, { type: 'snooze' }>,
  facts: Facts,
  now: Date,
): Refusal | null {
  const { times } = facts.policy.snooze;
  if (!isCallback(handoff) && handoff.snoozes >= times) return { type: 'snooze_used_up', times };
  if (facts.snoozesTodayByOwner >= facts.snoozesADay) {
    return { type: 'snooze_day_used_up', times: facts.snoozesADay };
  }
  const due = responseDue(handoff, facts);
  if (due !== null && due <= now) return { type: 'snooze_overdue', dueAt: due };
  const until = snoozedUntil(handoff, command.until, facts, now);
  if (isPast(until, now)) return { type: 'snooze_past' };
  const limit = snoozeLimit(handoff, facts, now);
  return until > limit ? { type: 'snooze_too_far', limit } : null;
}

function refuseTarget(command: Extract<Command, { type: 'reassign' }>, facts: Facts): Refusal | null {
  if (command.to === 'next') return null;
  if (!facts.target) return { type: 'target_unavailable', name: command.to, check: 'not_in_settings' };
  const { name, against } = facts.target;
  const check = unreachableFor(against);
  return check && { type: 'target_unavailable', name, check };
}

/** Whoever presses hears why nothing was sent; the ladder is spared in silence. */
function refuseNudge({ actor, lastRemindedAt }: Facts, now: Date): Refusal | null {
  const againAt = remindedUntil(lastRemindedAt, now);
  if (actor.relation === 'system' || lastRemindedAt === null || againAt === null) return null;
  return { type: 'reminded_just_now', at: lastRemindedAt, againAt };
}

/** Nobody closes a lead that asked again while they decided: it would be lost with what was decided before. */
function refuseUnseen({ askedAgainAt }: Facts, now: Date): Refusal | null {
  const isUnseen = askedAgainAt !== null && now < addMinutes(askedAgainAt, UNSEEN_MINUTES);
  return isUnseen ? { type: 'asked_just_now', at: askedAgainAt } : null;
}
