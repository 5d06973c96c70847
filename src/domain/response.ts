/** How reps reach for a lead, what comes of it, and what is known of it. */

export const RESPONSE_CHANNELS = ['call', 'email', 'linkedin', 'meeting'] as const;
export type ResponseChannel = (typeof RESPONSE_CHANNELS)[number];

export const RESPONSE_OUTCOMES = ['reached', 'no_answer', 'meeting_booked'] as const;
export type ResponseOutcome = (typeof RESPONSE_OUTCOMES)[number];

/** A machine's are mails of a sequence or a campaign, confirmations of a calendar and the like. */
export const MAKERS = ['person', 'machine'] as const;
export type Maker = (typeof MAKERS)[number];

/** A call, an e-mail or the like, as a rep logged it or a source told it. */
export type Touch = {
  channel: ResponseChannel;
  outcome: ResponseOutcome;
  note: string;
  /** When it happened; null is now. */
  at: Date | null;
  /** The source that told it; null where somebody logged it in Slack. */
  via: string | null;
  /** Who made it; null where nobody says. */
  madeBy: Maker | null;
};

/** What one teller says of a touch. */
export type Telling = {
  /** When it happened, and when that was told. */
  at: Date;
  toldAt: Date;
  by: string | null;
  outcome: ResponseOutcome;
  via: string | null;
  madeBy: Maker | null;
  /** Whether it was a response when it was told. */
  isResponse: boolean;
};

export type ToldTouch = {
  /** Of several tellings the earliest. */
  at: Date;
  /** Null where nobody said who. */
  by: string | null;
  channel: ResponseChannel;
  outcome: ResponseOutcome;
  note: string;
  /** The first first. Sources tell of it, and where `via` is null somebody logged it in Slack. */
  tellings: readonly Telling[];
  /** Whether it is a response; else nobody had accepted the lead yet. */
  isResponse: boolean;
};
