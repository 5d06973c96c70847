import type { TroubleKind } from '#db/schema.ts';
import type { Check } from '#domain/routing/check-names.ts';
import type { Stranger } from './models.ts';

/** What `/handoff balance`, `why`, `definitions` and `sources` answer. */

/** One rep's standing in one pool. */
export type BalanceLine = {
  poolName: string;
  repName: string;
  /** How the pool chooses, where it is not by turns alone. */
  chooses: string | null;
  /** Whether turns are counted at all. */
  isByTurns: boolean;
  weight: number;
  turns: number;
  credits: number;
  debits: number;
  /** Turns of an absence they caught up with, and those they still may. */
  caughtUp: number;
  toCatchUp: number;
  /** Turns owed to them, or taken ahead where it is below nothing. */
  owed: number;
  /** Open work, where the pool goes by it. */
  open: number | null;
  /** 1 is next; null when it is a long way off, or nobody can know. */
  place: number | null;
  /** Why they are passed over now. */
  passedOver: Check | null;
};
/** A turn, a credit or a debit, in words. */
export type BalanceEntry = {
  at: Date;
  what: string;
  /** Null where all of them are of the same rep, or pool. */
  repName: string | null;
  poolName: string | null;
  /** Null when the lead is no longer known. */
  lead: Stranger | null;
  company: Stranger | null;
  /** The beginning of the handoff's id, as `/leads why` takes it. */
  idStart: string;
};
/** Lines of one rep over their pools, or of one pool over its members. */
export type BalanceModel = {
  title: string;
  since: Date;
  lines: BalanceLine[];
  entries: BalanceEntry[];
  empty: string;
};

/** Whether a rep gets leads now. */
export type ReceivingModel = {
  name: string;
  isAsker: boolean;
  /** What is wrong with them as such, and who can mend it; null when nothing is. */
  problem: string | null;
  /** Rules that name them besides the pools. */
  namedBy: string[];
  pools: ReceivingPool[];
  /** What the last decisions found of them. */
  lately: {
    days: number;
    /** Whether only the newest of these days' decisions were looked at. */
    isCut: boolean;
    chosen: number;
    later: number;
    passed: { check: Check; count: number }[];
  };
};
export type ReceivingPool = {
  name: string;
  chooses: string;
  /** Everything that speaks against them, with when it ends where that is known. */
  against: { check: Check; until: Date | null }[];
  /** 1 is next; null where nobody can know. */
  place: number | null;
  load: Record<'unanswered' | 'uncontacted' | 'today', { now: number; cap: number }>;
  /** Routes that lead here, and pools whose overflow does. */
  fedBy: string[];
};

/** What marketing and sales agreed is worth a rep's time. */
export type DefinitionModel = {
  version: string;
  signedBy: { marketing: string; sales: string; on: string };
  reviewBy: string;
  isReviewOverdue: boolean;
  exclusions: { id: string; words: string }[];
  profiles: { id: string; words: string }[];
  behaviours: string[];
  handRaisers: string;
};

/** One page of the sources. */
export type SourcesModel = {
  sources: {
    id: string;
    name: string;
    lastDeliveryAt: Date | null;
    /** Deliveries a day in the last 7 days, and in the 28 before them; that is null where there was nobody to count. */
    rate: { lately: number; before: number | null };
    /** In the last 7 days. */
    refused: { unproven: number; unreadable: number };
    today: { words: string; count: number }[];
    quarantined: number;
    proof: string;
    troubles: SourceTroubleModel[];
    /** Until when its tool will go on sending; null where that does not end. */
    subscriptionEndsAt: Date | null;
  }[];
  /** What is wrong with all of them. */
  troubles: SourceTroubleModel[];
  /** From 0 on, of so many each. */
  page: number;
  pageRows: number;
  total: number;
  /** Names of sources that delivered and are not in the settings any more. */
  former: Stranger[];
};

/** How data flows between us and each tool. */
export type StackModel = {
  tools: {
    name: string;
    /** Since when and when last something came; null where nothing ever did. */
    heard: { since: Date; lastAt: Date } | null;
    /** What came in these days, in words. */
    came: { words: string; count: number }[];
    /** When its accounts were last read whole; null where they never were, undefined where they are not mirrored. */
    mirroredAt: Date | null | undefined;
  }[];
  /** The tools that are told what comes of leads. */
  told: { name: string; isApproved: boolean }[];
  /** Leads that two tools both told of, and each at all. */
  overlaps: { a: string; b: string; both: number; ofA: number; ofB: number }[];
  days: number;
};

/** Something that is wrong with a source, or with all of them. */
export type SourceTroubleModel = {
  kind: TroubleKind;
  /** Null for all sources together. */
  name: string | null;
  since: Date;
  /** How many should have come by then, or were refused. */
  amount: number;
  problem: string | null;
  /** How many were refused since; only of a silence. */
  refusedSince: number;
  toldAt: Date;
  endedAt: Date | null;
  /** Whether it is still one of the settings. */
  isKnown: boolean;
  /** What to look at in the tool. */
  look: string;
};

/** What ops are told of a tool that is told outcomes. */
export type SinkNoticeModel = {
  sinkId: string;
  /** What people call the tool. */
  name: string;
  /** Whether it is still one of the settings. */
  isKnown: boolean;
} & (
  | {
      what: 'new';
      /** Who let it be told, and when; null while nobody has. */
      approved: { at: Date; by: string } | null;
      /** The first leads that it would be told of, and how many there are. */
      planned: {
        name: Stranger;
        company: Stranger | null;
        changes: readonly { field: string; from: string | null; to: string | null }[];
        entries: readonly string[];
        notes: readonly string[];
      }[];
      count: number;
    }
  /** It refuses us; `problem` is null where it does no more. */
  | { what: 'refused'; since: Date; problem: string | null }
  /** Leads that it could not be told of, and why; none where it was by now. */
  | { what: 'failed'; count: number; problems: string[] }
);
