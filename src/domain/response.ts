/** How reps reach for a lead, what comes of it, and what is known of it. */

export const RESPONSE_CHANNELS = ['call', 'email', 'linkedin', 'meeting'] as const;
export type ResponseChannel = (typeof RESPONSE_CHANNELS)[number];

export const RESPONSE_OUTCOMES = ['reached', 'no_answer', 'meeting_booked'] as const;
export type ResponseOutcome = (typeof RESPONSE_OUTCOMES)[number];

/** A call, an e-mail or the like, as a rep logged it or a source told it. */
export type Touch = {
  channel: ResponseChannel;
  outcome: ResponseOutcome;
  note: string;
  /** When it happened; null is now. */
  at: Date | null;
  /** The source that told it; null where somebody logged it in Slack. */
  via: string | null;
};

export type ToldTouch = {
  at: Date;
  /** Null where nobody said who. */
  by: string | null;
  channel: ResponseChannel;
  outcome: ResponseOutcome;
  note: string;
  /** Who told of it: sources, and null where somebody logged it in Slack. */
  tellers: readonly (string | null)[];
  /** Whether it is a response; else nobody had accepted the lead yet. */
  isResponse: boolean;
};
