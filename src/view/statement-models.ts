import type { Check } from '#domain/routing.ts';
import type { Stranger } from './models.ts';

/** What `/handoff balance`, `why`, `definitions` and `sources` answer. */

/** One rep's standing in one pool. */
export type BalanceLine = {
  poolName: string;
  repName: string;
  weight: number;
  turns: number;
  credits: number;
  debits: number;
  /** Turns owed to them, or taken ahead where it is below nothing. */
  owed: number;
  /** 1 is next; null when it is a long way off. */
  place: number | null;
  /** Why they are passed over now. */
  passedOver: Check | null;
};
/** Lines of one rep over their pools, or of one pool over its members. */
export type BalanceModel = { title: string; since: Date; lines: BalanceLine[]; empty: string };

/** Whether a rep gets leads now. */
export type ReceivingModel = {
  name: string;
  isAsker: boolean;
  pools: {
    name: string;
    check: Check | null;
    opensAt: Date | null;
    awayUntil: Date | null;
    load: Record<'unanswered' | 'uncontacted' | 'today', { now: number; cap: number }>;
  }[];
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

export type SourcesModel = {
  sources: {
    id: string;
    name: string;
    lastDeliveryAt: Date | null;
    today: { words: string; count: number }[];
    quarantined: number;
    proof: string;
  }[];
  /** Names of sources that delivered and are not in the settings any more. */
  former: Stranger[];
};
