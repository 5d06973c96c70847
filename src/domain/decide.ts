import type { ClockChange, ClockKind } from './clock.ts';
import { localDate } from './day.ts';
import { changesOf, type Deal } from './deal.ts';
import { answerAgain, closedBeforeMeeting, owedSinceClosing, seeCalendar } from './decide-meeting.ts';
import { breach, respond, seeActivity } from './decide-response.ts';
import { change, type Effect, settle } from './effect.ts';
import { type CorrectableFact, type CorrectValue, readCorrection } from './evidence.ts';
import type { Before, Command, Decision, Facts, Handoff, HandoffEvent } from './handoff.ts';
import { stageEntered } from './handoff.ts';
import { overriddenByTaking } from './overrides.ts';
import { type Answers, type Asked, readAnswers } from './questions.ts';
import { readEmail } from './read-email.ts';
import { readTyped, refuse } from './refuse.ts';
import { remindedUntil } from './reminders.ts';
import { USUAL_LEG } from './settings-shapes.ts';
import {
  heldStill,
  PROMPT_CLOCKS,
  pauseClocks,
  RESPONSE_CLOCKS,
  resumeClocks,
  runningClocks,
  startAccept,
  startClock,
  stopClocks,
  undoClocks,
  withQualify,
} from './sla.ts';
import { isCallback, SNOOZED_CLOCKS, snoozedUntil } from './snooze.ts';
import { pickedDay } from './typed-time.ts';

/** Nobody is chosen whom its lead could be booking. */
const UNRESERVED = { reservedFor: null, reservedUntil: null } as const satisfies Partial<Handoff>;

/** Whoever has it next tries as often, and for as long, as the first one might. */
const UNTRIED = { tries: 0, exhaustedAt: null } as const satisfies Partial<Handoff>;

/**
 * What a command does to a handoff: the next handoff with its events, clock changes and stage, or a refusal.
 * Pure: the same arguments give the same decision.
 */
export function decide(handoff: Handoff, command: Command, facts: Facts, now: Date): Decision {
  const refusal = refuse(handoff, command, facts, now);
  if (refusal) return { ok: false, refusal };
  const outcome = carryOut(handoff, command, facts, now);
  const stage = outcome.stage === undefined ? stageEntered(command.type, handoff.leg) : outcome.stage;
  // Whether it is one for an AE was decided when there was a deal, whoever has it next.
  const owed =
    outcome.handoff.deal === null
      ? outcome.clocks
      : outcome.clocks.filter((clock) => clock.do !== 'start' || clock.kind !== 'qualify');
  const clocks = facts.isPaused ? heldStill(owed) : owed;
  return { ok: true, handoff: outcome.handoff, events: outcome.events, clocks, stage };
}

function carryOut(handoff: Handoff, command: Command, facts: Facts, now: Date): Effect {
  const by = facts.actor.personId ?? 'system';
  switch (command.type) {
    case 'offer':
      return offer(handoff, command, facts, now);
    case 'hold':
      return hold(handoff, command, facts, now);
    case 'reserve':
      return reserve(handoff, command);
    case 'accept':
      return accept(handoff, command, by, facts, now);
    case 'claim':
      return claim(handoff, by, facts, now);
    case 'reject':
      return reject(handoff, command, by, facts, now);
    case 'snooze':
      return snooze(handoff, command, by, facts, now);
    case 'wake':
      return wake(handoff, command, facts, now);
    case 'undo':
      return undo(handoff, by, facts, now);
    case 'respond':
      return respond(handoff, command, facts, now);
    case 'activity':
      return seeActivity(handoff, command, facts, now);
    case 'meet':
      return meet(handoff, command, by, facts, now);
    case 'mend':
      return mend(handoff, command, by);
    case 'calendar':
      return seeCalendar(handoff, command, facts, now);
    case 'ask_again':
      return answerAgain(handoff, facts, now);
    case 'qualify':
      return qualify(handoff, command, by, facts, now);
    case 'opportunity':
      return openOpportunity(handoff, command, by, facts, now);
    case 'win':
      return win(handoff, command, by, facts, now);
    case 'lose':
      return lose(handoff, command, by, facts, now);
    case 'tell_opportunity':
      return tellOpportunity(handoff, command, facts);
    case 'tell_deal':
      return tellDeal(handoff, command, facts, now);
    case 'disqualify':
      return close(handoff, 'completed', [{ ...command, type: 'disqualified', by }], facts, now);
    case 'recycle':
      return recycle(handoff, command, by, facts, now);
    case 'reassign':
      return reassign(handoff, command, facts, now);
    case 'cover':
      return cover(handoff, command, facts, now);
    case 'remind':
      return remind(handoff, command, facts, now);
    case 'breach':
      return breach(handoff, command.clock, facts, now);
    case 'withdraw':
      return close(handoff, 'withdrawn', [{ type: 'withdrawn', because: command.because }], facts, now);
  }
}

/** Whoever met the lead, or waited for it in vain, has accepted it by that. */
function meet(
  handoff: Handoff,
  { became }: Extract<Command, { type: 'meet' }>,
  by: string,
  facts: Facts,
  now: Date,
): Effect {
  const outcome = became === 'held' ? 'reached' : 'no_answer';
  const touch = {
    channel: 'meeting',
    outcome,
    note: '',
    at: null,
    via: null,
    madeBy: 'person',
    isAnother: true,
  } as const;
  if (handoff.acceptedAt !== null) return respond(handoff, { type: 'respond', ...touch }, facts, now);
  const accepted = accept(handoff, {}, by, facts, now);
  const responded = respond(accepted.handoff, { type: 'respond', ...touch }, facts, now);
  const answered: readonly ClockKind[] = responded.clocks.map(({ kind }) => kind);
  return {
    handoff: responded.handoff,
    events: [...accepted.events, ...responded.events],
    clocks: [...accepted.clocks.filter(({ kind }) => !answered.includes(kind)), ...responded.clocks],
    stage: stageEntered('accept', handoff.leg),
  };
}

/** What cannot be read was refused before. */
function mend(handoff: Handoff, command: Extract<Command, { type: 'mend' }>, by: string): Effect {
  const email = readEmail(command.email)?.address;
  const events: HandoffEvent[] = email === undefined ? [] : [{ type: 'mended', by, email }];
  return { handoff, events, clocks: [] };
}

function accept(handoff: Handoff, { at: told }: { at?: Date }, by: string, facts: Facts, now: Date): Effect {
  // Nobody accepts what is not theirs yet, nor tomorrow.
  const offeredAt = handoff.offeredAt ?? handoff.createdAt;
  const at = told !== undefined && told < now ? told : now;
  const acceptedAt = at < offeredAt ? offeredAt : at;
  const answered = stopClocks(facts, ['accept'], true);
  return {
    handoff: { ...change(handoff, 'accept', now), state: 'accepted', acceptedAt, snoozedUntil: null },
    events: [{ type: 'accepted', by }],
    clocks: withQualify(
      [
        ...(acceptedAt < now ? answered.map((clock) => ({ ...clock, at: acceptedAt })) : answered),
        ...resumeClocks(facts, RESPONSE_CLOCKS, now),
      ],
      facts,
      handoff.ownerId ?? by,
      now,
    ),
  };
}

/** Whoever takes a lead from where it lies has accepted it. */
function claim(handoff: Handoff, by: string, facts: Facts, now: Date): Effect {
  const claimKey = handoff.claimKey ?? '';
  const { before } = change(handoff, 'claim', now);
  const offered = offer(handoff, { to: by, poolId: handoff.poolId }, facts, now);
  return {
    handoff: {
      ...offered.handoff,
      state: 'accepted',
      acceptedAt: now,
      before: before && {
        ...before,
        claim: { key: claimKey, isFirstOffer: handoff.firstOfferedAt === null },
      },
    },
    events: [{ type: 'claimed', by, claimKey }, ...offered.events, { type: 'accepted', by }],
    clocks: withQualify(withoutAccept(offered.clocks), facts, by, now),
  };
}

const withoutAccept = (clocks: readonly ClockChange[]): ClockChange[] =>
  clocks.filter((clock) => !(clock.do === 'start' && clock.kind === 'accept'));

function offer(
  handoff: Handoff,
  command: { to: string; poolId: string | null },
  facts: Facts,
  now: Date,
): Effect {
  const isFirst = handoff.firstOfferedAt === null;
  const no = handoff.offerNo + 1;
  // Who asked again while nobody had it has waited since then.
  const waitedFrom = runningClocks(facts, ['unassigned']).at(-1)?.startedAt ?? handoff.createdAt;
  const arrivedAt = isFirst ? waitedFrom : now;
  const clocks: ClockChange[] = [
    ...stopClocks(facts, ['unassigned'], true),
    ...stopClocks(facts, ['accept', 'follow_up'], false),
    ...resumeClocks(facts, RESPONSE_CLOCKS, now),
  ];
  // Whoever has a meeting in the calendar waits for nothing before it; what comes of it is still owed.
  if (facts.hasMeeting) {
    clocks.push(...withQualify([], facts, command.to, now));
  } else {
    clocks.push({ ...startAccept(facts, arrivedAt, now), repId: command.to });
    // The prospect waits from the first offer on; no later offer gives anybody more time.
    for (const kind of isFirst ? RESPONSE_CLOCKS : []) {
      const started = startClock(kind, facts, arrivedAt, now);
      if (started) clocks.push({ ...started, repId: command.to });
    }
  }
  return {
    handoff: {
      ...settle(handoff),
      ...UNTRIED,
      ...UNRESERVED,
      state: 'offered',
      ownerId: command.to,
      poolId: command.poolId ?? handoff.poolId,
      offerNo: no,
      offeredAt: now,
      firstOfferedAt: handoff.firstOfferedAt ?? now,
      acceptedAt: null,
      claimKey: null,
    },
    events: [{ type: 'offered', to: command.to, poolId: command.poolId, no }],
    clocks,
  };
}

function hold(handoff: Handoff, { claimKey }: { claimKey: string | null }, facts: Facts, now: Date): Effect {
  const isWaitingAlready = runningClocks(facts, ['unassigned']).length > 0;
  const isOldNews = handoff.state === 'waiting' && isWaitingAlready && handoff.claimKey === claimKey;
  const unassigned = isWaitingAlready ? null : startClock('unassigned', facts, now, now);
  return {
    handoff: {
      ...settle(handoff),
      ...UNTRIED,
      ...UNRESERVED,
      ...{ state: 'waiting', ownerId: null, acceptedAt: null, claimKey },
    },
    events: isOldNews ? [] : [{ type: 'held', claimKey }],
    clocks: [
      ...stopClocks(facts, ['accept', 'follow_up'], false),
      ...resumeClocks(facts, RESPONSE_CLOCKS, now),
      ...(unassigned ? [unassigned] : []),
    ],
  };
}

/** Nothing runs meanwhile: its lead is being answered. */
function reserve(handoff: Handoff, { to, poolId, until }: Extract<Command, { type: 'reserve' }>): Effect {
  return {
    handoff: {
      ...settle(handoff),
      poolId: poolId ?? handoff.poolId,
      reservedFor: to,
      reservedUntil: until,
    },
    events: [{ type: 'reserved', to, until: until.toISOString() }],
    clocks: [],
  };
}

/** What the record has already is no correction. */
function correctionIn(
  { correction }: Extract<Command, { type: 'reject' }>,
  { weighed }: Facts,
): { fact: CorrectableFact; is: CorrectValue } | null {
  if (weighed === null || correction?.fact !== weighed.fact || correction.typed.trim() === '') return null;
  const is = readCorrection(weighed.fact, correction.typed);
  return is === null || is === weighed.recorded ? null : { fact: weighed.fact, is };
}

function reject(
  handoff: Handoff,
  command: Extract<Command, { type: 'reject' }>,
  by: string,
  facts: Facts,
  now: Date,
): Effect {
  const correction = correctionIn(command, facts);
  const told = facts.reason?.consequence ?? 'return_to_marketing';
  // What an AE or CSM does not want was qualified by somebody here: it is theirs to put right, and no feedback to marketing.
  const consequence = handoff.leg === USUAL_LEG || told === 'reroute' ? told : 'send_back';
  const rejected: HandoffEvent = {
    type: 'rejected',
    by,
    reason: command.reason,
    note: command.note,
    consequence,
    ...(correction && { correction }),
  };
  const answered = stopClocks(facts, ['accept'], true);
  if (consequence === 'reroute') {
    return {
      handoff: { ...settle(handoff), state: 'waiting', ownerId: null },
      events: [rejected, { type: 'owner_needed', because: command.reason }],
      clocks: [...answered, ...resumeClocks(facts, RESPONSE_CLOCKS, now)],
    };
  }
  const closed = closedBeforeMeeting(change(handoff, 'reject', now), facts);
  return {
    handoff: { ...closed, state: 'rejected', closedAt: now, snoozedUntil: null },
    events: [rejected],
    clocks: [...answered, ...stopClocks(facts, [...RESPONSE_CLOCKS, 'outcome', 'qualify'], false)],
    ...(consequence === 'suppress' && { stage: stageEntered('disqualify', handoff.leg) }),
  };
}

function snooze(
  handoff: Handoff,
  command: Extract<Command, { type: 'snooze' }>,
  by: string,
  facts: Facts,
  now: Date,
): Effect {
  const until = snoozedUntil(handoff, command.until, facts, now);
  return {
    handoff: {
      ...change(handoff, 'snooze', now),
      state: 'snoozed',
      snoozedUntil: until,
      snoozes: handoff.snoozes + 1,
    },
    events: [{ type: 'snoozed', by, until }],
    clocks: isCallback(handoff) ? [] : pauseClocks(facts, SNOOZED_CLOCKS),
  };
}

function wake(
  handoff: Handoff,
  command: Extract<Command, { type: 'wake' }>,
  facts: Facts,
  now: Date,
): Effect {
  return {
    handoff: { ...settle(handoff), state: handoff.before?.state ?? 'offered' },
    events: [{ type: 'woken', because: command.because }],
    clocks: resumeClocks(facts, PROMPT_CLOCKS, now),
  };
}

function undo(handoff: Handoff, by: string, facts: Facts, now: Date): Effect {
  const { before } = handoff;
  if (!before) return { handoff, events: [], clocks: [] };
  if (before.claim) return layBack(handoff, before, before.claim, by, facts);
  const restored: Handoff = {
    ...handoff,
    state: before.state,
    acceptedAt: before.acceptedAt,
    snoozedUntil: before.snoozedUntil,
    snoozes: before.snoozes,
    closedAt: null,
    deal: before.deal === undefined ? handoff.deal : before.deal,
    before: before.state === 'snoozed' ? beforeSnooze(before, now) : null,
  };
  const givenBack = undoClocks(before, facts);
  return {
    handoff: restored,
    events: [{ type: 'undone', by, command: before.command }],
    clocks: [...givenBack, ...owedSinceClosing(restored, { before, givenBack }, facts, now)],
  };
}

/** An undone claim lies where it lay. That it was offered stays in its history, and in the number of the next offer. */
function layBack(
  handoff: Handoff,
  before: Before,
  { key, isFirstOffer }: NonNullable<Before['claim']>,
  by: string,
  facts: Facts,
): Effect {
  return {
    handoff: {
      ...handoff,
      state: before.state,
      ownerId: null,
      acceptedAt: null,
      offeredAt: isFirstOffer ? null : handoff.offeredAt,
      firstOfferedAt: isFirstOffer ? null : handoff.firstOfferedAt,
      claimKey: key,
      before: null,
    },
    events: [{ type: 'undone', by, command: before.command }],
    clocks: undoClocks(before, facts),
  };
}

/** A snooze that is restored still has to know what it wakes into: an offer, as only those are answered. */
const beforeSnooze = (answered: Before, now: Date): Before => ({
  state: 'offered',
  acceptedAt: null,
  snoozedUntil: null,
  snoozes: answered.snoozes - 1,
  command: 'snooze',
  at: now,
  undoUntil: now,
});

function close(
  handoff: Handoff,
  state: 'completed' | 'withdrawn',
  events: HandoffEvent[],
  facts: Facts,
  now: Date,
): Effect {
  return {
    handoff: { ...settle(handoff), ...UNRESERVED, state, closedAt: now, claimKey: null },
    events,
    clocks: [
      ...stopClocks(facts, ['accept', 'unassigned', 'first_email', 'first_call', 'follow_up'], false),
      // Nobody can qualify or recycle a lead without having reached for it.
      ...stopClocks(facts, ['response', 'outcome', 'qualify'], state === 'completed'),
    ],
  };
}

/** It may be undone: what it opened for the next team is taken back with it. */
function qualify(
  handoff: Handoff,
  { answers: typed }: Extract<Command, { type: 'qualify' }>,
  by: string,
  facts: Facts,
  now: Date,
): Effect {
  const closed = close(
    handoff,
    'completed',
    [{ type: 'qualified', by, ...answered(facts, typed) }],
    facts,
    now,
  );
  return undoable(closed, closedBeforeMeeting(change(handoff, 'qualify', now), facts));
}

/** What cannot be read was refused before. */
function answered({ questions }: Facts, typed: Answers): { answers: Answers; asked: Asked[] } {
  const read = readAnswers(questions, typed);
  return read.ok ? { answers: read.answers, asked: read.asked } : { answers: {}, asked: [] };
}

/** The lead is an opportunity, and stays with its AE; said again, it is another amount, day or next step. */
function openOpportunity(
  handoff: Handoff,
  command: Extract<Command, { type: 'opportunity' }>,
  by: string,
  facts: Facts,
  now: Date,
): Effect {
  const read = readTyped(command, handoff, facts, now);
  // What cannot be read was refused before.
  if (!read.ok) return { handoff, events: [], clocks: [] };
  const { deal } = read;
  const { before } = change(handoff, 'opportunity', now);
  const met = command.metOn ? metBefore(handoff, command.metOn, facts, now) : null;
  const ended = dealt(facts);
  return {
    handoff: {
      ...(met?.handoff ?? handoff),
      ...{ state: 'working', deal, before: before && { ...before, deal: handoff.deal } },
    },
    events: [...(met?.events ?? []), { type: 'opportunity', by, deal, via: null }],
    // No cadence follows up whose deal is open.
    clocks: [
      ...(met?.clocks ?? []).filter(
        (clock) => clock.do === 'stop' && !ended.some(({ kind }) => kind === clock.kind),
      ),
      ...ended,
    ],
    ...(handoff.deal !== null && { stage: null }),
  };
}

/** A meeting that nobody had told of is logged with the deal that came of it. */
function metBefore(handoff: Handoff, metOn: string, facts: Facts, now: Date): Effect {
  const isToday = metOn === localDate(facts.repHours.timeZone, now);
  const at = isToday ? null : (pickedDay(metOn, facts.repHours, new Date(`${metOn}T00:00:00Z`)) ?? null);
  const touch = { channel: 'meeting', outcome: 'reached', note: '', via: null, madeBy: 'person' } as const;
  return respond(handoff, { type: 'respond', ...touch, at, isAnother: true }, facts, now);
}

/** Nobody has a deal with whom they did not speak. */
const dealt = (facts: Facts): ClockChange[] => [
  ...stopClocks(facts, ['first_email', 'first_call', 'follow_up'], false),
  ...stopClocks(facts, ['response', 'qualify'], true),
];

/** A CRM tells of each change of each field: what is as it was is no event. What was agreed as the next step stays. */
function tellOpportunity(
  handoff: Handoff,
  { deal: told, via }: Extract<Command, { type: 'tell_opportunity' }>,
  facts: Facts,
): Effect {
  const deal = changedBy(told, handoff.deal);
  if (deal === null) return { handoff, events: [], clocks: [], stage: null };
  return {
    // What was pressed before it can no longer be undone; a callback still has to know what it wakes into.
    handoff: { ...(handoff.state === 'snoozed' ? handoff : settle(handoff)), deal },
    events: [
      { type: 'opportunity', by: null, deal, via, ...(facts.needsMeeting && { withoutMeeting: true }) },
    ],
    clocks: dealt(facts),
    ...(handoff.deal !== null && { stage: null }),
  };
}

/** The deal as a CRM tells of it; null where that is what is known. */
function changedBy(told: Omit<Deal, 'nextStep'>, known: Deal | null): Deal | null {
  return changesOf(known, told).length === 0 ? null : { ...told, nextStep: known?.nextStep ?? '' };
}

function win(
  handoff: Handoff,
  { answers }: Extract<Command, { type: 'win' }>,
  by: string,
  facts: Facts,
  now: Date,
): Effect {
  const won = { type: 'won', by, ...answered(facts, answers), via: null } as const;
  const closed = close(handoff, 'completed', [won], facts, now);
  return undoable(closed, closedBeforeMeeting(change(handoff, 'win', now), facts));
}

function lose(
  handoff: Handoff,
  { reason, competitor, note }: Extract<Command, { type: 'lose' }>,
  by: string,
  facts: Facts,
  now: Date,
): Effect {
  const lost = { type: 'lost', by, reason, competitor, note, via: null } as const;
  const closed = close(handoff, 'completed', [lost], facts, now);
  return undoable(closed, closedBeforeMeeting(change(handoff, 'lose', now), facts));
}

/** Nobody here pressed it, so nobody undoes it: it is put right in the CRM. */
function tellDeal(
  handoff: Handoff,
  { status, deal: told, via }: Extract<Command, { type: 'tell_deal' }>,
  facts: Facts,
  now: Date,
): Effect {
  const event: HandoffEvent =
    status === 'won'
      ? { type: 'won', by: null, answers: {}, via }
      : { type: 'lost', by: null, reason: null, competitor: '', note: '', via };
  // An expansion leaves a customer what they are.
  const stage = stageEntered(status === 'won' ? 'win' : 'lose', handoff.leg);
  const deal = told && changedBy(told, handoff.deal);
  const said: HandoffEvent[] = deal ? [{ type: 'opportunity', by: null, deal, via }] : [];
  const ended = deal ? { ...handoff, deal } : handoff;
  const closed = close(ended, 'completed', [...said, event], facts, now);
  // Of what nobody here has reached for, or met, it says nothing that they did.
  const clocks = closed.clocks.map((clock) =>
    clock.do === 'stop' && TOLD_UNDONE.includes(clock.kind) ? { ...clock, met: false } : clock,
  );
  return { ...closed, clocks, stage };
}

const TOLD_UNDONE: readonly ClockKind[] = ['response', 'outcome'];

const undoable = (closed: Effect, { before }: Handoff): Effect => ({
  ...closed,
  handoff: { ...closed.handoff, before },
});

/** It may be undone: it is proposed with one press. */
function recycle(
  handoff: Handoff,
  command: Extract<Command, { type: 'recycle' }>,
  by: string,
  facts: Facts,
  now: Date,
): Effect {
  const until = command.until === null ? null : pickedDay(command.until, facts.repHours, now);
  const closed = close(handoff, 'completed', [{ ...command, type: 'recycled', by, until }], facts, now);
  return undoable(closed, closedBeforeMeeting(change(handoff, 'recycle', now), facts));
}

function reassign(
  handoff: Handoff,
  command: Extract<Command, { type: 'reassign' }>,
  facts: Facts,
  now: Date,
): Effect {
  if (command.to === 'next') {
    const events: HandoffEvent[] = [{ type: 'owner_needed', because: command.because }];
    return { handoff: { ...handoff, ...UNRESERVED }, events, clocks: [] };
  }
  const isTaken = command.to === facts.actor.personId;
  const against = facts.target?.against ?? [];
  const overridden = isTaken ? overriddenByTaking(against) : against;
  const moved: HandoffEvent = {
    type: 'reassigned',
    from: handoff.ownerId,
    to: command.to,
    by: facts.actor.personId,
    because: command.because,
    ...(overridden.length > 0 && { overridden }),
  };
  const offered = offer(handoff, { to: command.to, poolId: null }, facts, now);
  if (!isTaken) return { ...offered, events: [moved, ...offered.events] };
  // *Take it*: whoever takes a lead has accepted it.
  return {
    handoff: { ...offered.handoff, state: 'accepted', acceptedAt: now },
    events: [moved, ...offered.events, { type: 'accepted', by: command.to }],
    clocks: withQualify(withoutAccept(offered.clocks), facts, command.to, now),
    stage: stageEntered('accept', handoff.leg),
  };
}

/** Somebody else has it for a while: what was accepted goes on as it stands, what was not is offered to them. */
function cover(
  handoff: Handoff,
  { to, because }: Extract<Command, { type: 'cover' }>,
  facts: Facts,
  now: Date,
): Effect {
  const moved = { type: 'covered', from: handoff.ownerId, to, because } as const;
  if (handoff.acceptedAt === null) {
    const offered = offer(handoff, { to, poolId: null }, facts, now);
    return { ...offered, events: [{ ...moved, no: null }, ...offered.events] };
  }
  const no = handoff.offerNo + 1;
  // A callback still has to know what it wakes into, though nobody can undo it any more.
  const before = handoff.state === 'snoozed' && handoff.before ? { ...handoff.before, undoUntil: now } : null;
  return {
    handoff: { ...handoff, ownerId: to, offerNo: no, offeredAt: now, before },
    events: [{ ...moved, no }],
    clocks: [],
  };
}

function remind(
  handoff: Handoff,
  { clock }: Extract<Command, { type: 'remind' }>,
  facts: Facts,
  now: Date,
): Effect {
  const isPausing = remindedUntil(facts.lastRemindedAt, now) !== null;
  // Whoever snoozed a lead knows of it, and a manager's nudge is deliberate; too soon, it was refused before.
  const isSpared = isPausing || (facts.actor.relation === 'system' && handoff.state === 'snoozed');
  const events: HandoffEvent[] =
    isSpared || handoff.ownerId === null
      ? []
      : [{ type: 'reminded', to: handoff.ownerId, by: facts.actor.personId, ...(clock && { clock }) }];
  return { handoff, events, clocks: [] };
}
