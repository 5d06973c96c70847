/**
 * What became of a lead, as somebody would tell it who stood by. Instants are milliseconds. Nothing of the product is
 * imported here or in what tells and counts the stories: they are the truth its figures are held against.
 */
export type Story = {
  id: string;
  source: string;
  campaign: string | null;
  channel: string;
  employees: number | null;
  capturedAt: number;
  /** Where it stands now. */
  stage: string;
  /** The stages it came into after `inquiry`, in their order. */
  entered: { stage: string; at: number; isInferred: boolean; undoneAt: number | null }[];
  handoffs: HandoffStory[];
  /** How anybody said there was a meeting, and what came of it. */
  meeting: MeetingStory | null;
};

export type MeetingStory = {
  toldBy: 'form' | 'rep' | 'signal';
  came: 'booked' | 'held' | 'missed';
  at: number;
};

export type HandoffStory = {
  id: string;
  leg: string;
  state: string;
  owner: string | null;
  pool: string;
  createdAt: number;
  offeredAt: number | null;
  deliveredAt: number | null;
  acceptedAt: number | null;
  respondedAt: number | null;
  closedAt: number | null;
  snoozed: { from: number; to: number } | null;
  clocks: ClockStory[];
  rejections: RejectionStory[];
  deal: DealStory | null;
};

export type ClockStory = {
  kind: 'accept' | 'response';
  rep: string;
  startedAt: number;
  deadlineAt: number;
  stoppedAt: number | null;
  /** Whether it stopped because what it waits for happened. */
  met: boolean | null;
  breachedAt: number | null;
};

export type RejectionStory = {
  reason: string;
  failurePoint: string;
  rep: string;
  at: number;
  undoneAt: number | null;
};

export type DealStory = { amount: number; currency: string; closeOn: string };
