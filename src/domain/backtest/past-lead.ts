import type { LeadSignal } from '../lead.ts';
import type { Money } from '../money-words.ts';
import type { Arrival } from '../simulate/arrival.ts';

/** What became of a lead that sales was told of, as it is known now. */
export type Fate = {
  /** The reason of the rejection that stands, and its failure point. */
  rejectedFor: string | null;
  accepted: boolean;
  qualified: boolean;
  won: Money | 'amount unknown' | null;
  /** The reason a deal was lost for; empty where nobody said one. */
  lostFor: string | null;
  /** The reason a customer left for. */
  leftFor: string | null;
};

/** A lead as it stood when it was first judged to the end: put to sales, or kept by marketing. */
export type PastLead = Arrival & {
  leadId: string;
  /** Whose colleagues count as one: its account, else the lead itself. */
  company: string;
  signals: readonly LeadSignal[];
  wasHandedOver: boolean;
  /** Something of it was told since, and what it took the place of is not known. */
  isToldSince: boolean;
  fate: Fate;
};
