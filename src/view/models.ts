import type { Conversion, FunnelChanges, Meetings, Times } from '#domain/funnel.ts';
import type { Bottleneck } from '#domain/funnel-tree.ts';
import type { CommandType, State } from '#domain/handoff.ts';
import type { Change } from '#domain/interval.ts';
import type { Temperature } from '#domain/lead.ts';
import type { LeadListKind } from '#domain/lead-lists.ts';
import type { Grouping } from '#domain/period.ts';
import type { FailurePoint, Leg } from '#domain/settings.ts';

/** What people are shown, as plain values. `src/view` fills them from rows; `blocks` draws them. */

/** Strangers' text stands in these models as it came; only `blocks/text.ts` makes it safe to show. */
export type Stranger = string;

export type CardModel = {
  handoffId: string;
  offerNo: number;
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
  /** The freshest behaviour first, the same kind grouped. */
  whyNow: { label: Stranger; count: number; lastAt: Date }[];
  /** What the rep is measured by now. */
  deadline: { clock: 'accept' | 'response'; at: Date; isOver: boolean } | null;
  acceptIf: string | null;
  nextAction: string | null;
  /** What is unknown about fit, in words; empty when the fit is verified. */
  unknownFit: string[];
  links: { phone: string | null; email: string | null; linkedin: string | null; crm: string | null };
  flags: { doNotCall: boolean; doNotContact: boolean; unsubscribed: boolean };
  /** One line on where it stands when it is no longer a plain offer. */
  status: CardStatus;
  /** What TRANSITIONS allows from here on this card; empty on a card that was superseded. */
  commands: CommandType[];
  snoozeChoices: { label: string; value: string }[];
  /** What snoozing does to the clock. */
  snoozeNote: string | null;
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
      byName: string | null;
      because: Stranger | null;
    }
  /** `lies` where whoever comes first may have it. */
  | { type: 'waiting'; lies: boolean }
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
      outcome: 'qualified' | 'disqualified' | 'recycled';
      reason: string | null;
    }
  | { type: 'withdrawn'; at: Date };

/** One line of evidence: the rule, what the record says, and what came of it. */
export type EvidenceLine = { rule: string; value: Stranger | null; result: 'held' | 'failed' | 'unknown' };

export type DetailsModel = {
  lead: { name: Stranger; company: Stranger | null };
  score: { value: number; reasons: Stranger[] } | null;
  evidence: EvidenceLine[];
  signals: { label: Stranger; at: Date; url: string | null }[];
  discovery: { label: string; text: Stranger }[];
  colleagues: { name: Stranger; title: Stranger | null; stage: string; ownerName: string | null }[];
  whyYou: string | null;
  clocks: { name: string; startedAt: Date; deadlineAt: Date; stoppedAt: Date | null; isOver: boolean }[];
  history: { at: Date; words: Stranger }[];
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

/** A lead as a modal names it. */
export type NamedLead = { handoffId: string; lead: { name: Stranger; company: Stranger | null } };

/** Choosing a time to snooze until. */
export type SnoozePickModel = NamedLead & { suggested: Date; limit: Date | null; note: string | null };

/** Why the rules would pass somebody over, and until when, where that is known. */
export type AgainstWords = { words: string; until: Date | null };

/** Choosing an owner. */
export type ReassignModel = NamedLead & {
  offerNo: number;
  state: State;
  isAccepted: boolean;
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
  reasons: {
    code: string;
    words: string;
    failurePoint: FailurePoint;
    noteRequired: boolean;
    /** How the reason stands against the lead's own facts. */
    evidence: 'supported' | 'conflicts' | 'unverifiable' | null;
  }[];
};

/** A manager's one live message. */
export type EscalationsModel = {
  managerName: string;
  openedAt: Date;
  open: EscalationRow[];
  /** Leads that lie in a batch which nobody took from in time: one line for each batch. */
  batches: OverdueBatch[];
  /** Those answered since, shown as a count and by name. */
  answered: { lead: Stranger; words: string }[];
  isSuperseded: boolean;
};
export type OverdueBatch = { leads: number; sourceName: Stranger; poolName: string; deadlineAt: Date };
export type EscalationRow = {
  handoffId: string;
  offerNo: number;
  lead: Stranger;
  company: Stranger | null;
  temperature: Temperature;
  ownerName: string | null;
  deadlineAt: Date;
  state: State;
};

/** Said once in a card's thread to the person who has it. */
export type ReminderModel = {
  slackUserId: string;
  lead: Stranger;
  company: Stranger | null;
  temperature: Temperature;
  deadline: { clock: 'accept' | 'response'; at: Date; isOver: boolean } | null;
  why: 'ladder' | 'woken' | 'nudge';
  /** Whose press it was, when it was not a clock. */
  byName: string | null;
};

/** A lead that lies in a channel for whoever comes first. No phone, no e-mail address. */
export type ClaimModel = Pick<
  CardModel,
  'leg' | 'temperature' | 'sourceName' | 'campaign' | 'lead' | 'whyNow' | 'acceptIf' | 'unknownFit'
> & {
  handoffId: string;
  deadline: { at: Date; isOver: boolean } | null;
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
  /** The next ones, in the order in which they are taken. */
  next: { lead: Stranger; company: Stranger | null; temperature: Temperature }[];
};

/** The same person again, while a handoff about them is open. */
export type JoinedSignalModel = {
  lead: Stranger;
  company: Stranger | null;
  sourceName: Stranger;
  signals: { label: Stranger; at: Date }[];
};

/** Rejections of one source with one reason in one window, for marketing. No phone, no e-mail address. */
export type FeedbackModel = {
  sourceName: Stranger;
  reason: string;
  failurePoint: FailurePoint;
  rows: {
    company: Stranger | null;
    title: Stranger | null;
    campaign: Stranger | null;
    note: Stranger | null;
    evidence: 'supported' | 'conflicts' | 'unverifiable' | null;
    /** The rules that had let it through. */
    letThrough: string[];
    byName: string;
    at: Date;
    isUndone: boolean;
  }[];
};

export type FunnelModel = {
  from: Date;
  to: Date;
  periodLabel: string;
  /** null for the whole; else one group each. */
  by: Grouping | null;
  /** What `by segment` means with these settings. */
  segmentsAre: string;
  /** The equally long time before; null where none is compared, because the groups are times themselves. */
  before: { from: Date; to: Date; leads: number } | null;
  groups: FunnelGroup[];
};
export type FunnelGroup = {
  name: Stranger | null;
  leads: number;
  /** In nurture now: never qualified, or recycled. */
  nurtured: number;
  stages: {
    label: string;
    reached: number;
    /** In the stage for all we know, though nobody saw them enter it. */
    inferred: number;
    /** Of the cohort in the stage before: how many came on, how many still may. */
    conversion: Conversion;
    /** The share the settings aim for. */
    target: number | null;
  }[];
  accept: Times & { targetMinutes: number | null };
  response: Times;
  sla: { attained: number; measured: number; target: number };
  meetings: Meetings;
  rejections: { failurePoint: FailurePoint; count: number }[];
  /** Leads whose latest handoff stands there now. */
  waiting: number;
  snoozed: number;
  /** Null where there is nothing to compare with. */
  changes: FunnelChanges | null;
};

/** The funnel from its revenue end. */
export type FunnelTreeModel = Pick<FunnelModel, 'from' | 'to' | 'periodLabel'> & {
  leads: number;
  /** The last stage first; the label of what each comes from. */
  steps: {
    label: string;
    fromLabel: string;
    reached: number;
    inferred: number;
    conversion: Conversion;
    target: number | null;
    change: Change | null;
  }[];
  meetings: Meetings;
  bottleneck: { words: Bottleneck; label: string; fromLabel: string } | null;
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
    deadlineAt: Date | null;
    /** When a snoozed one comes back. */
    backAt: Date | null;
  }[];
  /** Said in place of rows. */
  empty: string;
  /** Counted from 0; `first` is the place of its first row, counted from 1. */
  page: number;
  first: number;
  total: number;
};
