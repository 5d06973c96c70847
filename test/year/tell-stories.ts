import { chance } from '../support/chance.ts';
import type { ClockStory, DealStory, HandoffStory, MeetingStory, RejectionStory, Story } from './story.ts';

/** A year of leads over all three legs, with rates that are known: the same for the same seed. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How often each thing happens, of those it can happen to. */
export const RATES = {
  qualified: { demo: 0.9, webinar: 0.45, ads: 0.6, partner: 0.8, list: 0.25 } as Readonly<
    Record<string, number>
  >,
  rejected: { demo: 0.15, webinar: 0.4, ads: 0.35, partner: 0.2, list: 0.6 } as Readonly<
    Record<string, number>
  >,
  neverFound: 0.02,
  missed: 0.12,
  undone: 0.05,
  responded: 0.9,
  snoozed: 0.1,
  qualifiedOn: 0.35,
  sentBack: 0.1,
  opportunity: 0.6,
  won: 0.25,
  lost: 0.45,
  jumped: 0.05,
  merged: 0.01,
} as const;

const SDRS = ['ana', 'ben', 'cleo', 'dan', 'eva', 'finn'];
const AES = ['gus', 'hana', 'ivo'];
const CSMS = ['jo', 'kim'];
const CAMPAIGNS = ['spring', 'summer', 'always-on', null];
const CHANNELS = ['demo_request', 'webinar', 'content_download', 'contact_request'];
const EMPLOYEES = [8, 60, 420, 2_400, null];
const FAILURES: readonly Pick<RejectionStory, 'reason' | 'failurePoint'>[] = [
  { reason: 'too_small', failurePoint: 'qualification_threshold' },
  { reason: 'not_our_icp', failurePoint: 'qualification_threshold' },
  { reason: 'bad_contact_data', failurePoint: 'data_quality' },
  { reason: 'wrong_territory', failurePoint: 'routing_accuracy' },
];

export type Year = { seed: number; leads: number; to: number };

export function tellStories({ seed, leads, to }: Year): Story[] {
  const random = chance(seed);
  const dice: Dice = {
    happens: (rate) => random() < rate,
    one: (list) => list[Math.floor(random() * list.length)] as (typeof list)[number],
    between: (least, most) => Math.round(least + random() * (most - least)),
    now: to,
  };
  return Array.from({ length: leads }, (_, no) => tellStory(dice, `l${String(no).padStart(6, '0')}`));
}

type Dice = {
  happens: (rate: number) => boolean;
  one: <T>(list: readonly T[]) => T;
  between: (least: number, most: number) => number;
  now: number;
};

function tellStory(dice: Dice, id: string): Story {
  // Whole seconds, because times are counted in them.
  const capturedAt = dice.now - dice.between(60, 365 * 24 * 3_600) * 1_000;
  const story: Story = {
    id,
    source: dice.one(Object.keys(RATES.qualified)),
    campaign: dice.one(CAMPAIGNS),
    channel: dice.one(CHANNELS),
    employees: dice.one(EMPLOYEES),
    capturedAt,
    stage: 'inquiry',
    entered: [],
    handoffs: [],
    meeting: null,
  };
  if (!dice.happens(RATES.qualified[story.source] ?? 0)) {
    if (dice.happens(0.7)) enter(dice, story, 'nurture', capturedAt + 1_000);
    return story;
  }
  enter(dice, story, 'marketing_qualified', capturedAt + 1_000);
  if (dice.happens(RATES.jumped)) return jump(dice, story);
  tellFirstLeg(dice, story);
  return story;
}

/** Comes into a stage, where that has happened by now. */
function enter(dice: Dice, story: Story, stage: string, at: number, isInferred = false): boolean {
  if (at > dice.now) return false;
  story.entered.push({ stage, at, isInferred, undoneAt: null });
  story.stage = stage;
  return true;
}

/** The CRM says that it is a deal already: nobody saw what lies between. */
function jump(dice: Dice, story: Story): Story {
  const handoff = offered(dice, story, 'mql_to_sdr', dice.one(SDRS), story.capturedAt + 3_000);
  const at = story.capturedAt + dice.between(60, 30 * 24 * 3_600) * 1_000;
  if (at > dice.now) return story;
  for (const stage of ['sales_accepted', 'sales_qualified']) enter(dice, story, stage, at, true);
  enter(dice, story, 'opportunity', at);
  close(handoff, 'completed', at);
  for (const clock of handoff.clocks) stop(clock, at, false);
  return story;
}

function tellFirstLeg(dice: Dice, story: Story): void {
  const createdAt = story.capturedAt + 3_000;
  if (dice.happens(RATES.neverFound)) {
    story.handoffs.push({ ...blank(story, 'mql_to_sdr', createdAt), state: 'waiting' });
    return;
  }
  const first = dice.one(SDRS);
  const handoff = offered(dice, story, 'mql_to_sdr', first, createdAt);
  if (dice.happens(RATES.merged)) {
    close(handoff, 'withdrawn', createdAt + MINUTE);
    for (const clock of handoff.clocks) stop(clock, createdAt + MINUTE, false);
    return;
  }
  let offeredAt = createdAt;
  if (dice.happens(RATES.missed)) {
    const ranOut = createdAt + 5 * MINUTE;
    const movedAt = createdAt + 10 * MINUTE;
    if (movedAt > dice.now) return;
    handoff.clocks[0] = {
      ...ran(first, createdAt, ranOut),
      breachedAt: ranOut,
      stoppedAt: movedAt,
      met: false,
    };
    handoff.owner = dice.one(SDRS.filter((rep) => rep !== first));
    handoff.clocks.push(ran(handoff.owner, movedAt, movedAt + 5 * MINUTE));
    offeredAt = movedAt;
  }
  answerFirstOffer(dice, story, handoff, offeredAt);
}

function answerFirstOffer(dice: Dice, story: Story, handoff: HandoffStory, offeredAt: number): void {
  const owner = handoff.owner ?? '';
  const accept = handoff.clocks.at(-1) as ClockStory;
  const at = offeredAt + dice.between(20, 290) * 1_000;
  if (at > dice.now) return;
  if (dice.happens(RATES.rejected[story.source] ?? 0)) {
    const rejection = { ...dice.one(FAILURES), rep: owner, at, undoneAt: null };
    handoff.rejections.push(rejection);
    stop(accept, at, true);
    if (dice.happens(RATES.undone) && at + MINUTE <= dice.now) {
      handoff.rejections[0] = { ...rejection, undoneAt: at + 30_000 };
      acceptFirst(dice, story, handoff, at + MINUTE);
    } else {
      close(handoff, 'rejected', at);
    }
    return;
  }
  stop(accept, at, true);
  acceptFirst(dice, story, handoff, at);
}

function acceptFirst(dice: Dice, story: Story, handoff: HandoffStory, at: number): void {
  handoff.state = 'accepted';
  handoff.acceptedAt = at;
  enter(dice, story, 'sales_accepted', at);
  const owner = handoff.owner ?? '';
  const due = (handoff.offeredAt ?? at) + 15 * MINUTE;
  const response: ClockStory = { ...ran(owner, handoff.offeredAt ?? at, due), kind: 'response' };
  handoff.clocks.push(response);
  const respondedAt = at + dice.between(30, 40 * 60) * 1_000;
  if (!dice.happens(RATES.responded) || respondedAt > dice.now) {
    if (due < dice.now) response.breachedAt = due;
    return;
  }
  if (dice.happens(RATES.snoozed)) {
    handoff.snoozed = { from: at + 5_000, to: at + 5_000 + Math.floor((respondedAt - at) / 2_000) * 1_000 };
  }
  handoff.respondedAt = respondedAt;
  handoff.state = 'working';
  if (due < respondedAt) response.breachedAt = due;
  stop(response, respondedAt, true);
  story.meeting = meetingOf(dice, respondedAt);
  leaveFirstLeg(dice, story, handoff, respondedAt);
}

function leaveFirstLeg(dice: Dice, story: Story, handoff: HandoffStory, respondedAt: number): void {
  const at = respondedAt + dice.between(3_600, 9 * 24 * 3_600) * 1_000;
  if (at > dice.now) return;
  if (dice.happens(RATES.qualifiedOn)) {
    enter(dice, story, 'sales_qualified', at);
    close(handoff, 'completed', at);
    tellSecondLeg(dice, story, at);
  } else if (dice.happens(0.7)) {
    enter(dice, story, dice.one(['nurture', 'disqualified']), at);
    close(handoff, 'completed', at);
  }
}

function tellSecondLeg(dice: Dice, story: Story, from: number): void {
  const handoff = offered(dice, story, 'sql_to_ae', dice.one(AES), from);
  const at = from + dice.between(60, 2 * 24 * 3_600) * 1_000;
  if (at > dice.now) return;
  for (const clock of handoff.clocks) stop(clock, at, true);
  if (dice.happens(RATES.sentBack)) {
    handoff.rejections.push({
      reason: 'not_ready',
      failurePoint: 'qualification_threshold',
      rep: handoff.owner ?? '',
      at,
      undoneAt: null,
    });
    close(handoff, 'rejected', at);
    // Its SDR has it again and has not said anything yet; the clock ran out once it was late.
    const again = offered(dice, story, 'mql_to_sdr', story.handoffs[0]?.owner ?? '', at);
    for (const clock of again.clocks) if (clock.deadlineAt < dice.now) clock.breachedAt = clock.deadlineAt;
    return;
  }
  handoff.state = 'accepted';
  handoff.acceptedAt = at;
  const agreedAt = at + dice.between(3_600, 14 * 24 * 3_600) * 1_000;
  if (!dice.happens(RATES.opportunity)) {
    if (dice.happens(0.5) && enter(dice, story, 'disqualified', agreedAt))
      close(handoff, 'completed', agreedAt);
    return;
  }
  if (!enter(dice, story, 'opportunity', agreedAt)) return;
  handoff.deal = dealOf(dice, agreedAt);
  const endedAt = agreedAt + dice.between(5, 80) * DAY;
  if (endedAt > dice.now) return;
  if (dice.happens(RATES.won)) {
    enter(dice, story, 'closed_won', endedAt);
    close(handoff, 'completed', endedAt);
    offered(dice, story, 'won_to_cs', dice.one(CSMS), endedAt);
  } else if (dice.happens(RATES.lost / (1 - RATES.won))) {
    enter(dice, story, 'closed_lost', endedAt);
    close(handoff, 'completed', endedAt);
  }
}

const dealOf = (dice: Dice, at: number): DealStory => ({
  amount: dice.between(10, 400) * 100,
  currency: dice.one(['EUR', 'EUR', 'EUR', 'USD']),
  closeOn: new Date(at + dice.between(10, 90) * DAY).toISOString().slice(0, 10),
});

function meetingOf(dice: Dice, at: number): MeetingStory | null {
  if (!dice.happens(0.4)) return null;
  const toldBy = dice.one(['form', 'rep', 'signal'] as const);
  // A form knows only that there will be one.
  const came = toldBy === 'form' ? 'booked' : dice.one(['booked', 'held', 'held', 'missed'] as const);
  return { toldBy, came, at };
}

function blank(story: Story, leg: string, at: number): HandoffStory {
  const id = `${story.id}-${story.handoffs.length}`;
  const none = { owner: null, offeredAt: null, deliveredAt: null, acceptedAt: null, respondedAt: null };
  const pool = leg === 'mql_to_sdr' ? 'sdr' : leg === 'sql_to_ae' ? 'ae' : 'cs';
  return {
    ...none,
    id,
    leg,
    pool,
    state: 'offered',
    createdAt: at,
    closedAt: null,
    snoozed: null,
    clocks: [],
    rejections: [],
    deal: null,
  };
}

function offered(dice: Dice, story: Story, leg: string, owner: string, at: number): HandoffStory {
  const handoff: HandoffStory = {
    ...blank(story, leg, at),
    owner,
    offeredAt: at,
    deliveredAt: at + dice.between(1, 9) * 1_000,
    clocks: [ran(owner, at, at + 5 * MINUTE)],
  };
  story.handoffs.push(handoff);
  return handoff;
}

const ran = (rep: string, startedAt: number, deadlineAt: number): ClockStory => ({
  kind: 'accept',
  rep,
  startedAt,
  deadlineAt,
  stoppedAt: null,
  met: null,
  breachedAt: null,
});

function stop(clock: ClockStory, at: number, met: boolean): void {
  clock.stoppedAt = at;
  clock.met = met;
  if (clock.deadlineAt < at) clock.breachedAt = clock.deadlineAt;
}

function close(handoff: HandoffStory, state: string, at: number): void {
  handoff.state = state;
  handoff.closedAt = at;
}
