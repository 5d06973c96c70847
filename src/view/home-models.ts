import type { AcceptanceGroup } from '#domain/acceptance-fall.ts';
import type { ClockKind } from '#domain/clock.ts';
import type { CustomerDeed } from '#domain/customer.ts';
import type { DigestKind } from '#domain/digest-readers.ts';
import type { CorrectableFact, Evidence } from '#domain/evidence.ts';
import type { CommandType, State } from '#domain/handoff.ts';
import type { Share } from '#domain/interval.ts';
import type { MorningList } from '#domain/lead-lists.ts';
import type { Check } from '#domain/routing/check-names.ts';
import type { FailurePoint } from '#domain/settings.ts';
import type { Leg } from '#domain/settings-shapes.ts';
import type { FunnelGroup } from './funnel-models.ts';
import type { CardModel, EscalationRow, PauseModel, Stranger } from './models.ts';
import type { FallModel } from './pipeline-models.ts';
import type { BalanceLine, SourceTroubleModel } from './statement-models.ts';

/** What App Homes show, as plain values. A person with several roles has the part of each. */

/** The first of a list, and how many it has in all. */
export type Listed<Row> = { rows: Row[]; total: number };

export type HomeModel = {
  /** Said to whoever works with leads. */
  pause: PauseModel | null;
  rep: RepHome | null;
  team: TeamHome | null;
  marketing: MarketingHome | null;
  ops: OpsHome | null;
  /** Digests of theirs that they muted. */
  muted: DigestKind[];
};

/** A digest of somebody's own: as the settings say when it comes, and whether they muted it. */
export type DigestSwitch = { kind: DigestKind; at: string; isMuted: boolean };

/** A lead of one's own: two lines, and the buttons of its card. */
export type HomeLead = Pick<
  CardModel,
  | 'handoffId'
  | 'seen'
  | 'version'
  | 'leg'
  | 'state'
  | 'temperature'
  | 'lead'
  | 'whyNow'
  | 'deadline'
  | 'commands'
  | 'snoozeChoices'
> & {
  /** When a snoozed one comes back. */
  backAt: Date | null;
  /** What was said last of the deal, and whether its day has passed. */
  deal: (NonNullable<CardModel['deal']> & { isLate: boolean }) | null;
  /** Who sent it back, and why; null where nobody did. */
  sentBack: CardModel['handedOn'];
};

export type RepHome = {
  awayUntil: Date | null;
  /** Absences that were planned, the first to begin first. */
  planned: { from: Date; until: Date }[];
  /** Who has their leads while they are away, most first. */
  coveredBy: { name: string; leads: number }[];
  /** What keeps new leads from them although they are there. */
  full: 'unanswered' | 'uncontacted' | null;
  hours: {
    week: string;
    timeZone: string;
    /** When their work opens next. */
    opensAt: Date;
    /** Slack ids of those who can change it. */
    ask: string[];
  };
  toAnswer: Listed<HomeLead>;
  /** What the next team sent back to them, and they have not answered yet. */
  returned: Listed<HomeLead>;
  toRespond: Listed<HomeLead>;
  inWork: Listed<HomeLead>;
  /** The next to be signed first. */
  deals: Listed<HomeLead>;
  /** Whether deals are theirs to close: an empty list says so. */
  closesDeals: boolean;
  snoozed: Listed<HomeLead>;
  week: WeekModel;
  /** How they stand in each of their pools. */
  standings: BalanceLine[];
};

export type WeekModel = {
  days: number;
  offered: number;
  accepted: number;
  rejected: number;
  medianMinutes: number | null;
  timed: number;
  sla: { attained: number; measured: number; target: number };
  /** Null for somebody in no pool. */
  turns: { taken: number; givenBack: number } | null;
};

/** A lead of somebody in the team, or of nobody. */
export type TeamLead = Pick<
  EscalationRow,
  'handoffId' | 'seen' | 'lead' | 'company' | 'temperature' | 'ownerName' | 'state'
> & {
  /** The first of its deadlines. */
  due: { clock: ClockKind; at: Date } | null;
  backAt: Date | null;
  remindedAt: Date | null;
};

/** Leads that lie in a batch for whoever takes the next one. */
export type TeamBatch = { leads: number; sourceName: Stranger; poolName: string; dueAt: Date | null };
/** Leads one by one, and those of each batch as one; the total is of the first alone. */
export type TeamLeads = Listed<TeamLead> & { batches: TeamBatch[] };

export type TeamHome = {
  overdue: TeamLeads;
  atRisk: TeamLeads;
  waiting: TeamLeads;
  snoozed: TeamLeads;
  /** Who missed so many offers in a row that they are passed over. */
  notAnswering: { name: string; misses: number }[];
  away: TeamAbsence[];
  pools: TeamPool[];
};

/** Who is away, and who has their open leads meanwhile. */
export type TeamAbsence = { name: string; until: Date; coveredBy: string[] };

/** A manager's morning. */
export type DigestModel = Pick<TeamHome, 'notAnswering' | 'away'> & {
  from: Date;
  to: Date;
  happened: { received: number; accepted: number; rejected: number; responded: number };
  /** Deadlines missed by each rep, of those who missed any. */
  missed: { name: string; count: number }[];
  /** Leads that found no owner in time. */
  unowned: number;
  sla: FunnelGroup['sla'];
  responseSla: FunnelGroup['responseSla'];
  speed: FunnelGroup['speed'];
  now: { overdue: number; atRisk: number; waiting: number; snoozed: number };
};

/** A rep's morning: what wants something of them today, by list, empty ones left out. */
export type RepDigestModel = { lists: { list: MorningList; leads: Listed<HomeLead> }[] };

/** A marketer's week, from its Monday to the last instant of its Sunday. */
export type MarketingDigestModel = Pick<MarketingHome, 'acceptance' | 'unanswered'> & {
  from: Date;
  to: Date;
  /** What was said in that week, whenever the leads had come. */
  rejections: { failurePoint: FailurePoint; reason: string; count: number }[];
  /** How they stood against the record. */
  evidence: EvidenceModel;
  /** With who signed it. */
  definition: MarketingHome['definition'] & { marketing: string; sales: string };
  /** Steps that let fewer come on than in the week before. */
  falls: FallModel[];
  /** What the past speaks for; null where nobody looked yet. */
  suggestions: SuggestionsModel | null;
};

/** How rejections stood against the record, what was put right, and what sources do not ask. */
export type EvidenceModel = {
  counts: Record<Evidence, number>;
  corrected: { fact: CorrectableFact; sourceName: Stranger; count: number }[];
  asks: { fact: CorrectableFact; sourceName: Stranger; count: number }[];
};

/** A source, campaign or form of which sales takes fewer leads than it used to. */
export type AcceptanceFallModel = {
  by: AcceptanceGroup;
  name: Stranger;
  /** Of those decided so many were taken: in the days looked at, and in the half year before. */
  now: Share;
  before: Share;
  days: number;
  /** The newest that were given back, and how many there were. */
  rows: { company: Stranger | null; reason: string; at: Date }[];
  total: number;
};

export type SuggestionsModel = {
  /** When it was looked at, and from when on. */
  at: Date;
  since: Date;
  /** Each with the entry to paste, and under which list of the settings. */
  rows: { words: string[]; list: string; item: string }[];
  /** Why there is none. */
  nothing: string[];
};

/** How the turns of a pool stand, for whoever manages it. */
export type TeamPool = {
  name: string;
  /** How it chooses, where that is not by turns alone. */
  chooses: string | null;
  /** Whoever is owed most, and whoever is furthest ahead; null while everybody is level. */
  behind: { name: string; owed: number } | null;
  ahead: { name: string; owed: number } | null;
  members: number;
  passedOver: { name: string; check: Check }[];
};

export type MarketingHome = {
  days: number;
  /** Null where the settings name none. */
  feedbackChannel: string | null;
  rejections: Listed<{ sourceName: Stranger; reason: string; count: number }>;
  /** What sales recycled for a day that is still to come. */
  recycled: Listed<{ lead: Stranger; company: Stranger | null; reason: string; until: Date }>;
  /** In the same days: they had come back as often as they may. */
  notAgain: number;
  /** Each a source and a reason, answered at once; the total is of rejections. */
  unanswered: Listed<UnansweredModel>;
  acceptance: { bySource: AcceptanceModel[]; byCampaign: AcceptanceModel[] };
  /** The agreed definition of an MQL: until when both are to look at it again. */
  definition: { version: string; reviewBy: string; isOverdue: boolean };
};

export type UnansweredModel = {
  sourceId: string;
  reasonCode: string;
  sourceName: Stranger;
  reason: string;
  count: number;
  dueAt: Date;
  isOverdue: boolean;
};

/** Of what was handed over: taken, given back, and not answered yet. */
export type AcceptanceModel = { name: Stranger; accepted: number; rejected: number; open: number };

export type OpsHome = {
  people: { name: string; problem: string }[];
  quarantine: { count: number; lastAt: Date | null };
  /** What is wrong with sources. */
  sources: SourceTroubleModel[];
  held: { place: string; problem: string; count: number }[];
  /** The tools that are told what comes of leads, those with trouble first; `refused` is why one takes nothing. */
  tools: {
    name: string;
    isApproved: boolean;
    refused: Stranger | null;
    failed: number;
    planned: number;
    waiting: number;
    lastAt: Date | null;
  }[];
  /** Presses of the last days by people who had no right to them. */
  refused: Listed<RefusedPress>;
  /** Every open lead by leg and state, in their order, and when they were counted. */
  open: { leg: Leg; state: State; count: number }[];
  countedAt: Date;
};

/** `by` is null for somebody the settings do not know. */
export type RefusedPress = {
  by: { name: string | null; slackUserId: string };
  command: CommandType | 'name_account' | 'object' | 'decide_dispute' | CustomerDeed;
  lead: Stranger;
  company: Stranger | null;
  times: number;
  lastAt: Date;
};

/** For somebody the settings do not know. */
export type StrangersHome = { workspace: string; ask: string[] };

/** Saying until when one is away. */
export type AwayModel = { choices: { label: string; value: string; until: Date }[]; timeZone: string };
