import type { Clock, ClockChange, ClockKind, StampedPolicy } from './clock.ts';
import type { ConsentChange } from './consent.ts';
import type { Churn, Expansion } from './customer-news.ts';
import type { Deal, TypedDeal, UnreadField } from './deal.ts';
import type { CorrectableFact, CorrectValue, Verdict, WeighedFact } from './evidence.ts';
import type { Hours } from './hours.ts';
import type { Temperature } from './lead.ts';
import type { Unreachable } from './overrides.ts';
import type { AnswerProblem, Answers, Asked, Question } from './questions.ts';
import type { Maker, ResponseChannel, ResponseOutcome, ToldTouch, Touch } from './response.ts';
import type { Check } from './routing/check-names.ts';
import type { Reason } from './settings.ts';
import type { Delay, Leg } from './settings-shapes.ts';
import type { Stage } from './stages.ts';

/** The passing of one lead to one owner: its states, its commands, and the table that says which goes where. */

export const STATES = [
  'waiting',
  'offered',
  'snoozed',
  'accepted',
  'working',
  'completed',
  'rejected',
  'withdrawn',
] as const;
export type State = (typeof STATES)[number];

/** States in which somebody still has something to do. */
export const OPEN_STATES = [
  'waiting',
  'offered',
  'snoozed',
  'accepted',
  'working',
] as const satisfies State[];

export const isOpenState = (state: State): boolean => OPEN_STATES.some((open) => open === state);

/** `member` is somebody of the pool in which it lies to be claimed. */
export type Relation = 'owner' | 'manager' | 'ops' | 'member' | 'system' | 'other';

type Transition = {
  from: readonly State[];
  /** `same` stays, `before` returns to the state it came from. Of several, the command and its facts decide. */
  to: readonly (State | 'same' | 'before')[];
  by: readonly Relation[];
  /** The legs that have it; absent where all do. */
  legs?: readonly Leg[];
  /** The stage the lead enters, by leg, where it does. */
  stage?: Partial<Record<Leg, Stage>>;
};

const RESPONSIBLE = ['owner', 'manager', 'ops'] as const;
const ABOVE = ['manager', 'ops'] as const;

/**
 * Every arrow of the lifecycle. Buttons, checks and the diagram in the docs are made from it. Where an owner is
 * needed, routing follows in the same transaction with `offer` or `hold`.
 */
export const TRANSITIONS = {
  offer: { from: ['waiting', 'offered', 'snoozed', 'accepted', 'working'], to: ['offered'], by: ['system'] },
  // What its owner has accepted waits again too, when they have left and nobody else is eligible.
  hold: { from: ['waiting', 'offered', 'snoozed', 'accepted', 'working'], to: ['waiting'], by: ['system'] },
  // Somebody is chosen, and is told of it when whoever it came from has had the time to book them.
  reserve: { from: ['waiting'], to: ['waiting'], by: ['system'] },
  accept: {
    from: ['offered', 'snoozed'],
    to: ['accepted'],
    by: RESPONSIBLE,
    stage: { mql_to_sdr: 'sales_accepted' },
  },
  // Of what lies to be claimed, whoever comes first takes it.
  claim: {
    from: ['waiting'],
    to: ['accepted'],
    by: ['member', ...ABOVE],
    stage: { mql_to_sdr: 'sales_accepted' },
  },
  // A reason that blames the routing gives it to somebody else instead of back to marketing.
  reject: { from: ['offered', 'snoozed'], to: ['rejected', 'waiting'], by: RESPONSIBLE },
  snooze: { from: ['offered', 'accepted', 'working'], to: ['snoozed'], by: RESPONSIBLE },
  wake: { from: ['snoozed'], to: ['before'], by: [...RESPONSIBLE, 'system'] },
  undo: {
    from: ['accepted', 'working', 'rejected', 'snoozed', 'completed'],
    to: ['before'],
    by: RESPONSIBLE,
  },
  // From a callback too: whoever calls before the time has called. What was told before changes nothing.
  respond: {
    from: ['accepted', 'working', 'snoozed'],
    to: ['working', 'same'],
    by: [...RESPONSIBLE, 'system'],
  },
  // Of what is no response: nobody has accepted the lead, somebody else did it before, or a machine.
  activity: {
    from: ['waiting', 'offered', 'snoozed', 'accepted', 'working'],
    to: ['same'],
    by: ['system'],
  },
  // What came of a meeting: whoever says so has met the lead, or tried to, and so has it.
  meet: { from: ['offered', 'snoozed', 'accepted', 'working'], to: ['working', 'same'], by: RESPONSIBLE },
  // What stands in the way of reaching the lead is put right by whoever may do so.
  mend: { from: ['waiting', 'offered', 'snoozed', 'accepted', 'working'], to: ['same'], by: RESPONSIBLE },
  // A meeting that was booked is not to be, or another time; and the lead asks again after one.
  calendar: { from: ['waiting', 'offered', 'snoozed', 'accepted', 'working'], to: ['same'], by: ['system'] },
  ask_again: { from: ['offered', 'snoozed', 'accepted', 'working'], to: ['same'], by: ['system'] },
  qualify: {
    from: ['accepted', 'working'],
    to: ['completed'],
    by: RESPONSIBLE,
    legs: ['mql_to_sdr', 'won_to_cs'],
    stage: { mql_to_sdr: 'sales_qualified' },
  },
  // The AE keeps it: whoever says that there is a deal works on it until it is won or lost.
  opportunity: {
    from: ['accepted', 'working'],
    to: ['working'],
    by: RESPONSIBLE,
    legs: ['sql_to_ae', 'cs_to_ae'],
    stage: { sql_to_ae: 'opportunity' },
  },
  win: {
    from: ['accepted', 'working'],
    to: ['completed'],
    by: RESPONSIBLE,
    legs: ['sql_to_ae', 'cs_to_ae'],
    stage: { sql_to_ae: 'closed_won' },
  },
  lose: {
    from: ['accepted', 'working'],
    to: ['completed'],
    by: RESPONSIBLE,
    legs: ['sql_to_ae', 'cs_to_ae'],
    stage: { sql_to_ae: 'closed_lost' },
  },
  // The CRM says what the deal is worth, or when it is expected: of whom an AE has accepted.
  tell_opportunity: {
    from: ['snoozed', 'accepted', 'working'],
    to: ['same'],
    by: ['system'],
    legs: ['sql_to_ae'],
    stage: { sql_to_ae: 'opportunity' },
  },
  // The CRM says that it is signed, or lost: wherever the handoff stands, it is over.
  tell_deal: {
    from: ['waiting', 'offered', 'snoozed', 'accepted', 'working'],
    to: ['completed'],
    by: ['system'],
    legs: ['sql_to_ae'],
  },
  disqualify: {
    from: ['accepted', 'working'],
    to: ['completed'],
    by: RESPONSIBLE,
    stage: { mql_to_sdr: 'disqualified', sql_to_ae: 'disqualified' },
  },
  recycle: {
    from: ['accepted', 'working'],
    to: ['completed'],
    by: RESPONSIBLE,
    stage: { mql_to_sdr: 'nurture', sql_to_ae: 'nurture' },
  },
  reassign: {
    from: ['waiting', 'offered', 'snoozed', 'accepted', 'working'],
    // To a person, to oneself, or left to routing.
    to: ['offered', 'accepted', 'same'],
    by: [...ABOVE, 'system'],
  },
  // What was accepted stays so; what was not is offered anew.
  cover: { from: ['offered', 'snoozed', 'accepted', 'working'], to: ['offered', 'same'], by: ['system'] },
  remind: { from: ['offered', 'snoozed', 'accepted', 'working'], to: ['same'], by: [...ABOVE, 'system'] },
  breach: { from: ['waiting', 'offered', 'snoozed', 'accepted', 'working'], to: ['same'], by: ['system'] },
  withdraw: {
    from: ['waiting', 'offered', 'snoozed', 'accepted', 'working'],
    to: ['withdrawn'],
    by: ['ops', 'system'],
  },
} as const satisfies Record<string, Transition>;
export type CommandType = keyof typeof TRANSITIONS;

/** The stage a lead enters when this command is carried out on this leg. */
export function stageEntered(command: CommandType, leg: Leg): Stage | null {
  const transition: Transition = TRANSITIONS[command];
  return transition.stage?.[leg] ?? null;
}

/** Whether the command has an arrow from where the handoff stands. */
export function hasArrow(
  handoff: Pick<Handoff, 'state' | 'acceptedAt' | 'claimKey' | 'leg' | 'deal'>,
  command: CommandType,
): boolean {
  const transition: Transition = TRANSITIONS[command];
  if (!transition.from.includes(handoff.state)) return false;
  if (transition.legs && !transition.legs.includes(handoff.leg)) return false;
  // In Slack no stage is skipped: only an opportunity is won or lost.
  if (command === 'win' || command === 'lose') return handoff.deal !== null;
  if (command === 'claim') return handoff.claimKey !== null;
  if (command === 'respond' || command === 'tell_opportunity') return handoff.acceptedAt !== null;
  // A callback snooze postpones an accepted lead: there is no offer left to answer.
  const answers = command === 'accept' || command === 'reject';
  return !(answers && handoff.acceptedAt !== null);
}

/** What somebody in this relation may press now. */
export function availableCommands(handoff: Handoff, relation: Relation, now: Date): CommandType[] {
  const commands = Object.keys(TRANSITIONS) as CommandType[];
  return commands.filter((command) => {
    const transition: Transition = TRANSITIONS[command];
    if (!transition.by.includes(relation) || !hasArrow(handoff, command)) return false;
    return command !== 'undo' || (handoff.before !== null && now < handoff.before.undoUntil);
  });
}

export type Before = {
  state: State;
  acceptedAt: Date | null;
  snoozedUntil: Date | null;
  snoozes: number;
  command: CommandType;
  at: Date;
  undoUntil: Date;
  /** Of a claim: where it lay, and whether nobody had been offered it yet. */
  claim?: { key: string; isFirstOffer: boolean };
  /** Of an acceptance: that the account became theirs by it. */
  ownsAccount?: true;
  /** Of what an AE says of the deal: what was said before. */
  deal?: Deal | null;
  /** Of a closing: that nothing was due because of a meeting in the calendar. */
  hadMeeting?: true;
};

export type Handoff = {
  id: string;
  leadId: string;
  leg: Leg;
  state: State;
  /** Who is responsible now; null while waiting. */
  ownerId: string | null;
  poolId: string | null;
  temperature: Temperature;
  /** Names the SLA policy it was stamped with; the policy itself is stored beside it. */
  policyId: string;
  /** How often it has been offered; the current offer's number. */
  offerNo: number;
  createdAt: Date;
  firstOfferedAt: Date | null;
  offeredAt: Date | null;
  acceptedAt: Date | null;
  respondedAt: Date | null;
  closedAt: Date | null;
  snoozedUntil: Date | null;
  snoozes: number;
  /** Tries to reach the lead since anybody last did, and since it last went to somebody else. */
  tries: number;
  /** Since when there were so many tries, or so long ago, that recycling is proposed. */
  exhaustedAt: Date | null;
  /** The message it lies in while whoever comes first may claim it. */
  claimKey: string | null;
  /** The handoff before, of a lead that came back on the day that was chosen: who refused it then has it only when alone. */
  cameFrom: string | null;
  /** Who will be offered it, and when: meanwhile its lead may be choosing a time with them. Their turn is taken. */
  reservedFor: string | null;
  reservedUntil: Date | null;
  /** What the AE, or the CRM, said last of the deal; null while there is none. */
  deal: Deal | null;
  /** What the last press changed, and until when it may be undone. A snooze also wakes into it. */
  before: Before | null;
};

export type Command =
  | { type: 'offer'; to: string; poolId: string | null }
  | { type: 'hold'; claimKey: string | null }
  | { type: 'reserve'; to: string; poolId: string | null; until: Date }
  /** `at` where it follows from what happened before it was told. */
  | { type: 'accept'; at?: Date }
  | { type: 'claim' }
  | {
      type: 'reject';
      reason: string;
      note: string;
      /** What the record should say of the fact that speaks against the reason, as it was typed; absent where nobody asked. */
      correction?: { fact: string; typed: string };
    }
  | { type: 'snooze'; until: Date | Delay }
  | { type: 'wake'; because: 'time' | 'signal' | 'rep' }
  | { type: 'undo' }
  /** `isAnother` where whoever logs it says that it is none of those told of before. */
  | ({ type: 'respond'; isAnother?: true } & Touch)
  | ({ type: 'activity' } & Touch)
  | { type: 'meet'; became: 'held' | 'no_show' }
  /** `email` as it was typed, in place of one that nobody could read. */
  | { type: 'mend'; email: string }
  /** A meeting of the lead is another than it was: of which start, since when, and by whom it was called off. */
  | ({ type: 'calendar' } & CalendarChange & { startAt: Date | null; at: Date })
  /** It raises its hand again, after a meeting that fell away or is over. */
  | { type: 'ask_again' }
  /** `isUnasked` where it follows from something else that was said, and nobody was asked. */
  | { type: 'qualify'; answers: Answers; isUnasked?: true }
  /** As it was typed. */
  | ({ type: 'opportunity' } & TypedDeal)
  /** What Customer Success has to know: the answers to `WIN_QUESTIONS`. */
  | { type: 'win'; answers: Answers }
  | { type: 'lose'; reason: string; competitor: string; note: string }
  /** The source `via` says what it is worth, and when it is expected. */
  | { type: 'tell_opportunity'; deal: Omit<Deal, 'nextStep'>; via: string }
  /** The source `via` says that the deal is over, and what it was worth; null where it does not. */
  | { type: 'tell_deal'; status: 'won' | 'lost'; deal: Omit<Deal, 'nextStep'> | null; via: string }
  | { type: 'disqualify'; reason: string; note: string }
  /** `until` is a day as the calendar of whoever picked it shows it, such as `2026-12-03`. */
  | { type: 'recycle'; reason: string; note: string; until: string | null }
  /** `to: 'next'` lets routing choose somebody who has not had it. */
  | { type: 'reassign'; to: string | 'next'; because: string }
  /** For as long as somebody is away, and back again. */
  | { type: 'cover'; to: string; because: 'cover' | 'return' }
  /** `clock` is whose step it is; of a press there is none. */
  | { type: 'remind'; clock?: ClockKind }
  | { type: 'breach'; clock: ClockKind }
  | { type: 'withdraw'; because: string };

/** What a calendar tells of a meeting that was booked, and which source told it. */
type CalendarChange = {
  became: 'moved' | 'cancelled' | 'reopened' | 'over';
  by: 'lead' | 'host' | null;
  via: string | null;
};

export type Actor = { personId: string | null; name: string; relation: Relation };

/** Who acts where no person does. */
export const SYSTEM = { personId: null, name: 'Handoff', relation: 'system' } as const satisfies Actor;

/** What a decision needs and the handoff does not carry. */
export type Facts = {
  actor: Actor;
  policy: StampedPolicy;
  /** Hours of the person the command puts the handoff to, of whoever picked a day, else of its owner, else of the team. */
  repHours: Hours;
  teamHours: Hours;
  /** The words people use for the current owner. */
  ownerName: string | null;
  /** Clocks of this handoff that have not stopped, and those the last press stopped; the newest last. */
  clocks: Clock[];
  /** The reason named in the command, when the settings know it and offer it for this. */
  reason: Reason | null;
  /** For `reassign` to a person: everything the rules of routing have against them. */
  target: { id: string; name: string; against: Check[] } | null;
  /** For `reject`: how its reason stands against the record, and by which fact; null where none can speak to it. */
  weighed: (WeighedFact & { verdict: Verdict }) | null;
  /** A meeting is over, and nobody said what came of it. */
  isOutcomeOwed: boolean;
  /** For `mend`: whether an address is missing that was sent, and whose the one is that was typed, where it is another lead's. */
  mending: { isOwed: boolean; other: { name: string | null } | null } | null;
  /** A lead with a meeting in the calendar is asked neither to be accepted nor to be reached for against a clock. */
  hasMeeting: boolean;
  snoozesTodayByOwner: number;
  snoozesADay: number;
  lastRemindedAt: Date | null;
  /** For an offer outside working hours: how many others, as hot at least, wait for the same person's opening. */
  ahead: number;
  /** What was told of it before, for whatever reaches for the lead, puts it to somebody, or misses the next try. */
  touches: readonly ToldTouch[];
  /** For `undo` of what closed it: the lead was handed over anew since, or whoever it went to is done with it. */
  isOpenAgain: boolean;
  /** For what closes it: when the lead last asked again, which whoever closes it may not have seen; null where never. */
  askedAgainAt: Date | null;
  /** What whoever qualifies or wins it is asked. */
  questions: readonly Question[];
  /** For what makes it an opportunity: that needs a meeting that was held, and nobody told of one. */
  needsMeeting: boolean;
  /** The codes of the steps of an open deal. */
  subStages: readonly string[];
  /** Ops stopped all clocks. */
  isPaused: boolean;
  /** For `claim`: why whoever presses cannot have it; null when they can. */
  claimCheck: Check | null;
};

export type HandoffEvent =
  | { type: 'offered'; to: string; poolId: string | null; no: number }
  | { type: 'held'; claimKey: string | null }
  /** The end is an ISO text. */
  | { type: 'reserved'; to: string; until: string }
  /** It was taken from where it lay; that it was offered and accepted follows. */
  | { type: 'claimed'; by: string; claimKey: string }
  | { type: 'accepted'; by: string }
  | {
      type: 'rejected';
      by: string;
      reason: string;
      note: string;
      /** Of a later leg it is `send_back`, except where routing erred. */
      consequence: Reason['consequence'] | 'send_back';
      /** What the record says, by whoever rejected it. */
      correction?: { fact: CorrectableFact; is: CorrectValue };
    }
  /** The first of a handoff that was opened because the next team rejected it. */
  | { type: 'sent_back'; by: string; reason: string; note: string }
  /** It comes to sales again, on the day that `by` chose; `overruled`: because marketing disagreed, and their manager did. */
  | { type: 'came_back'; by: string; reason: string; note: string; from: string; overruled?: true }
  | { type: 'snoozed'; by: string; until: Date }
  | { type: 'woken'; because: 'time' | 'signal' | 'rep' }
  | { type: 'undone'; by: string; command: CommandType }
  | {
      type: 'responded';
      by: string | null;
      channel: ResponseChannel;
      outcome: ResponseOutcome;
      note: string;
      first: boolean;
      /** The source that told it; null or absent where somebody logged it in Slack. */
      via?: string | null;
      /** Absent where nobody says. */
      madeBy?: Maker;
      /** When it happened, as an ISO text, where it was told later. */
      doneAt?: string;
      /** Which try without an answer it was. */
      tryNo?: number;
    }
  /** Somebody reached for it, or a machine did, and it is no response. */
  | {
      type: 'activity_seen';
      by: string | null;
      channel: ResponseChannel;
      outcome: ResponseOutcome;
      note: string;
      via: string | null;
      madeBy?: Maker;
      doneAt: string;
    }
  /** One more tells of what is known already: of the touch by this channel at the instant `of`, an ISO text. */
  | {
      type: 'told_again';
      by: string | null;
      channel: ResponseChannel;
      of: string;
      outcome: ResponseOutcome;
      note: string;
      /** Null where somebody logged it in Slack. */
      via: string | null;
      madeBy?: Maker;
      /** When it happened by this telling, as an ISO text. */
      doneAt?: string;
      /** What else is no response, though the touch may be one. */
      isResponse?: false;
    }
  /** Instants are ISO texts: the start is that of the meeting as it is now. */
  | ({ type: 'calendar' } & CalendarChange & { startAt: string | null; doneAt: string })
  | { type: 'asked_again' }
  | { type: 'mended'; by: string; email: string }
  /** Told of the lead, while it was in this handoff or after it. */
  | ConsentChange
  /** Tried so often, or for so long, that recycling is proposed. */
  | { type: 'exhausted'; tries: number }
  /** Somebody has it while its owner is away, or has it back. `no` is the new card's, where no offer follows. */
  | { type: 'covered'; from: string | null; to: string; because: 'cover' | 'return'; no: number | null }
  /** `asked` are the questions as they were asked, in their order; absent in events of older versions. */
  | { type: 'qualified'; by: string; answers: Answers; asked?: Asked[] }
  /** The first of a handoff that was opened because a customer may buy more; `via` is the source that told it. */
  | ({ type: 'expansion'; by: string | null; via: string | null } & Expansion)
  /** That was said of a customer whose handoff this was. */
  | { type: 'expanded'; by: string }
  /** The customer left. A source says why in its own words. */
  | ({ type: 'churned'; by: string | null; via: string | null } & Churn)
  /** There is a deal, or something else is said of it. `withoutMeeting` where it needed one, and a source made it one all the same. */
  | { type: 'opportunity'; by: string | null; deal: Deal; via: string | null; withoutMeeting?: true }
  /** `via` is the source that told it; null where somebody pressed. */
  | { type: 'won'; by: string | null; answers: Answers; asked?: Asked[]; via: string | null }
  | {
      type: 'lost';
      by: string | null;
      /** Null where a source told it. */
      reason: string | null;
      competitor: string;
      note: string;
      via: string | null;
    }
  | { type: 'disqualified'; by: string; reason: string; note: string }
  | { type: 'recycled'; by: string; reason: string; note: string; until: Date | null }
  | {
      type: 'reassigned';
      from: string | null;
      to: string;
      by: string | null;
      because: string;
      /** Why the rules would have passed them over; absent where they would not. */
      overridden?: Check[];
    }
  /** Routing must find somebody; never one of those it was put to before, unless alone. */
  | { type: 'owner_needed'; because: string }
  | { type: 'reminded'; to: string; by: string | null; clock?: ClockKind }
  | { type: 'escalated'; to: string }
  | { type: 'breached'; clock: ClockKind; repId: string | null }
  | { type: 'withdrawn'; because: string };

export type Refusal =
  /** The command has no arrow from here. `since` is when it came to be so. */
  | { type: 'not_now'; command: CommandType; state: State; ownerName: string | null; since: Date | null }
  | { type: 'not_yours'; ownerName: string | null }
  | { type: 'already_done'; command: CommandType; ownerName: string | null }
  | { type: 'unknown_reason' }
  | { type: 'note_required'; reason: string }
  /** The record says otherwise, and nobody said why or put it right. */
  | { type: 'conflict_unexplained'; reason: string }
  /** What was typed for a fact can be none. */
  | { type: 'unread_correction'; fact: CorrectableFact }
  | { type: 'snooze_past' }
  | { type: 'snooze_too_far'; limit: Date }
  /** The first response is due already, and its clock would run on. */
  | { type: 'snooze_overdue'; dueAt: Date }
  | { type: 'snooze_used_up'; times: number }
  | { type: 'snooze_day_used_up'; times: number }
  | { type: 'undo_too_late'; command: CommandType }
  | { type: 'target_unavailable'; name: string; check: Unreachable }
  /** Somebody came first. */
  | { type: 'claimed'; ownerName: string; at: Date | null }
  | { type: 'not_in_pool' }
  | { type: 'cannot_claim'; check: Check }
  /** The second press of one who meant to press once. */
  | { type: 'took_one'; lead: string }
  /** Of a batch everything is taken. */
  | { type: 'none_left' }
  | { type: 'reminded_just_now'; at: Date; againAt: Date }
  /** Whoever closes it cannot have seen that. */
  | { type: 'asked_just_now'; at: Date }
  /** What was typed for an address is none. */
  | { type: 'unread_address' }
  /** What was typed of the deal cannot be meant. */
  | { type: 'unread_deal'; field: UnreadField }
  /** Nobody told of a meeting that was held, and an opportunity needs one. */
  | { type: 'meeting_needed' }
  /** An answer that is needed is missing, or is none to its question. */
  | { type: 'unread_answer'; code: string; problem: AnswerProblem }
  /** It is another lead's, of this name. */
  | { type: 'others_address'; name: string | null }
  /** Pressed on what an older version drew, which does not say what it showed. */
  | { type: 'old_card' }
  /** Somebody has something to do with the lead already. */
  | { type: 'open_elsewhere'; ownerName: string | null }
  /** The settings lead an expansion to nobody. */
  | { type: 'no_route'; leg: Leg }
  /** Nobody can have left on that day. */
  | { type: 'unread_day' }
  | { type: 'unknown_handoff' }
  | { type: 'unknown_person' };

export type Decision =
  | { ok: true; handoff: Handoff; events: HandoffEvent[]; clocks: ClockChange[]; stage: Stage | null }
  | { ok: false; refusal: Refusal };

/** The product itself. */
