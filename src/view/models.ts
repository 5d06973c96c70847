import type { ClockKind } from '#domain/clock.ts';
import type { CustomerDeed } from '#domain/customer.ts';
import type { CorrectableFact, CorrectValue, Evidence, Verdict, WeighedFact } from '#domain/evidence.ts';
import type { CommandType, State } from '#domain/handoff.ts';
import type { Temperature } from '#domain/lead.ts';
import type { LeadListKind } from '#domain/lead-lists.ts';
import type { AnswerKind, Decision } from '#domain/marketing-answers.ts';
import type { ProspectTime } from '#domain/prospect-time.ts';
import type { QuestionKind } from '#domain/questions.ts';
import type { ResponseChannel, ResponseOutcome } from '#domain/response.ts';
import type { Seen } from '#domain/seen.ts';
import type { FailurePoint } from '#domain/settings.ts';
import type { Leg } from '#domain/settings-shapes.ts';
import type { Speed } from '#domain/speed.ts';

/** What people are shown, as plain values. `src/view` fills them from rows; `blocks` draws them. */

/** Strangers' text stands in these models as it came; only `blocks/text.ts` makes it safe to show. */
export type Stranger = string;

/** The clock that a rep is measured by now. */
export type Deadline = { clock: Exclude<ClockKind, 'unassigned'>; at: Date; isOver: boolean };

/** What ops have to know once; `ask` are the Slack ids of those it is for, where it cannot wait. */
export type OpsNoticeModel = { title: string; lines: Stranger[]; ask?: string[] };

/** Ops stopped all clocks. `until` is null where somebody has to end it. */
export type PauseModel = { since: Date; until: Date | null; byName: string; why: Stranger | null };
/** `endedByName` is null where its time was over. */
export type PauseNoticeModel = {
  what: 'pause' | 'resume';
  pause: PauseModel;
  endedAt: Date | null;
  endedByName: string | null;
};

/** What snoozing does to the clock: of an offer, how often it still can be (`budget`); a callback has none. */
export type SnoozeNote = {
  budget: { left: number; times: number } | null;
  /** `ran_out`: the first response is overdue, and nothing puts the lead off any more. */
  clock: 'runs_on' | 'stands_still' | 'ran_out';
  deadline: Deadline | null;
};

export type CardModel = {
  handoffId: string;
  seen: Seen;
  /** Rises with every change of the handoff, so that a redrawn menu does not keep what was chosen before. */
  version: number;
  leg: Leg;
  state: State;
  /** The Slack id of whoever has it, where others read the card too. */
  addressee: string | null;
  temperature: Temperature;
  sourceName: Stranger;
  campaign: Stranger | null;
  lead: { name: Stranger; title: Stranger | null; company: Stranger | null; employees: number | null };
  /** What a CRM, or a file, says of their company; null where none says anything. */
  account: AccountModel | null;
  /** Of which account the lead may be, or was said to be; null where nobody is asked. */
  sameCompany: SameCompanyModel | null;
  /** What else they called themselves. */
  otherNames: Stranger[];
  /** Whose notes are whose, where there are several. */
  tellings: TellingModel[];
  /** The freshest behaviour first, the same kind grouped. */
  whyNow: ReasonNow[];
  /** What the rep is measured by now. */
  deadline: Deadline | null;
  /** Why nothing is measured now, on the card of an open handoff. */
  pause: PauseModel | null;
  acceptIf: string | null;
  nextAction: string | null;
  /** What is unknown about fit, in words; empty when the fit is verified. */
  unknownFit: string[];
  /** The change of the definition for whose sake it goes to sales, though a definition would keep it. */
  trial: string | null;
  links: { phone: string | null; email: string | null; linkedin: string | null; crm: string | null };
  flags: { doNotCall: boolean; doNotContact: boolean; unsubscribed: boolean };
  /** What may be asked again though they had withdrawn it, and who said so. */
  lifted: { words: string; byName: string; at: Date }[];
  /** The lead's clock, where it shows another time than their owner's. */
  prospect: ProspectTime | null;
  /** One line on where it stands when it is no longer a plain offer. */
  status: CardStatus;
  /** Whose it is while somebody else has it; `byName` where the reader is not that somebody. */
  cover: { forName: string; byName: string | null; until: Date } | null;
  /** What marketing answered to its rejection. */
  answer: MarketingAnswer | null;
  /** The last try to reach them, or where no person made one what a machine did; null where there is neither. */
  touch: TouchModel | null;
  /** The meeting to come, or what became of the last; null where that says nothing of what is to be done. */
  meeting: MeetingModel | null;
  /** Tries without an answer; null where none are counted. */
  followUp: { tries: number; of: number; isExhausted: boolean } | null;
  /** By whom it was passed on, and what they told; null on a first leg. */
  handedOn: {
    words: 'Qualified' | 'Won' | 'Sent back' | 'Came back' | 'Offered again' | 'Expansion';
    byName: string;
    at: Date;
    answers: { label: string; text: Stranger }[];
  } | null;
  /** Since when the customer is none any more, and why; null where nobody said so. */
  churn: { on: string; words: Stranger | null } | null;
  /** Whether the CRM has opened a deal again that was lost. */
  isReopened: boolean;
  /** What may be said of the customer from this card. */
  customerDeeds: CustomerDeed[];
  /** What was said last of the deal. */
  deal: { sum: string; closeOn: string; subStage: string | null; nextStep: Stranger } | null;
  /** Tools that do not know of it yet, and why; when they are told again, where by itself. */
  untold: { tool: string; problem: Stranger; nextAt: Date | null }[];
  /** Recycling with one press, where nobody answers: for a reason, which is null where it has to be chosen. */
  proposal: { reason: string | null; words: string } | null;
  /** What TRANSITIONS allows from here on this card; empty on a card that was superseded. */
  commands: CommandType[];
  /** Empty where it cannot be snoozed. */
  snoozeChoices: { label: string; value: string }[];
  snoozeNote: SnoozeNote | null;
};

/** A company as it is mirrored. */
export type AccountModel = {
  /** The month: March 2024. */
  customerSince: string | null;
  standing: 'customer' | 'left' | null;
  hasOpportunity: boolean;
  tier: Stranger | null;
  /** Null where nobody is named; who is nobody here is named as the CRM does. */
  ownerName: Stranger | null;
  systemName: string;
  mirroredAt: Date;
  isStale: boolean;
};

/** An account of nearly the same name as a lead's company. */
export type SameCompanyModel = {
  name: Stranger;
  domain: Stranger | null;
  systemName: string;
  ownerName: Stranger | null;
  record: { system: string; recordId: string };
  /** Whether somebody said that it is the same. */
  isConfirmed: boolean;
};

/** A call, an e-mail or the like. */
export type TouchModel = {
  at: Date;
  channel: ResponseChannel;
  outcome: ResponseOutcome;
  /** Null where nobody said who. */
  byName: string | null;
  /** The source that told of it; null where it was logged in Slack. */
  sourceName: Stranger | null;
  /** Whether somebody logged it in Slack, whoever told of it besides. */
  isLogged: boolean;
  /** Whether a machine made it. */
  isAutomatic: boolean;
};

/** A meeting with a lead. */
export type MeetingModel = {
  /** `over` is one of which nobody said what came, `replaced` one that was moved. */
  standing: 'to_come' | 'over' | 'cancelled' | 'held' | 'no_show' | 'replaced';
  startAt: Date;
  endAt: Date;
  /** Null where it is the lead's owner, or nobody said. */
  hostName: Stranger | null;
  joinUrl: string | null;
  /** Who called it off. */
  by: 'lead' | 'host' | null;
  /** Since when it is so, and which source said it; null where somebody did in Slack. */
  at: Date;
  sourceName: Stranger | null;
  /** The lead's clock at its start, where it shows another time than their owner's. */
  theirs: ProspectTime | null;
};

/** Who had it before, if anybody; who passed it on, over what the rules say, and why. */
export type PassedOn = {
  fromName: string | null;
  byName: string | null;
  although: string | null;
  because: Stranger | null;
};

export type CardStatus =
  | {
      type: 'offered';
      offeredAt: Date;
      passedOn: PassedOn | null;
    }
  | {
      type: 'superseded';
      toName: string | null;
      at: Date;
      /** Until when it is only covered for the reader. */
      coveredUntil: Date | null;
      byName: string | null;
      because: Stranger | null;
    }
  /** `lies` where whoever comes first may have it; `because` where somebody had it before. */
  | { type: 'waiting'; lies: boolean; because: Stranger | null }
  /** Its lead may be choosing a time with them. */
  | { type: 'reserved'; forName: string; until: Date }
  | { type: 'snoozed'; until: Date; byName: string }
  | { type: 'accepted'; byName: string; at: Date; undoUntil: Date | null }
  | { type: 'working'; byName: string; at: Date }
  | {
      type: 'rejected';
      byName: string;
      at: Date;
      reason: string;
      note: Stranger | null;
      undoUntil: Date | null;
    }
  | {
      type: 'completed';
      byName: string;
      at: Date;
      outcome: 'qualified' | 'disqualified' | 'recycled' | 'won' | 'lost';
      reason: string | null;
      /** Of what was closed by a press that can be undone. */
      undoUntil: Date | null;
      /** Of what was recycled: when to try again, where anybody knew. */
      until: Date | null;
    }
  /** `isUndone` where it had been opened by a press that was undone. */
  | { type: 'withdrawn'; at: Date; isUndone: boolean };

/** One line of evidence: the rule, what the record says, and what came of it. */
export type EvidenceLine = { rule: string; value: Stranger | null; result: 'held' | 'failed' | 'unknown' };

export type DetailsModel = {
  lead: { name: Stranger; company: Stranger | null };
  score: { value: number; reasons: Stranger[] } | null;
  evidence: EvidenceLine[];
  signals: { label: Stranger; at: Date; url: string | null }[];
  discovery: { label: string; text: Stranger }[];
  /** The latest booked first. */
  meetings: MeetingModel[];
  /** Who told what, where it was told more than once. */
  tellings: TellingModel[];
  /** What was sent and could not be read as it is: whoever works on the lead may know what was meant. */
  leftOut: { path: Stranger; sent: Stranger | null; problem: string }[];
  /** What its reader may mend: the address that nobody could read; null where there is none, or it is not theirs. */
  mend: { handoffId: string; seen: Seen } | null;
  /** Who said which facts, in words; `facts` is null where one said all there is. */
  known: { name: string; at: Date; facts: string[] | null }[];
  /** `churnedOn` is the day since which they are a customer no longer. */
  colleagues: {
    name: Stranger;
    title: Stranger | null;
    stage: string;
    ownerName: string | null;
    churnedOn: string | null;
  }[];
  /** How often it was recycled. */
  recycled: number;
  /** The SDR who is named as the source of a deal with it, and until when; null where nobody is. */
  sourcing: { name: string; until: Date } | null;
  whyYou: string | null;
  prospect: ProspectTime | null;
  clocks: ClockLine[];
  pause: PauseModel | null;
  /** What led to the first response, in minutes. */
  speed: Speed & {
    /** The person's share, counted in the owner's working time. */
    personWorking: number | null;
  };
  /** What was said of the deal and is another now: all that it was, the first first. */
  dealMoves: DealMove[];
  history: { at: Date; words: Stranger }[];
};

export type DealMove =
  | { what: 'amount' | 'sub_stage'; values: Stranger[] }
  /** Days, such as `2027-03-31`. */
  | { what: 'close_on'; values: string[] };

/** A clock, and what became of it: `moved_on` stopped because the lead went elsewhere, and says nothing of anybody. */
export type ClockLine = {
  name: string;
  startedAt: Date;
  deadlineAt: Date;
  outcome: { type: 'running' | 'overdue' } | { type: 'paused' | 'met' | 'missed' | 'moved_on'; at: Date };
};

/** Why a lead went where it went, for *Why me?*: the last decision whole, those before it in a sentence each. */
export type RoutingModel = {
  lead: Stranger;
  at: Date;
  because: string;
  outcome: string;
  /** Who took it where whoever came first could have it. */
  claimed: { name: string; at: Date } | null;
  rules: { rule: string; result: string }[];
  /** How many rules did not match, or could not be asked, and are not listed. */
  untold: number;
  /** The pool that decided first, then those that had nobody. */
  pools: { name: string; people: { name: string; result: string; until: Date | null }[] }[];
  /** The beginning of the version, and when it was first in force. */
  settings: { version: string; since: Date | null };
  /** Newest first. */
  before: { at: Date; outcome: string }[];
  /** How many more decisions there were before those. */
  earlier: number;
};

/** A lead as a modal names it, and how it stood when the modal was filled. */
export type NamedLead = { handoffId: string; seen: Seen; lead: { name: Stranger; company: Stranger | null } };

/** Logging a try: what was told of lately and nobody logged, the latest first, in the zone of whoever logs. */
export type RespondModel = NamedLead & {
  told: TouchModel[];
  timeZone: string;
  prospect: ProspectTime | null;
};

/** Putting an address right: as it was sent, and what is plainly meant by it. */
export type MendModel = NamedLead & { sent: Stranger; suggestion: Stranger | null };

/** A question with what is known of its answer: `initial` stands in the field, `told` only beside it. */
export type QuestionModel = {
  code: string;
  words: string;
  hint: string | null;
  kind: QuestionKind;
  choices: string[];
  required: boolean;
  initial: Stranger | null;
  told: Stranger | null;
};
export type QuestionsModel = NamedLead & { questions: QuestionModel[] };

/** Saying what a deal is worth, with what was said of it before; null where nothing was. */
export type DealModel = NamedLead & {
  deal: {
    amount: number | null;
    currency: string | null;
    closeOn: string | null;
    subStage: string | null;
    nextStep: string;
  };
  /** It needs a meeting that was held, and none is known. */
  needsMeeting: boolean;
  /** What can be chosen; `chosen` is null where what was chosen is not there any more. */
  subStages: { listed: { code: string; words: string }[]; chosen: string | null };
};

/** Choosing a time to snooze until. */
export type SnoozePickModel = NamedLead & {
  suggested: Date;
  limit: Date;
  note: SnoozeNote;
  prospect: ProspectTime | null;
};

/** Why the rules would pass somebody over, and until when, where that is known. */
export type AgainstWords = { words: string; until: Date | null };

/** Choosing an owner. */
export type ReassignModel = NamedLead & {
  state: State;
  ownerName: string | null;
  /** The reader's own: options cannot hold a date that Slack would write for them. */
  timeZone: string;
  /** Whom the rules would choose now, `id` where it is one person; null when nobody else can take it. */
  next: { id: string | null; words: string } | null;
  /** `isMember` of the pool whose turn it is; where no pool is, everybody. */
  people: { id: string; name: string; isMember: boolean; against: AgainstWords[] }[];
};

/** What came of it: given to a person or taken by hand, or left to the rules. */
export type ReassignedModel =
  | { type: 'given'; name: string; against: AgainstWords[] }
  | { type: 'taken'; against: AgainstWords[] }
  | { type: 'by_rules'; name: string }
  | { type: 'claim'; poolName: string }
  | { type: 'stays'; ownerName: string }
  | { type: 'waits' }
  | { type: 'withdrawn' };

/** Reasons for rejecting, recycling or disqualifying. */
export type RejectModel = NamedLead & {
  /** Who is told why; null where nobody is, and it is only kept and counted. */
  reader: 'marketing' | 'who_passed_it_on' | 'manager' | null;
  reasons: {
    code: string;
    words: string;
    failurePoint: FailurePoint;
    noteRequired: boolean;
    /** How the reason stands against the lead's own facts. */
    evidence: Verdict | null;
    /** The fact it stands or falls by. */
    weighed: WeighedFact | null;
  }[];
  /** The one that was chosen, with what was written beside it, where the modal is drawn anew for it. */
  chosen?: { reason: string; note: Stranger } | undefined;
  /** What was said when it was lost before, and that was taken back. */
  earlier?: { reason: string | null; competitor: Stranger; note: Stranger } | undefined;
};

/** A reader's one live message of what is overdue. */
export type EscalationsModel = {
  /** The Slack user group it is for; null for a manager or ops. */
  groupId: string | null;
  openedAt: Date;
  /** The first of those that lie in no batch, the longest overdue first. */
  open: EscalationRow[];
  /** How many there are in all. */
  total: number;
  /** Of all leads here, those in batches counted: how many are told of before their time is over. */
  dueSoon: number;
  /** Leads that lie in a batch which nobody took from in time: one line for each batch. */
  batches: OverdueBatch[];
  /** The first of those answered since, by name, and how many there are. */
  answered: { lead: Stranger; words: string }[];
  answeredTotal: number;
  /** Of the list for ops: neither a manager nor a deputy nor anybody of ops is there. */
  nobodyThere: boolean;
  isSuperseded: boolean;
  /** When the product itself was away in this window. */
  away: { from: Date; to: Date } | null;
};
export type OverdueBatch = {
  leads: number;
  sourceName: Stranger;
  poolName: string;
  deadlineAt: Date;
  isOver: boolean;
};
export type EscalationRow = {
  handoffId: string;
  seen: Seen;
  lead: Stranger;
  company: Stranger | null;
  temperature: Temperature;
  ownerName: string | null;
  deadlineAt: Date;
  /** What is late, or about to be. */
  late: {
    clock: ClockKind;
    isOver: boolean;
    /** Nothing runs out now: its deadline moves, and is known when the clock goes on. */
    isStill: boolean;
    /** When whoever has it by now is due, where it was told of somebody before. */
    nowBy: Date | null;
  };
  state: State;
  /** Managers in whose place it is told, as they are away. */
  replaced: string[];
};

/** Said once in a card's thread to the person who has it. */
export type ReminderModel = {
  slackUserId: string;
  lead: Stranger;
  company: Stranger | null;
  temperature: Temperature;
  deadline: Deadline | null;
  /** The lead's clock, where it shows another time than the rep's, or no decent hour. */
  prospect: ProspectTime | null;
  why: 'ladder' | 'woken' | 'outcome' | 'taken_back' | 'nudge';
  /** Whose press it was, when it was not a clock. */
  byName: string | null;
};

/** Told once to a rep after an outage, in the place of the reminders that came too late. */
export type LateModel = {
  from: Date;
  to: Date;
  /** The first of what is open, the most urgent first. */
  rows: {
    handoffId: string;
    lead: Stranger;
    company: Stranger | null;
    temperature: Temperature;
    state: State;
    deadline: Deadline | null;
  }[];
  total: number;
};

/** A lead that lies in a channel for whoever comes first. No phone, no e-mail address. */
export type ClaimModel = Pick<
  CardModel,
  'leg' | 'temperature' | 'sourceName' | 'campaign' | 'lead' | 'whyNow' | 'acceptIf' | 'unknownFit'
> & {
  handoffId: string;
  seen: Seen;
  deadline: { at: Date; isOver: boolean } | null;
  pause: PauseModel | null;
  status:
    | { type: 'open' }
    | { type: 'taken'; byName: string; at: Date }
    /** Laid anew; null is the same channel, further down. */
    | { type: 'moved'; channelId: string | null }
    | { type: 'gone'; ownerName: string | null; state: State };
};

/** Leads that came in numbers, for the members of a pool to take one after another. No phone, no e-mail address. */
export type BatchModel = {
  /** Where they lie. */
  key: string;
  poolName: string;
  sourceName: Stranger;
  campaign: Stranger | null;
  total: number;
  left: number;
  /** Who took how many, most first. */
  taken: { name: string; count: number }[];
  /** The newest claim that is shown: whoever presses again before their own is shown pressed twice. */
  newestClaim: number;
  /** Where it lies now when not here: a channel, or (null) with each of the pool. */
  elsewhere: { channelId: string | null } | null;
  /** All clocks stand still; null also where nothing lies here any more. */
  pause: PauseModel | null;
  /** The next ones, in the order in which they are taken. */
  next: { lead: Stranger; company: Stranger | null; temperature: Temperature }[];
};

/** What somebody told of a lead at once. */
export type TellingModel = {
  /** What they called themselves; null where they gave no name. */
  name: Stranger | null;
  sourceName: Stranger;
  at: Date;
  /** Their company, address and number, as far as told. */
  contact: Stranger[];
  notes: { label: Stranger; text: Stranger }[];
};

/** The same person again, while a handoff about them is open. */
/** Things of one kind that were done; `byCompany` where nobody knows who of it. */
export type ReasonNow = { label: Stranger; count: number; lastAt: Date; byCompany: boolean };

/** What a company did, where nobody knows who of it. */
export type AccountNewsModel = {
  company: Stranger;
  /** Whose card it stands under; null where it is told to whoever looks after the company. */
  lead: Stranger | null;
  signals: { label: Stranger; at: Date; sourceName: Stranger }[];
};

export type JoinedSignalModel = {
  lead: Stranger;
  company: Stranger | null;
  sourceName: Stranger;
  /** What they call themselves this time, where that is another name. */
  as: Stranger | null;
  /** Whether they come again, and it is not told once more that they came. */
  isBack: boolean;
  /** Until when they may be choosing a time in the calendar of whoever reads it. */
  choosesUntil: Date | null;
  signals: { label: Stranger; at: Date }[];
  notes: { label: Stranger; text: Stranger }[];
};

/** How marketing answered. */
/** What marketing disagrees with, as the manager of whoever rejected it decides it. */
export type DisputeModel = {
  sourceName: Stranger;
  reason: string;
  answer: MarketingAnswer;
  rows: {
    handoffId: string;
    rejectionId: string;
    lead: { name: Stranger; company: Stranger | null };
    repName: string;
    note: Stranger | null;
    /** Whether the rep took it back meanwhile. */
    isUndone: boolean;
    decided: DecidedModel | null;
  }[];
};
export type DecidedModel = { decision: Decision; byName: string; at: Date };

export type MarketingAnswer = {
  kind: AnswerKind;
  byName: string;
  note: Stranger | null;
  at: Date;
  /** When the leads come back, where that is the answer. */
  until: Date | null;
};

/** What marketing owes an answer to, with the reason in words. */
export type AnswerModel = {
  sourceId: string;
  reasonCode: string;
  sourceName: Stranger;
  reason: string;
  count: number;
};

/** Answers that did not come in time, for whoever answers for marketing. */
export type OverdueAnswersModel = { rows: (AnswerModel & { dueAt: Date })[]; isSuperseded: boolean };

/** What a rep put right of a record to reject a lead; nothing where the lead was forgotten. */
export type CorrectionModel = {
  handoffId: string;
  rejectionId: string;
  lead: { name: Stranger; company: Stranger | null };
  reason: string;
  repName: string;
  corrected: FeedbackModel['rows'][number]['corrected'];
  /** The turn was given back for it. */
  isCredited: boolean;
  isUndone: boolean;
  objectedName: string | null;
};

/** Rejections of one source with one reason in one window, for marketing. No phone, no e-mail address. */
export type FeedbackModel = {
  sourceId: string;
  reasonCode: string;
  /** What of this source and reason waits for an answer, on all days; null when nothing does. */
  owed: { dueAt: Date; isOver: boolean } | null;
  /** Newest first. */
  answers: MarketingAnswer[];
  sourceName: Stranger;
  reason: string;
  failurePoint: FailurePoint;
  rows: {
    company: Stranger | null;
    title: Stranger | null;
    campaign: Stranger | null;
    note: Stranger | null;
    /** Where the last call before it can be heard. */
    recording: string | null;
    evidence: Evidence | null;
    /** What its rep put right. */
    corrected: { fact: CorrectableFact; from: CorrectValue | null; to: CorrectValue } | null;
    /** Who objected to that. */
    objectedName: string | null;
    /** The rules that had let it through. */
    letThrough: string[];
    byName: string;
    at: Date;
    isUndone: boolean;
    /** What the manager said, where marketing disagreed. */
    decided: DecidedModel | null;
  }[];
};

export type LeadListModel = {
  kind: LeadListKind;
  /** What was looked for; empty in lists that look for nothing. */
  text: Stranger;
  /** Says what was looked for in the asker's words. */
  title: Stranger;
  rows: {
    /** Of the latest handoff, as is the state; null when there never was one, and only the stage says where it stands. */
    handoffId: string | null;
    state: State | null;
    lead: Stranger;
    company: Stranger | null;
    temperature: Temperature;
    stage: string;
    ownerName: string | null;
    /** The deadline that counts now; among what is overdue, the one missed first. */
    due: { clock: ClockKind; at: Date } | null;
    /** Until when it is kept for somebody with whom it may be choosing a time. */
    choosesUntil: Date | null;
    /** When a snoozed one comes back. */
    backAt: Date | null;
    /** Who sent it back, and why; null where nobody did, or it is over. */
    sentBack: CardModel['handedOn'];
  }[];
  /** Said in place of rows. */
  empty: string;
  /** Counted from 0; `first` is the place of its first row, counted from 1. */
  page: number;
  first: number;
  total: number;
  /** How many of all those are snoozed, in lists of what somebody has open. */
  snoozed: number;
};
