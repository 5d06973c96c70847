import type { Stranger } from './models.ts';

/** What people are told about covering each other's work. */

/** A lead as a list names it. */
export type CoveredLead = { lead: Stranger; company: Stranger | null };

/** Who would take how many of somebody's leads. */
export type ProposalModel = {
  coverId: string;
  until: Date;
  shares: { name: string; leads: number }[];
  /** That nobody can take now. */
  stays: number;
  /** Who sees those that stay, when they run late; null where there is nobody. */
  managerName: string | null;
  /** Chosen for only when it is agreed to. */
  rest: number;
};

/** What somebody covers, or has back: where each lead is now. */
export type CoverList = { name: string; leads: CoveredLead[] };

export type CoverMessageModel =
  /** To whoever is away as they planned; `proposal` is null where they have nothing open, or where it is settled. */
  | { type: 'begun'; until: Date; proposal: ProposalModel | null }
  | {
      type: 'ask';
      coverId: string;
      personName: string;
      until: Date;
      answerBy: Date;
      leads: CoveredLead[];
      /** How it stands: buttons are shown while it is open. */
      state: 'open' | 'accepted' | 'declined' | 'over';
    }
  /** `isAway` where they said so themselves meanwhile. */
  | { type: 'answer'; colleagueName: string; until: Date; isDeclined: boolean; isAway: boolean }
  /** To whoever covers; `until` is null when the absence is over. */
  | { type: 'covering'; personName: string; until: Date | null; leads: CoveredLead[] }
  /** To whoever is away: who has what, and how many stayed. */
  | { type: 'given'; until: Date | null; lists: CoverList[]; stays: number }
  /** To whoever covered, at the end. */
  | {
      type: 'returned';
      personName: string;
      /** False where they left the team, so that nothing went back. */
      isThere: boolean;
      returned: CoveredLead[];
      kept: CoveredLead[];
    }
  /** To whoever is back. */
  | { type: 'welcome'; returned: CoveredLead[]; kept: CoverList[]; over: number };
